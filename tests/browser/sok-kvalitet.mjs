// How good the search is: queries with the pages that answer them, and two figures.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../search');

/** All but those called dev-*, which were looked at and are not yet found well: for mending, not for holding. */
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl') && !name.startsWith('dev-')).sort();

/** The files with queries that the search was mended by: what it once found, it finds. */
export const regression = files.filter((name) => name.startsWith('regression-'));
/** The files with queries that nothing was mended by: how good the search is for those who ask. */
export const untouched = files.filter((name) => name.startsWith('untouched-'));
/** All of them. */
export const batches = [...regression, ...untouched];
if (regression.length === 0 || untouched.length === 0 || batches.length < files.length) {
  throw new Error(`${folder}: a file is called regression-* or untouched-*, and there are some of both: ${files}`);
}

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
