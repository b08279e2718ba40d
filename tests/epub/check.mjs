// Holds books for reading devices to Ace by DAISY, which looks at each page in a browser:
// node tests/epub/check.mjs CHROMIUM BOOK.epub…
//
// Anything that Ace finds fails, however slight.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const [browser, ...books] = process.argv.slice(2);
const ace = new URL('node_modules/.bin/ace-cli', import.meta.url).pathname;
let found = 0;
for (const book of books) {
  const folder = mkdtempSync(join(tmpdir(), 'ace-'));
  const run = spawnSync(ace, ['--outdir', folder, '--force', '--silent', book], {
    env: { ...process.env, PUPPETEER_EXECUTABLE_PATH: browser },
    encoding: 'utf8',
  });
  const report = JSON.parse(read(join(folder, 'report.json')) ?? fail(`${book}: Ace made no report\n${run.stdout}${run.stderr}`));
  const pages = report.assertions ?? [];
  if (pages.length < 3) fail(`${book}: Ace has looked at ${pages.length} files only`);
  for (const page of pages) {
    for (const one of page.assertions ?? []) {
      const test = one['earl:test'];
      console.error(`${basename(book)}: ${page['earl:testSubject'].url}: ${test['dct:title']} (${test['earl:impact']})`);
      console.error(`  ${one['earl:result']['dct:description']}`);
      found += 1;
    }
  }
  console.log(`${basename(book)}: ${pages.length} files, seen by Ace`);
  rmSync(folder, { recursive: true });
}
process.exit(found ? 1 : 0);

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
