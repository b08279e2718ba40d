// Searches the same site with the same queries by several searches, and prints a Markdown table.
//
// node tests/bench/search.mjs [SITE]
//
// In: the built guide (site/), the queries of tests/search/, brobygger in PATH or BROBYGGER, Chromium. The others are
// installed from npm into a cache folder. Out: recall at 3 and MRR with pages as answers, the size of the index gzipped
// (each file by itself; texts for snippets left out), the time to make it. Every search is set up as its documentation
// advises: Norwegian where there is a choice, titles before text.

import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { filesOf, ownSearch, sizeOf } from './own-search.mjs';

const here = dirname(fileURLToPath(import.meta.url));
process.env.SITE ??= resolve(process.argv[2] ?? join(here, '../../site'));
const { batches, figures, queries, rankOf, untouched } = await import('../browser/sok-kvalitet.mjs');
const { launch } = await import('../browser/browser.mjs');
const { folder, serve } = await import('../browser/site.mjs');

const PACKAGES = ['pagefind@1.6.0', 'lunr@2.3.9', 'lunr-languages@1.20.0', 'minisearch@7.2.0'];
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'brobygger/bench/search');

if (!existsSync(join(cache, 'node_modules/minisearch'))) {
  mkdirSync(cache, { recursive: true });
  execFileSync('npm', ['install', '--silent', '--no-save', '--prefix', cache, ...PACKAGES], { stdio: 'inherit' });
}
const require = createRequire(join(cache, 'package.json'));

const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** The texts of the site, as the shards for snippets have them: page, title, headings, text. */
function documents() {
  const out = [];
  const brobygger = {
    searchPart: (_, pages) => {
      for (const [address, title, , sections] of pages) {
        out.push({
          id: address.replace(/\.html$/, ''),
          title,
          headings: sections.map(([, heading]) => heading).join('\n'),
          text: sections.map(([, , text]) => text).join('\n'),
        });
      }
    },
  };
  const texts = readdirSync(join(folder, 'sok')).filter((name) => name.startsWith('t')).sort();
  for (const name of texts) new Function('brobygger', readFileSync(join(folder, 'sok', name), 'utf8'))(brobygger);
  return out;
}

const timed = async (make) => {
  const start = performance.now();
  const made = await make();
  return [made, performance.now() - start];
};

async function lunr(docs) {
  const lunr = require('lunr');
  require('lunr-languages/lunr.stemmer.support')(lunr);
  require('lunr-languages/lunr.no')(lunr);
  const [index, time] = await timed(() =>
    lunr(function () {
      this.use(lunr.no);
      this.ref('id');
      this.field('title', { boost: 10 });
      this.field('headings', { boost: 3 });
      this.field('text');
      docs.forEach((doc) => this.add(doc));
    }),
  );
  const plain = (query) => query.replace(/[-+~^*:]/g, ' ');
  return { time, size: gzipped(JSON.stringify(index)), find: (query) => index.search(plain(query)).map(({ ref }) => ref) };
}

async function minisearch(docs) {
  const { default: MiniSearch } = require('minisearch').default ? require('minisearch') : { default: require('minisearch') };
  const [index, time] = await timed(() => {
    const made = new MiniSearch({ fields: ['title', 'headings', 'text'] });
    made.addAll(docs);
    return made;
  });
  const how = { prefix: true, fuzzy: 0.2, boost: { title: 4, headings: 2 } };
  return { time, size: gzipped(JSON.stringify(index)), find: (query) => index.search(query, how).map(({ id }) => id) };
}

/** Pagefind indexes the HTML and searches in a browser, from a server. */
async function pagefind(browser, server) {
  const output = join(folder, 'pagefind');
  rmSync(output, { recursive: true, force: true });
  const program = join(cache, 'node_modules/.bin/pagefind');
  const [, time] = await timed(() => execFileSync(program, ['--site', folder, '--root-selector', 'main'], { stdio: 'ignore' }));
  const size = sizeOf(filesOf(output).filter((path) => /\.(pf_index|pf_meta)$/.test(path)));
  const page = await browser.newPage();
  await page.route('**/*.html', async (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>x</title>' }));
  await page.goto(`${server.address}index.html`);
  const find = (query) =>
    page.evaluate(async ([address, text]) => {
      const pagefind = await import(`${address}pagefind/pagefind.js`);
      const { results } = await pagefind.search(text);
      const data = await Promise.all(results.slice(0, 20).map((result) => result.data()));
      return data.map(({ raw_url, url }) => (raw_url ?? url).replace(/^.*\/under\/en\/sti\//, '').replace(/^\//, '').replace(/\.html.*/, ''));
    }, [server.address, query]);
  return { time, size, find, close: () => rmSync(output, { recursive: true, force: true }) };
}

const docs = documents();
const all = batches.flatMap((name) => queries(name));
const browser = await launch();
const server = await serve();
try {
  const searches = {
    'brobygger (whole build)': await ownSearch(browser, true),
    'brobygger without its register': await ownSearch(browser, false),
    'Pagefind 1.6': await pagefind(browser, server),
    'lunr 2.3 with lunr-languages, no': await lunr(docs),
    'MiniSearch 7.2, prefix and fuzzy': await minisearch(docs),
  };
  const text = docs.reduce((sum, doc) => sum + Buffer.byteLength(doc.title + doc.headings + doc.text), 0);
  console.log(`${docs.length} pages, ${Math.round(text / 1000)} kB of text, ${all.length} queries\n`);
  console.log('| search | recall@3 | MRR | of these untouched: recall@3 | MRR | index, gzipped | of the text | time to make |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const [name, search] of Object.entries(searches)) {
    const ranksOf = async (asked) => {
      const ranks = [];
      for (const query of asked) ranks.push(rankOf(query, await search.find(query.q)));
      return figures(ranks);
    };
    const { recall, mrr } = await ranksOf(all);
    const last = await ranksOf(untouched.flatMap(queries));
    const quality = [recall, mrr, last.recall, last.mrr].map((value) => value.toFixed(2));
    const cells = [name, ...quality, `${Math.round(search.size / 1000)} kB`, `${((100 * search.size) / text).toFixed(0)} %`, `${Math.round(search.time)} ms`];
    console.log(`| ${cells.join(' | ')} |`);
    search.close?.();
  }
} finally {
  await browser.close();
  await server.close();
}
