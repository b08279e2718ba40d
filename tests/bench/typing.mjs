// Types in the search of a built site, letter by letter, and prints how long the results take, as a Markdown table.
//
// node tests/bench/typing.mjs SITE…
//
// In: folders with sites, opened from the disk in Chromium. The words are taken from the texts of each site, the same ones
// every time. Out: milliseconds from the key to the results standing in the page («results»), to the picture that shows
// them («painted»), and to the last change, snippets and all («settled»). A letter that changes nothing is not counted.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from '../browser/browser.mjs';

const WORDS = 30;
/** How long nothing has to change before the next letter. */
const REST = 120;

/** Words from the texts of a site, spread over it. */
function wordsOf(site) {
  const words = new Set();
  const brobygger = {
    searchPart: (_, pages) => {
      for (const [, , , sections] of pages) {
        for (const [, , text] of sections) for (const word of text.match(/\p{L}{6,14}/gu) ?? []) words.add(word.toLowerCase());
      }
    },
  };
  const shards = readdirSync(join(site, 'sok')).filter((name) => name.startsWith('t')).sort();
  const some = shards.filter((_, at) => at % Math.ceil(shards.length / 10) === 0);
  for (const name of some) new Function('brobygger', readFileSync(join(site, 'sok', name), 'utf8'))(brobygger);
  const all = [...words];
  return Array.from({ length: WORDS }, (_, at) => all[Math.floor((at * all.length) / WORDS)]);
}

/** Runs in the page: notes when a letter came, and when the dialog changed after it. */
function watchTyping() {
  window.letters = [];
  document.addEventListener('input', (event) => window.letters.push({ at: event.timeStamp, first: 0, painted: 0, last: 0 }), true);
  new MutationObserver(() => {
    const letter = window.letters.at(-1);
    if (!letter) return;
    letter.last = performance.now();
    if (letter.first || !document.querySelector('dialog [role=option]')) return;
    letter.first = letter.last;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (letter.painted = performance.now());
      port2.postMessage('');
    });
  }).observe(document.querySelector('dialog'), { childList: true, subtree: true });
}

const rest = (page) => page.evaluate(async (time) => {
  const quiet = () => performance.now() - Math.max(window.letters.at(-1).at, window.letters.at(-1).last) > time;
  while (!quiet()) await new Promise((done) => setTimeout(done, 20));
}, REST);

async function type(browser, site) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(pathToFileURL(join(site, 'index.html')).href);
  await page.keyboard.press('/');
  await page.locator('dialog[open] [role=combobox]').waitFor();
  await page.evaluate(watchTyping);
  for (const word of wordsOf(site)) {
    for (const letter of word) {
      await page.keyboard.type(letter);
      await rest(page);
    }
    await page.locator('dialog[open] [role=combobox]').fill('');
    await rest(page);
  }
  const letters = await page.evaluate(() => window.letters);
  await page.context().close();
  return letters.filter(({ painted }) => painted);
}

function row(site, letters) {
  const cells = ['first', 'painted', 'last'].map((name) => {
    const times = letters.map((letter) => letter[name] - letter.at).sort((a, b) => a - b);
    const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))]);
    return `${at(0.5)} / ${at(0.95)} / ${at(1)}`;
  });
  return `| ${[site, letters.length, ...cells].join(' | ')} |`;
}

const browser = await launch();
console.log('| site | letters | results: median / 95 % / longest, ms | painted | settled |\n| --- | ---: | ---: | ---: | ---: |');
for (const site of process.argv.slice(2)) console.log(row(site, await type(browser, resolve(site))));
await browser.close();
