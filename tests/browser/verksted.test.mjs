// The workshop in a browser: a whole edition made, by keyboard alone and on a phone; nothing leaves, nothing is lost.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { launch, watch } from './browser.mjs';
import { expectNone } from './findings.mjs';
import { firefox, launchFirefox } from './firefox.mjs';
import { address as onDisk, folder, has, serve } from './site.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const there = has('verksted.html');
const skip = there ? false : 'the site was built without the workshop';
/** A page of the guide with several sections. */
const PAGE = 'for-ansettelsen/utlysning';
/** A Word file of the site. */
const DOCX = 'maler/utlysning-kommune.docx';
const PATIENCE = 120_000;

describe('the workshop', { skip }, () => {
  let site, browser;
  before(async () => {
    site = await serve();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** A page with the workshop, begun; `done` closes it and hands over what went wrong. */
  async function begun(options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const troubles = watched(page, site.address);
    await page.goto(`${site.address}verksted.html`);
    const done = async () => {
      await context.close();
      return troubles();
    };
    return { page, context, done };
  }

  /** The troubles of a page, without the two files that the worker asks for and what is kept in memory. */
  function watched(page, home) {
    const all = watch(page, home);
    return () => all().filter((trouble) => !/asks a server: GET \S+\/assets\/(verksted|kilde)-[0-9a-f]+\.(wasm|zip|js)/.test(trouble));
  }

  async function begin(page) {
    await page.click('#ui_verksted-start');
    await ready(page);
  }

  const ready = (page) => page.waitForFunction(() => !document.getElementById('ui_verksted-arbeid').hidden && document.querySelector('#ui_verksted-hvem-vis iframe')?.contentDocument?.querySelector('h1'));

  /** Waits until the frame of a step shows a text. */
  const shows = (page, step, text) => page.frameLocator(`#ui_verksted-${step}-vis iframe`).getByText(text).filter({ visible: true }).first().waitFor();

  async function downloaded(page, button) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
    return readFileSync(await download.path());
  }

  /** Chooses the page, and waits until it is there. */
  async function choose(page) {
    const title = await page.locator(`#ui_verksted-velg option[value="${PAGE}"]`).textContent();
    await page.selectOption('#ui_verksted-velg', PAGE);
    await page.locator('#ui_verksted-sidetittel', { hasText: title }).waitFor();
  }

  /** Presses Tab until something is in focus. */
  async function tabTo(page, selector) {
    for (let times = 0; times < 500; times += 1) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${selector}`);
  }

  test('an edition is made by keyboard alone, and every step is sound', { timeout: 600_000 }, async () => {
    const { page, done } = await begun();
    const faults = [];
    const axe = async (step) => {
      await page.evaluate(readFileSync(AXE, 'utf8'));
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { iframes: false }));
      faults.push(...violations.map((one) => `${step}: ${one.id}: ${one.nodes.map((node) => node.html).slice(0, 2).join(' ')}`));
    };
    await axe('before it begins');
    await tabTo(page, '#ui_verksted-start');
    await page.keyboard.press('Enter');
    await ready(page);
    await axe('who');
    await tabTo(page, '#ui_verksted-navn');
    await page.keyboard.type('Fjellvik kommune');
    await shows(page, 'hvem', 'Fjellvik kommune');
    await tabTo(page, '[data-til=sider]');
    await page.keyboard.press('Enter');
    await axe('pages');
    await tabTo(page, '#ui_verksted-tre li:nth-child(3) input');
    const before = await page.locator('#ui_verksted-tre-antall').textContent();
    await page.keyboard.press('Space');
    await page.waitForFunction((text) => document.getElementById('ui_verksted-tre-antall').textContent !== text, before);
    await page.locator('#ui_verksted-tre-utfall p').waitFor();
    await tabTo(page, '[data-til=tekst]');
    await page.keyboard.press('Enter');
    await tabTo(page, '#ui_verksted-velg');
    await choose(page);
    await tabTo(page, '.verksted-deler [data-part] button');
    await page.keyboard.press('Enter');
    await page.locator('#ui_verksted-tekst').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('## Slik gjør vi det\n\nHos oss skriver ');
    await page.keyboard.press('ControlOrMeta+B');
    await page.keyboard.type('lederen');
    await page.frameLocator('#ui_verksted-tekst-vis iframe').locator('h2', { hasText: 'Slik gjør vi det' }).waitFor();
    await page.frameLocator('#ui_verksted-tekst-vis iframe').locator('strong', { hasText: 'lederen' }).waitFor();
    await axe('text');
    await tabTo(page, '[data-til=over]');
    await page.keyboard.press('Enter');
    await page.locator('.verksted-godt').waitFor();
    await axe('look');
    await tabTo(page, '#ui_verksted-steg-over [data-til=ned]');
    await page.keyboard.press('Enter');
    await axe('take');
    const layer = await downloaded(page, '#ui_verksted-last-utgave');
    assert.ok(layer.includes('content/for-ansettelsen/utlysning.patch.md') && layer.includes('kit.zip'));
    const zip = await downloaded(page, '#ui_verksted-last-nettsted');
    assert.ok(zip.includes('index.html') && zip.includes('sok/index.js'));
    expectNone([...faults, ...(await done()), ...site.missing]);
  });

  test('a text with a fault keeps the last good page, and a button leads to its place', { timeout: 300_000 }, async () => {
    const { page, done } = await begun();
    await begin(page);
    await page.click('#ui_verksted-til-tekst');
    await choose(page);
    await page.locator('.verksted-deler [data-part] button').first().click();
    await page.fill('#ui_verksted-tekst', '## God\n\nGod tekst.');
    await shows(page, 'tekst', 'God tekst.');
    await page.fill('#ui_verksted-tekst', '## God\n\nSe [dette](finnes-ikke.md).');
    await page.locator('#ui_verksted-tekst-vis .merknad:not([hidden])').waitFor();
    await shows(page, 'tekst', 'God tekst.');
    assert.equal(await page.inputValue('#ui_verksted-tekst'), '## God\n\nSe [dette](finnes-ikke.md).');
    await page.click('#ui_verksted-til-ned');
    assert.ok(await page.isDisabled('#ui_verksted-last-nettsted'));
    await page.click('#ui_verksted-til-over');
    await page.locator('#ui_verksted-sagt .error button').first().click();
    assert.match(await page.inputValue('#ui_verksted-tekst'), /finnes-ikke/);
    await page.click('#ui_verksted-angre');
    await page.waitForFunction(() => !document.querySelector('#ui_verksted-til-over .merke').textContent);
    expectNone(await done());
  });

  test('nothing is kept before somebody asks, and what is kept can be gone on with', { timeout: 300_000 }, async () => {
    const { page, context, done } = await begun();
    await begin(page);
    await page.fill('#ui_verksted-navn', 'Fjellvik kommune');
    await shows(page, 'hvem', 'Fjellvik kommune');
    const stored = () => page.evaluate(async () => ({ local: localStorage.length, bases: (await indexedDB.databases()).length, cookies: document.cookie }));
    assert.deepEqual(await stored(), { local: 0, bases: 0, cookies: '' });
    let asked = 0;
    page.on('dialog', (dialog) => {
      asked += 1;
      void dialog.accept();
    });
    await page.reload();
    assert.equal(asked, 1, 'a page with unsaved work asks before it goes');
    await begin(page);
    await page.fill('#ui_verksted-navn', 'Fjellvik kommune');
    await shows(page, 'hvem', 'Fjellvik kommune');
    await page.click('#ui_verksted-ta-vare');
    await page.locator('#ui_verksted-slett:not([hidden])').waitFor();
    const again = await context.newPage();
    again.setDefaultTimeout(PATIENCE);
    await again.goto(`${site.address}verksted.html`);
    await again.click('#ui_verksted-start');
    await again.locator('#ui_verksted-fortsett:not([hidden])').click();
    await again.locator('#ui_verksted-arbeid:not([hidden])').waitFor();
    await again.click('#ui_verksted-til-hvem');
    assert.equal(await again.inputValue('#ui_verksted-navn'), 'Fjellvik kommune');
    expectNone(await done());
  });

  test('a Word file dropped on «Ny side» becomes a page, and another file is told of', { timeout: 300_000 }, async () => {
    const { page, done } = await begun();
    await begin(page);
    await page.click('#ui_verksted-til-tekst');
    await page.locator('#ui_verksted-deler button:visible').first().waitFor();
    const drop = async (name, bytes) => {
      const transfer = await page.evaluateHandle(([called, base64]) => {
        const made = new DataTransfer();
        made.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], called));
        return made;
      }, [name, Buffer.from(bytes).toString('base64')]);
      await page.dispatchEvent('#ui_verksted-ny', 'drop', { dataTransfer: transfer });
    };
    await drop('bilde.docx', 'ikke Word');
    await page.locator('#ui_verksted-ny-fra-word .feil').waitFor();
    assert.match(await page.locator('#ui_verksted-ny-fra-word').textContent(), /Word-fil/);
    await drop('rutiner.docx', readFileSync(`${folder}/${DOCX}`));
    await page.waitForFunction(() => document.getElementById('ui_verksted-ny-tittel').value !== '' && !document.querySelector('#ui_verksted-ny-fra-word .feil'));
    assert.ok(await page.isHidden('#ui_verksted-ny-slag'), 'a Word file becomes a page with text');
    await page.fill('#ui_verksted-ny-tittel', 'Våre rutiner');
    await page.fill('#ui_verksted-ny-om', 'Slik gjør vi det.');
    await page.click('#ui_verksted-ny-side button[type=submit]');
    await page.locator('#ui_verksted-tekst').waitFor();
    const text = await page.inputValue('#ui_verksted-tekst');
    assert.ok(text.length > 200 && !text.startsWith('---'), text.slice(0, 80));
    await shows(page, 'tekst', 'Våre rutiner');
    // What the form says of the page and what is written below go into the same page.
    await page.locator('.verksted-verdier summary').first().click();
    await page.locator('.verksted-verdier label', { hasText: 'Tittel' }).first().waitFor();
    await page.getByRole('textbox', { name: 'Tittel', exact: true }).fill('Rutinene våre');
    await page.fill('#ui_verksted-tekst', 'Ny innledning.\n\n' + text);
    await shows(page, 'tekst', 'Rutinene våre');
    await shows(page, 'tekst', 'Ny innledning.');
    expectNone(await done());
  });

  test('on a phone nothing is wider than the screen', { timeout: 300_000 }, async () => {
    const { page, done } = await begun({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await page.tap('#ui_verksted-start');
    await ready(page);
    const wide = [];
    for (const step of ['hvem', 'sider', 'tekst', 'over', 'ned']) {
      await page.tap(`#ui_verksted-til-${step}`);
      await wait(300);
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wide.push(`${step} is wider than the screen`);
    }
    expectNone([...wide, ...(await done())]);
  });

  test('on a phone a table is written as fields, a term has other words, and the place has its files', { timeout: 300_000 }, async () => {
    const { page, done } = await begun({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await page.tap('#ui_verksted-start');
    await ready(page);
    await page.tap('#ui_verksted-til-tekst');
    await choose(page);
    await page.locator('.verksted-deler [data-part] button').first().tap();
    await page.locator('#ui_verksted-tekst').waitFor();
    const before = await page.inputValue('#ui_verksted-tekst');
    await page.getByRole('button', { name: 'Ny tabell' }).tap();
    await page.keyboard.type('Hvem');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Hva');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Leder');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Ja | nei');
    await page.getByRole('button', { name: 'Ny rad' }).tap();
    await page.keyboard.type('Tillitsvalgt');
    await page.getByRole('button', { name: 'Ny kolonne' }).tap();
    await page.keyboard.type('Når');
    const table = '| Hvem | Hva | Når |\n| --- | --- | --- |\n| Leder | Ja \\| nei |  |\n| Tillitsvalgt |  |  |';
    assert.equal(await page.inputValue('#ui_verksted-tekst'), `${before.trimEnd()}\n\n${table}`);
    const shown = page.frameLocator('#ui_verksted-tekst-vis iframe');
    await shown.getByText('Tillitsvalgt', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Ta bort kolonnen «Når»' }).tap();
    await page.getByRole('button', { name: 'Ta bort rad 2' }).tap();
    await shown.getByText('Tillitsvalgt', { exact: true }).waitFor({ state: 'detached' });
    const left = '| Hvem | Hva |\n| --- | --- |\n| Leder | Ja \\| nei |';
    assert.ok((await page.inputValue('#ui_verksted-tekst')).endsWith(left));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'a table makes the page wider than the screen');
    await page.getByRole('button', { name: 'Se hvordan det blir' }).tap();
    await page.waitForFunction(() => document.querySelector('#ui_verksted-tekst-vis iframe').getBoundingClientRect().top < innerHeight);
    await page.getByRole('button', { name: 'Tilbake til teksten' }).tap();
    assert.ok(await page.evaluate(() => document.activeElement.id === 'ui_verksted-tekst'));

    await page.tap('#ui_verksted-ny');
    await page.selectOption('#ui_verksted-ny-slag', 'definition');
    await page.fill('#ui_verksted-ny-tittel', 'Fagsamling');
    await page.fill('#ui_verksted-ny-om', 'En dag for alle fagfolk.');
    await page.fill('#ui_verksted-ny-ord', 'fagdag');
    await page.tap('#ui_verksted-ny-side button[type=submit]');
    await shown.getByText('fagdag').first().waitFor();
    await page.locator('.verksted-verdier summary').first().tap();
    const words = page.getByRole('textbox', { name: 'Andre ord for det samme' });
    assert.equal(await words.inputValue(), 'fagdag');
    await words.fill('fagdag\nsamling for fag');
    await shown.getByText('samling for fag').first().waitFor();

    await page.tap('#ui_verksted-til-ned');
    for (const [place, file] of [['github-pages', '.github/workflows/pages.yml'], ['gitlab-pages', '.gitlab-ci.yml'], ['iis', 'web.config'], ['apache', '.htaccess']]) {
      await page.selectOption('#ui_verksted-sted', place);
      const zip = await downloaded(page, '#ui_verksted-last-nettsted');
      assert.ok(zip.includes(file), `${place} has no ${file}`);
    }
    expectNone(await done());
  });

  test('the policy of the page allows no more than that of the others', async () => {
    const policy = (path) => readFileSync(`${folder}/${path}`, 'utf8').match(/Content-Security-Policy" content="([^"]*)"/)[1];
    assert.equal(policy('verksted.html'), policy('index.html'));
  });

  test('the preview runs no scripts of the text', { timeout: 300_000 }, async () => {
    const { page, done } = await begun();
    await begin(page);
    const sandbox = await page.getAttribute('#ui_verksted-hvem-vis iframe', 'sandbox');
    assert.equal(sandbox, 'allow-same-origin');
    const ran = await page.evaluate(async () => {
      const { contentDocument } = document.querySelector('#ui_verksted-hvem-vis iframe');
      const script = contentDocument.createElement('script');
      script.textContent = 'parent.document.title = "ran"';
      contentDocument.body.append(script);
      contentDocument.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="parent.document.title = \'ran\'">');
      await new Promise((resolve) => setTimeout(resolve, 300));
      return document.title;
    });
    assert.notEqual(ran, 'ran');
    // What was tried here, the console tells of.
    await done();
  });

  test('from a folder on the disk it says what to do instead', async () => {
    const page = await browser.newPage();
    await page.goto(onDisk('verksted.html'));
    assert.ok(await page.isVisible('#ui_verksted-fil'));
    assert.ok(!(await page.isVisible('#ui_verksted-start')));
    await page.close();
  });

  test('in Firefox a name and a text show at once', { skip: firefox ? false : 'no Firefox in PATH', timeout: 600_000 }, async () => {
    const fox = await launchFirefox();
    const until = async (what, run) => {
      for (let tenths = 0; tenths < 1200; tenths += 1) {
        if (await fox.evaluate(run)) return;
        await wait(100);
      }
      throw new Error(`Firefox: ${what}`);
    };
    try {
      await fox.goto(`${site.address}verksted.html`);
      await fox.evaluate(() => document.getElementById('ui_verksted-start').focus());
      await fox.press('Enter');
      await until('it does not begin', () => Boolean(document.querySelector('#ui_verksted-hvem-vis iframe')?.contentDocument?.querySelector('h1')));
      await fox.evaluate(() => document.getElementById('ui_verksted-navn').focus());
      await fox.type('Fjellvik kommune');
      await until('the name does not show', () => document.querySelector('#ui_verksted-hvem-vis iframe').contentDocument.body.textContent.includes('Fjellvik kommune'));
      await fox.evaluate(() => document.getElementById('ui_verksted-til-tekst').focus());
      await fox.press('Enter');
      await until('no page is open', () => Boolean(document.querySelector('.verksted-deler li button, .verksted-deler + details button')));
      expectNone(await fox.errors(site.address));
    } finally {
      await fox.close();
    }
  });
});
