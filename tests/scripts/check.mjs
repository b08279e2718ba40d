// Checks the types of the theme's scripts as they run: the files of a folder are joined to one script, so each folder
// is a program of its own, and so are what the head of a page loads first and the worker. In a script that is loaded later, the object `brobygger` stands ready.
//
// node tests/scripts/check.mjs

import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SCRIPTS = join(dirname(fileURLToPath(import.meta.url)), '../../themes/standard/js');
const OPTIONS = {
  allowJs: true,
  checkJs: true,
  noEmit: true,
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
};

const inFolder = (folder, ending) =>
  readdirSync(folder).filter((name) => name.endsWith(ending)).sort().map((name) => join(folder, name));

/** The files of one joined script, with the declarations that all share and its own. */
function program(name) {
  const folder = join(SCRIPTS, name);
  const shared = [...inFolder(SCRIPTS, '.d.ts'), ...(name ? inFolder(folder, '.d.ts') : [])];
  const later = join(dirname(fileURLToPath(import.meta.url)), 'later.d.ts');
  return [...inFolder(folder, '.js'), ...shared, ...(name && existsSync(later) ? [later] : [])];
}

const folders = readdirSync(SCRIPTS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
let checked = 0;
let faults = [];
for (const name of ['', '../head', '../worker', ...folders.map((entry) => entry.name).sort()]) {
  const files = program(name);
  checked += files.filter((file) => file.endsWith('.js')).length;
  faults = faults.concat(ts.getPreEmitDiagnostics(ts.createProgram(files, OPTIONS)));
}
const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => process.cwd(), getNewLine: () => '\n' };
process.stdout.write(ts.formatDiagnostics(faults, host));
console.log(`${checked} scripts checked, ${faults.length} faults`);
process.exitCode = faults.length || !checked ? 1 : 0;
