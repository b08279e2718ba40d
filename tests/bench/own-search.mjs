// This search, on the guide of this repository: with what the book says that readers write, and without it.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The files and folders that the guide is made of. */
const PARTS = ['book.toml', 'content', 'content.nn', 'content.en', 'themes'];

const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** All files in a folder and below. */
export const filesOf = (path) => readdirSync(path, { recursive: true }).map((name) => join(path, name)).filter((name) => statSync(name).isFile());

/** How large files are, each gzipped by itself. */
export const sizeOf = (paths) => paths.reduce((sum, path) => sum + gzipped(readFileSync(path)), 0);

/** Whether a file of the index holds texts for snippets, which no search looks into. */
const isOfSnippets = (path) => /\/t[a-z2-7]{7}\.js$/.test(path);

/**
 * Builds the guide and opens its search, from the disk: how long the whole build took, how large the index is, and a
 * function from a query to the ids of the pages found. Without the register (`search:`, `search-pages:` and what follows
 * them in `ordliste.yaml`) it knows nothing of what readers write but what the pages say. `flags` are those of the build.
 */
export async function ownSearch(browser, register, flags = []) {
  const program = process.env.BROBYGGER ?? 'brobygger';
  const scratch = mkdtempSync(join(tmpdir(), 'brobygger-search-'));
  for (const part of PARTS) cpSync(join(root, part), join(scratch, part), { recursive: true });
  if (!register) {
    const words = join(scratch, 'content/ordliste.yaml');
    writeFileSync(words, readFileSync(words, 'utf8').split(/^search:/m)[0]);
  }
  const start = performance.now();
  const built = spawnSync(program, ['build', ...flags], { cwd: scratch });
  const time = performance.now() - start;
  if (built.status !== 0) throw new Error(String(built.stderr));
  const made = join(scratch, 'site');
  const size = sizeOf(filesOf(join(made, 'sok')).filter((path) => !isOfSnippets(path)));
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(made, 'sok.html')).href);
  await page.waitForFunction(() => window.brobygger.search !== undefined);
  const find = (query) =>
    page.evaluate(async (text) => (await window.brobygger.search.find(text)).map(({ href }) => href.replace(/\.html.*/, '')), query);
  return { time, size, find, close: () => rmSync(scratch, { recursive: true }) };
}
