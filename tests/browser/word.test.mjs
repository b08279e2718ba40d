// Word files filled in by the reader's browser: the same text as `brobygger fill` gives, for every case of tests/fill,
// from the disk, in Chromium and in Firefox.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch, watch } from './browser.mjs';
import { all, left, lines, parse, parts, plainLines } from './docx.mjs';
import { firefox, launchFirefox } from './firefox.mjs';
import { folder, root } from './site.mjs';

const tests = dirname(dirname(fileURLToPath(import.meta.url)));
const fill = join(tests, 'fill');
const program = process.env.BROBYGGER ?? join(process.env.CARGO_TARGET_DIR ?? join(tests, '../target'), 'release/brobygger');
const cases = readdirSync(fill, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'bok')
  .map(({ name }) => ({
    name,
    id: readFileSync(join(fill, name, 'page'), 'utf8').trim(),
    answers: JSON.parse(readFileSync(join(fill, name, 'answers.json'), 'utf8')),
    expected: plainLines(readFileSync(join(fill, name, 'expected.txt'), 'utf8')),
  }));
/** Where the files that were made stay, for other programs to look at. */
const made = process.env.WORD_OUT;

/** A document with what print alone shows as it is. */
const PICTURE = `---
kind: document
document: interview-guide
title: Bilde
summary: Et bilde og en celle med to linjer.
---

Se ![Et kart](kart.svg) her.[^en]

| En | To |
| --- | --- |
| første linje<br>andre linje | to |

[^en]: En note.
`;

let scratch;
let browser;
before(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'brobygger-word-'));
  cpSync(join(fill, 'bok'), scratch, { recursive: true });
  writeFileSync(join(scratch, 'content/maler/kart.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>');
  writeFileSync(join(scratch, 'content/maler/bilde.md'), PICTURE);
  appendFileSync(join(scratch, 'content/SUMMARY.md'), '- [Bilde](maler/bilde.md)\n');
  execFileSync(program, ['build', '--book', scratch], { stdio: 'pipe' });
  if (made) mkdirSync(made, { recursive: true });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const home = () => `${pathToFileURL(join(scratch, 'site'))}/`;

/** Runs in the page: makes a Word file, and gives it as base64. */
const make = async ([id, answers]) => {
  const { brobygger } = window;
  await brobygger.load('word');
  const blob = await brobygger.word.make(id, answers);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
};

function check({ name, expected }, bytes) {
  if (made) writeFileSync(join(made, `${name}.docx`), bytes);
  assert.deepEqual(lines(bytes), expected, name);
  assert.deepEqual(left(bytes), [], name);
}

test('Chromium fills in every case as the program does', async () => {
  const page = await browser.newPage();
  const troubles = watch(page, home());
  for (const one of cases) {
    await page.goto(`${home()}${one.id}.html`);
    check(one, Buffer.from(await page.evaluate(make, [one.id, one.answers]), 'base64'));
  }
  assert.deepEqual(troubles(), []);
  await page.close();
});

/** The words of a text, with the numbers that stand in it, and without what only shows how they stand. */
const wordsOf = (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Runs in the page: what the buttons copy, and what is printed. */
const taken = async (answers) => {
  window.brobygger.answers.replace({ brobygger: 1, fields: {}, documents: {}, ...answers });
  const handed = {};
  navigator.clipboard.write = async ([item]) => {
    for (const type of item.types) handed[type] = await (await item.getType(type)).text();
  };
  [...document.querySelectorAll('.utveier button')].find(({ textContent }) => textContent === 'Kopier').click();
  while (!handed['text/html']) await new Promise((done) => setTimeout(done, 10));
  dispatchEvent(new Event('beforeprint'));
  const printed = document.querySelector('.utskrift');
  const found = { plain: handed['text/plain'], html: handed['text/html'], printed: printed.outerHTML, pictures: [...printed.querySelectorAll('img')].map(({ src, alt }) => [new URL(src).protocol, alt]) };
  dispatchEvent(new Event('afterprint'));
  return found;
};

test('what is copied says what the program says', async () => {
  const page = await browser.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  for (const { name, id, answers } of cases.filter(({ id }) => id.startsWith('maler/'))) {
    await page.goto(`${home()}${id}.html`);
    await page.waitForSelector('body.fylles');
    const { plain } = await page.evaluate(taken, answers);
    const expected = readFileSync(join(fill, name, 'expected.txt'), 'utf8');
    assert.deepEqual(wordsOf(plain), wordsOf(expected), name);
  }
  assert.deepEqual(faults, []);
  await page.close();
});

test('notes, works, pictures and lines of a cell are in what is copied and printed', async () => {
  const page = await browser.newPage();
  await page.goto(`${home()}maler/bilde.html`);
  await page.waitForSelector('body.fylles');
  const { plain, html, printed, pictures } = await page.evaluate(taken, {});
  assert.match(plain, /Se \[Et kart\] her\.¹/);
  assert.match(plain, /^første linje andre linje\tto$/m);
  assert.match(plain, /\n¹ En note\./);
  assert.match(html, /Se \[Et kart\] her\.<sup>1<\/sup>/);
  assert.match(html, /<ol><li><p>En note\. ?<\/p><\/li><\/ol>/);
  assert.deepEqual(pictures, [['file:', 'Et kart']]);
  assert.match(printed, /<sup>1<\/sup>.*<ol class="noter"><li>/s);
  await page.close();
});

test('Firefox fills in every case as the program does', { skip: firefox ? false : 'no Firefox in PATH' }, async () => {
  const driver = await launchFirefox();
  try {
    for (const one of cases) {
      await driver.goto(`${home()}${one.id}.html`);
      const given = JSON.stringify([one.id, one.answers]);
      const base64 = await driver.evaluate(`() => (${make})(${given})`);
      check(one, Buffer.from(base64, 'base64'));
    }
    assert.deepEqual(await driver.errors(home()), []);
  } finally {
    await driver.close();
  }
});

test('the program writes the same Word file', () => {
  let written = 0;
  for (const one of cases) {
    const output = join(scratch, 'ut.docx');
    const answers = join(fill, one.name, 'answers.json');
    try {
      execFileSync(program, ['fill', '--book', scratch, one.id, '--answers', answers, '--output', output], { stdio: 'pipe' });
    } catch (error) {
      // Answers that cannot be are refused on the command line.
      assert.match(String(error.stderr), /\[bad-answers\]/);
      continue;
    }
    const bytes = readFileSync(output);
    assert.deepEqual(lines(bytes), one.expected, one.name);
    assert.deepEqual(left(bytes), [], one.name);
    written += 1;
  }
  assert.ok(written >= 5, 'most cases can be written');
});

test('every form of the guide is filled in, also with nothing', async () => {
  const files = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.docx'));
  assert.ok(files.length > 5, 'the forms were not found');
  const page = await browser.newPage();
  const troubles = watch(page, root);
  for (const file of files) {
    const id = file.replaceAll('\\', '/').replace(/\.docx$/, '');
    await page.goto(`${root}${id}.html`);
    // A language has its forms below its own folder.
    const below = id.replace(/^[a-z]{2}\//, '');
    const bytes = Buffer.from(await page.evaluate(make, [below, {}]), 'base64');
    if (made) writeFileSync(join(made, `${id.replaceAll('/', '-')}.docx`), bytes);
    assert.deepEqual(left(bytes), [], id);
    // Minutes and notes say next to nothing before anything is answered.
    assert.ok(lines(bytes).length > 2, id);
    const form = parts(readFileSync(join(folder, file)));
    // In such a control LibreOffice shows a blank as ordinary text.
    assert.ok(!form.get('word/document.xml').includes('<w:text'), id);
    const blanks = all(parse(form.get('word/document.xml')), 'w:sdt').filter((control) => all(control.children[0], 'w:showingPlcHdr').length);
    for (const blank of blanks) assert.ok(all(blank, 'w:rStyle').some((style) => style.attributes.get('w:val') === 'PlaceholderText'), id);
    assert.ok(form.get('word/document.xml').length > parts(bytes).get('word/document.xml').length, id);
  }
  assert.deepEqual(troubles(), []);
  await page.close();
});
