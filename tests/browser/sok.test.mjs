// The search as a reader uses it: keyboard, mouse, touch, screen reader; from the disk and from a server; both browsers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import axe from 'axe-core';
import { launch, watch } from './browser.mjs';
import { expectNone } from './findings.mjs';
import { firefox, launchFirefox } from './firefox.mjs';
import { dice } from './random.mjs';
import { address, has, pagesOfSource, root, serve } from './site.mjs';
import { batches, queries } from './sok-kvalitet.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** A page to begin on, as deep as there is one, and a word that stands in the title of a page. */
const START = [...pagesOfSource].sort((a, b) => b.split('/').length - a.split('/').length || a.localeCompare(b))[0];
const WORD = 'erfaring';
const NONSENSE = 'xqzwvxqzwv';
/** Queries with which nobody should be able to break the search. */
const NASTY = [
  '<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', "' OR 1=1 --", '\\', '!', '%', '%00', '&lt;b&gt;', '{n}', '$&', '__proto__',
  'constructor', 'toString', '\u0000\u0001\u001f', '\u2028\u2029', '😀👩‍👩‍👧', '\ud800', '\udc00x', 'å'.repeat(5000), 'a '.repeat(3000),
  'sstststs'.repeat(40), '-', '…', 'ﷺ', 'e\u0301'.repeat(200), '١٢٣', '   ', '\t\n', '((((', '[a-z]+', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
];

/** Queries drawn at random. */
function random(count) {
  const throwDice = dice();
  const pools = ['abcdefghijklmnoprstuvyæøå ', '<>"\'&;/\\ab', '\u0000\u0007\u200d\u00ad\u0301 x', '😀🏳️‍🌈ÅßŊ漢字 ', 'lønserfagkontuid  -'].map((text) => [...text]);
  return Array.from({ length: count }, () => {
    const pool = pools[throwDice(pools.length)];
    return Array.from({ length: throwDice(40) }, () => pool[throwDice(pool.length)]).join('');
  });
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a page of its own for `use`, and closes it. */
async function reader(options, use, home = root) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  await context.addInitScript({ content: axe.source });
  const page = await context.newPage();
  const troubles = watch(page, home);
  try {
    await page.goto(new URL(START, home).href);
    await use(page);
    expectNone(troubles());
  } finally {
    await context.close();
  }
}

const field = (page) => page.locator('dialog[open] [role=combobox]');
const options = (page) => page.locator('dialog[open] [role=option]');

async function openAndType(page, text) {
  await page.keyboard.press('/');
  await field(page).waitFor();
  await page.keyboard.type(text);
}

test('nothing of the search is loaded before it is opened', () =>
  reader({}, async (page) => {
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    assert.deepEqual(loaded.filter((name) => /\/sok[-/]/.test(name)), []);
    assert.equal(await page.evaluate(() => document.querySelector('dialog')), null);
  }));

for (const keys of ['/', 'Control+k']) {
  test(`${keys} opens it, Esc gives the focus back`, () =>
    reader({}, async (page) => {
      const link = page.locator('main a[href]').first();
      await link.focus();
      await page.keyboard.press(keys);
      await field(page).waitFor();
      assert.ok(await field(page).evaluate((input) => input === document.activeElement));
      assert.equal(await field(page).inputValue(), '');
      await page.keyboard.press('Escape');
      await field(page).waitFor({ state: 'detached' });
      assert.ok(await link.evaluate((element) => element === document.activeElement));
    }));
}

test('what is typed while the search is on its way stands in its field', async () => {
  const server = await serve();
  let give;
  const given = new Promise((resolve) => (give = resolve));
  try {
    await reader({}, async (page) => {
      await page.route(/\/sok-[^/]*\.js$/, async (route) => {
        await given;
        await route.continue();
      });
      const wanted = page.waitForRequest(/\/sok-[^/]*\.js$/);
      await page.keyboard.press('/');
      await wanted;
      await page.keyboard.type('likx');
      await page.keyboard.press('Backspace');
      await page.keyboard.type('e person');
      assert.equal(await page.locator('dialog').count(), 0);
      give();
      await field(page).waitFor();
      await page.keyboard.type('er');
      assert.equal(await field(page).inputValue(), 'like personer');
      await options(page).first().waitFor();
    }, server.address);
  } finally {
    give();
    await server.close();
  }
});

test('the key / can be turned off, and that is kept until it is turned on again', () =>
  reader({}, async (page) => {
    const kept = () => page.evaluate(() => localStorage.length);
    const shortcuts = () => page.locator('button.sok').getAttribute('aria-keyshortcuts');
    const choice = page.getByRole('checkbox', { name: 'Tasten / åpner søket' });
    const close = async () => {
      await page.keyboard.press('Escape');
      await field(page).waitFor({ state: 'detached' });
    };
    await page.keyboard.press('/');
    await choice.uncheck();
    await close();
    assert.equal(await kept(), 1);
    for (const again of [false, true]) {
      if (again) await page.reload();
      assert.equal(await shortcuts(), 'Control+K');
      assert.equal(await page.locator('button.sok kbd').isVisible(), false);
      await page.keyboard.press('/');
      await page.waitForTimeout(200);
      assert.equal(await page.locator('dialog[open]').count(), 0);
    }
    await page.keyboard.press('Control+k');
    await choice.check();
    await close();
    assert.equal(await kept(), 0);
    assert.equal(await shortcuts(), '/ Control+K');
    await page.keyboard.press('/');
    await field(page).waitFor();
  }));

test('whoever writes in a field goes on writing', () =>
  reader({}, async (page) => {
    await page.evaluate(() => document.querySelector('main').append(document.createElement('textarea')));
    await page.locator('main textarea').focus();
    await page.keyboard.type('og/eller');
    assert.equal(await page.locator('main textarea').inputValue(), 'og/eller');
    assert.equal(await page.locator('dialog[open]').count(), 0);
  }));

test('arrow keys choose, Enter opens what is chosen', () =>
  reader({}, async (page) => {
    await openAndType(page, WORD);
    await options(page).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const chosen = page.locator('[role=option][aria-selected=true]');
    assert.equal(await chosen.count(), 1);
    assert.equal(await chosen.getAttribute('id'), await field(page).getAttribute('aria-activedescendant'));
    await page.keyboard.press('ArrowUp');
    const target = await options(page).first().evaluate((link) => link.href);
    await page.keyboard.press('Enter');
    await page.waitForURL(target);
  }));

test('Enter without a choice leads to all results', () =>
  reader({}, async (page) => {
    await openAndType(page, `${WORD} & "x"`);
    await page.keyboard.press('Enter');
    await page.waitForURL(/sok\.html\?q=/);
    await page.waitForSelector('#ui_search-results a[href]');
    assert.equal(await page.locator('#ui_search-field').inputValue(), `${WORD} & "x"`);
  }));

test('of a word that was found, its parts are not marked', () =>
  reader({}, async (page) => {
    for (const [word, whole] of [['likeperson', /like(person|mann)/i], ['erfaringskonsulent', /erfaringskonsulent/i]]) {
      await page.goto(`${root}sok.html?q=${word}`);
      await page.waitForSelector('#ui_search-results mark');
      const marks = await page.locator('#ui_search-results mark').allInnerTexts();
      assert.deepEqual(marks.filter((mark) => !whole.test(mark)), [], word);
    }
  }));

test('a mouse opens it, follows a hit, and closes it with a click beside it', () =>
  reader({}, async (page) => {
    await page.locator('button.sok').click();
    await field(page).fill(WORD);
    await options(page).first().waitFor();
    assert.ok((await options(page).first().locator('mark').count()) > 0, 'the word is marked');
    await page.mouse.click(5, 5);
    await field(page).waitFor({ state: 'detached' });
    await page.locator('button.sok').click();
    await options(page).first().waitFor();
    const target = await options(page).first().evaluate((link) => link.href);
    await options(page).first().click();
    await page.waitForURL(target);
  }));

test('a finger opens it on a phone and follows a hit', () =>
  reader({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, async (page) => {
    await page.locator('button.sok').tap();
    await field(page).fill(WORD);
    await options(page).first().waitFor();
    const box = await options(page).first().boundingBox();
    assert.ok(box.height >= 24 && box.x >= 0 && box.x + box.width <= 360, 'large enough, and on the screen');
    const target = await options(page).first().evaluate((link) => link.href);
    await options(page).first().tap();
    await page.waitForURL(target);
  }));

test('a live region says how many, once typing rests', () =>
  reader({}, async (page) => {
    await openAndType(page, WORD);
    const status = page.locator('dialog [role=status]');
    await page.waitForFunction(() => /^\d+ treff/.test(document.querySelector('dialog [role=status]').textContent));
    await field(page).fill(NONSENSE);
    await page.waitForFunction(() => /^Ingen treff$/.test(document.querySelector('dialog [role=status]').textContent));
    assert.equal(await status.count(), 1);
    assert.equal(await field(page).getAttribute('aria-expanded'), 'false');
    assert.match(await page.locator('dialog .sok-hjelp').innerText(), new RegExp(NONSENSE));
    assert.equal(await page.locator('dialog .sok-hjelp a').count(), 0, 'no term is like nonsense');
  }));

test('groups have names and stand in the order of their best hits', () =>
  reader({}, async (page) => {
    await openAndType(page, WORD);
    await options(page).first().waitFor();
    const names = await page.$$eval('dialog [role=group]', (groups) =>
      groups.map((group) => document.getElementById(group.getAttribute('aria-labelledby')).textContent));
    assert.ok(names.length > 0 && names.every((name) => ['Begreper', 'Artikler', 'Maler', 'Verktøy'].includes(name)), names.join());
    const best = await page.evaluate(async (word) => (await window.brobygger.search.find(word))[0].href, WORD);
    assert.equal(await options(page).first().getAttribute('href'), best);
  }));

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 360]) {
    test(`axe finds nothing in the open dialog and on the page of results, ${colorScheme}, ${width} px`, () =>
      reader({ colorScheme, viewport: { width, height: 800 } }, async (page) => {
        const check = async (where) => {
          const found = await page.evaluate(async (values) => {
            const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values }, preload: false });
            return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
          }, TAGS);
          expectNone(found.map((what) => `${where}: ${what}`));
        };
        await openAndType(page, WORD);
        await options(page).first().waitFor();
        await page.keyboard.press('ArrowDown');
        await check('results');
        await field(page).fill(NONSENSE);
        await page.locator('dialog .sok-hjelp p').first().waitFor();
        await check('nothing found');
        await page.goto(`${root}sok.html?q=${WORD}`);
        await page.waitForSelector('#ui_search-results a');
        await check('all results');
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        assert.equal(wide, false, 'no wider than the window');
      }));
  }
}

test('without scripts a link leads to a page that leads on', () =>
  reader({ javaScriptEnabled: false }, async (page) => {
    await page.locator('a.sok').click();
    await page.waitForURL(/sok\.html$/);
    const links = await page.locator('#ui_search-without-script a:visible').count();
    assert.ok(links > 0, 'links on the page');
    assert.equal(await page.locator('#ui_search-form:visible').count(), 0);
  }));

test('where nothing is found, the page says so once, and leads to all terms', { skip: !has('sok.html') && 'no page of all terms' }, () =>
  reader({}, async (page) => {
    await page.goto(`${root}sok.html?q=${NONSENSE}`);
    const terms = page.locator('#ui_search-results #ui_search-index');
    await terms.waitFor();
    assert.equal((await page.locator('main').innerText()).match(/ingen treff/gi).length, 1);
    const to = await terms.evaluate((link) => link.href);
    await terms.click();
    await page.waitForURL(to);
    await page.locator('.bokstaver').waitFor();
  }));

test('a hit leads to the place on the page it is about', () =>
  reader({}, async (page) => {
    const broken = await page.evaluate(async (word) => {
      const hits = await window.brobygger.load('sok').then(() => window.brobygger.search.find(word));
      return hits.map(({ href }) => new URL(href, location.href).href);
    }, WORD);
    const ids = new Map();
    for (const href of broken) {
      const url = new URL(href);
      if (!ids.has(url.pathname)) ids.set(url.pathname, readFileSync(new URL(url.pathname, 'file:'), 'utf8'));
      const id = decodeURIComponent(url.hash.slice(1));
      assert.ok(id === '' || ids.get(url.pathname).includes(`id="${id}"`), href);
    }
    assert.ok(broken.some((href) => href.includes('#')), 'some hits lead to a section');
  }));

test('a hit on a term begins with what the term means', { skip: !has('begreper/likeperson.html') && 'no such term' }, () =>
  reader({}, async (page) => {
    await openAndType(page, 'likeperson');
    const hit = options(page).filter({ has: page.locator('.sok-tittel', { hasText: /^likeperson$/i }) }).first();
    const said = (await hit.locator('.sok-utdrag').innerText()).replace(/\s+/g, ' ');
    await page.goto(address('begreper/likeperson.html'));
    const meaning = (await page.locator('.definisjon > p').first().innerText()).replace(/\s+/g, ' ');
    assert.ok(said.startsWith(meaning.slice(0, 40)), `${said}\n${meaning}`);
  }));

test('it works on a server under a path it does not know', async () => {
  const server = await serve();
  try {
    await reader({}, async (page) => {
      await openAndType(page, WORD);
      await options(page).first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.href.startsWith(server.address));
      expectNone(server.missing);
    }, server.address);
  } finally {
    await server.close();
  }
});

test('no query makes it throw, or becomes HTML', () =>
  reader({}, async (page) => {
    await page.keyboard.press('/');
    await field(page).waitFor();
    for (const query of [...NASTY, ...random(300)]) {
      const wrong = await page.evaluate(async (text) => {
        const input = document.querySelector('dialog [role=combobox]');
        input.value = text;
        input.dispatchEvent(new Event('input'));
        await window.brobygger.search.find(text);
        await new Promise((done) => setTimeout(done));
        const strange = document.querySelectorAll('dialog :is(img, script, b, iframe, svg, style)').length;
        return strange || document.querySelector('dialog').innerText.includes('kunne ikke lastes');
      }, query);
      assert.ok(!wrong, JSON.stringify(query).slice(0, 100));
    }
    await page.goto(`${root}sok.html?q=${encodeURIComponent(NASTY[0])}`);
    await page.waitForFunction(() => document.querySelector('#ui_search-status').textContent !== '');
    assert.equal(await page.locator('#ui_search-results :is(img, script), #ui_search-status :is(img, script)').count(), 0);
  }));

describe('in Firefox, from the disk', { skip: firefox ? false : 'no Firefox in PATH' }, () => {
  test('a link with a query shows what Chromium shows, for every query', async () => {
    const all = [...batches.flatMap(queries).map(({ q }) => q), ...NASTY.filter((text) => !/[\ud800-\udfff]/.test(text)), ...random(60)];
    const json = JSON.stringify(all).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const find = `async () => {
      await window.brobygger.load('sok');
      const out = [];
      for (const query of ${json}) out.push((await window.brobygger.search.find(query)).map(({ href, section }) => href + ' ' + section).join('\\n'));
      return out;
    }`;
    let expected;
    await reader({}, async (page) => {
      expected = await page.evaluate(`(${find})()`);
    });
    const fox = await launchFirefox();
    try {
      await fox.goto(address(START));
      assert.deepEqual(await fox.evaluate(find), expected);
      await fox.goto(`${root}sok.html?q=${WORD}`);
      const shown = await fox.evaluate(`async () => {
        for (let i = 0; i < 100 && !document.querySelector('#ui_search-results a'); i += 1) await new Promise((done) => setTimeout(done, 50));
        return document.querySelectorAll('#ui_search-results a[href]').length;
      }`);
      assert.ok(shown > 0);
      await fox.goto(address(START));
      const opened = await fox.evaluate(`async () => {
        document.querySelector('button.sok').click();
        for (let i = 0; i < 100 && !document.querySelector('dialog[open]'); i += 1) await new Promise((done) => setTimeout(done, 50));
        return document.activeElement.getAttribute('role');
      }`);
      assert.equal(opened, 'combobox');
      expectNone(await fox.errors(root));
    } finally {
      await fox.close();
    }
  });
});
