// The answers that a reader's browser takes in and leaves behind: the same in Chromium, where pages are loaded again and where they are
// kept as they were left, and in Firefox; from the disk and from a server.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { launch } from './browser.mjs';
import { firefox, launchFirefox } from './firefox.mjs';
import { root, serve } from './site.mjs';

const AD = 'maler/utlysning-kommune.html';
const ROLE = 'maler/stilling-rop-team.html';
const ARTICLE = 'start/pa-ti-minutter.html';
const ASSESSMENT = 'verktoy/egenvurdering.html';
/** Longer than answers wait before they are written. */
const PAUSE = 450;

let server;
/** A site that is not the guide's. */
let elsewhere;
before(async () => {
  server = await serve();
  elsewhere = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>x'));
  await new Promise((listening) => elsewhere.listen(0, '127.0.0.1', listening));
});
after(async () => {
  await server?.close();
  elsewhere?.close();
});

/** A tab of Chromium; `kept` where pages are kept as they were left. */
async function chromium(kept) {
  const browser = await launch(kept ? { ignoreDefaultArgs: ['--disable-back-forward-cache'] } : {});
  const page = await browser.newPage();
  const way = { waitUntil: 'commit' };
  return {
    goto: (url) => page.goto(url, way),
    evaluate: (run) => page.evaluate(`(${run})()`),
    back: () => page.goBack(way),
    forward: () => page.goForward(way),
    page,
    close: () => browser.close(),
  };
}

async function until(tab, what, run) {
  for (let tenths = 0; tenths < 150; tenths += 1) {
    if (await tab.evaluate(run).catch(() => false)) return;
    await wait(100);
  }
  assert.fail(`never: ${what}; ${await tab.evaluate(() => `${location.href} ${document.querySelector('#ui_svar-leder')?.value}`).catch(String)}`);
}

const started = (tab, path) =>
  until(tab, path, `() => location.pathname.endsWith(${JSON.stringify(path)}) && document.body.classList.contains('fylles')`);

async function open(tab, home, path) {
  await tab.goto(new URL(path, home).href);
  await started(tab, path);
}

const leader = (tab) => tab.evaluate(() => document.querySelector('#ui_svar-leder').value);

/** Answers as a person would, and waits until it is written. */
async function answer(tab, text, pause = PAUSE) {
  await tab.evaluate(`() => {
    const field = document.querySelector('#ui_svar-leder');
    field.value = ${JSON.stringify(text)};
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }`);
  await wait(pause);
}

/** Follows a link of the page, which is made where there is none. */
const follow = (tab, path) =>
  tab.evaluate(`() => {
    const link = document.createElement('a');
    link.href = document.body.dataset.root + ${JSON.stringify(path)};
    document.querySelector('main').prepend(link);
    setTimeout(() => link.click());
  }`);

async function press(tab, ...names) {
  for (const name of names) {
    await until(tab, name, `() => {
      const all = [...(document.querySelector('dialog[open]') ?? document).querySelectorAll('button')];
      const found = all.find((one) => one.textContent === ${JSON.stringify(name)});
      found?.click();
      return Boolean(found);
    }`);
  }
}

const said = (tab, text) =>
  until(tab, text, `() => [...document.querySelectorAll('[role=status]')].some((one) => one.textContent.includes(${JSON.stringify(text)}))`);

/** Gives files to an input. */
const give = (tab, input, text) =>
  tab.evaluate(`() => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([${JSON.stringify(text)}], 'svar.json', { type: 'application/json' }));
    const input = document.querySelector(${JSON.stringify(input)});
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }`);

const BROWSERS = [
  ['Chromium, pages loaded again', () => chromium(false)],
  ['Chromium, pages kept as they were left', () => chromium(true)],
  ...(firefox ? [['Firefox', launchFirefox]] : []),
];

for (const [browser, start] of BROWSERS) {
  for (const where of ['disk', 'server']) {
    describe(`${browser}, from the ${where}`, () => {
      let tab;
      let home;
      before(async () => {
        tab = await start();
        home = where === 'disk' ? root : server.address;
      });
      after(() => tab?.close());

      /** A history of the tab without answers of the guide in reach. */
      const anew = async () => {
        await tab.goto('about:blank');
        await tab.goto(`http://localhost:${elsewhere.address().port}/`);
      };

      test('Back to a page that holds older answers shows the newest, and so does Forward', async () => {
        await anew();
        await open(tab, home, AD);
        await answer(tab, 'avdelingsleder');
        await follow(tab, ROLE);
        await started(tab, ROLE);
        assert.equal(await leader(tab), 'avdelingsleder');
        await answer(tab, 'rektor');
        await tab.back();
        await started(tab, AD);
        await until(tab, 'the newest', () => document.querySelector('#ui_svar-leder').value === 'rektor');
        await answer(tab, 'teamleder');
        await tab.forward();
        await started(tab, ROLE);
        await until(tab, 'the newest', () => document.querySelector('#ui_svar-leder').value === 'teamleder');
        assert.equal(await tab.evaluate(() => window.name), '');
      });

      test('what was emptied on a later page does not come back: by Back, by two steps back, by Forward, when loaded again', async () => {
        await anew();
        await open(tab, home, AD);
        await answer(tab, 'avdelingsleder');
        await follow(tab, ARTICLE);
        await until(tab, 'the article', () => /pa-ti-minutter/.test(location.href) && document.readyState === 'complete');
        await follow(tab, ROLE);
        await started(tab, ROLE);
        assert.equal(await leader(tab), 'avdelingsleder');
        await press(tab, 'Tøm svarene', 'Tøm svarene');
        await said(tab, 'Svarene er tømt');
        await wait(PAUSE);
        await tab.evaluate(() => history.go(-2));
        await started(tab, AD);
        await until(tab, 'empty', () => document.querySelector('#ui_svar-leder').value === '');
        await tab.evaluate(() => location.reload());
        await wait(PAUSE);
        await started(tab, AD);
        assert.equal(await leader(tab), '');
        await tab.forward();
        await until(tab, 'the article', () => /pa-ti-minutter/.test(location.href));
        await tab.forward();
        await started(tab, ROLE);
        assert.equal(await leader(tab), '');
      });

      test('Back to a page from before anything was answered, and on by another way: the answers go along', async () => {
        await anew();
        await tab.goto(new URL(ARTICLE, home).href);
        await until(tab, 'the article', () => document.readyState === 'complete');
        await follow(tab, AD);
        await started(tab, AD);
        await answer(tab, 'avdelingsleder');
        await tab.back();
        await until(tab, 'the article', () => /pa-ti-minutter/.test(location.href) && document.readyState === 'complete');
        await wait(PAUSE);
        await follow(tab, ROLE);
        await started(tab, ROLE);
        assert.equal(await leader(tab), 'avdelingsleder');
      });

      test('what was written right before a link, a link to the page itself, another place on it, an address that is typed', async () => {
        await anew();
        await open(tab, home, AD);
        await answer(tab, 'rektor', 0);
        await follow(tab, ROLE);
        await started(tab, ROLE);
        assert.equal(await leader(tab), 'rektor');
        await answer(tab, 'teamleder');
        await tab.evaluate(() => (window.before = true));
        await follow(tab, ROLE);
        await until(tab, 'loaded again', () => !window.before && document.body.classList.contains('fylles'));
        assert.equal(await leader(tab), 'teamleder');
        await tab.evaluate(() => void (location.hash = 'del-felt'));
        await answer(tab, 'seksjonsleder');
        await tab.evaluate(() => history.replaceState(null, '', '#utvei'));
        await open(tab, home, AD);
        assert.equal(await leader(tab), 'seksjonsleder');
        // Gone to another site, and come back.
        await tab.goto(`http://localhost:${elsewhere.address().port}/`);
        assert.equal(await tab.evaluate(() => window.name), '');
        await tab.back();
        await started(tab, AD);
        assert.equal(await leader(tab), 'seksjonsleder');
      });

      test('nothing is taken in from a name that the tab had before, nor from another guide', async () => {
        await anew();
        await open(tab, home, AD);
        await answer(tab, 'avdelingsleder');
        await press(tab, 'Husk på denne maskinen');
        await said(tab, 'Svarene er lagret');
        const foreign = { at: Date.now() + 3e4, answers: { brobygger: 1, fields: { leder: 'fremmed' }, documents: {} } };
        await tab.goto(`http://localhost:${elsewhere.address().port}/`);
        const set = `() => void (window.name = 'brobygger:' + ${JSON.stringify(JSON.stringify(foreign))})`;
        await tab.evaluate(set);
        if (where === 'server') {
          await tab.evaluate(`() => void location.assign(${JSON.stringify(new URL(AD, home).href)})`);
          await started(tab, AD);
        } else {
          await open(tab, home, AD);
        }
        assert.equal(await leader(tab), 'avdelingsleder');
        // As it is where the page was opened by another and has a name from there.
        await tab.evaluate(set);
        await tab.evaluate(() => location.reload());
        await wait(PAUSE);
        await started(tab, AD);
        assert.equal(await leader(tab), 'avdelingsleder');
        await tab.evaluate(`() => {
          const text = ${JSON.stringify(JSON.stringify(foreign))};
          navigation.updateCurrentEntry({ state: { brobygger: { home: brobygger.tab.home + 'annen/', at: ${foreign.at}, text } } });
        }`);
        await follow(tab, ROLE);
        await started(tab, ROLE);
        assert.equal(await leader(tab), 'avdelingsleder');
        await press(tab, 'Slett det som er lagret');
        await tab.evaluate(() => void (window.name = ''));
      });

      test('a file of another shape is refused with the reason, on every page, and nothing is lost by it', async () => {
        await anew();
        await open(tab, home, AD);
        await answer(tab, 'avdelingsleder');
        const bad = JSON.stringify({ brobygger: 1, documents: { 'verktoy/egenvurdering': { choices: ['x'], ratings: {} } } });
        await give(tab, '.svarverktoy input[type=file]', bad);
        await said(tab, '«documents › verktoy/egenvurdering › choices» skal være navn med verdier');
        await follow(tab, ASSESSMENT);
        await until(tab, 'the assessment', () => document.querySelector('#ui_fortsett'));
        await give(tab, '#ui_fortsett', bad);
        await said(tab, '«documents › verktoy/egenvurdering › choices» skal være navn med verdier');
        await give(tab, '#ui_fortsett', '{"brobygger": 1, "documents": {"verktoy/egenvurdering": {"respondent": "leader"}}}');
        await until(tab, 'continued', () => document.querySelector('#ui_hvem-leader').checked);
        await wait(PAUSE);
        await follow(tab, ROLE);
        await started(tab, ROLE);
        assert.equal(await leader(tab), 'avdelingsleder');
        assert.equal(await tab.evaluate(() => brobygger.answers.document('verktoy/egenvurdering').respondent), 'leader');
      });
    });
  }
}

for (const [browser, start] of BROWSERS.filter(([name]) => !name.includes('kept'))) {
  describe(`long answers in ${browser}`, () => {
    let tab;
    before(async () => {
      tab = await start();
    });
    after(() => tab?.close());

    for (const [what, letters] of [
      ['spaces', `' '.repeat(1e6)`],
      ['spaces between letters', `'a' + ' '.repeat(1e6 - 2) + 'b'`],
      ['digits', `'1'.repeat(1e6 - 1) + 'x'`],
      ['per cent', `'%'.repeat(1e6 - 1) + 'x'`],
      ['words', `'ord og '.repeat(142857)`],
    ]) {
      test(`a megabyte of ${what} costs at most 50 ms a key`, async () => {
        await tab.goto('about:blank');
        await open(tab, root, AD);
        const slowest = await tab.evaluate(`async () => {
          const slow = [];
          const names = ['leder', 'andel', 'formal'];
          for (const name of names) {
            const field = document.querySelector('#ui_svar-' + name);
            field.style.fieldSizing = 'fixed';
            brobygger.answers.field(name, ${letters});
            await new Promise((done) => setTimeout(done, 900));
            const times = [];
            for (let key = 0; key < 7; key += 1) {
              field.value += 'x';
              const before = performance.now();
              field.dispatchEvent(new Event('input', { bubbles: true }));
              times.push(performance.now() - before);
              await new Promise((done) => setTimeout(done));
            }
            brobygger.answers.field(name, '');
            slow.push(times.sort((a, b) => a - b)[3]);
          }
          return slow;
        }`);
        assert.ok(Math.max(...slowest) <= 50, slowest.map((time) => time.toFixed(1)).join(', '));
      });
    }
  });
}

describe('in Chromium', () => {
  let tab;
  before(async () => {
    tab = await chromium(false);
  });
  after(() => tab?.close());

  test('a browser whose history carries nothing says that the answers stay on the page', async () => {
    await tab.page.addInitScript(() => Object.defineProperty(window, 'navigation', { value: undefined }));
    await open(tab, root, AD);
    assert.match(await tab.page.locator('.svarverktoy').textContent(), /tar ikke svarene med til neste side\. Lagre dem som fil/);
    await answer(tab, 'rektor');
    await follow(tab, ROLE);
    await started(tab, ROLE);
    await answer(tab, 'teamleder');
    await press(tab, 'Tøm svarene', 'Tøm svarene');
    await wait(PAUSE);
    await tab.back();
    await started(tab, AD);
    assert.equal(await leader(tab), '', 'no answers that were emptied elsewhere');
    assert.equal(await tab.evaluate(() => window.name), '');
  });
});
