// A book about something else, in English: with roles, purposes of documents and two respondents of its own. It is built,
// read and filled in, and nothing in it speaks of the guide.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch, watch } from './browser.mjs';
import { parts } from './docx.mjs';
import { expectNone } from './findings.mjs';

const tests = dirname(dirname(fileURLToPath(import.meta.url)));
const book = join(tests, 'golden/volunteers');
const program = process.env.BROBYGGER ?? join(process.env.CARGO_TARGET_DIR ?? join(tests, '../target'), 'release/brobygger');

/** Words of the guide that other books do not have. */
const OURS = /erfaring|konsulent|veivis|peer worker|lived experience|employer|CC BY|lønn|politiattest|interview|consultant|lawyer|lovdata/i;

/** A decision, which the book has none of. */
const DECISION = `---
kind: decision
title: Which door?
summary: One question.
questions:
  - {id: keys, ask: Do you have the keys?, answers: [{text: "Yes", to: front}, {text: "No", to: bell}]}
outcomes:
  - {id: front, title: The front door, says: Walk in.}
  - {id: bell, title: The bell, says: Ring it.}
---

Answer one question.
`;

let scratch;
let browser;
before(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'brobygger-other-'));
  cpSync(book, scratch, { recursive: true, filter: (path) => path !== join(book, 'site') });
  writeFileSync(join(scratch, 'content/tools/door.md'), DECISION);
  appendFileSync(join(scratch, 'content/SUMMARY.md'), '\n- [Which door?](tools/door.md)\n');
  execFileSync(program, ['build', '--book', scratch], { stdio: 'pipe' });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const home = () => `${pathToFileURL(join(scratch, 'site'))}/`;

/** A reader on a page of the book. */
async function reader(path, read) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce' });
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

/** The words that a reader sees and hears on a page: its text, and the names of its controls. */
const said = (page) =>
  page.evaluate(() => {
    const names = [...document.querySelectorAll('*')].flatMap((element) =>
      ['aria-label', 'title', 'alt', 'placeholder', 'data-empty'].map((name) => element.getAttribute(name) ?? ''),
    );
    return [document.title, document.body.innerText, document.body.textContent, ...names].join('\n');
  });

test('no page speaks of the guide, with its tools started', async () => {
  const paths = readdirSync(join(scratch, 'site'), { recursive: true }).filter((path) => path.endsWith('.html'));
  assert.ok(paths.length > 8, 'the pages were not found');
  for (const path of paths) {
    await reader(path.replaceAll('\\', '/'), async (page) => {
      await page.waitForTimeout(300);
      const found = (await said(page)).match(OURS);
      assert.equal(found?.[0], undefined, path);
      assert.equal(await page.evaluate(() => document.documentElement.lang), 'en', path);
    });
  }
});

test('the book says its own licence, its source and what it is called', () =>
  reader('search.html', async (page) => {
    assert.equal(await page.textContent('h1'), 'Search the handbook');
    const links = await page.$$eval('.bunn a', (all) => all.map((link) => [link.textContent, link.getAttribute('href')]));
    assert.deepEqual(links, [
      ['Licence: Open Parks Licence 2.0', 'https://example.org/open-parks'],
      ['Source text and program', 'https://example.org/riverside'],
    ]);
    await page.fill('#ui_search-field', ' ');
    await page.press('#ui_search-field', 'Enter');
    await page.waitForFunction(() => document.getElementById('ui_search-status').textContent);
    assert.equal(
      await page.textContent('#ui_search-status'),
      'Write what you wonder about, for example “keys”, “tea” or “who opens on Sundays”.',
    );
  }));

test('questions that a reader adds are read by the rules of the book, in its words', () =>
  reader('papers/first-talk.html', async (page) => {
    await page.locator('.egne-ny').first().click();
    assert.equal(await page.textContent('.egne-om'), 'Some questions are nobody’s business. We point them out.');
    await page.fill('.egne textarea', 'Which church do you go to?');
    await page.waitForSelector('.vakt-funn');
    assert.match(await page.innerText('.vakt-funn'), /^Not at our door\s+It is about “Which church”\. Faith is nobody’s business\.\s+Ask instead:/);
    await page.fill('.egne textarea', 'Which days?');
    await page.waitForFunction(() => document.querySelector('.egne form [role=status]').textContent === 'That sounds better.');
    assert.doesNotMatch(await said(page), OURS);
  }));

test('roles are told of by the facts the book declares, documents by its purposes', () =>
  reader('index.html', async (page) => {
    assert.deepEqual(await page.$$eval('.roller tbody th', (all) => all.map((one) => one.textContent.trim())), ['How many hours?', 'Do they hold the keys?']);
    assert.deepEqual(await page.$$eval('.roller tbody tr:first-child td', (all) => all.map((one) => one.textContent.trim())), ['Two a week', 'Twenty a week']);
    assert.deepEqual(await page.$$eval('.gruppe', (all) => all.map((one) => one.textContent.trim())), ['Rosters', 'First talks', 'Posters']);
  }));

test('two respondents answer, and only the answers of one are theirs alone', () =>
  reader('tools/how-are-we-doing.html', async (page) => {
    await page.waitForSelector('.hvem');
    assert.deepEqual(await page.$$eval('.hvem .kryssrad label', (all) => all.map((one) => one.textContent.trim())), ['Volunteer', 'Coordinator']);
    assert.match(await page.textContent('.hvem .varsel'), /answers as volunteer, everybody knows/);
    await page.check('#ui_hvem-coordinator');
    assert.match(await page.textContent('.hvem .status'), /coordinator/);
    const alone = await page.textContent('.hvem .status');
    await page.check('#ui_hvem-volunteer');
    assert.ok((await page.textContent('.hvem .status')).length > alone.length, 'whose answers are private is told that they decide');
  }));

test('a finished document is the reader’s own, on paper and in Word', () =>
  reader('papers/roster.html', async (page) => {
    await page.waitForSelector('body.fylles');
    await page.fill('#ui_svar-day', 'Saturday');
    await page.fill('#ui_svar-house', 'The "old" mill');
    const file = join(scratch, 'out.pdf');
    await page.pdf({ path: file, preferCSSPageSize: true });
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    assert.match(text, /Roster for Saturday/);
    assert.match(text, /The "old" mill\s+1 ?\/ ?1/);
    assert.doesNotMatch(text, /Riverside volunteers|Licence|Roster for a weekend/);
    assert.match(await page.title(), /Roster for a weekend/, 'the page has its title back');
    const base64 = await page.evaluate(async () => {
      const { brobygger } = window;
      await brobygger.load('word');
      const answers = { brobygger: 1, fields: { day: 'Saturday', house: 'The mill' }, documents: {} };
      const blob = await brobygger.word.make('papers/roster', answers);
      return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''));
    });
    const word = parts(Buffer.from(base64, 'base64'));
    const footer = word.get('word/footer1.xml');
    assert.ok(footer.includes('The mill') && !footer.includes('w:sdt') && !/Riverside|Licence/.test(footer), footer);
    const names = [...word.get('word/styles.xml').matchAll(/w:customStyle="1" w:styleId="[^"]*"><w:name w:val="([^"]*)"/g)];
    assert.ok(names.length > 15, 'the styles were not found');
    assert.deepEqual(names.map(([, name]) => name).filter((name) => /merke|kode|valg|begrep|veiledning|varsel|vilk|mangler|boks/i.test(name)), []);
    const core = word.get('docProps/core.xml');
    assert.ok(core.includes('>Roster for Saturday<') && core.includes('>The mill<') && !/The centre/.test(core), core);
  }));

/** The ids of a page that readers come to by an address: what the program names for itself begins with `ui_`. */
const ids = (page) => page.$$eval('[id]', (all) => all.map(({ id }) => id).filter((id) => !id.startsWith('ui_')).sort());

test('places have English names, also those that scripts make', async () => {
  await reader('papers/roster.html#field-day', async (page) => {
    await page.waitForSelector('body.fylles');
    assert.deepEqual(await ids(page), ['choice-cake', 'choice-tea', 'field-day', 'field-house', 'field-sort', 'part-fields']);
    assert.equal(await page.locator('.hopp[href="#part-fields"]').count(), 1);
    assert.ok(await page.locator('#field-day input').isVisible());
  });
  await reader('tools/door.html', async (page) => {
    await page.waitForSelector('.steg');
    await page.getByText('No', { exact: true }).first().click();
    await page.click('.steg button');
    await page.waitForFunction(() => location.hash === '#answers/keys.b/bell');
    assert.equal(await page.textContent('#ui_steg-tittel'), 'The bell');
    await page.reload();
    assert.equal(await page.textContent('#ui_steg-tittel'), 'The bell');
    const places = ['outcome-bell', 'outcome-front', 'part-figure', 'part-outcomes', 'part-questions', 'question-keys'];
    assert.deepEqual(await ids(page), places);
  });
});

test('slides are printed as one page on its side for each section', () =>
  reader('papers/poster.html', async (page) => {
    await page.waitForSelector('body.fylles');
    const file = join(scratch, 'slides.pdf');
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true, format: 'A4' }));
    const about = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
    assert.match(about, /Pages:\s+3\n/);
    const [, width, height] = about.match(/Page size:\s+([\d.]+) x ([\d.]+)/).map(Number);
    assert.ok(width > height, about);
  }));
