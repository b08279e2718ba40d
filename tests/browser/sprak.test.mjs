// A book in bokmål, and nynorsk in part: readers change language on every page, with scripts and without, on wide and
// narrow screens, and never come to a page that is not there.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch, watch } from './browser.mjs';
import { expectNone } from './findings.mjs';

const tests = dirname(dirname(fileURLToPath(import.meta.url)));
const book = join(tests, 'golden/sprak');
const program = process.env.BROBYGGER ?? join(process.env.CARGO_TARGET_DIR ?? join(tests, '../target'), 'release/brobygger');

let scratch;
let browser;
before(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'brobygger-sprak-'));
  cpSync(book, scratch, { recursive: true, filter: (path) => path !== join(book, 'site') });
  // The address is left out, so that links between the languages can be followed on disk.
  const settings = join(scratch, 'book.toml');
  writeFileSync(settings, readFileSync(settings, 'utf8').replace(/^url = .*$/m, ''));
  execFileSync(program, ['build', '--book', scratch], { stdio: 'pipe' });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const home = () => `${pathToFileURL(join(scratch, 'site'))}/`;

/** A reader on a page of the book. */
async function reader(path, options, read) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  try {
    const page = await context.newPage();
    const troubles = watch(page, home());
    await page.goto(home() + path);
    await read(page);
    expectNone(troubles());
  } finally {
    await context.close();
  }
}

const here = (page) => page.url().slice(home().length);

for (const javaScriptEnabled of [true, false]) {
  test(`the same page in the other language, and back, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
    await reader('forste/for.html', { javaScriptEnabled }, async (page) => {
      assert.equal(await page.getAttribute('html', 'lang'), 'nb');
      await page.click('.malvalg a[hreflang=nn]');
      assert.equal(here(page), 'nn/forste/for.html');
      assert.equal(await page.getAttribute('html', 'lang'), 'nn');
      assert.match(await page.textContent('h1'), /kjem/);
      await page.click('.malvalg a[hreflang=nb]');
      assert.equal(here(page), 'forste/for.html');
    });
  });

  test(`a page that is not translated says so and leads to the front page, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
    await reader('forste/dag.html', { javaScriptEnabled }, async (page) => {
      const choice = page.locator('.malvalg a');
      assert.match(await choice.textContent(), /Nynorsk: framsida.*finst ikkje på nynorsk enno/s);
      await choice.click();
      assert.equal(here(page), 'nn/index.html');
      // From there a link leads to it in the source, and says in which language it is.
      const link = page.locator('.tekst a[hreflang=nb]').first();
      assert.match(await link.textContent(), /\(bokmål\)/);
      await link.click();
      assert.equal(here(page), 'forste/dag.html');
    });
  });
}

for (const [width, colorScheme] of [[320, 'light'], [360, 'light'], [360, 'dark'], [700, 'light'], [1280, 'dark']]) {
  test(`the languages cover nothing and can be pressed at ${width} px, ${colorScheme}`, async () => {
    for (const path of ['forste/for.html', 'forste/dag.html', 'nn/index.html']) {
      await reader(path, { viewport: { width, height: 800 }, colorScheme }, async (page) => {
        const boxes = await page.evaluate(() =>
          ['.malvalg a', '.navn', 'a.sok', '#ui_temabytte', '.meny summary'].map((name) => {
            const element = document.querySelector(name);
            if (!element || !element.offsetParent) return null;
            // Of a block that is wider than its text, the text counts.
            const range = document.createRange();
            range.selectNodeContents(element);
            const inner = name === '.meny summary' || name === '.navn' ? range : element;
            const { left, top, right, bottom } = inner.getBoundingClientRect();
            return { name, left, top, right, bottom };
          }),
        );
        const [choice, ...others] = boxes;
        assert.ok(choice.bottom - choice.top >= 24, `only ${choice.bottom - choice.top} px high`);
        assert.ok(choice.right <= width && choice.left >= 0, 'outside the screen');
        for (const other of others.filter(Boolean)) {
          const apart =
            choice.right <= other.left || other.right <= choice.left || choice.bottom <= other.top || other.bottom <= choice.top;
          assert.ok(apart, `${path}: covers ${other.name}`);
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${path} is ${wide} px wide`);
        // A name that has no room goes on in the next line; none is cut.
        const cut = await page.locator('.malvalg a').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight || getComputedStyle(one).textOverflow !== 'clip').map((one) => one.textContent));
        assert.deepEqual(cut, [], `${path}: a name is cut`);
      });
    }
  });
}

test('a search finds terms by their words in the other language, and pages that are not translated', async () => {
  await reader('nn/sok.html?q=mentor', {}, async (page) => {
    const hit = page.locator('main a', { hasText: 'Mentor (bokmål)' }).first();
    await hit.click();
    assert.equal(here(page).split('#')[0].split('?')[0], 'ord/mentor.html');
  });
});

test('pages in the language of the reader come first', async () => {
  await reader('nn/sok.html?q=fadder', {}, async (page) => {
    await page.locator('main a', { hasText: 'Fadder' }).first().waitFor();
    const titles = await page.$$eval('main [href]', (links) => links.map((link) => link.getAttribute('href')));
    const own = titles.findIndex((href) => href.startsWith('ord/fadder.html'));
    const other = titles.findIndex((href) => href.startsWith('../'));
    assert.ok(own >= 0 && (other < 0 || own < other), titles.join(' '));
  });
});

test('a search finds a term by a word that only the other language has', async () => {
  await reader('nn/sok.html?q=følgekollega', {}, async (page) => {
    await page.locator('main a', { hasText: 'Fadder' }).first().click();
    assert.equal(here(page).split('#')[0].split('?')[0], 'nn/ord/fadder.html');
  });
});

test('a term that is not translated has its card, in its own language', async () => {
  await reader('nn/forste/for.html', {}, async (page) => {
    await page.hover('a.term[data-term=mentor]');
    const card = page.locator('#ui_begrepskort');
    await card.waitFor();
    assert.match(await card.textContent(), /En som lærer opp/);
    assert.equal(await card.getAttribute('lang'), 'nb');
    await card.locator('.kort-mer a').click();
    assert.equal(here(page), 'ord/mentor.html');
  });
});

test('what a reader has filled in goes with them to the other language', async () => {
  await reader('forste/brev.html', {}, async (page) => {
    await page.fill('#felt-navn input', 'Eva Holm');
    await page.waitForTimeout(700);
    await page.click('.malvalg a[hreflang=nn]');
    assert.equal(here(page).split('#')[0], 'nn/forste/brev.html');
    await page.waitForFunction(() => document.querySelector('#felt-navn input')?.value === 'Eva Holm');
  });
});

test('every language has its own forms and files', () => {
  for (const path of ['forste/brev.docx', 'nn/forste/brev.docx', 'sok/index.js', 'nn/sok/index.js']) {
    assert.ok(existsSync(join(scratch, 'site', path)), path);
  }
  assert.ok(!existsSync(join(scratch, 'site/nn/sjekk.docx')));
});
