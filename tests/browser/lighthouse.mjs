// Measures some pages with Lighthouse on a server of this machine, and writes the report `lighthouse.md` beside this
// file, whose sections below the table stay. Lighthouse is large and is not among what the tests install:
//
// npm install --prefix /tmp/lighthouse lighthouse@12.8.2
// LIGHTHOUSE=/tmp/lighthouse node tests/browser/lighthouse.mjs

import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { createRequire } from 'node:module';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findProgram } from './programs.mjs';
import { folder, has, pages } from './site.mjs';

const WANTED = {
  'index.html': 'the front page',
  'for-ansettelsen/utlysning.html': 'an article',
  'start/rollene.html': 'the roles side by side',
  'begreper/erfaringskonsulent.html': 'a term, a role',
  'maler/utlysning-kommune.html': 'a document to fill in',
  'verktoy/velg-rolle.html': 'a decision',
  'verktoy/egenvurdering.html': 'the self-assessment',
  'sok.html': 'the search',
  'sok.html?q=likeperson': 'the search, with hits',
};
const LIMITS = { performance: 99, accessibility: 100, 'best-practices': 100, seo: 100 };
const RUNS = 3;
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

if (!process.env.LIGHTHOUSE) throw new Error('LIGHTHOUSE names the folder that lighthouse is installed in');
const require = createRequire(join(process.env.LIGHTHOUSE, 'node_modules/'));
const { default: lighthouse } = await import(pathToFileURL(require.resolve('lighthouse')));
const { version } = JSON.parse(readFileSync(join(dirname(require.resolve('lighthouse')), '../package.json'), 'utf8'));

/** As a web server does: compressed, and kept for a while. */
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname).slice(1) || 'index.html';
  if (!has(path)) {
    response.writeHead(404).end();
    return;
  }
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  const kept = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip', 'cache-control': kept });
  response.end(gzipSync(readFileSync(join(folder, path))));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const executablePath = process.env.CHROME_PATH ?? findProgram(['chromium', 'chromium-browser', 'google-chrome']);
const profile = mkdtempSync(join(tmpdir(), 'brobygger-lighthouse-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', '--disable-background-networking', '--disable-component-update'],
});
const port = Number(readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0]);

/** Some runs of a page, the slowest first. */
async function measure(url) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { lhr } = await lighthouse(url, { port, logLevel: 'error', output: 'json' });
    runs.push(lhr);
  }
  return runs.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
}

const rows = [];
const faults = [];
const loads = [];
try {
  for (const [path, what] of Object.entries(WANTED).filter(([path]) => pages.includes(path.split('?')[0]))) {
    const runs = await measure(`http://127.0.0.1:${server.address().port}/${path}`);
    loads.push(loadavg()[0]);
    const [median, best] = [runs[RUNS >> 1], runs[RUNS - 1]];
    const score = (lhr, name) => Math.round(lhr.categories[name].score * 100);
    const value = (name) => median.audits[name].displayValue.replace(/\u00a0/g, ' ');
    const others = Object.keys(LIMITS).slice(1);
    // The search asks search engines to leave it out.
    const judged = Object.entries(LIMITS).filter(([name]) => name !== 'seo' || !/content="noindex"/.test(readFileSync(join(folder, path.split('?')[0]), 'utf8')));
    rows.push([
      path,
      what,
      score(median, 'performance'),
      score(best, 'performance'),
      ...others.map((name) => (judged.some(([limited]) => limited === name) ? Math.min(...runs.map((lhr) => score(lhr, name))) : '–')),
      value('largest-contentful-paint'),
      value('cumulative-layout-shift'),
      value('total-blocking-time'),
    ]);
    for (const [name, limit] of judged) {
      // Other work on the machine can only make a page slower than it is; the other scores it leaves alone.
      const failed = (name === 'performance' ? [best] : runs).find((lhr) => score(lhr, name) < limit);
      if (!failed) continue;
      const low = failed.categories[name].auditRefs.filter(({ id, weight }) => weight && failed.audits[id].score !== null && failed.audits[id].score < 0.99);
      faults.push(`${path}: ${name} ${score(failed, name)}: ${low.map(({ id }) => id).join(', ')}`);
    }
  }
} finally {
  await browser.close();
  server.close();
  rmSync(profile, { recursive: true, force: true });
}

const chromeVersion = execFileSync(executablePath, ['--version'], { encoding: 'utf8' }).trim().split(' ').slice(0, 2).join(' ');
const line = (cells) => `| ${cells.join(' | ')} |`;
const head = ['page', 'what it is', 'performance', 'best run', 'accessibility', 'best practices', 'SEO', 'largest paint', 'layout shift', 'blocked'];
const report = [
  '# What Lighthouse says',
  '',
  `Lighthouse ${version}, ${chromeVersion}, its standard phone on a slow network, the median of three runs of each page and the best of them, from a server that compresses as any web server does. Meanwhile ${Math.max(...loads).toFixed(0)} programs at most wanted to run on ${availableParallelism()} cores.`,
  'Made by:',
  '',
  '```sh',
  `npm install --prefix /tmp/lighthouse lighthouse@${version}`,
  'LIGHTHOUSE=/tmp/lighthouse node tests/browser/lighthouse.mjs',
  '```',
  '',
  line(head),
  line(head.map((_, column) => (column < 2 ? '---' : '---:'))),
  ...rows.map(line),
  '',
  'A site without an address in `book.toml` has no canonical links and no map of the site; SEO as measured here needs neither; the search has no figure for it, for it asks search engines to leave it out. With hits its largest paint is the first of them, which comes when the index has been loaded and read. `robots.txt` belongs at the root of a host, so it is for who publishes. Lighthouse asks for it from inside the page, which the guide’s policy allows (`connect-src \'self\'`); no script of the guide asks for anything that way.',
  '',
].join('\n');
// What is told below the table stays.
const written = join(dirname(fileURLToPath(import.meta.url)), 'lighthouse.md');
const told = readFileSync(written, 'utf8').match(/\n## [^]*/)?.[0] ?? '';
writeFileSync(written, report + told);
console.log(report);
if (faults.length) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
}
