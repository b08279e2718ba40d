// Prints what one search loads of a built site, as a Markdown table: script, styles, index, shards and texts of the hits.
//
// node tests/bench/loading.mjs SITE [QUERY…]
//
// In: a folder with a site, opened from the disk in Chromium. Out: kilobytes as they lie on the disk and gzipped (each
// file by itself), for the dialog, where the query stands at once, and for the page with all results.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

process.env.SITE = resolve(process.argv[2]);
const { launch } = await import('../browser/browser.mjs');
const { folder, pathOf, root } = await import('../browser/site.mjs');

const QUERIES = ['veileder', 'samarbeid kommune', 'hvordan gi opplæring i arbeidstid', 'prosjekt brukermedvirkning tiltak lov', 'erfaring'];
/** How long after the first hits nothing more is loaded. */
const REST = 500;

async function dialog(page, query) {
  await page.goto(`${root}index.html`);
  await page.keyboard.press('/');
  await page.waitForSelector('dialog[open]');
  await page.keyboard.insertText(query);
  await page.waitForSelector('dialog[open] [role=option]');
}

async function results(page, query) {
  await page.goto(`${root}sok.html?q=${encodeURIComponent(query)}`);
  await page.waitForSelector('#ui_search-results a[href]');
}

/** The files of the search that are loaded, by what they hold. */
async function loaded(browser, open, query) {
  const page = await (await browser.newContext()).newPage();
  const paths = new Set();
  page.on('request', (request) => paths.add(pathOf(request.url().replace(/[?#].*/, ''))));
  await open(page, query);
  await page.waitForTimeout(REST);
  await page.context().close();
  return [...paths].filter((path) => /(^|\/)sok[-/]/.test(path ?? '')).map((path) => readFileSync(join(folder, path)));
}

const kilobytes = (sizes) => Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000);

const browser = await launch();
console.log('| query | dialog: kB | gzipped | all results: kB | gzipped |\n| --- | ---: | ---: | ---: | ---: |');
const asked = process.argv.slice(3);
for (const query of asked.length ? asked : QUERIES) {
  const cells = [query];
  for (const open of [dialog, results]) {
    const files = await loaded(browser, open, query);
    cells.push(kilobytes(files.map((file) => file.length)), kilobytes(files.map((file) => gzipSync(file).length)));
  }
  console.log(`| ${cells.join(' | ')} |`);
}
await browser.close();
