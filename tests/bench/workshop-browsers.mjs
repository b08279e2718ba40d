// How long a reader waits for the workshop in Chromium and in Firefox, and what memory it takes there:
// SITE=… node tests/bench/workshop-browsers.mjs [chromium|firefox] …; the site is one that brings the workshop.

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { launch } from '../browser/browser.mjs';
import { launchFirefox } from '../browser/firefox.mjs';
import { serve } from '../browser/site.mjs';

/** The memory of what this program has started, shared parts shared out; in MB. */
function memory() {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(processes.flatMap((id) => {
    try {
      return [[id, readFileSync(`/proc/${id}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[1]]];
    } catch {
      return [];
    }
  }));
  const isOurs = (id) => id !== undefined && (id === String(process.pid) || isOurs(parents.get(id)));
  let bytes = 0;
  for (const id of parents.keys()) {
    if (id === String(process.pid) || !isOurs(id)) continue;
    try {
      bytes += 1024 * Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))[1]);
    } catch {
      // It is gone.
    }
  }
  return bytes / 1e6;
}

const load = () => readFileSync('/proc/loadavg', 'utf8').split(' ')[0];

/** Everything that is measured, in the page. */
async function measured() {
  const frame = (step) => document.querySelector(`#ui_verksted-${step}-vis iframe`)?.contentDocument;
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const until = async (is) => {
    const from = performance.now();
    while (!is()) {
      if (performance.now() - from > 120_000) throw new Error(String(is));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await drawn();
  };
  const timed = async (run, is) => {
    const from = performance.now();
    await run();
    await until(is);
    return Math.round(performance.now() - from);
  };
  const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const out = {};
  out.start = await timed(() => document.getElementById('ui_verksted-start').click(), () => frame('hvem')?.querySelector('h1'));
  await rest(6000);
  const name = document.getElementById('ui_verksted-navn');
  const type = (field, text) => {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    document.execCommand('insertText', false, text);
  };
  out.names = [];
  for (const text of ['Fjellvik', ' kommune', ' og', ' flere']) {
    out.names.push(await timed(() => type(name, text), () => frame('hvem').body.textContent.includes(name.value)));
    await rest(400);
  }
  document.getElementById('ui_verksted-til-tekst').click();
  await rest(500);
  const choose = document.getElementById('ui_verksted-velg');
  choose.value = 'for-ansettelsen/utlysning';
  choose.dispatchEvent(new Event('change'));
  await rest(1500);
  document.querySelector('.verksted-deler [data-part] button').click();
  await until(() => document.getElementById('ui_verksted-tekst'));
  await rest(3000);
  const area = document.getElementById('ui_verksted-tekst');
  out.edits = [];
  for (let times = 1; times <= 10; times += 1) {
    const text = `Setning nummer ${times}x.`;
    out.edits.push(await timed(() => type(area, ` ${text}`), () => frame('tekst').body.textContent.includes(text)));
    await rest(700);
  }
  // A whole sentence as somebody writes it, ten letters a second: how long the last one waits, and the longest wait of a letter.
  const sentence = ' Så skriver vi videre uten stans.';
  let longest = 0;
  for (const letter of sentence) {
    const from = performance.now();
    type(area, letter);
    longest = Math.max(longest, performance.now() - from);
    await rest(100);
  }
  out.letter = Math.round(longest);
  out.sentence = await timed(() => type(area, ' Slutt nå.'), () => frame('tekst').body.textContent.includes('stans. Slutt nå.'));
  return out;
}

const browsers = {
  async chromium(address) {
    const browser = await launch();
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.goto(address);
    return { evaluate: (text) => page.evaluate(text), close: () => browser.close() };
  },
  async firefox(address) {
    const fox = await launchFirefox();
    await fox.goto(address);
    return { evaluate: (text) => fox.evaluate(`() => (${text})`), close: () => fox.close() };
  },
};

const site = await serve();
const wanted = process.argv.slice(2);
for (const [name, open] of Object.entries(browsers)) {
  if (wanted.length && !wanted.includes(name)) continue;
  const browser = await open(`${site.address}verksted.html`);
  try {
    await wait(3000);
    const before = memory();
    await browser.evaluate(`void (window.measured = (${measured})().then(JSON.stringify, (error) => JSON.stringify({ error: String(error) })).then((text) => (window.told = text)))`);
    let told;
    while (!(told = await browser.evaluate('window.told'))) await wait(500);
    const { error, start, names, edits, sentence, letter } = JSON.parse(told);
    if (error) throw new Error(error);
    console.log(`${name}, load ${load()}: from the press to a front page ${start} ms; a name ${names.join(', ')} ms; an edit ${edits.join(', ')} ms (least ${Math.min(...edits)}); the end of a sentence ${sentence} ms, a letter at most ${letter} ms; memory ${Math.round(memory() - before)} MB more than before`);
  } finally {
    await browser.close();
  }
}
await site.close();
