// The words of a screen reader on the form, the assessment and the roles, in the words it says it in: a virtual one, that
// reads the page as the specifications tell, and Chromium's own accessibility tree.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch } from './browser.mjs';
import { address, folder, samples } from './site.mjs';

const reader = readFileSync(new URL('../node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js', import.meta.url), 'utf8');
/** The most that is listened to. */
const MOST = 1000;

const ofThisBook = existsSync(join(folder, 'maler/utlysning-kommune.html'));

describe('a screen reader says', { skip: ofThisBook ? false : 'not the guide' }, () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  /** Opens a page, lets `act` do what a reader does, and gives `look` what it asks for. */
  async function on(path, act, look) {
    // The reader is a script of the test's own, which the policy of the page would refuse.
    const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 900 } });
    try {
      const page = await context.newPage();
      await page.goto(address(path));
      await act(page);
      return await look(page, context);
    } finally {
      await context.close();
    }
  }

  /** All that is said from the beginning of a part of the page to its end. */
  const spoken = (selector) => (page) =>
    page.evaluate(
      async ([source, selector, most]) => {
        const { virtual } = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
        await virtual.start({ container: document.querySelector(selector) });
        const end = `end of ${await virtual.lastSpokenPhrase()}`;
        for (let at = 0; at < most && (await virtual.lastSpokenPhrase()) !== end; at += 1) await virtual.next();
        const all = await virtual.spokenPhraseLog();
        await virtual.stop();
        return all;
      },
      [reader, selector, MOST],
    );

  /** The tree that Chromium hands to screen readers: role, name and description of everything that has a name. */
  const tree = async (page, context) => {
    const session = await context.newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const value = (one) => one?.value ?? '';
    return nodes
      .filter(({ ignored }) => !ignored)
      .map(({ role, name, description, properties = [] }) => ({
        role: value(role),
        name: value(name),
        description: value(description),
        required: properties.some((one) => one.name === 'required' && one.value.value === true),
      }));
  };

  /** Holds that the phrases are said, in this order. */
  function says(all, phrases) {
    let from = 0;
    for (const phrase of phrases) {
      const at = all.findIndex((said, at) => at >= from && said.includes(phrase));
      assert.ok(at >= 0, `«${phrase}» is not said, or not after what stands before it:\n${all.join('\n')}`);
      from = at + 1;
    }
  }

  const formStarted = (page) => page.waitForSelector('body.fylles');

  test('the roles: where each stands, whether it is paid, whom it speaks for', async () => {
    const all = await on('start/rollene.html', () => {}, spoken('.rollefigur'));
    says(all, [
      'Rollene: hvor de står, og hva som skiller dem',
      'Inne i tjenesten',
      'link, Erfaringskonsulent',
      'Lønnet?',
      'Ja, vanlig lønn',
      'Taler på vegne av hvem?',
      'Utenfor tjenesten eller knyttet til den',
      'listitem, level 2, position 1, set size 3',
      'link, Brukerrepresentant',
      'Organisasjonen eller gruppen',
      'link, Frivillig',
    ]);
    assert.equal(all[0], 'figure, Rollene: hvor de står, og hva som skiller dem');
    assert.ok(!all.some((said) => /\b(image|graphic)\b/.test(said)), 'what is drawn is not read');
  });

  test('the roles side by side: every cell in its row and under its role', async () => {
    const all = await on('start/rollene.html', () => {}, spoken('.roller'));
    says(all, ['table, Rollene side om side', 'columnheader, Erfaringskonsulent', 'columnheader, Frivillig', 'rowheader, Lønnet?', 'cell, Ja, vanlig lønn']);
  });

  test('in Chromium the table of the roles has its name, and so has every link and cell that heads others', async () => {
    const nodes = await on('start/rollene.html', () => {}, tree);
    const named = (role) => nodes.filter((node) => node.role === role).map(({ name }) => name.trim());
    assert.ok(named('table').includes('Rollene side om side'), named('table').join(', '));
    for (const role of ['region', 'navigation', 'link', 'columnheader', 'rowheader']) {
      assert.notEqual(named(role).length, 0, role);
      assert.ok(named(role).every(Boolean), `a ${role} has no name`);
    }
  });

  test('in Chromium every figure has a name, and the drawn one a description that its name does not repeat', async () => {
    const open = (page) => page.locator('.heletreet summary').click();
    const inside = await on('verktoy/velg-rolle.html', open, tree);
    const image = inside.find(({ role }) => role === 'image');
    assert.equal(image?.name, 'Hvilken rolle trenger dere?');
    assert.match(image.description, /^Figuren viser de samme spørsmålene/);
    for (const path of ['verktoy/velg-rolle.html', 'start/rollene.html', 'begreper/likeperson.html', 'etter-ansettelsen/opplaring-og-oppfolging.html']) {
      const figures = (path.startsWith('verktoy') ? inside : await on(path, () => {}, tree)).filter(({ role }) => role === 'figure');
      assert.notEqual(figures.length, 0, path);
      assert.ok(figures.every(({ name }) => name.trim()), `a figure of ${path} has no name`);
    }
  });

  test('a field of the form: its name, its help, and advice without its buttons', async () => {
    const all = await on('maler/utlysning-kommune.html', formStarted, spoken('.utfylling'));
    says(all, ['Ingenting dere skriver, forlater nettleseren.', 'Del 1 av', 'group, Om oss og stillingen']);
    const employer = all.find((said) => said.startsWith('combobox, Arbeidsgiver'));
    assert.match(employer, /Hva slags virksomhet er dere\?.*Råd: Avsnittet om søkerlisten er påbudt.*required$/);
    assert.doesNotMatch(employer, /Gjort|Les mer/);
    assert.ok(all.some((said) => said.startsWith('button, Gjort: Avsnittet om søkerlisten')));
  });

  test('in Chromium every control of the form has a name, and none says a thing twice', async () => {
    const nodes = await on('maler/utlysning-kommune.html', formStarted, tree);
    const controls = nodes.filter(({ role }) => ['textbox', 'combobox', 'checkbox', 'radio', 'spinbutton', 'button'].includes(role));
    assert.ok(controls.length > 20, `${controls.length} controls`);
    assert.deepEqual(controls.filter(({ name }) => !name.trim()), []);
    assert.deepEqual(controls.filter(({ name, description }) => description && description === name), []);
    const required = nodes.filter(({ role, required }) => role === 'textbox' && required);
    assert.ok(required.length > 4, `${required.length} fields must be filled in`);
    assert.deepEqual(required.filter(({ name }) => name.includes('må fylles ut')), []);
  });

  test('no two places of a page to jump to have one name, and no mark of what opens is read', async () => {
    const places = ['region', 'form', 'navigation', 'complementary', 'search'];
    const opened = ['button', 'DisclosureTriangle', 'link', 'heading'];
    const wrong = [];
    for (const path of samples) {
      const nodes = await on(path, (page) => page.waitForTimeout(100), tree);
      const names = nodes.filter(({ role }) => places.includes(role)).map(({ name }) => name);
      wrong.push(...names.filter((name, at) => names.indexOf(name) < at).map((name) => `${path}: «${name}» twice`));
      wrong.push(...nodes.filter(({ role, name }) => opened.includes(role) && /^\s*[+–→›▸▶]/.test(name)).map(({ role, name }) => `${path}: ${role} «${name}»`));
    }
    assert.deepEqual(wrong, []);
  });

  test('a note says that it leads to a source, and the source leads back to where it was read', async () => {
    const follow = async (page) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      const note = page.locator('.sitat').nth(3);
      assert.match(await note.getAttribute('aria-label'), /^Kilde \d+$/);
      const from = await note.evaluate((one) => Math.round(one.getBoundingClientRect().top + scrollY));
      await note.click();
      await page.getByRole('link', { name: 'Tilbake til teksten' }).click();
      const to = await page.locator(new URL(page.url()).hash).evaluate((one) => Math.round(one.getBoundingClientRect().top + scrollY));
      assert.equal(to, from);
    };
    await on('start/rollene.html', follow, () => {});
  });

  test('a statement of the assessment: what it says, what to look for, and the answers as one group', async () => {
    const choose = (page) => page.getByRole('radio', { name: 'Leder', exact: true }).check();
    const all = await on('verktoy/egenvurdering.html', choose, spoken('.pastandsdel'));
    says(all, [
      'group, Hvem svarer du som?',
      'radio, Leder',
      'heading, 1. Rollebeskrivelsen viser',
      'group, 1. Rollebeskrivelsen viser hva erfaringen skal brukes til',
      'radio, Stemmer ikke, not checked, position 1, set size 4',
      'radio, Vet ikke, not checked, position 4, set size 4',
      'på påstand 1',
    ]);
    assert.match(all.find((said) => said.startsWith('group, 1. ')), /Se etter Vi har endret beskrivelsen/);
    const nodes = await on('verktoy/egenvurdering.html', choose, tree);
    const groups = nodes.filter(({ role, name }) => ['group', 'radiogroup'].includes(role) && /^\d+\. /.test(name));
    assert.equal(groups.length, 10);
    assert.ok(groups.every(({ description }) => description.startsWith('Se etter')));
  });
});
