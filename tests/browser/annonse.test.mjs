// An advertisement as data, made by the reader's browser: the same as `brobygger fill --to jobposting` and `--to
// arbeidsplassen` give, for every case of tests/fill that is one; and what stops it is told.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch, watch } from './browser.mjs';

const tests = dirname(dirname(fileURLToPath(import.meta.url)));
const fill = join(tests, 'fill');
const program = process.env.BROBYGGER ?? join(process.env.CARGO_TARGET_DIR ?? join(tests, '../target'), 'release/brobygger');
const json = (...path) => JSON.parse(readFileSync(join(fill, ...path), 'utf8'));
const cases = readdirSync(fill).filter((name) => existsSync(join(fill, name, 'jobposting.json')));
const FORMS = ['jobposting', 'arbeidsplassen'];

let scratch;
let browser;
before(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'brobygger-annonse-'));
  cpSync(join(fill, 'bok'), scratch, { recursive: true });
  execFileSync(program, ['build', '--book', scratch, '--no-pdf'], { stdio: 'pipe' });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const home = () => `${pathToFileURL(join(scratch, 'site'))}/`;

/** Opens a form with answers. */
async function opened(page, id, answers) {
  await page.goto(`${home()}${id}.html`);
  await page.waitForSelector('body.fylles');
  await page.evaluate((given) => window.brobygger.answers.replace({ brobygger: 1, fields: {}, documents: {}, ...given }), answers);
}

/** Asks for a form of the data: what is handed over, or what stops it. */
async function made(page, form) {
  await page.evaluate(() => {
    window.handed = undefined;
    window.brobygger.answers.download = (blob) => blob.text().then((text) => (window.handed = text));
  });
  const button = { jobposting: 'Last ned for søkemotorer', arbeidsplassen: 'Last ned for arbeidsplassen.no' }[form];
  await page.evaluate((name) => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name).click(), button);
  const done = await page.waitForFunction(() => window.handed ?? [...document.querySelectorAll('.utveier [role=status] li')].map(({ textContent }) => textContent).join('\n'));
  return done.jsonValue();
}

test('the browser makes the data that the program makes, and is stopped by the same', async () => {
  assert.ok(cases.length >= 5, 'the cases were not found');
  const page = await browser.newPage();
  const troubles = watch(page, home());
  for (const name of cases) {
    const id = readFileSync(join(fill, name, 'page'), 'utf8').trim();
    for (const form of FORMS) {
      const expected = json(name, `${form}.json`);
      await opened(page, id, json(name, 'answers.json'));
      const found = await made(page, form);
      if ('stopped' in expected) {
        const about = [...found.matchAll(/«([^»]*)»/g)].map(([, words]) => words).sort();
        assert.deepEqual(about, expected.stopped, `${name}, ${form}: ${found}`);
      } else {
        assert.deepEqual(JSON.parse(found), expected, `${name}, ${form}`);
      }
    }
  }
  assert.deepEqual(troubles(), []);
  await page.close();
});

test('nothing of it is loaded before somebody asks, and only an advertisement offers it', async () => {
  const page = await browser.newPage();
  await opened(page, 'maler/annonse', {});
  const offers = page.locator('details.utveier.data');
  assert.equal(await offers.count(), 1);
  const loaded = () => page.evaluate(() => [...document.scripts].filter(({ src }) => /annonse[-.][^/]*js/.test(src)).length);
  assert.equal(await loaded(), 0);
  await made(page, 'jobposting');
  assert.equal(await loaded(), 2);
  await opened(page, 'maler/utlysning', {});
  assert.equal(await offers.count(), 0);
  await page.close();
});
