// The site in WebKit, from the disk: pages of every kind, a document filled in, a search, the theme.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { address, folder, has, samples, serve } from './site.mjs';
import { launchWebkit, webkit } from './webkit.mjs';

/** Runs in the page: what did not load, what is missing, what is wider than the window. */
function look() {
  const root = document.documentElement;
  return [
    ...[...document.querySelectorAll('link[rel=stylesheet]')].filter((link) => link.sheet === null).map((link) => `style not loaded: ${link.href}`),
    ...[...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => `image not loaded: ${image.src}`),
    ...(document.querySelector('main h1')?.innerText.trim() ? [] : ['no h1 to be seen in main']),
    ...(window.brobygger ? [] : ['the script of the page did not run']),
    ...(root.scrollWidth > root.clientWidth ? ['wider than the window'] : []),
  ];
}

const ofThisBook = existsSync(join(folder, 'maler/utlysning-kommune.html'));

describe('in WebKit', { skip: webkit ? false : 'no WebKitWebDriver, MiniBrowser or Xvfb' }, () => {
  let browser;
  before(async () => {
    browser = await launchWebkit();
  });
  after(() => browser?.close());

  test('pages of every kind are whole', async () => {
    const found = [];
    for (const page of samples) {
      await browser.goto(address(page));
      found.push(...(await browser.evaluate(look)).map((what) => `${page}: ${what}`));
    }
    assert.deepEqual(found, []);
  });

  test('a document is filled in where its text stands', { skip: !ofThisBook }, async () => {
    await browser.goto(address('maler/utlysning-kommune.html'));
    await browser.until(() => document.body.classList.contains('fylles'));
    await browser.type('#ui_svar-virksomhet', 'Fjellvik');
    await browser.until(() => [...document.querySelectorAll('.felt[data-field="virksomhet"]')].some((place) => (place.querySelector('input')?.value ?? place.textContent).includes('Fjellvik')));
  });

  test('a search finds pages, and its page too', { skip: !ofThisBook }, async () => {
    await browser.goto(address('sok.html') + '?q=likeperson');
    const first = await browser.until(() => document.querySelector('.sok-liste a')?.href);
    assert.match(first, /likeperson/);
  });

  test('the theme is changed and kept', async () => {
    await browser.goto(address('index.html'));
    const button = await browser.until(() => document.querySelector('.topp .verktoy button[id]:not([hidden])')?.id);
    const before = await browser.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await browser.click(`#${button}`);
    const now = await browser.until((old) => {
      const colour = getComputedStyle(document.body).backgroundColor;
      return colour === old ? '' : colour;
    }, before);
    await browser.goto(address(samples[0]));
    assert.equal(await browser.evaluate(() => getComputedStyle(document.body).backgroundColor), now);
  });

  test('in the workshop a name, a section and a page taken out show at once', { skip: has('verksted.html') ? false : 'the site was built without the workshop', timeout: 400_000 }, async () => {
    const site = await serve();
    const soon = async (what, run) => {
      for (let halves = 0; halves < 240; halves += 1) {
        if (await browser.evaluate(run)) return;
        await wait(500);
      }
      throw new Error(`WebKit: ${what}`);
    };
    // Chromium and Firefox are asked with the pointer; here the driver does not always bring a control into view.
    const press = (selector) => browser.evaluate((of) => void document.querySelector(of).click(), selector);
    try {
      await browser.goto(`${site.address}verksted.html`);
      await browser.until(() => !document.getElementById('ui_verksted').hidden);
      await browser.click('#ui_verksted-start');
      await soon('it does not begin', () => Boolean(document.querySelector('#ui_verksted-hvem-vis iframe')?.contentDocument?.querySelector('h1')));
      await browser.type('#ui_verksted-navn', 'Fjellvik kommune');
      await soon('the name does not show', () => document.querySelector('#ui_verksted-hvem-vis iframe').contentDocument.body.textContent.includes('Fjellvik kommune'));
      await press('#ui_verksted-til-sider');
      await press('#ui_verksted-tre li:nth-child(3) input');
      await soon('a page taken out is not told of', () => document.querySelector('#ui_verksted-tre-utfall p') !== null);
      await press('#ui_verksted-til-tekst');
      await soon('no section can be changed', () => document.querySelector('.verksted-deler [data-part] button') !== null);
      await press('.verksted-deler [data-part] button');
      await soon('no section is open', () => document.getElementById('ui_verksted-tekst') !== null);
      await browser.type('#ui_verksted-tekst', '\n\nDette er skrevet i WebKit.');
      await soon('the text does not show', () => document.querySelector('#ui_verksted-tekst-vis iframe').contentDocument.body.textContent.includes('Dette er skrevet i WebKit.'));
      await press('#ui_verksted-til-ned');
      assert.equal(await browser.evaluate(() => document.getElementById('ui_verksted-last-nettsted').disabled), false);
    } finally {
      await site.close();
    }
  });
});
