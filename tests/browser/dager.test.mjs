// Days in the language of the page, whatever languages the browser knows: written into a document, and where a
// definition is quoted. Chromium knows no nynorsk, and writes English the American way.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch, watch } from './browser.mjs';
import { expectNone } from './findings.mjs';

const tests = dirname(dirname(fileURLToPath(import.meta.url)));
const program = process.env.BROBYGGER ?? join(process.env.CARGO_TARGET_DIR ?? join(tests, '../target'), 'release/brobygger');

/** By page: its language as it is written, and the day that is filled in. */
const PAGES = {
  bok: ['', '30. november 2026'],
  nynorsk: ['nn', '30. november 2026'],
  samisk: ['se', '30 November 2026'],
  britisk: ['en_GB', '30 November 2026'],
  amerikansk: ['EN-us', '30 November 2026'],
};

/** The months as the browser would not have them: a theme's own texts decide. */
const OWN = 'month-11 = skammar\n';

let scratch;
let browser;
before(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'brobygger-dager-'));
  const write = (path, text) => {
    mkdirSync(dirname(join(scratch, path)), { recursive: true });
    writeFileSync(join(scratch, path), text);
  };
  write('book.toml', '[book]\ntitle = "Dager"\nlanguage = "nb_NO"\nsrc = "content"\n\n[theme]\nname = "egen"\n\n[pdf]\nenabled = false\n');
  write('themes/egen/i18n/nn.ftl', OWN);
  for (const [id, [lang]] of Object.entries(PAGES)) {
    const said = lang ? `lang: ${lang}\n` : '';
    const fields = 'fields:\n  day: {type: date, label: Day}\n';
    write(`content/${id}.md`, `---\nkind: document\ntitle: ${id}\nsummary: A page.\ndocument: plan\n${said}${fields}---\nThe day is {{ day }}.\n`);
  }
  write('content/index.md', '# Dager\n');
  write('content/SUMMARY.md', ['index', ...Object.keys(PAGES)].map((id) => `- [${id}](${id}.md)\n`).join(''));
  write('content/ord.md', '---\nkind: definition\ntitle: ord\nsummary: Et ord.\nlang: nn\n---\nEit ord er eit ord.\n');
  execFileSync(program, ['build', '--book', scratch], { stdio: 'pipe' });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const home = () => `${pathToFileURL(join(scratch, 'site'))}/`;

/** A reader whose browser is in American English. */
async function reader(path, read) {
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
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

for (const [id, [lang, day]] of Object.entries(PAGES)) {
  test(`a day in a document is written in its language: ${lang || 'nb_NO'}`, () =>
    reader(`${id}.html`, async (page) => {
      await page.locator('input[type=date]').first().fill('2026-11-30');
      const expected = id === 'nynorsk' ? day.replace('november', 'skammar') : day;
      await page.waitForFunction((text) => document.querySelector('.tekst')?.textContent?.includes(text), `The day is ${expected}.`);
    }));
}

test('a quotation says the day in the language of the page', () =>
  reader('ord.html', async (page) => {
    await page.clock.setFixedTime(new Date('2026-11-30T12:00:00'));
    await page.evaluate(() => {
      const held = [];
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => void held.push(text) }, configurable: true });
      window.held = held;
    });
    await page.locator('.siter button').first().click();
    await page.waitForFunction(() => window.held.length > 0);
    const [said] = await page.evaluate(() => window.held);
    assert.ok(said.endsWith('lese 30. skammar 2026'), said);
    assert.ok(said.startsWith('«Ord: Eit ord er eit ord.»'), said);
  }));
