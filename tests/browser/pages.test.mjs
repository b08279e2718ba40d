// Every page as it is delivered: read once, with scripts turned off.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { expectNone } from './findings.mjs';
import { address, folder, has, pages, pathOf, redirects } from './site.mjs';

/**
 * The policy of what a page may load: the site's own parts. That it may ask its own server (`connect-src`) is for programs that
 * measure a page from inside it; the scripts of the site never do.
 */
const POLICY =
  "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

/** Facts of each page, by path. */
const facts = new Map();
let browser;

before(async () => {
  browser = await launch();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const path of pages) {
    await page.goto(address(path));
    facts.set(path, await page.evaluate(look));
  }
});

after(() => browser?.close());

/** Runs in the page: what the checks need to know of it. */
function look() {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const short = (element) => element.outerHTML.replace(/\s+/g, ' ').slice(0, 100);
  const shownByScript = (element) => {
    const hidden = element.closest('[hidden]');
    return hidden !== null && hidden.querySelector('button, input, select, textarea, output, [role=status]') !== null;
  };
  const main = document.querySelector('main');
  const text = main ? all('h1, h2, h3, h4, p, li, th, td, dt, dd', main) : [];
  return {
    language: document.documentElement.lang,
    title: document.title.trim(),
    mains: all('main').length,
    h1s: all('h1').length,
    headings: main ? all('h1, h2, h3, h4, h5, h6', main).map((heading) => Number(heading.localName[1])) : [],
    words: main ? main.innerText.split(/\s+/).length : 0,
    unseen: text
      .filter((element) => !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter((element) => !element.closest('details, dialog, [popover]') && !shownByScript(element))
      .map(short),
    policy: document.querySelector('head meta[http-equiv="Content-Security-Policy" i]')?.content ?? null,
    early: all('script, link[rel=stylesheet]')
      .filter((element) => {
        const meta = document.querySelector('meta[http-equiv="Content-Security-Policy" i]');
        return meta && element.compareDocumentPosition(meta) & Node.DOCUMENT_POSITION_FOLLOWING;
      })
      .map(short),
    inline: all('*')
      .filter(
        (element) =>
          element.localName === 'style' ||
          element.hasAttribute('style') ||
          (element.localName === 'script' && !element.hasAttribute('src') && element.type !== 'application/json') ||
          element.getAttributeNames().some((name) => name.startsWith('on')),
      )
      .map(short),
    links: all('a[href], area[href]').map((link) => ({
      href: link.getAttribute('href'),
      whole: link.href,
      download: link.hasAttribute('download'),
    })),
    parts: all('link[href]:not([rel=canonical], [rel=alternate], [rel=license]), [src]').map((part) => ({
      href: part.getAttribute('href') ?? part.getAttribute('src'),
      whole: part.href?.baseVal ?? part.href ?? part.src,
    })),
    ids: all('[id]').map((element) => element.id),
    boxes: document.body.matches('.document') ? 0 : all('main .tekst :is(.varsel:not(:has(> .kildetekst), .kildetekst *), .hjelp, .lovboks)').length,
    posing: all('main .tekst > p')
      .filter(({ children, textContent }) => children.length === 1 && children[0].localName === 'strong' && children[0].textContent === textContent)
      .map(short),
    terms: all('[data-term]').map((term) => ({
      id: term.dataset.term,
      whole: term.href ?? null,
      html: short(term),
    })),
  };
}

/** Fails with everything that `check` finds wrong on any page. */
function everyPage(name, check) {
  test(name, () => {
    const wrong = [...facts].flatMap(([path, page]) => check(page, path).map((what) => `${path}: ${what}`));
    expectNone(wrong);
  });
}

const external = (href) => /^(https?|mailto|tel):/.test(href);

everyPage('every page says its language and its title', ({ language, title }) => [
  ...(/^[a-z]{2}/.test(language) ? [] : [`lang="${language}"`]),
  ...(title ? [] : ['no title']),
]);

everyPage('every page has one main and one h1', ({ mains, h1s }) => [
  ...(mains === 1 ? [] : [`${mains} main elements`]),
  ...(h1s === 1 ? [] : [`${h1s} h1 elements`]),
]);

everyPage('headings begin with the h1 and skip no level', ({ headings }) =>
  headings.flatMap((level, index) => {
    const highest = index === 0 ? 1 : headings[index - 1] + 1;
    return level > highest ? [`heading ${index + 1} is h${level} where at most h${highest} may stand`] : [];
  }),
);

// A document has its help beside each part of it; what a translation says of its source goes away with the next version.
everyPage('at most two boxes stand on a page that is no document', ({ boxes }) => (boxes > 2 ? [`${boxes} boxes`] : []));

everyPage('no paragraph poses as a heading', ({ posing }) => posing);

// The workshop is a program: without scripts its page says what it is for, and what to do instead.
everyPage('all text is there without scripts', ({ words, unseen }, path) => [
  ...(words >= 5 ? [] : [`only ${words} words in main`]),
  ...(/(^|\/)verksted\.html$/.test(path) ? [] : unseen.map((html) => `not visible: ${html}`)),
]);

everyPage('a strict policy stands before everything it governs', ({ policy, early }) => [
  ...(policy === POLICY ? [] : [`another policy: ${policy}`]),
  ...early.map((html) => `before the policy: ${html}`),
]);

test('no script asks a server for anything, or sends anything there', () => {
  // The worker of the workshop fetches two files of the site: verksted.test.mjs watches all that it asks for.
  const scripts = readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith('.js') && !/(^|\/)assets\/verksted-[0-9a-f]{8}\.js$/.test(path));
  assert.notEqual(scripts.length, 0);
  const asking = /\b(fetch\s*\(|XMLHttpRequest|EventSource|WebSocket|WebTransport|sendBeacon|RTCPeerConnection|importScripts)/;
  expectNone(
    scripts.flatMap((path) => {
      const found = readFileSync(join(folder, path), 'utf8').match(asking);
      return found ? [`${path}: ${found[0]}`] : [];
    }),
  );
});

everyPage('no inline style, script or handler', ({ inline }) => inline);

everyPage('links within the site are relative and name a file that exists', ({ links }) =>
  links.flatMap(({ href, whole, download }) => {
    if (external(href) || href.startsWith('#')) return [];
    if (/^[a-z]+:|^\//i.test(href)) return [`not relative: ${href}`];
    const path = pathOf(whole);
    if (path === undefined) return [`leads out of the site: ${href}`];
    if (!/\.html$/.test(path) && !(download || /\.(pdf|docx|zip)$/.test(path))) return [`no .html at its end: ${href}`];
    return has(path) ? [] : [`no such file: ${href}`];
  }),
);

everyPage('links to a place on a page find it', ({ links }, here) =>
  links.flatMap(({ href, whole }) => {
    const hash = external(href) ? '' : decodeURIComponent(new URL(whole).hash.slice(1));
    if (hash === '') return [];
    const there = href.startsWith('#') ? here : pathOf(whole);
    return facts.get(there)?.ids.includes(hash) === false ? [`no such place: ${href}`] : [];
  }),
);

everyPage('ids stand once', ({ ids }) => ids.filter((id, index) => ids.indexOf(id) < index).map((id) => `twice: ${id}`));

everyPage('what a page loads is part of the site and named relatively', ({ parts }) =>
  parts.flatMap(({ href, whole }) => {
    if (href.startsWith('data:')) return [];
    if (/^[a-z]+:|^\//i.test(href)) return [`not relative: ${href}`];
    const path = pathOf(whole);
    return path !== undefined && has(path) ? [] : [`no such file: ${href}`];
  }),
);

everyPage('a term leads to its own page', ({ terms }) =>
  terms.flatMap(({ id, whole, html }) =>
    whole && pathOf(whole).replace(/^[a-z]{2}\//, '') === `begreper/${id}.html` ? [] : [`data-term and link differ: ${html}`],
  ),
);

test('terms are linked in the text', { skip: !pages.some((path) => path.startsWith('begreper/')) }, () => {
  const linking = [...facts].filter(([path, { terms }]) => !path.startsWith('begreper/') && terms.length > 0);
  assert.notEqual(linking.length, 0, 'no page outside begreper/ links a term');
});

test('a page that has moved sends its reader on to one that is there', () => {
  const lost = [...redirects].filter(([path, to]) => !pages.includes(pathOf(new URL(to, address(path)).href.replace(/#.*/, ''))));
  expectNone(lost.map(([path, to]) => `${path}: ${to}`));
});
