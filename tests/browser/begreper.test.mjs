// Terms in the text: a small definition over the word, by mouse, keyboard and touch, in Chromium and in Firefox.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import axe from 'axe-core';
import { launch, watch } from './browser.mjs';
import { expectNone } from './findings.mjs';
import { firefox, launchFirefox } from './firefox.mjs';
import { address, folder, pages, pagesOfSource, root } from './site.mjs';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CARD = '#ui_begrepskort';
/** The first article with terms that say what they are not the same as. */
const withTerms = pages.find((path) => {
  const html = readFileSync(join(folder, path), 'utf8');
  return html.includes('<body class="article') && html.includes('class="term"');
});

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens the page with terms for `read`, in a window of this kind, and holds it against everything that goes wrong. */
async function reader(options, read) {
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1280, height: 800 }, ...options });
  try {
    await context.addInitScript({ content: axe.source });
    const page = await context.newPage();
    const troubles = watch(page, root);
    await page.goto(address(withTerms));
    await read(page, page.locator('main a.term').first());
    expectNone(troubles());
  } finally {
    await context.close();
  }
}

/** Runs in the page: whether the card covers the word it is about, or leaves the window. */
function misplaced() {
  const card = document.querySelector('#ui_begrepskort').getBoundingClientRect();
  const lines = [...document.querySelector('a.term[aria-describedby]').getClientRects()];
  const covers = lines.some(
    (line) => card.left < line.right && card.right > line.left && card.top < line.bottom - 0.5 && card.bottom > line.top + 0.5,
  );
  const { clientWidth, scrollWidth } = document.documentElement;
  return [
    ...(covers ? ['the card covers the word'] : []),
    ...(card.left < 0 || card.right > clientWidth || scrollWidth > clientWidth ? ['the card leaves the window'] : []),
  ];
}

async function violations(page) {
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { preload: false, resultTypes: ['violations'] }),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
}

test('every term has a definition beside its page', () => {
  const terms = pages.filter((path) => readFileSync(join(folder, path), 'utf8').includes('<body class="definition'));
  expectNone(terms.filter((path) => !existsSync(join(folder, path.replace(/\.html$/, '.kort.js')))));
});

test('pointing at a term shows its definition; it can be pointed at and dismissed', () =>
  reader({}, async (page, term) => {
    await term.hover();
    await page.waitForSelector(CARD);
    assert.match(await page.locator(CARD).innerText(), /\w+/);
    assert.equal(await term.getAttribute('aria-describedby'), 'ui_begrepskort-sier');
    expectNone(await page.evaluate(misplaced));
    await page.locator(`${CARD} .kort-sier`).hover();
    await page.waitForTimeout(600);
    assert.equal(await page.locator(CARD).count(), 1, 'it stays while it is pointed at');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator(CARD).count(), 0, 'Esc closes it without moving the pointer');
    await page.mouse.move(2, 2);
    await term.hover();
    await page.waitForSelector(CARD);
    await page.mouse.move(2, 2);
    await page.waitForSelector(CARD, { state: 'detached' });
    assert.equal(await term.getAttribute('aria-describedby'), null);
  }));

test('standing on a term shows its definition; Tab goes past it, the arrow into it, and Esc back', () =>
  reader({}, async (page, term) => {
    await page.keyboard.press('Tab');
    await term.focus();
    await page.waitForSelector(CARD);
    await page.keyboard.press('Tab');
    const inCard = () => page.evaluate(() => document.activeElement.closest('#ui_begrepskort') !== null);
    assert.ok(!(await inCard()), 'the card is in the way');
    // The next stop may be a term too, with a card of its own.
    assert.equal(await term.getAttribute('aria-describedby'), null, 'its card stays');
    await page.keyboard.press('Shift+Tab');
    await page.waitForSelector(CARD);
    await page.keyboard.press('ArrowDown');
    assert.ok(await inCard(), 'the arrow leads into the card');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator(CARD).count(), 0);
    assert.ok(await term.evaluate((link) => link === document.activeElement), 'the focus is back on the word');
    await page.keyboard.press('Tab');
    assert.ok(!(await inCard()));
    await page.keyboard.press('Shift+Tab');
    await page.waitForSelector(CARD);
    await page.keyboard.press('Enter');
    await page.waitForURL(/begreper\/[^/]+\.html$/);
  }));

test('the first tap shows the definition, a tap beside it closes it, the second on the word follows', () =>
  reader({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } }, async (page, term) => {
    await term.tap();
    await page.waitForSelector(CARD);
    expectNone(await page.evaluate(misplaced));
    // Beside the way to the page there is nothing, and the card does not reach so far up.
    const { width, height } = await page.locator('.smuler').boundingBox();
    await page.locator('.smuler').tap({ position: { x: width - 4, y: height / 2 } });
    await page.waitForSelector(CARD, { state: 'detached' });
    await term.tap();
    await page.waitForSelector(CARD);
    await term.tap();
    await page.waitForURL(/begreper\/[^/]+\.html$/);
  }));

test('the card never covers its word, at any width, up and down the page; axe finds nothing', () =>
  reader({}, async (page) => {
    const wrong = [];
    for (const [width, height] of [[1280, 800], [360, 740], [320, 256]]) {
      for (const colorScheme of ['light', 'dark']) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        const terms = page.locator('main a.term');
        const count = await terms.count();
        for (const index of [0, count >> 1, count - 1]) {
          await page.keyboard.press('Shift');
          await terms.nth(index).focus();
          await page.waitForSelector(`a.term[aria-describedby]:focus + ${CARD}`);
          const found = [...(await page.evaluate(misplaced)), ...(index === 0 ? await violations(page) : [])];
          wrong.push(...found.map((what) => `${width} px, ${colorScheme}, term ${index}: ${what}`));
        }
      }
    }
    expectNone(wrong);
  }));

test('without scripts a term is a link', () =>
  reader({ javaScriptEnabled: false }, async (page, term) => {
    await term.click();
    await page.waitForURL(/begreper\/[^/]+\.html$/);
  }));

test('on paper no dot stands at the foot between links that are not printed', () =>
  reader({}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    const dots = await page.evaluate(() => {
      const walk = document.createTreeWalker(document.querySelector('.bunn'), NodeFilter.SHOW_TEXT);
      const seen = [];
      while (walk.nextNode()) {
        const { data, parentElement } = walk.currentNode;
        if (data.trim() === '·' && parentElement.checkVisibility() && getComputedStyle(parentElement).fontSize !== '0px') seen.push(parentElement.innerText);
      }
      return seen.filter((text) => /^\s*·|·\s*(·|$)/.test(text));
    });
    assert.deepEqual(dots, []);
    assert.ok(await page.locator('.bunn [rel~=license]').evaluateAll((all) => all.every((one) => one.offsetHeight > 8)));
  }));

test('on paper there is neither card nor line under the word', () =>
  reader({}, async (page, term) => {
    await term.hover();
    await page.waitForSelector(CARD);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator(CARD).isVisible(), false);
    assert.match(await term.evaluate((link) => getComputedStyle(link).textDecorationLine), /none/);
  }));

describe('in Firefox', { skip: firefox ? false : 'no Firefox in PATH' }, () => {
  test('standing on a term shows its definition', async () => {
    const browser = await launchFirefox();
    try {
      await browser.goto(address(withTerms));
      await browser.evaluate(() => document.querySelector('main a.term').focus({ focusVisible: true }));
      let shown = null;
      for (let tenths = 0; tenths < 50 && !shown; tenths += 1) {
        await new Promise((wait) => setTimeout(wait, 100));
        shown = await browser.evaluate(() => document.querySelector('#ui_begrepskort:popover-open')?.innerText);
      }
      assert.match(shown ?? 'nothing', /Les mer om/);
      expectNone([...(await browser.evaluate(misplaced)), ...(await browser.errors(root))]);
    } finally {
      await browser.close();
    }
  });
});

test('a definition and what it is not stand on the first screen of a phone, each with its own address', () =>
  reader({ viewport: { width: 360, height: 740 } }, async (page) => {
    const seen = async (path) => {
      await page.goto(address(path));
      return page.locator('.ikkedet dd').evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().bottom <= 740).length);
    };
    assert.ok((await seen('begreper/likeperson.html')) >= 3, 'the three other roles are not all told apart from a peer');
    const wrong = [];
    for (const path of pagesOfSource.filter((path) => path.startsWith('begreper/'))) {
      const [has, all] = [await seen(path), await page.locator('.ikkedet dd').count()];
      if (has < Math.min(2, all)) wrong.push(`${path}: ${has} of ${all}`);
    }
    assert.deepEqual(wrong, []);
    await page.goto(address('begreper/erfaringskonsulent.html'));
    const terms = await page.locator('.ikkedet dt').evaluateAll((all) => all.map(({ id }) => id));
    assert.ok(terms.includes('ikke-likeperson') && terms.every(Boolean), terms.join(', '));
    // More of them than a screen can hold are named in a row at least.
    assert.ok(terms.length > 5, `${terms.length} differences`);
    const named = page.locator('.til-ikkedet a');
    assert.deepEqual(await named.evaluateAll((all) => all.map((link) => link.hash.slice(1))), terms);
    const { y, height } = await named.last().boundingBox();
    assert.ok(y + height <= 740, `the last name ends at ${y + height}`);
    const listed = await page.locator('.innhold a').evaluateAll((all) => all.map((link) => link.hash.slice(1)));
    for (const id of terms) assert.ok(listed.includes(id), `${id} is not in «På denne siden»`);
  }));

test('«Nevnt i» begins with what is about the term, and has pages for builders last', async () => {
  const firstOf = (path) => {
    const html = readFileSync(join(folder, path), 'utf8');
    const list = html.slice(html.indexOf('class="nevnt"'));
    return html.includes('class="nevnt"') ? [...list.matchAll(/<li><a[^>]* href="([^"]*)"/g)].slice(0, 5).map(([, href]) => href) : [];
  };
  assert.match(firstOf('begreper/lonn.html')[0], /lonn-og-kvalifikasjoner/);
  assert.match(firstOf('begreper/likeperson.html')[0], /start\/rollene/);
  const terms = pagesOfSource.filter((path) => path.startsWith('begreper/'));
  const early = terms.filter((path) => firstOf(path).length === 5 && firstOf(path).some((href) => href.includes('tilpass/')));
  expectNone(early);
});

test('a definition is copied with its source, and shared where the system can', () =>
  reader({}, async (page) => {
    await page.addInitScript(() => {
      window.given = [];
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => void window.given.push(text) } });
      Object.defineProperty(navigator, 'share', { value: async (what) => void window.given.push(what) });
    });
    await page.goto(address('begreper/erfaringskonsulent.html'));
    const given = () => page.evaluate(() => window.given.splice(0));
    await page.getByRole('button', { name: 'Kopier med kilde' }).click();
    await page.getByText('Definisjonen er kopiert, med kilde.').waitFor();
    assert.match((await given())[0], /^«Erfaringskonsulent: En ansatt [^»]+»\nErfaringskonsulent – Erfaringskonsulent på jobb, \S+begreper\/erfaringskonsulent\.html, lest \d+\. \S+ \d{4}$/);
    await page.getByRole('button', { name: 'Kopier forskjellen fra Likeperson, med kilde' }).click();
    await page.waitForFunction(() => window.given.length);
    assert.match((await given())[0], /^«Erfaringskonsulenten har jobb og lønn[^»]*medmenneske\.»\n.*#ikke-likeperson, lest /);
    await page.getByRole('button', { name: 'Del', exact: true }).click();
    const [shared] = await given();
    assert.match(shared.url, /begreper\/erfaringskonsulent\.html$/);
    assert.match(shared.text, /^En ansatt /);
    await page.getByRole('button', { name: 'Skriv ut' }).waitFor();
  }));

test('no term stands in the label of a box, in a heading or in a link', async () => {
  const wrong = [];
  await reader({}, async (page) => {
    for (const path of ['maler/utlysning-kommune.html', 'maler/intervjuguide.html', 'verktoy/sjekkliste-for.html', 'start/hva-er-en-brukeransettelse.html', 'index.html']) {
      await page.goto(address(path));
      const found = await page.evaluate(() =>
        [...document.querySelectorAll('a.term')].filter((term) => term.parentElement.closest('a, label, h1, h2, h3, h4, th, .svarveier strong, p > strong:only-child, :is(.valg, .oppgave) > div > span')).map((term) => term.textContent),
      );
      wrong.push(...found.map((text) => `${path}: ${text}`));
    }
  });
  expectNone(wrong);
});
