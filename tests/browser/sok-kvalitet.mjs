// How good the search is: queries with the pages that answer them, and two figures.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../search');

/** The files with queries. */
export const batches = readdirSync(folder).filter((name) => /^queries.*\.jsonl$/.test(name)).sort();

/** The queries of a file: `q`, and in `expect` ids of pages that answer it. */
export const queries = (name) =>
  readFileSync(join(folder, name), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

/** The position, from 1, of the first page found that answers a query; Infinity where there is none. */
export function rankOf({ expect }, found) {
  const at = found.findIndex((page) => expect.includes(page));
  return at < 0 ? Infinity : at + 1;
}

/** Recall at 3: how many queries have an answer among the first three pages. MRR: the mean of one over its position. */
export function figures(ranks) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { recall: mean(ranks.map((rank) => (rank <= 3 ? 1 : 0))), mrr: mean(ranks.map((rank) => 1 / rank)) };
}
