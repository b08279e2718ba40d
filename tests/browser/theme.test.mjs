// The theme as people meet it: how light a page is, how it is walked through with the keyboard, on a phone, on paper and
// under a reader's own settings.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import { launch, watch } from './browser.mjs';
import { expectNone } from './findings.mjs';
import { address, folder, pages, pagesOfSource, root, samples, serve } from './site.mjs';

/** In kB, gzipped. */
const HTML = 20;
const CSS = 14;
const SCRIPT = 25;
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const read = (path) => readFileSync(join(folder, path), 'utf8');
const weight = (path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length / 1000;
/** The first page of a kind. */
const first = (kind) => pages.find((path) => read(path).includes(`<body class="${kind}`));
const article = first('article" ') ?? first('article');
/** A long article, with a list of what is on it and marks beside its headings. */
const listed = pagesOfSource.find((path) => ['<body class="article"', '<details class="innhold"', 'class="anker"'].every((part) => read(path).includes(part)));

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a page in a window of this kind for `read`, and holds it against everything that goes wrong. */
async function reader(options, path, see) {
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: WIDE, ...options });
  try {
    await context.addInitScript({ content: axe.source });
    const page = await context.newPage();
    const troubles = watch(page, root);
    await page.goto(address(path));
    await see(page);
    expectNone(troubles());
  } finally {
    await context.close();
  }
}

/** The findings of axe, one line each. */
async function violations(page) {
  const found = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values }, preload: false, resultTypes: ['violations'] }),
    TAGS,
  );
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
}

test(`every page is light: HTML ${HTML} kB, CSS ${CSS} kB, the script at start ${SCRIPT} kB, gzipped`, () => {
  const html = pages.filter((path) => weight(path) > HTML).map((path) => `${path}: ${weight(path)} kB`);
  const page = read('index.html');
  const [, css] = page.match(/rel="stylesheet" href="([^"]+)"/);
  const [, script] = page.match(/<script defer src="([^"]+)"/);
  expectNone([
    ...html,
    ...(weight(css) > CSS ? [`${css}: ${weight(css)} kB`] : []),
    ...(weight(script) > SCRIPT ? [`${script}: ${weight(script)} kB`] : []),
  ]);
});

test('nothing moves while a page loads, on any kind of page, on a slow machine', async () => {
  const wrong = [];
  const kinds = [...samples, ...pages.filter((path) => read(path).includes('class="tabell roller"'))];
  for (const viewport of [WIDE, PHONE]) {
    await reader({ viewport }, 'index.html', async (page) => {
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      for (const path of new Set(kinds)) {
        // A page is held back for six seconds at most, which a machine with very much else to do may miss: what is wrong
        // with the page itself shows every time.
        let moved = [];
        for (let turn = 0; turn < 3 && (turn === 0 || moved.length > 0); turn += 1) {
          await page.goto(address(path), { waitUntil: 'load' });
          moved = await page.evaluate(movements);
        }
        wrong.push(...moved.map((what) => `${path}, ${viewport.width} px: ${what}`));
      }
    });
  }
  expectNone(wrong);
});

/** Runs in the page: what moved before the reader's eyes until it stood, with how much. */
async function movements() {
  const found = [];
  const add = (list) => {
    for (const { value, sources } of list.getEntries()) {
      const names = sources.map(({ node }) => (node instanceof Element ? node.cloneNode(false).outerHTML.slice(0, 60) : '?'));
      // Less is a line of the header that is set anew on a machine with too much to do; nobody sees it.
      if (value >= 0.01) found.push(`${value.toFixed(4)} ${names.join(' ')}`);
    }
  };
  new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
  const built = () => document.querySelector('#ui_skjemadata, .valgtre, .roller, .pastander, #ui_search-form, body.checklist') === null;
  const stands = () => built() || document.body.classList.contains('klar');
  for (let tenths = 0; tenths < 100 && !stands(); tenths += 1) await new Promise((wait) => setTimeout(wait, 100));
  await new Promise((wait) => setTimeout(wait, 150));
  return found;
}

test('a line of text has 60 to 72 letters on a wide screen', () =>
  reader({}, article, async (page) => {
    const letters = await page.evaluate(() => {
      const lengths = [];
      for (const paragraph of document.querySelectorAll('.tekst > p')) {
        const range = document.createRange();
        range.selectNodeContents(paragraph);
        const tops = [...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 12));
        const lines = new Set(tops).size;
        if (lines >= 3) lengths.push(paragraph.innerText.length / (lines - 0.5));
      }
      return lengths.sort((a, b) => a - b)[lengths.length >> 1];
    });
    assert.ok(letters >= 56 && letters <= 72, `${letters} letters`);
  }));

test('with the keyboard one comes through every part of a page, in order, and sees where one is', () =>
  reader({}, article, async (page) => {
    const parts = [];
    const wrong = [];
    for (let stops = 0; stops < 400; stops += 1) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return null;
        const part = element.closest('.hopp, .topp, .meny, .smuler, .innhold, .tekst, .videre, .bunn');
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const inline = element.closest('p, li, td, dd, h1') !== null;
        const here = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        const shown = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
        return {
          part: part?.classList[0] ?? element.outerHTML.slice(0, 60),
          html: element.outerHTML.slice(0, 80),
          seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
          covered: element.getClientRects().length === 1 && here !== null && !element.contains(here) && !here.contains(element),
          shown,
          small: !inline && (box.width < 24 || box.height < 24),
        };
      });
      if (!stop) break;
      if (parts.at(-1) !== stop.part) parts.push(stop.part);
      for (const [what, is] of [['not to be seen', !stop.seen], ['covered', stop.covered], ['no mark', !stop.shown], ['under 24 px', stop.small]]) {
        if (is) wrong.push(`${what}: ${stop.html}`);
      }
    }
    expectNone(wrong);
    const known = ['hopp', 'topp', 'meny', 'smuler', 'innhold', 'tekst', 'videre', 'bunn'];
    const expected = known.filter((part) => parts.includes(part));
    assert.deepEqual(parts, expected);
    for (const part of ['hopp', 'topp', 'meny', 'tekst']) assert.ok(parts.includes(part), part);
  }));

test('the mark of focus is the same strong one wherever one comes with the keyboard', async () => {
  const wrong = [];
  for (const colorScheme of ['light', 'dark']) {
    await reader({ colorScheme }, 'index.html', async (page) => {
      for (const path of samples) {
        await page.goto(address(path));
        await page.keyboard.press('Tab');
        const weak = await page.evaluate(() => {
          const mark = 'rgb(255, 216, 77)';
          const stops = [...document.querySelectorAll('a[href], button, summary, input, select, textarea, [tabindex="0"]')];
          return stops.flatMap((stop) => {
            stop.focus({ preventScroll: true });
            if (document.activeElement !== stop) return [];
            // A choice is marked around its words as well.
            const marked = [stop, stop.closest('.kryss')].some((element) => {
              const { backgroundColor, boxShadow } = getComputedStyle(element ?? stop);
              return backgroundColor === mark || boxShadow.includes(mark);
            });
            return marked ? [] : [stop.outerHTML.slice(0, 90)];
          });
        });
        wrong.push(...weak.map((html) => `${path}, ${colorScheme}: ${html}`));
      }
    });
  }
  expectNone(wrong);
});

test('the menu of a phone opens, has no fault, and closes with Esc', () =>
  reader({ viewport: { width: 320, height: 640 } }, article, async (page) => {
    const wrong = [];
    await page.locator('.meny summary').click();
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      wrong.push(...(await violations(page)));
    }
    expectNone(wrong);
    await page.locator('.meny a').first().focus();
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('details.meny').getAttribute('open'), null);
    assert.equal(await page.evaluate(() => document.activeElement.localName), 'summary');
  }));

test('light and dark are switched, and the choice is kept until it is what the system has too', () =>
  reader({ colorScheme: 'light' }, article, async (page) => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const stored = () => page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length].join());
    const light = await ground();
    assert.equal(await stored(), ',0,0', 'nothing before a press');
    const button = page.locator('#ui_temabytte');
    assert.match(await button.innerText(), /huskes i nettleseren/, 'the button says what a press does');
    await button.click();
    const dark = await ground();
    assert.notEqual(dark, light);
    expectNone(await violations(page));
    assert.equal(await stored(), ',1,0');
    // It is there before anything is drawn.
    await page.addInitScript(() => {
      requestAnimationFrame(() => (window.firstGround = getComputedStyle(document.documentElement).colorScheme));
    });
    await page.reload();
    assert.equal(await ground(), dark);
    const first = await page.waitForFunction(() => window.firstGround);
    assert.equal(await first.jsonValue(), 'dark');
    await button.click();
    assert.equal(await ground(), light);
    assert.equal(await stored(), ',0,0', 'nothing is kept of a choice that is the system\'s');
    await page.reload();
    assert.equal(await ground(), light);
  }));

test('header, menu and contents stay in sight, the part that is read is marked, and an anchor copies its address', () =>
  reader({ viewport: { width: 1440, height: 800 } }, listed, async (page) => {
    const links = page.locator('.innhold a');
    const last = links.last();
    await last.click();
    const shown = await page.evaluate(() => {
      const top = (selector) => document.querySelector(selector).getBoundingClientRect().top;
      const heading = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      return { header: top('.topp'), menu: top('.meny'), heading: heading.getBoundingClientRect().top, below: document.querySelector('.topp').offsetHeight };
    });
    assert.equal(shown.header, 0);
    assert.ok(shown.menu >= 0 && shown.menu <= shown.below, 'the menu is below the header');
    assert.ok(shown.heading >= shown.below, 'no heading is hidden by the header');
    await page.waitForFunction(() => document.querySelector('.innhold [aria-current]'));
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForFunction(() => !document.querySelector('.innhold [aria-current]'));
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForFunction(() => document.querySelector('.innhold [aria-current]'));
    assert.equal(await page.locator('.innhold [aria-current]').count(), 1);
    const anchor = page.locator('.tekst .anker').first();
    await anchor.focus();
    await anchor.press('Enter');
    await page.getByText('Lenken er kopiert.').waitFor();
  }));

test('the menu shows where one is, on every page, and the page itself stays at its top', async () => {
  const wrong = [];
  await reader({ viewport: { width: 1280, height: 800 } }, article, async (page) => {
    for (const path of pagesOfSource) {
      await page.goto(address(path), { waitUntil: 'domcontentloaded' });
      const found = await page.evaluate(() => {
        const nav = document.querySelector('.meny nav');
        const here = nav?.querySelector('[aria-current]');
        if (!here) return [];
        const { top, bottom } = here.getBoundingClientRect();
        const frame = nav.getBoundingClientRect();
        const isSeen = top >= frame.top && bottom <= Math.min(frame.bottom, innerHeight);
        return [...(isSeen ? [] : [`at ${top}`]), ...(scrollY === 0 ? [] : ['the page was moved'])];
      });
      wrong.push(...found.map((what) => `${path}: ${what}`));
    }
  });
  expectNone(wrong);
});

test('no word of up to 24 letters is broken in a heading on a phone', async () => {
  const long = pages.filter((path) => /<h[123][^>]*>[^<]*\p{L}{17,}/u.test(read(path)));
  await atWidths(long, [360], () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('h1, h2, h3 { hyphens: manual !important }');
    document.adoptedStyleSheets = [sheet];
    const range = document.createRange();
    const broken = [];
    for (const heading of document.querySelectorAll('main :is(h1, h2, h3)')) {
      const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        for (const { index, 0: word } of texts.currentNode.data.matchAll(/\p{L}{6,}/gu)) {
          range.setStart(texts.currentNode, index);
          range.setEnd(texts.currentNode, index + word.length);
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
          if (lines > 1 && word.length <= 24) broken.push(`breaks «${word}»`);
        }
      }
    }
    return broken;
  });
});

test('on a phone the line with the search stays in sight, low, and covers no heading that a link leads to', () =>
  reader({ viewport: PHONE, hasTouch: true, isMobile: true }, listed, async (page) => {
    await page.locator('.innhold > summary').tap();
    await page.locator('.innhold a').last().tap();
    await page.waitForFunction(() => scrollY > 300);
    const seen = await page.evaluate(() => {
      const heading = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const box = (element) => element.getBoundingClientRect();
      return { header: box(document.querySelector('.topp')), search: box(document.querySelector('.topp .sok')), heading: box(heading) };
    });
    assert.ok(seen.search.top >= 0 && seen.search.bottom <= 60, `the search is at ${seen.search.top}`);
    assert.ok(seen.header.bottom <= 62, `the header takes ${seen.header.bottom} px`);
    assert.ok(seen.heading.top >= seen.header.bottom, `the heading is at ${seen.heading.top}`);
    for (const language of await page.locator('.malvalg a').all()) {
      const bottom = await language.evaluate((link) => link.getBoundingClientRect().bottom);
      assert.ok(bottom <= 10, 'no line of languages is cut across');
    }
  }));

test('on a phone the text comes before the list of what is on the page', () =>
  reader({ viewport: PHONE }, listed, async (page) => {
    assert.equal(await page.locator('.innhold a:visible').count(), 0);
    const lead = await page.locator('.tekst > p').first().evaluate((element) => element.getBoundingClientRect().top);
    assert.ok(lead < 740, `the first paragraph is on the first screen: ${lead}`);
    await page.locator('.innhold > summary').press('Enter');
    assert.ok((await page.locator('.innhold a:visible').count()) > 1);
    expectNone(await violations(page));
  }));

/** Widths at which a list of contents or a form may stand beside the text. */
const BESIDE = [1216, 1280, 1440, 1920];

/** Opens each of these pages once, and asks at each of these widths what is wrong with it: `look` runs in the page. */
async function atWidths(paths, widths, look) {
  assert.notEqual(paths.length, 0);
  const wrong = [];
  await reader({}, paths[0], async (page) => {
    for (const path of paths) {
      await page.goto(address(path));
      if (read(path).includes('<body class="document')) await page.waitForSelector('body.fylles', { timeout: 15_000 });
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        wrong.push(...(await page.evaluate(look)).map((what) => `${path}, ${width} px: ${what}`));
      }
    }
  });
  expectNone(wrong);
}

test('no form lies on the text of its document, at any width', async () => {
  const documents = pages.filter((path) => read(path).includes('<body class="document'));
  await atWidths(documents, [360, 700, 1000, ...BESIDE], () => {
    const section = document.querySelector('.utfylling');
    const form = section.getBoundingClientRect();
    // One that stays while the text passes must stand beside all of it.
    const stays = getComputedStyle(section).position === 'sticky';
    const parts = [...document.querySelectorAll('h1, .bruk, .tekst > :not(.utfylling)')].filter((part) => part.checkVisibility());
    return parts.flatMap((part) => {
      const box = part.getBoundingClientRect();
      const beside = box.right <= form.left + 1 || box.left >= form.right - 1;
      const apart = !stays && (box.bottom <= form.top + 1 || box.top >= form.bottom - 1);
      return beside || apart || box.width === 0 ? [] : [`under the form: ${part.outerHTML.slice(0, 60)}`];
    });
  });
});

test('no text comes under the list of contents that stands beside it', async () => {
  const tall = pagesOfSource.filter((path) => read(path).includes('<details class="innhold"'));
  const kinds = tall.filter((path) => /class="(figurdel|tabell|figur|heletreet)|<pre/.test(read(path)));
  await atWidths([...new Set([...kinds, listed])], BESIDE, async () => {
    for (const folded of document.querySelectorAll('.tekst details')) folded.open = true;
    // A tool opens all that it has to show on a press.
    for (const opener of document.querySelectorAll('.tekst button[aria-expanded=false]')) opener.click();
    await new Promise((done) => setTimeout(done, 50));
    const list = document.querySelector('article > .innhold');
    if (!list || getComputedStyle(list).position !== 'sticky') return [];
    const edge = list.getBoundingClientRect();
    const range = document.createRange();
    const texts = document.createTreeWalker(document.querySelector('.tekst'), NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const around = text.parentElement;
      // These stand on a ground of their own, over the list when they pass it.
      if (!text.data.trim() || around.closest('.tabell, pre, .rulle, .skjult') || !around.checkVisibility()) continue;
      range.selectNodeContents(text);
      const { left, right } = range.getBoundingClientRect();
      if (right > edge.left + 1 && left < edge.right - 1) found.push(`under the list: ${text.data.trim().slice(0, 50)}`);
    }
    return found;
  });
});

test('on paper: no tools, addresses of other sites, axe finds nothing', async () => {
  const wrong = [];
  await reader({}, 'index.html', async (page) => {
    await page.emulateMedia({ media: 'print' });
    for (const path of samples) {
      await page.goto(address(path));
      const seen = page.locator('.verktoy:visible, .meny:visible, .innhold:visible, .videre:visible, .anker:visible');
      if ((await seen.count()) > 0) wrong.push(`${path}: tools on paper`);
      wrong.push(...(await violations(page)).map((what) => `${path}: ${what}`));
      const bare = await page.evaluate(() =>
        [...document.querySelectorAll('.tekst a[rel~=external]')]
          .filter((link) => link.checkVisibility() && !getComputedStyle(link, '::after').content.includes(link.getAttribute('href')))
          .map((link) => link.outerHTML),
      );
      wrong.push(...bare.map((html) => `${path}: no address: ${html}`));
    }
  });
  expectNone(wrong);
});

test('with wider text spacing nothing is cut off or too wide', async () => {
  const wrong = [];
  await reader({ viewport: { width: 320, height: 640 } }, 'index.html', async (page) => {
    for (const path of samples) {
      await page.goto(address(path));
      const found = await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
        document.adoptedStyleSheets.push(sheet);
        const { scrollWidth, clientWidth } = document.documentElement;
        const cut = [...document.querySelectorAll('main *, header *, footer *')].filter(
          (element) =>
            getComputedStyle(element).overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 2 && element.clientHeight > 1,
        );
        return [...(scrollWidth > clientWidth ? [`too wide: ${scrollWidth}`] : []), ...cut.map((element) => `cut: ${element.outerHTML.slice(0, 80)}`)];
      });
      wrong.push(...found.map((what) => `${path}: ${what}`));
    }
  });
  expectNone(wrong);
});

test('on a phone the rows of a table are cards: no word is broken, every cell has the name of its column', async () => {
  const withCards = pages.filter((path) => read(path).includes('class="tabell radkort"'));
  assert.notEqual(withCards.length, 0);
  const wrong = [];
  await reader({ viewport: PHONE }, withCards[0], async (page) => {
    for (const path of withCards) {
      await page.goto(address(path));
      const found = await page.evaluate(() =>
        [...document.querySelectorAll('.radkort')].flatMap((table) => {
          const cells = [...table.querySelectorAll('td')];
          const beside = cells.filter((cell) => cell.textContent !== '' && cell.getBoundingClientRect().width < table.clientWidth - 1);
          const heads = [...table.querySelectorAll('th')].map((head) => head.textContent);
          const nameless = cells.filter((cell) => cell.textContent !== '' && heads[cell.cellIndex] !== '' && getComputedStyle(cell, '::before').content !== JSON.stringify(heads[cell.cellIndex]));
          const roles = [...table.querySelectorAll('table, tbody, tr, td')].filter((part) => !part.hasAttribute('role'));
          return [
            ...(table.scrollWidth > table.clientWidth ? ['too wide'] : []),
            ...beside.map((cell) => `not a line of its own: ${cell.textContent}`),
            ...nameless.map((cell) => `no name: ${cell.textContent}`),
            ...roles.map((part) => `no role: ${part.localName}`),
            ...[...table.querySelectorAll('td:first-child .term')].map((term) => `a term in a heading: ${term.textContent}`),
          ];
        }),
      );
      wrong.push(...found.map((what) => `${path}: ${what}`));
    }
    await page.setViewportSize(WIDE);
    const shown = await page.locator('.radkort thead').first().isVisible();
    assert.ok(shown, 'on a wide screen it is a table');
  });
  expectNone(wrong);
});

test('no table or code scrolls beside empty room, and none breaks a word, on a wide screen', async () => {
  const wide = pages.filter((path) => /class="tabell|<pre /.test(read(path)));
  const wrong = [];
  await reader({ viewport: WIDE }, wide[0], async (page) => {
    for (const path of wide) {
      await page.goto(address(path));
      const found = await page.evaluate(() => {
        const end = document.querySelector('main').getBoundingClientRect().right;
        const shown = [...document.querySelectorAll('main :is(.tabell, pre)')].filter((one) => one.checkVisibility());
        const scrolls = shown.filter((one) => one.parentElement.matches('.tekst') && one.scrollWidth > one.clientWidth + 1 && end - one.getBoundingClientRect().right > 40);
        const range = document.createRange();
        const broken = [];
        for (const cell of document.querySelectorAll('main :is(th, td)')) {
          const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            for (const { index, 0: word } of texts.currentNode.data.matchAll(/[\p{L}]{6,}/gu)) {
              range.setStart(texts.currentNode, index);
              range.setEnd(texts.currentNode, index + word.length);
              if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
            }
          }
        }
        return [...scrolls.map((one) => `scrolls: ${one.textContent.trim().slice(0, 40)}`), ...broken.map((word) => `breaks «${word}»`)];
      });
      wrong.push(...found.map((what) => `${path}: ${what}`));
    }
  });
  expectNone(wrong);
});

test('with less motion nothing moves by itself', () =>
  reader({}, article, async (page) => {
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')].filter((element) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
        return !/^0s(, 0s)*$/.test(transitionDuration) || animationName !== 'none' || scrollBehavior === 'smooth';
      }).length,
    );
    assert.equal(moving, 0);
  }));

test('in forced colours the marks are there', () =>
  reader({ forcedColors: 'active' }, pages.find((path) => read(path).includes('class="rolle rolle-1"')) ?? article, async (page) => {
    const unseen = await page.evaluate(() => {
      const ground = getComputedStyle(document.body).backgroundColor;
      return [...document.querySelectorAll('.rolle, .varsel-tittel, .lovboks h2')]
        .filter((element) => element.checkVisibility() && getComputedStyle(element, '::before').backgroundColor === ground)
        .map((element) => element.outerHTML.slice(0, 80));
    });
    expectNone(unseen);
  }));

const FIGURES = [
  { part: '.maling', pseudo: '::before', edge: true },
  { part: '.maling:not(.tom)', pseudo: '::after' },
  { part: '.mot', pseudo: '::after' },
  { part: '.vei-linje .her', edge: true },
  { part: '.vei-linje .passert', edge: true },
  { part: '.veilinje .her', pseudo: '::before', edge: true },
  { part: '.veilinje .her', pseudo: '::before' },
];

for (const { part, pseudo = '', edge = false } of FIGURES) {
  const name = /\w[\w-]*/.exec(part)[0];
  const path = pagesOfSource.find((one) => read(one).includes(`class="${name}`) && (!part.includes('passert') || read(one).includes('class="passert"')));
  test(`in forced colours ${edge ? 'the edge' : 'the ground'} of «${part}${pseudo}» is seen`, { skip: !path && 'no page has it' }, () =>
    reader({ forcedColors: 'active' }, path, async (page) => {
      const parts = page.locator(part);
      assert.notEqual(await parts.count(), 0);
      const unseen = await parts.evaluateAll((all, [which, side]) => {
        const ground = getComputedStyle(document.body).backgroundColor;
        const shown = (style) => (side ? style.borderTopStyle !== 'none' && style.borderTopColor : style.backgroundColor);
        return all.filter((one) => [ground, false, 'rgba(0, 0, 0, 0)'].includes(shown(getComputedStyle(one, which || null)))).map((one) => one.outerHTML.slice(0, 80));
      }, [pseudo, edge]);
      expectNone(unseen);
    }));
}

test("ticks and icons stand under a server's own rule that allows nothing but the site's files", async () => {
  const server = await serve();
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    const troubles = watch(page, server.address);
    await page.route('**/*.html', async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-security-policy': "default-src 'self'" };
      await route.fulfill({ response, headers });
    });
    await page.goto(new URL(pages.find((path) => read(path).includes('<body class="checklist')), server.address).href);
    await page.waitForSelector('.valg > input:not([disabled])', { timeout: 15_000 });
    const box = page.locator('.valg > input').first();
    await box.check();
    const ticked = await box.screenshot();
    await box.evaluate((element) => element.style.setProperty('--aksent', 'transparent'));
    assert.notDeepEqual(await box.screenshot(), ticked, 'no tick is to be seen');
    expectNone(troubles());
  } finally {
    await context.close();
    await server.close();
  }
});

test(
  'on a phone a leader comes to a job advertisement with «Lag utlysning» and one choice',
  { skip: !read('index.html').includes('Lag utlysning') },
  () =>
    reader({ viewport: PHONE, hasTouch: true, isMobile: true }, 'index.html', async (page) => {
      const first = await page.getByRole('link', { name: 'Finn rollen først' }).first().boundingBox();
      assert.ok(first.y + first.height < PHONE.height / 2, 'the first step stands in the upper half of the first screen');
      const start = page.getByRole('link', { name: 'Lag utlysning' }).first();
      const box = await start.boundingBox();
      assert.ok(box.y + box.height < PHONE.height, 'and the shortcut below it on the same screen');
      await start.tap();
      const choice = page.locator('.svarveier a').filter({ hasText: 'kommunen' }).first();
      await page.waitForFunction(() => scrollY > 0);
      const there = await choice.boundingBox();
      assert.ok(there.y > 0 && there.y + there.height < PHONE.height, 'the choice shows at once');
      await choice.tap();
      await page.waitForURL(/maler\/utlysning-kommune\.html$/);
      assert.equal(await page.locator('body.document').count(), 1);
    }),
);
