// A server that lets browsers keep everything but pages for a year, and a site that is built anew: the search knows the
// new text, with a browser that has old copies, behind something that hands out old copies, and in a tab that was open.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';
import { firefox, launchFirefox } from './firefox.mjs';

const tests = dirname(dirname(fileURLToPath(import.meta.url)));
const program = process.env.BROBYGGER ?? join(process.env.CARGO_TARGET_DIR ?? join(tests, '../target'), 'release/brobygger');
const TYPES = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
/** More than a shard of texts holds, so that each page has its own. */
const LONG = 'Her står det mye som ikke sier noe. '.repeat(200);

/** For so long a copy is good enough. */
const TEN_MINUTES = 600_000;

let browser;
let scratch;
before(async () => {
  browser = await launch();
  scratch = mkdtempSync(join(tmpdir(), 'brobygger-copies-'));
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** A book of two pages; says how many files a build wrote. */
function build(name, words) {
  const folder = join(scratch, name);
  mkdirSync(join(folder, 'content'), { recursive: true });
  writeFileSync(join(folder, 'book.toml'), '[book]\ntitle = "Prøve"\nlanguage = "nb"\nsrc = "content"\n\n[theme]\n');
  writeFileSync(join(folder, 'content/SUMMARY.md'), '# Innhold\n\n- [Om index](index.md)\n- [Om b](b.md)\n');
  for (const [page, word] of Object.entries({ index: 'sjiraffen', ...words })) {
    writeFileSync(join(folder, 'content', `${page}.md`), `---\nkind: article\ntitle: Om ${page}\nsummary: Om det.\n---\n${LONG}\n\n## Mer\n\nSe ${word}.\n`);
  }
  const said = execFileSync(program, ['build', '--language', 'en', '--book', folder], { stdio: 'pipe', encoding: 'utf8' });
  const [, made, changed] = said.match(/: (\d+) new, (\d+) changed/);
  return { site: join(folder, 'site'), written: Number(made) + Number(changed) };
}

/** Serves a site; `stale`: hands out the first copy of every address that was asked for, for ever. */
async function serve(site, { stale = false } = {}) {
  const copies = new Map();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const file = join(site, path);
    const kept = copies.get(request.url);
    if (!kept && (path === '/' || !existsSync(file))) return response.writeHead(404).end();
    const caching = extname(path) === '.html' ? 'no-cache' : 'max-age=31536000';
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'cache-control': caching });
    if (!stale || extname(path) === '.html') return createReadStream(file).pipe(response);
    if (!kept) copies.set(request.url, readFileSync(file));
    return response.end(copies.get(request.url));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { home: `http://127.0.0.1:${server.address().port}/`, close: () => new Promise((closed) => server.close(closed)) };
}

const search = async (page, query) => {
  await page.waitForFunction(() => window.brobygger.search !== undefined);
  return page.evaluate(async (q) => (await window.brobygger.search.find(q)).map(({ href, text }) => [href, text.slice(-40)]), query);
};

async function withServer(name, options, use) {
  const { site } = build(name, { b: 'okapien' });
  const server = await serve(site, options);
  const context = await browser.newContext();
  try {
    await use({ home: server.home, page: await context.newPage() });
  } finally {
    await context.close();
    await server.close();
  }
}

test('new text is found where the browser keeps copies for a year', () =>
  withServer('kept', {}, async ({ home, page }) => {
    await page.goto(`${home}sok.html`);
    assert.equal((await search(page, 'okapien')).length, 1);
    const { written } = build('kept', { b: 'quaggaen' });
    // The page, its text, the words and their parts, the index of the search: no other page is stale.
    assert.ok(written <= 6, `${written} files were written`);
    await page.clock.setFixedTime(Date.now() + TEN_MINUTES);
    await page.goto(`${home}index.html`);
    await page.goto(`${home}sok.html`);
    assert.deepEqual((await search(page, 'quaggaen')).map(([href]) => href), ['b.html#mer']);
  }));

for (const stale of [false, true]) {
  test(`a tab that was open when the site was built finds what there is now${stale ? ', past old copies' : ''}`, () =>
    withServer(`open-${stale}`, { stale }, async ({ home, page }) => {
      await page.goto(`${home}sok.html`);
      assert.deepEqual((await search(page, 'sjiraffen')).map(([href]) => href), ['index.html#mer']);
      build(`open-${stale}`, { b: 'quaggaen' });
      // The text of `b` as it was is no more; the words that lead to it are in the tab.
      assert.deepEqual(await search(page, 'okapien'), []);
      const [[href, text]] = await search(page, 'quaggaen');
      assert.equal(href, 'b.html#mer');
      assert.match(text, /quaggaen/);
    }));
}

test('from the disk too', async () => {
  const { site } = build('disk', { b: 'okapien' });
  const page = await browser.newPage();
  await page.goto(`${pathToFileURL(site)}/sok.html`);
  assert.equal((await search(page, 'sjiraffen')).length, 1);
  build('disk', { b: 'quaggaen' });
  assert.deepEqual(await search(page, 'okapien'), []);
  assert.equal((await search(page, 'quaggaen')).length, 1);
  await page.close();
});

test('what is missing for good is said once, and asked for no more', () =>
  withServer('missing', {}, async ({ home, page }) => {
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname + new URL(request.url()).search));
    await page.route(/sok\/t[a-z0-9]*\.js/, (route) => route.abort());
    await page.goto(`${home}sok.html`);
    for (const query of ['okapien', 'sjiraffen', 'okapien']) await assert.rejects(search(page, query));
    assert.equal(asked.filter((path) => /^\/sok\/index\.js\?\d{13}$/.test(path)).length, 1, asked.join('\n'));
  }));

test('in Firefox', { skip: firefox ? false : 'no Firefox' }, async () => {
  const { site } = build('fox', { b: 'okapien' });
  const server = await serve(site);
  const fox = await launchFirefox();
  const find = (query) => fox.evaluate(`async () => {
    for (let i = 0; i < 100 && !window.brobygger?.search; i += 1) await new Promise((done) => setTimeout(done, 50));
    return (await window.brobygger.search.find('${query}')).map(({ href }) => href);
  }`);
  try {
    await fox.goto(`${server.home}sok.html`);
    assert.deepEqual(await find('sjiraffen'), ['index.html#mer']);
    build('fox', { b: 'quaggaen' });
    assert.deepEqual(await find('okapien'), []);
    assert.deepEqual(await find('quaggaen'), ['b.html#mer']);
  } finally {
    await fox.close();
    await server.close();
  }
});
