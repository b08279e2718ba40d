// The way: steps on every page that belongs to one, and from each page to the next.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import axe from 'axe-core';
import { launch, watch } from './browser.mjs';
import { expectNone } from './findings.mjs';
import { address, folder, pages, pagesOfSource, root } from './site.mjs';

/** Stops of Tab from the address bar to a downloaded advertisement, and on to what comes next. */
const MOST_STOPS = 36;
/** How many screens of a phone down the button stands that copies a difference between two terms. */
const MOST_SCREENS = 1;

/** Clicks from the front page to a downloaded advertisement, what may not be asked, and the interview guide. */
const MOST_CLICKS = 12;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens the front page in a window of this kind, and holds what follows against everything that goes wrong. */
async function reader(options, read) {
  const context = await browser.newContext({ acceptDownloads: true, viewport: { width: 1280, height: 800 }, ...options });
  try {
    await context.addInitScript({ content: axe.source });
    const page = await context.newPage();
    const troubles = watch(page, root);
    await page.goto(address('index.html'));
    await read(page);
    expectNone(troubles());
  } finally {
    await context.close();
  }
}

const step = (page) => page.locator('.vei-nr').textContent();

describe('the way', () => {
  test(`from the front page to an advertisement, «Spør heller slik» and the guide: at most ${MOST_CLICKS} clicks`, async (t) => {
    await reader({}, async (page) => {
      let clicks = 0;
      const click = async (locator) => {
        clicks += 1;
        await locator.click();
      };
      const download = async () => {
        const [file] = await Promise.all([page.waitForEvent('download'), click(page.getByRole('button', { name: 'Last ned Word' }))]);
        return file.suggestedFilename();
      };
      await click(page.locator('.veisteg').getByRole('link', { name: 'Utlysning: kommune' }));
      assert.match(await download(), /\.docx$/);
      await click(page.getByRole('status').filter({ hasText: 'lastet ned' }).getByRole('link', { name: 'Før intervjuet: hva dere kan spørre om' }));
      assert.ok(await page.getByRole('heading', { name: 'Spør heller slik' }).isVisible());
      while (!page.url().endsWith('intervjuguide.html')) await click(page.locator('.neste a'));
      assert.match(await download(), /\.docx$/);
      t.diagnostic(`${clicks} clicks`);
      assert.ok(clicks <= MOST_CLICKS, `${clicks} clicks`);
    });
  });

  test(`by keyboard alone from the address bar to a downloaded advertisement and on: at most ${MOST_STOPS} stops`, async (t) => {
    await reader({}, async (page) => {
      await page.goto(address('maler/utlysning-kommune.html'));
      await page.waitForSelector('body.fylles');
      let stops = 0;
      const tabTo = async (name, key = 'Tab') => {
        do {
          await page.keyboard.press(key);
          stops += 1;
        } while (stops < 200 && !(await page.evaluate((wanted) => document.activeElement.textContent.trim() === wanted, name)));
      };
      await tabTo('Hopp til skjemaet');
      await page.keyboard.press('Enter');
      await tabTo('Last ned Word');
      const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
      assert.match(file.suggestedFilename(), /\.docx$/);
      await page.getByRole('status').filter({ hasText: 'lastet ned' }).waitFor();
      await tabTo('Før intervjuet: hva dere kan spørre om', 'Shift+Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/for-ansettelsen\/intervju\.html$/);
      t.diagnostic(`${stops} stops`);
      assert.ok(stops <= MOST_STOPS, `${stops} stops`);
    });
  });

  test(`on a phone from a search to a copied difference: three taps, ${MOST_SCREENS} screen down`, async (t) => {
    const height = 740;
    await reader({ viewport: { width: 360, height }, hasTouch: true, isMobile: true }, async (page) => {
      await page.addInitScript(() => {
        window.given = [];
        Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => void window.given.push(text) } });
      });
      await page.goto(address('maler/utlysning-kommune.html'));
      await page.locator('button.sok').tap();
      await page.keyboard.type('likeperson');
      await page.waitForFunction(() => /^\s*likeperson/i.test(document.querySelector('dialog[open] [role=option]')?.textContent ?? ''));
      await page.locator('dialog[open] [role=option]').first().tap();
      await page.waitForURL(/begreper\/likeperson\.html/);
      const copy = page.getByRole('button', { name: 'Kopier forskjellen fra Erfaringskonsulent, med kilde' });
      const y = await copy.evaluate((button) => button.getBoundingClientRect().y + window.scrollY);
      t.diagnostic(`${Math.round(y)} px down`);
      assert.ok(y <= MOST_SCREENS * height, `${y} px down`);
      await copy.tap();
      await page.waitForFunction(() => window.given.length);
      assert.match(await page.evaluate(() => window.given[0]), /#ikke-erfaringskonsulent, lest /);
    });
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`«Neste» leads through all steps in order, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      await reader({ javaScriptEnabled }, async (page) => {
        await page.locator('.veisteg > li > a').first().click();
        const passed = [await step(page)];
        for (let next; (next = page.locator('.neste a')), (await next.count()) > 0; ) {
          await next.first().click();
          const now = await step(page);
          if (passed.at(-1) !== now) passed.push(now);
          assert.ok(passed.length < 100);
        }
        assert.deepEqual(passed, [1, 2, 3, 4, 5, 6].map((number) => `Steg ${number} av 6`));
      });
    });
  }

  for (const width of [1280, 360]) {
    test(`the steps open by keyboard, name where one is, and axe finds nothing, at ${width} px`, async () => {
      await reader({ viewport: { width, height: 800 } }, async (page) => {
        await page.goto(address('for-ansettelsen/utlysning.html'));
        await page.locator('.veien summary').focus();
        await page.keyboard.press('Enter');
        assert.equal(await page.locator('.veien [aria-current=step] strong').innerText(), 'Lys ut');
        assert.equal(await page.locator('.veien [aria-current=page]').innerText(), 'Skriv utlysningen');
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        assert.ok(!wide, 'the page is wider than the window');
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { preload: false, resultTypes: ['violations'] }));
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`), []);
      });
    });
  }

  for (const javaScriptEnabled of [true, false]) {
    test(`a document says on its first screen which step it belongs to, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      await reader({ viewport: { width: 360, height: 740 }, hasTouch: true, javaScriptEnabled }, async (page) => {
        await page.goto(address('maler/intervjureferat.html'));
        const { y, height } = await page.locator('.vei-nr').boundingBox();
        assert.ok(y + height < 740, `${y}`);
        assert.match(await page.locator('.veien > summary').innerText(), /^Steg 4 av 6 Intervju\s/);
        assert.equal(await page.locator('.vei-neste:visible').innerText(), 'Neste steg: Tilbud og avtale');
        const before = await page.evaluate(() => document.querySelector('.veien').nextElementSibling.getBoundingClientRect().top);
        await page.locator('.veien > summary').tap();
        assert.equal(await page.locator('.veien [aria-current=page]').innerText(), 'Intervjureferat og referanseskjema');
        assert.equal(await page.locator('.veien').count(), 1);
        assert.ok(before < 320, `the line takes little of the screen: ${before}`);
      });
    });
  }

  test('the way to a page ends in the page itself', async () => {
    await reader({}, async (page) => {
      for (const path of ['for-ansettelsen/utlysning.html', 'maler/utlysning-kommune.html', 'begreper/likeperson.html']) {
        await page.goto(address(path));
        assert.equal(await page.locator('.smuler li').last().getAttribute('aria-current'), 'page');
        assert.equal(await page.locator('.smuler li').last().innerText(), await page.locator('h1').innerText());
      }
    });
  });

  test('the menu is open at the index of terms on the page of a term', async () => {
    await reader({}, async (page) => {
      await page.goto(address('begreper/likeperson.html'));
      const open = page.locator('.meny .apen');
      assert.equal(await open.count(), 1);
      assert.ok(await open.locator('a[href$="ressurser/ordliste.html"]').isVisible());
      assert.equal(await page.locator('.meny [aria-current=page]').count(), 0);
    });
  });

  test('«Forrige» is the stop before on the way, as «Neste» is the one after', async () => {
    await reader({}, async (page) => {
      await page.goto(address('for-ansettelsen/utlysning.html'));
      await page.locator('.neste a').first().click();
      await page.locator('.videre [rel=prev]').click();
      assert.match(page.url(), /for-ansettelsen\/utlysning\.html$/);
    });
  });

  test('the way has two ends: before the first stop and after the last nothing leads on, and the last says so', async () => {
    await reader({}, async (page) => {
      await page.goto(address('verktoy/velg-rolle.html'));
      assert.equal(await page.locator('.videre [rel=prev]').count(), 0);
      const stops = pagesOfSource.filter((path) => readFileSync(join(folder, path), 'utf8').includes('class="vei-nr"'));
      const last = stops.filter((path) => !/<nav class="neste"/.test(readFileSync(join(folder, path), 'utf8')));
      assert.deepEqual(last, ['etter-ansettelsen/medier.html']);
      await page.goto(address(last[0]));
      assert.equal(await page.locator('.neste').innerText(), 'Veien slutter her.');
      for (const path of stops) {
        const html = readFileSync(join(folder, path), 'utf8');
        const on = [...html.matchAll(/<a rel="(next|prev)" href="([^"]+)"/g)].map(([, rel]) => rel);
        assert.ok(!on.includes('next'), `${path} leads on past the way`);
      }
    });
  });

  test('a part has a page: the menu and the way to a page lead there, and it names all its pages', async () => {
    await reader({}, async (page) => {
      await page.goto(address('for-ansettelsen/utlysning.html'));
      await page.locator('.smuler a').last().click();
      assert.equal(await page.locator('h1').innerText(), 'Lys ut og ansett');
      assert.equal(await page.locator('.meny .del[aria-current=page]').innerText(), 'Lys ut og ansett');
      const below = await page.locator('.meny .apen ul a').allInnerTexts();
      assert.equal(await page.locator('.delside > li').count(), below.length);
    });
  });

  test('every article for readers leads to three to five others, and to none twice', () => {
    const articles = pagesOfSource.filter((path) => {
      const html = readFileSync(join(folder, path), 'utf8');
      return /<body class="article"/.test(html) && !path.startsWith('deler/');
    });
    assert.ok(articles.length > 40, `${articles.length} articles`);
    for (const path of articles) {
      const html = readFileSync(join(folder, path), 'utf8');
      const links = (part) => [...(html.match(new RegExp(`<nav class="${part}".*?</nav>`, 's'))?.[0] ?? '').matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
      const [chosen, next] = [links('lesogsa'), links('neste')];
      assert.ok(chosen.length >= 3 && chosen.length <= 5, `${path}: ${chosen.length}`);
      assert.equal(new Set([...chosen, ...next]).size, chosen.length + next.length, path);
    }
  });

  test('what is filled in can be taken along on paper: Word and PDF, of checklists and the assessment too', () => {
    const kinds = /<body class="(document|checklist|assessment)"/;
    const found = pages.filter((path) => kinds.test(readFileSync(join(folder, path), 'utf8')));
    assert.ok(found.length > 28, `${found.length} pages`);
    for (const path of found) {
      const html = readFileSync(join(folder, path), 'utf8');
      const own = basename(path, '.html');
      for (const ending of ['docx', 'pdf']) {
        assert.ok(html.includes(`href="${own}.${ending}"`), `${path} does not lead to its ${ending}`);
        assert.ok(existsSync(join(folder, dirname(path), `${own}.${ending}`)), `${path} has no ${ending}`);
      }
    }
  });

  test('a page can be shared where the system has a sheet for it, and says what it is about', async () => {
    await reader({}, async (page) => {
      await page.addInitScript(() => {
        window.shared = [];
        Object.defineProperty(navigator, 'share', { value: async (what) => void window.shared.push(what) });
      });
      for (const [path, name] of [['for-ansettelsen/utlysning.html', 'Del siden'], ['maler/utlysning-kommune.html', 'Del siden'], ['begreper/likeperson.html', 'Del']]) {
        await page.goto(address(path));
        await page.getByRole('button', { name, exact: true }).click();
        const [{ title, text, url }] = await page.evaluate(() => window.shared);
        assert.ok(title.includes(await page.locator('h1').innerText()) && text.length > 40, `${path}: ${title}: ${text}`);
        assert.equal(url, address(path));
      }
    });
  });

  test('every page of the parts along the way, and every document, belongs to a step', async () => {
    await reader({}, async (page) => {
      for (const part of ['planlegg', 'lys-ut', 'folg-opp', 'skjemaer']) {
        await page.goto(address(`deler/${part}.html`));
        const below = await page.locator('.delside > li > a').evaluateAll((links) => links.map((link) => link.href));
        assert.ok(below.length > 4, part);
        for (const href of below) {
          await page.goto(href);
          assert.equal(await page.locator('.vei-nr').count(), 1, href);
        }
      }
    });
  });
});
