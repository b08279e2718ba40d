// Questions of a reader's own in the interview guide, and the guard that reads them.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { launch, watch } from './browser.mjs';
import { expectNone } from './findings.mjs';
import { firefox, launchFirefox } from './firefox.mjs';
import { address, folder, has, pages, root } from './site.mjs';

const tests = join(dirname(fileURLToPath(import.meta.url)), '..');
const lines = (path) => readFileSync(join(tests, path), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const read = (path) => readFileSync(path, 'utf8');

/** The guard as the browser runs it: its script declares functions and does nothing. */
const { questionGuard, checkQuestion, checkText, readQuestion, lookAtQuestion } = new Function(
  `${read(join(tests, '../themes/standard/js/skjema/80-vakt.js'))}\nreturn { questionGuard, checkQuestion, checkText, readQuestion, lookAtQuestion };`,
)();

const guide = pages.find((page) => read(join(folder, page)).includes('data-questions="sporsmal.js"'));
const SECTION = '[data-section="motivasjon"]';

test('patterns mean what the fixture says', () => {
  for (const { ask, found, sure, patterns, unless, harmless, over, words } of lines('vakt/patterns.jsonl')) {
    const rule = { id: 'r', level: 'risky', sure, patterns, unless };
    const guard = questionGuard({ letters: { own: 'æøå', alike: { ä: 'æ', ö: 'ø' } }, words, harmless, unless: over, rules: [rule], texts: [] });
    assert.equal(checkQuestion(guard, ask)[0]?.quote ?? null, found, ask);
  }
});

test('questions that may not be asked are caught, good ones are not', { skip: !has('sporsmal.js') && 'a site without rules' }, () => {
  const window = { brobygger: {} };
  new Function('window', read(join(folder, 'sporsmal.js')))(window);
  const guard = questionGuard(window.brobygger.questions);
  const questions = lines('vakt/questions.jsonl');
  for (const batch of new Set(questions.map((line) => line.batch))) {
    const rate = (good) => {
      const asked = questions.filter((line) => line.batch === batch && (line.rule === null) === good);
      return `${asked.filter((line) => checkQuestion(guard, line.ask).length).length} of ${asked.length}`;
    };
    console.log(`batch ${batch}: ${rate(false)} that may not be asked are caught, ${rate(true)} good ones`);
  }
  for (const { ask, rule } of questions) {
    const found = checkQuestion(guard, ask).map((finding) => finding.rule.id);
    assert.ok(rule === null ? found.length === 0 : found.includes(rule), `${ask}: ${found}, expected ${rule}`);
  }
});

test('the model reads a question to the same score as the program', { skip: !has('sporsmal.js') && 'a site without rules' }, () => {
  const window = { brobygger: {} };
  new Function('window', read(join(folder, 'sporsmal.js')))(window);
  const guard = questionGuard(window.brobygger.questions);
  for (const { ask, score, ground, lead, found, doubt } of lines('vakt/model.jsonl')) {
    const reading = readQuestion(guard, ask);
    const named = reading?.ground === undefined ? null : guard.rules[reading.ground].rule.id;
    assert.deepEqual({ score: reading?.score ?? null, ground: named, lead: reading?.lead ?? 0 }, { score, ground, lead }, ask);
    const looked = lookAtQuestion(guard, ask);
    const doubted = looked.some(({ rule }) => rule.level === 'look-again');
    assert.deepEqual({ found: doubted ? [] : looked.map(({ rule }) => rule.id), doubt: doubted }, { found, doubt }, ask);
  }
});

test('what should not stand in a document is caught, other texts are not', { skip: !has('sporsmal.js') && 'a site without rules' }, () => {
  const window = { brobygger: {} };
  new Function('window', read(join(folder, 'sporsmal.js')))(window);
  const guard = questionGuard(window.brobygger.questions);
  for (const { text, rules } of lines('vakt/texts.jsonl')) {
    assert.deepEqual(checkText(guard, text).map((finding) => finding.rule.id).sort(), [...rules].sort(), text);
  }
});

const added = (page) => page.evaluate(() => window.brobygger.answers.document('maler/intervjuguide').added ?? {});

test('the guard in Chromium', { skip: !guide && 'a site without an interview guide' }, async (t) => {
  const browser = await launch();
  after(() => browser.close());
  const open = async (options = {}) => {
    const context = await browser.newContext(options);
    await context.addInitScript({ content: axe.source });
    const page = await context.newPage();
    const troubles = watch(page, root);
    await page.goto(address(guide));
    await page.getByRole('button', { name: 'Vis hele teksten' }).click();
    await page.locator(`${SECTION} .egne-ny`).waitFor();
    return { page, troubles, close: () => context.close() };
  };
  const clean = async (page) => {
    const found = await page.evaluate(async () => {
      const { violations } = await globalThis.axe.run(document, { preload: false, resultTypes: ['violations'] });
      return violations.flatMap(({ help, nodes }) => nodes.map(({ html }) => `${help}: ${html}`));
    });
    expectNone(found);
  };
  const focused = (page) => page.evaluate(() => document.activeElement?.textContent ?? '');

  await t.test('a good question is added, edited and removed by keyboard alone', async () => {
    const { page, troubles, close } = await open();
    const section = page.locator(SECTION);
    await section.locator('.egne-ny').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Hva vil du lære hos oss?');
    await clean(page);
    await page.keyboard.press('Enter');
    await section.locator('.egen-tekst').waitFor();
    assert.deepEqual(await added(page), { motivasjon: ['Hva vil du lære hos oss?'] });
    assert.match(await focused(page), /^Legg til et spørsmål/);
    assert.equal(await section.locator('> p[role=status]').innerText(), 'Spørsmålet er lagt til.');
    await clean(page);

    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    assert.match(await focused(page), /^Endre: Hva vil/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type(', og når?');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('Endre: Hva vil du lære hos oss, og når?'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual(await added(page), {});
    assert.match(await focused(page), /^Legg til et spørsmål/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    assert.match(await focused(page), /^Legg til et spørsmål/);
    expectNone(troubles());
    await close();
  });

  await t.test('a forbidden question takes a second step, and a better one is at hand', async () => {
    const { page, troubles, close } = await open({ viewport: { width: 390, height: 800 }, colorScheme: 'dark' });
    const section = page.locator(SECTION);
    await section.locator('.egne-ny').click();
    await section.locator('textarea').fill('Hvilken diagnose har du?');
    await section.locator('.vakt-funn').waitFor();
    const shown = await section.locator('.vakt-funn').innerText();
    for (const words of ['Forbudt, slik vi leser loven', 'diagnose har du', 'arbeidsmiljøloven § 9-3', 'Spør heller']) {
      assert.ok(shown.includes(words), `${words} in ${shown}`);
    }
    assert.match(shown, /[^.] \(arbeidsmiljøloven § 9-3\)\./, 'the law stands within its sentence');
    assert.match(await section.locator('form [role=status]').innerText(), /^Forbudt, slik vi leser loven\. .* Spør heller: /s);
    await clean(page);

    await section.getByRole('button', { name: 'Legg til', exact: true }).click();
    assert.deepEqual(await added(page), {});
    await section.locator('.vakt-igjen').waitFor();
    assert.equal(await focused(page), 'Legg til likevel');
    await clean(page);

    await section.getByRole('button', { name: 'Bruk dette i stedet' }).click();
    const better = await section.locator('textarea').inputValue();
    assert.match(better, /innsikt/);
    await page.waitForFunction(() => !document.querySelector('.vakt-funn'));
    assert.match(await section.locator('form [role=status]').innerText(), /finner ikke noe mer/);
    await page.keyboard.press('Enter');
    await section.locator('.egen-tekst').waitFor();
    assert.deepEqual(await added(page), { motivasjon: [better] });

    await section.locator('.egne-ny').click();
    await section.locator('textarea').fill('Er du gravid?');
    await page.keyboard.press('Enter');
    await section.getByRole('button', { name: 'Legg til likevel' }).click();
    assert.deepEqual(await added(page), { motivasjon: [better, 'Er du gravid?'] });
    await section.locator('.vakt-merke.forbidden').waitFor();
    await clean(page);

    // Whoever gets the document sees what was said of the question.
    const marked = 'Er du gravid? [Forbudt, slik vi leser loven]';
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const printed = await page.locator('.utskrift li').evaluateAll((items) => items.map((item) => item.textContent));
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.ok(printed.includes(marked) && printed.includes(better), 'on paper');
    await page.evaluate(() => {
      brobygger.load = async () => {};
      brobygger.word = { make: async (id, answers) => new Blob([JSON.stringify(answers.documents[id].added)]) };
    });
    const [word] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Last ned Word' }).click()]);
    assert.deepEqual(JSON.parse(read(await word.path())), { motivasjon: [better, marked] }, 'in Word');
    assert.deepEqual(await added(page), { motivasjon: [better, 'Er du gravid?'] }, 'the answers stay as they were given');
    expectNone(troubles());
    await close();
  });

  await t.test('what only the model doubts is to be looked at again, then kept', async () => {
    const { page, troubles, close } = await open({ viewport: { width: 360, height: 800 } });
    const section = page.locator(SECTION);
    await section.locator('.egne-ny').click();
    await section.locator('textarea').fill('Er det en liten en på vei hos dere?');
    await page.keyboard.press('Enter');
    await section.locator('.vakt-funn.look-again').waitFor();
    assert.match(await section.locator('.vakt-funn').innerText(), /^Se en gang til: hvilken oppgave gjelder dette\?\s+Ingen regel treffer/);
    assert.match(await section.locator('form [role=status]').innerText(), /^Se en gang til: .* Ingen regel treffer/s);
    assert.deepEqual(await added(page), {});
    await clean(page);
    await page.keyboard.press('Enter');
    await section.locator('.vakt-merke.look-again').waitFor();
    assert.deepEqual(await added(page), { motivasjon: ['Er det en liten en på vei hos dere?'] });
    await clean(page);
    expectNone(troubles());
    await close();
  });

  await t.test('what is advised against is shown once, then kept; what is written stays when answers change', async () => {
    const { page, troubles, close } = await open();
    const section = page.locator(SECTION);
    await section.locator('.egne-ny').click();
    await section.locator('textarea').fill('Har du sittet inne?');
    await page.keyboard.press('Enter');
    await section.locator('.vakt-funn.risky').waitFor();
    assert.deepEqual(await added(page), {});
    await page.evaluate(() => {
      const answers = window.brobygger.answers;
      answers.document('maler/intervjuguide').added = { motivasjon: ['Fra en fil?'], framtid: ['<b>Fra en fil</b>'] };
      answers.changed();
    });
    assert.equal(await section.locator('textarea').inputValue(), 'Har du sittet inne?');
    assert.equal(await page.locator('[data-section="framtid"] .egen-tekst').innerText(), '<b>Fra en fil</b>');
    await section.locator('textarea').focus();
    await page.keyboard.press('Enter');
    await section.locator('.vakt-merke.risky').waitFor();
    assert.deepEqual((await added(page)).motivasjon, ['Fra en fil?', 'Har du sittet inne?']);
    expectNone(troubles());
    await close();
  });
});

test('the guard in Firefox, from a folder', { skip: !(guide && firefox && existsSync(firefox)) && 'no Firefox, or no guide' }, async () => {
  const browser = await launchFirefox();
  after(() => browser.close());
  await browser.goto(address(guide));
  const shown = await browser.evaluate(async () => {
    const until = async (found) => {
      for (let tenths = 0; tenths < 100 && !found(); tenths += 1) await new Promise((done) => setTimeout(done, 100));
      return found();
    };
    const section = await until(() => document.querySelector('.fylles [data-section="motivasjon"]'));
    document.querySelector('.heltekst button').click();
    section.querySelector('.egne-ny').click();
    const field = section.querySelector('textarea');
    const focus = document.activeElement === field;
    field.value = 'Går du på medisiner?';
    field.dispatchEvent(new Event('input'));
    const box = await until(() => section.querySelector('.vakt-funn'));
    box.querySelector('button').click();
    return [focus, box.textContent, field.value];
  });
  assert.equal(shown[0], true);
  assert.match(shown[1], /Forbudt, slik vi leser loven/);
  assert.match(shown[2], /prosedyre/);
  assert.deepEqual(await browser.errors(root), []);
});
