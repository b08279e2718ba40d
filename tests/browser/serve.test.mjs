// The dev server in a browser: an edited page is loaded again where its reader was, errors come and go, and nothing of it
// breaks the page's own rules. BROBYGGER is the program; else the one in cargo's target folder.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, watch } from './browser.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(here, '../../target');
const program = resolve(process.env.BROBYGGER ?? join(target, 'release/brobygger'));

const folder = mkdtempSync(join(tmpdir(), 'brobygger-serve-'));
const write = (path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const paragraphs = (count, word) => Array.from({ length: count }, (_, i) => `Avsnitt ${i} om ${word}.\n`).join('\n');

let server;
let browser;
let address;

before(async () => {
  write('book.toml', '[book]\ntitle = "Prøve"\nlanguage = "nb"\nsrc = "content"\n\n[glossary]\n');
  write('content/SUMMARY.md', '- [Forside](index.md)\n- [Annen](annen.md)\n');
  write('content/index.md', `# Forside\n\n${paragraphs(120, 'broer')}`);
  write('content/annen.md', '# Annen\n\nTekst.\n');
  server = spawn(program, ['serve', '--language', 'en', '--port', '0'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await new Promise((done) => createInterface(server.stdout).once('line', (text) => done([text])));
  [, address] = line.split(' ');
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.kill('SIGINT');
  rmSync(folder, { recursive: true, force: true });
});

const shows = (page, text) => page.waitForFunction((wanted) => (document.body?.textContent ?? '').includes(wanted), text);

test('an edited page is loaded again at the same place', async () => {
  const page = await browser.newPage();
  const troubles = watch(page, address);
  await page.goto(address);
  await page.evaluate(() => window.scrollTo(0, 1500));
  write('content/index.md', `# Forside\n\n${paragraphs(120, 'broer')}\nHelt nederst.\n`);
  await shows(page, 'Helt nederst.');
  await page.waitForFunction(() => window.scrollY === 1500);
  assert.equal(await page.evaluate(() => history.state), null);
  assert.deepEqual(troubles(), []);
  await page.close();
});

test('a page that has not changed is left alone', async () => {
  const page = await browser.newPage();
  await page.goto(`${address}annen.html`);
  await page.evaluate(() => {
    window.stillHere = true;
  });
  const other = await browser.newPage();
  await other.goto(address);
  await other.bringToFront();
  write('content/index.md', `# Forside\n\n${paragraphs(120, 'elver')}`);
  await shows(other, 'om elver');
  assert.equal(await page.evaluate(() => window.stillHere), true);
  await other.close();
  await page.close();
});

test('errors are shown over the page and go away when they are mended', async () => {
  const page = await browser.newPage();
  const troubles = watch(page, address);
  await page.goto(`${address}annen.html`);
  write('content/annen.md', '# Annen\n\n[Lenke](finnes-ikke.md)\n');
  const report = page.locator('.brobygger-feil');
  await report.waitFor();
  assert.match(await report.textContent(), /error\[unknown-link\]: there is no page or file `finnes-ikke.md`/);
  assert.equal(await report.evaluate((element) => getComputedStyle(element).position), 'fixed');
  assert.ok((await page.locator('main').textContent()).includes('Tekst.'));
  write('content/annen.md', '# Annen\n\nMendet.\n');
  await shows(page, 'Mendet.');
  assert.equal(await report.count(), 0);
  assert.deepEqual(troubles(), []);
  await page.close();
});
