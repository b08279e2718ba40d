// How good the search is with what the book says that readers write, and how good without it, which is what another
// book gets.
//
// node tests/bench/search-own.mjs [--show] [FILE…]
//
// In: brobygger in PATH or BROBYGGER, Chromium, the queries of tests/search/ or those of the files named. Out: a Markdown
// table, a line a file; with --show also each query that has no answer among the first three pages. The guide is built
// twice into a folder of its own, without print.

import { readFileSync } from 'node:fs';
import { basename, join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { batches, figures, rankOf } from '../browser/sok-kvalitet.mjs';
import { launch } from '../browser/browser.mjs';
import { ownSearch } from './own-search.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../search');
const named = process.argv.slice(2).filter((argument) => argument !== '--show');
const shows = process.argv.includes('--show');
const files = named.length > 0 ? named : batches.map((name) => join(folder, name));
const browser = await launch();

/** The positions of the answers to all queries, and the queries that have none among the first three pages. */
async function asked(search, queries) {
  const ranks = [];
  const missed = [];
  for (const query of queries) {
    const found = await search.find(query.q);
    ranks.push(rankOf(query, found));
    if (ranks.at(-1) > 3) missed.push(`${query.q} → ${query.expect.join(' | ')}; found ${found.slice(0, 3).join(' ')}`);
  }
  return { ...figures(ranks), missed };
}

try {
  const searches = [await ownSearch(browser, true, ['--no-pdf']), await ownSearch(browser, false, ['--no-pdf'])];
  console.log(`index ${searches.map(({ size }) => `${Math.round(size / 1000)} kB`).join(', without the register ')}\n`);
  console.log('| queries | | recall@3 | MRR | without: recall@3 | MRR |\n| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const file of files) {
    const queries = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    const [full, bare] = [await asked(searches[0], queries), await asked(searches[1], queries)];
    const cells = [full.recall, full.mrr, bare.recall, bare.mrr].map((value) => value.toFixed(3));
    console.log(`| ${[basename(file), queries.length, ...cells].join(' | ')} |`);
    if (shows) for (const [kind, { missed }] of [['with', full], ['without', bare]]) missed.forEach((line) => console.log(`  ${kind}: ${line}`));
  }
  searches.forEach((search) => search.close());
} finally {
  await browser.close();
}
