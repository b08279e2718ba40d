// Filling in the documents as a person would: by mouse, by keyboard alone, by touch; from the disk and from a server.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { launch, watch } from './browser.mjs';
import { expectNone } from './findings.mjs';
import { firefox, launchFirefox } from './firefox.mjs';
import { pages, root, serve } from './site.mjs';

const AD = 'maler/utlysning-kommune.html';
const GUIDE = 'maler/intervjuguide.html';
const ROLE = 'maler/stilling-rop-team.html';
const documents = pages.filter((path) => path.startsWith('maler/'));

let browser;
let server;
/** Where the site is read from: the disk, and a server. */
let homes;

before(async () => {
  browser = await launch();
  server = await serve();
  homes = { disk: root, server: server.address };
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** A reader with a browser of their own. `read` gets the page, the site's address, and `open`. */
async function reader(home, options, read) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce', ...options });
  try {
    const page = await context.newPage();
    const troubles = watch(page, home);
    const open = async (path) => {
      await page.goto(new URL(path, home).href);
      await started(page);
    };
    await read(page, open, context);
    expectNone(troubles());
  } finally {
    await context.close();
  }
}

/** Runs in the page: waits until nothing has changed in an element for half a second. */
const stands = (selector) =>
  new Promise((done) => {
    let still = setTimeout(done, 500);
    new MutationObserver(() => {
      clearTimeout(still);
      still = setTimeout(done, 500);
    }).observe(document.querySelector(selector), { subtree: true, childList: true, characterData: true, attributes: true });
  });

const started = (page) => page.waitForSelector('body.fylles', { timeout: 15_000 });

/** The control of a field in the text, and in the form. */
const inText = (page, name) => page.locator(`.felt[data-field="${name}"] :is(input, textarea, select):visible`).first();
const inForm = (page, name) => page.locator(`#ui_svar-${name}`);
const choice = (page, id) => page.locator(`#valg-${id} > input`);
const check = (page) => page.getByRole('button', { name: /^Kontroller/ });


/** Goes to a step of the form by its name in the list of them. */
async function goToStep(page, title) {
  await page.locator('.stegliste > summary').click();
  await page.locator('.stegliste').getByRole('button', { name: title }).click();
}

/** The control of a field in the form, once its step is open. */
async function atStep(page, name) {
  const control = inForm(page, name);
  const at = await control.evaluate((one) => [...document.querySelectorAll('.utfylling fieldset')].findIndex((set) => set.contains(one) && set.hidden));
  if (at >= 0) {
    await page.locator('.stegliste > summary').click();
    await page.locator('.stegliste li').nth(at).getByRole('button').click();
  }
  return control;
}

/** The buttons that save, open, remember and empty the answers. */
const openTools = (page) => page.getByText('Lagre, åpne eller tøm svarene').click();

/** The finished document as it would be printed. */
const finished = (page) =>
  page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'));
    const found = document.querySelector('.utskrift');
    const empty = [...found.querySelectorAll('li, p, ul, ol, h1, h2, h3, h4')].filter((part) => !part.textContent.trim());
    const own = found.querySelectorAll('.hjelp, .gren, .rad, input, textarea, select, button').length;
    const text = [...found.querySelectorAll('h1, h2, h3, h4, p, li')].map((part) => part.textContent.replace(/\s+/g, ' ').trim());
    dispatchEvent(new Event('afterprint'));
    return { text, all: text.join('\n'), empty: empty.length, own };
  });

/** All that the browser has stored: nothing, before anybody asked for it. */
const storage = (page) =>
  page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    cookies: location.protocol === 'file:' ? '' : document.cookie,
    databases: (await indexedDB.databases?.())?.map(({ name }) => name) ?? [],
    name: window.name,
  }));
const NOTHING = { local: [], session: [], cookies: '', databases: [], name: '' };

const focusIsSomewhere = async (page, when) =>
  assert.notEqual(await page.evaluate(() => document.activeElement?.localName ?? 'body'), 'body', `the focus is lost ${when}`);

async function violations(page) {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, preload: false, resultTypes: ['violations'] });
    return found.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, any }) => `${id}: ${help}: ${target.join(' ')} ${any.map(({ message }) => message).join(' ')}`),
    );
  });
}

for (const where of ['disk', 'server']) {
  describe(`from the ${where}`, () => {
    test('by mouse: text and form show the same, conditions and advice follow, nothing leaves', () =>
      reader(homes[where], {}, async (page, open) => {
        await open(AD);
        await inText(page, 'virksomhet').fill('Eksempel kommune');
        assert.equal(await inForm(page, 'virksomhet').inputValue(), 'Eksempel kommune');
        await (await atStep(page, 'leder')).fill('seksjonsleder');
        assert.equal(await inText(page, 'leder').inputValue(), 'seksjonsleder');
        await inText(page, 'formal').fill('Flere blir hørt.\nTjenesten blir bedre.');
        assert.equal(await inForm(page, 'formal').inputValue(), 'Flere blir hørt.\nTjenesten blir bedre.');
        await (await atStep(page, 'frist')).fill('2026-12-01');

        // A condition.
        assert.match((await finished(page)).all, /Søkerliste:/);
        await (await atStep(page, 'arbeidsgiver')).selectOption('privat');
        await page.waitForFunction(() => /Gikk ut av teksten: «Søkerliste/.test(document.querySelector('body > [role=status]').textContent));
        assert.doesNotMatch((await finished(page)).all, /Søkerliste:/);
        // Undecided: each text says what it waits for, and leads there.
        await (await atStep(page, 'arbeidsgiver')).selectOption('kommune');
        await goToStep(page, 'Godt å vite før du søker');
        await page.getByRole('button', { name: 'Politiattest', exact: true }).first().click();
        await focusIsSomewhere(page, 'after «Politiattest»');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'ui_svar-attest');
        await (await atStep(page, 'attest')).selectOption('ja');
        assert.match((await finished(page)).all, /Vi ber om politiattest .*, etter helse- og omsorgstjenesteloven/);
        // Where the law has no rule for the employer, there is no such text until somebody names one.
        await (await atStep(page, 'arbeidsgiver')).selectOption('privat');
        assert.doesNotMatch((await finished(page)).all, /Vi ber om politiattest/);
        await (await atStep(page, 'attest_grunnlag')).fill('en egen lovregel');
        assert.match((await finished(page)).all, /Vi ber om politiattest .*, etter en egen lovregel/);

        // Choices, and advice about one.
        await goToStep(page, 'Arbeidsoppgaver');
        await choice(page, 'oppgave-gruppe').uncheck();
        await page.locator('#valg-oppgave-lar > div > span').click({ position: { x: 12, y: 12 } });
        assert.ok(await choice(page, 'oppgave-lar').isChecked(), 'the text ticks its box');
        const described = await choice(page, 'oppgave-lar').getAttribute('aria-describedby');
        assert.match(await page.locator(`#${described}`).innerText(), /Avklar opplæring, delegering/);
        await (await atStep(page, 'krav')).selectOption('onske');
        assert.match(await page.locator('#ui_svar-krav-rad').innerText(), /Stopp\s+Uten kravet er dette en ordinær stilling/);

        const { text, all, empty, own } = await finished(page);
        assert.equal(text[0], 'Ledig stilling som erfaringskonsulent, Eksempel kommune');
        assert.ok(all.includes('Eksempel kommune søker erfaringskonsulent til'), all);
        assert.ok(all.includes('Send søknaden innen 1. desember 2026.'), all);
        assert.ok(all.includes('LAR-medisin') && !all.includes('Du leder grupper'), all);
        assert.doesNotMatch(all, /Håndboken|Hjelp|Fyll ut/);
        assert.deepEqual([empty, own], [0, 0]);
        assert.deepEqual(await storage(page), NOTHING);
      }));

    test('answers go with the tab: to another document, through an article, back, and when loaded again', () =>
      reader(homes[where], {}, async (page, open) => {
        await open(AD);
        await (await atStep(page, 'enhet')).fill('Team <b>Nord</b>');
        await page.locator('.meny').getByRole('link', { name: 'Rollebeskrivelse: ROP-team' }).click();
        await started(page);
        assert.equal(await inText(page, 'enhet').inputValue(), 'Team <b>Nord</b>');
        await (await atStep(page, 'enhet')).fill('Team Sør');
        await page.locator('.meny').getByRole('link', { name: 'Bakgrunn' }).click();
        await page.waitForURL(/bakgrunn/);
        await page.waitForFunction(() => window.brobygger?.tab.newest());
        await page.locator('.meny').getByRole('link', { name: 'Skjemaer og maler' }).click();
        await page.waitForURL(/skjemaer/);
        await page.waitForFunction(() => window.brobygger?.tab.newest());
        await page.locator('.delside a').first().click();
        await started(page);
        assert.equal(await inForm(page, 'enhet').inputValue(), 'Team Sør');
        await page.reload();
        await started(page);
        assert.equal(await inForm(page, 'enhet').inputValue(), 'Team Sør');
        await page.goBack();
        await page.waitForURL(/skjemaer/);
        await page.goBack();
        await page.waitForURL(/bakgrunn/);
        await page.goBack();
        await started(page);
        assert.equal(await inForm(page, 'enhet').inputValue(), 'Team Sør');
        assert.deepEqual(await storage(page), NOTHING);
      }));

    test('stored only on request, and deleted', () =>
      reader(homes[where], {}, async (page, open, context) => {
        await open(AD);
        await (await atStep(page, 'leder')).fill('avdelingsleder');
        await page.waitForTimeout(500);
        assert.deepEqual(await storage(page), NOTHING);
        await openTools(page);
        await page.getByRole('button', { name: 'Husk på denne maskinen' }).click();
        assert.equal((await storage(page)).local.length, 1);
        await (await atStep(page, 'lonn')).fill('500 000–560 000');
        await page.waitForTimeout(500);
        const other = await context.newPage();
        await other.goto(new URL(AD, homes[where]).href);
        await started(other);
        assert.equal(await inForm(other, 'lonn').inputValue(), '500 000–560 000');
        await openTools(other);
        await other.getByRole('button', { name: 'Slett det som er lagret' }).click();
        assert.deepEqual(await storage(other), NOTHING);
        assert.equal(await inForm(other, 'leder').inputValue(), 'avdelingsleder');
      }));

    test('a tab with other answers stands apart from the one that remembers, until the reader says otherwise', () =>
      reader(homes[where], {}, async (first, open, context) => {
        await open(AD);
        const second = await context.newPage();
        await second.goto(new URL(AD, homes[where]).href);
        const third = await context.newPage();
        await third.goto(new URL(AD, homes[where]).href);
        for (const page of [second, third]) await started(page);
        for (const page of [first, second]) await openTools(page);
        const has = (page, answer) =>
          page.waitForFunction((wanted) => document.querySelector('#ui_svar-leder').value === wanted, answer, { polling: 100, timeout: 10_000 });
        const remembered = () => first.evaluate(() => JSON.parse(localStorage.getItem(localStorage.key(0))).answers.fields.leder);
        const remember = (page) => page.getByRole('button', { name: 'Husk på denne maskinen' });
        await (await atStep(second, 'leder')).fill('teamleder');
        await (await atStep(first, 'leder')).fill('avdelingsleder');
        await remember(first).click();
        // The tab without answers takes part; the one with others does not, on the next page neither.
        await has(third, 'avdelingsleder');
        await second.getByText('En annen fane har lagret andre svar').waitFor();
        await (await atStep(second, 'leder')).fill('seksjonsleder');
        await second.locator('.meny').getByRole('link', { name: 'Rollebeskrivelse: ROP-team' }).click();
        await second.waitForURL('**/stilling-rop-team.html');
        await started(second);
        await has(second, 'seksjonsleder');
        await second.goBack();
        await started(second);
        await has(second, 'seksjonsleder');
        await (await atStep(third, 'leder')).fill('rektor');
        await has(first, 'rektor');
        assert.equal(await inForm(second, 'leder').inputValue(), 'seksjonsleder');
        assert.equal(await remembered(), 'rektor');
        // It joins when the reader says so.
        await openTools(second);
        await remember(second).click();
        await second.getByRole('dialog').getByRole('button', { name: 'Avbryt' }).click();
        assert.equal(await remembered(), 'rektor');
        await remember(second).click();
        await second.getByRole('dialog').getByRole('button', { name: 'Bytt ut' }).click();
        await has(first, 'seksjonsleder');
        await has(third, 'seksjonsleder');
        await second.reload();
        await started(second);
        await (await atStep(third, 'leder')).fill('daglig leder');
        await has(second, 'daglig leder');
      }));

    test('copied, formatted and plain', () =>
      reader(homes[where], {}, async (page, open) => {
        // Without the newer way, as a browser may have it on the disk.
        await page.addInitScript(() => {
          Object.defineProperty(navigator, 'clipboard', { value: undefined });
          addEventListener('copy', ({ clipboardData }) => {
            window.copied = { html: clipboardData.getData('text/html'), text: clipboardData.getData('text/plain') };
          });
        });
        await open(AD);
        await (await atStep(page, 'virksomhet')).fill('A & B <kommune>');
        await (await atStep(page, 'formal')).fill('Flere blir hørt, 50 prosent.\nTjenesten blir bedre.');
        await page.getByRole('button', { name: 'Kopier', exact: true }).click();
        await page.getByText('Dokumentet er kopiert').waitFor();
        const { html, text } = await page.evaluate(() => window.copied);
        assert.match(html, /<h2>Om oss og stillingen<\/h2><p><strong>A &amp; B &lt;kommune&gt; søker/);
        assert.doesNotMatch(html, /class=|id=|Håndboken|<li><\/li>/);
        assert.match(text, /^Ledig stilling som erfaringskonsulent, A & B <kommune>\n\nOm oss og stillingen\n\nA & B <kommune> søker erfaringskonsulent til \[Enhet eller tjeneste\]\n/);
        assert.match(text, /\n- Du leder grupper sammen med en kollega\.\n- /);
        // What is typed stays as it is typed; the author's signs stay with their numbers.
        assert.match(text, /Flere blir hørt, 50 prosent\.\nTjenesten blir bedre\.\n/);
        for (const copied of [html, text]) assert.match(copied, /\(offentleglova §(?:\u00a0|&nbsp;)25\)/);
        await page.getByRole('button', { name: 'Kopier som ren tekst' }).click();
        await page.waitForFunction(() => window.copied.html === '');
        await focusIsSomewhere(page, 'after copying');
      }));
  });
}

test('by keyboard alone', () =>
  reader(homes.disk, {}, async (page, open) => {
    await open(AD);
    const { keyboard } = page;
    const tabTo = async (matches) => {
      for (let count = 0; count < 300; count += 1) {
        await keyboard.press('Tab');
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(matches)})`)) return;
      }
      assert.fail(`no Tab reaches ${matches}`);
    };
    await tabTo('.felt[data-field=virksomhet] textarea');
    await keyboard.type('Eksempel kommune');
    await keyboard.press('Enter');
    assert.equal(await inForm(page, 'virksomhet').inputValue(), 'Eksempel kommune');
    // A choice whose own branch goes: the focus stays in it until it is left.
    await tabTo('.felt[data-field=tittel] select');
    await keyboard.press('End');
    assert.equal(await inForm(page, 'tittel').inputValue(), 'annen');
    await focusIsSomewhere(page, 'when the branch goes');
    await keyboard.press('Tab');
    await page.waitForTimeout(100);
    await focusIsSomewhere(page, 'in the branch that goes');
    await keyboard.press('Tab');
    await page.waitForTimeout(100);
    await focusIsSomewhere(page, 'after the branch is gone');
    assert.equal(await page.locator('.felt[data-field=tittel]:visible').count(), 0);
    await tabTo('.ov:has(#arbeidsoppgaver) .apner');
    await keyboard.press('Enter');
    await tabTo('#valg-oppgave-gruppe > input');
    await keyboard.press('Space');
    assert.ok(!(await choice(page, 'oppgave-gruppe').isChecked()));

    await check(page).focus();
    await keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'ui_kontroll');
    await tabTo('.kontroll [data-at=leder]');
    await keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.closest('.felt')?.dataset.field), 'leder');
    await keyboard.type('seksjonsleder');
    await page.waitForTimeout(100);
    assert.equal(await page.locator('.kontroll [data-at=leder]').count(), 0);
    await focusIsSomewhere(page, 'after the check');
    // What was taken out is listed, and leads to its box.
    await page.locator('.kontroll [data-at="choice.oppgave-gruppe"]').focus();
    await keyboard.press('Enter');
    await keyboard.press('Space');
    assert.ok(await choice(page, 'oppgave-gruppe').isChecked());
  }));

test('the form is near, in steps, and asks what counts', () =>
  reader(homes.disk, {}, async (page, open) => {
    await open(AD);
    const { keyboard } = page;
    // From the first skip link, and from the one that leads to the form.
    for (const link of ['Hopp til innholdet', 'Hopp til skjemaet']) {
      await page.getByRole('link', { name: link }).focus();
      await keyboard.press('Enter');
      let stops = 0;
      do {
        await keyboard.press('Tab');
        stops += 1;
      } while (stops < 20 && !(await page.evaluate(() => document.activeElement.matches('.sporrefelt :is(input, select, textarea)'))));
      assert.ok(stops <= 5, `${stops} stops from «${link}»`);
    }
    // What counts under a condition only is asked when that holds.
    const asked = (name) => page.locator(`#felt-${name}`).evaluate((row) => !row.hidden);
    assert.equal(await asked('annen_tittel'), false);
    await (await atStep(page, 'tittel')).selectOption('annen');
    assert.equal(await asked('annen_tittel'), true);
    for (const name of ['prosent', 'grunnlag', 'sluttdato', 'provetid_maneder', 'stillingskode', 'attest_grunnlag', 'forerkort_grunn']) {
      assert.equal(await asked(name), false, name);
    }
    const lacking = () => page.locator('.gjenstar').innerText();
    const before = await lacking();
    await (await atStep(page, 'varighet')).selectOption('midlertidig');
    for (const name of ['grunnlag', 'sluttdato']) assert.equal(await asked(name), true, name);
    await (await atStep(page, 'sluttdato')).fill('2027-12-01');
    await inForm(page, 'varighet').focus();
    await inForm(page, 'varighet').selectOption('fast');
    assert.equal(await asked('sluttdato'), false);
    assert.equal(await lacking(), before);
    // Steps: the text opens with them; the next one has the focus; any can be opened.
    await page.locator('.stegliste > summary').click();
    await page.locator('.stegliste li').first().getByRole('button').click();
    assert.equal(await page.locator('.stegliste > summary').innerText(), 'Del 1 av 9');
    assert.equal(await page.locator('#hvorfor-vi-ber-om-erfaring ~ .apner').getAttribute('aria-expanded'), 'false');
    await page.getByRole('button', { name: 'Neste: Hvorfor vi ber om erfaring' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Hvorfor vi ber om erfaring');
    assert.equal(await page.locator('#hvorfor-vi-ber-om-erfaring ~ .apner').getAttribute('aria-expanded'), 'true');
    await keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.closest('.sporrefelt')?.id), 'felt-hvorfor');
    await goToStep(page, 'Slik søker du');
    assert.equal(await page.locator('.stegliste > summary').innerText(), 'Del 8 av 9');
    // A link to a section that is folded opens it, and what is written of it in the help.
    await page.evaluate(() => (location.hash = '#det-vi-krever'));
    await page.waitForFunction(() => document.querySelector('#det-vi-krever ~ .apner').getAttribute('aria-expanded') === 'true');
  }));

test('advice: a warning is told at once, an insertion once the text stands still, what was followed no more', () =>
  reader(homes.disk, {}, async (page, open) => {
    await open(AD);
    await page.evaluate(() => {
      window.heard = [];
      for (const voice of document.querySelectorAll('body > [role=status], body > [aria-live=assertive]')) {
        new MutationObserver(() => voice.textContent && heard.push([voice.ariaLive ?? voice.role, voice.textContent])).observe(voice, { childList: true });
      }
    });
    const heard = () => page.evaluate(() => window.heard.splice(0));
    await inText(page, 'formal').pressSequentially('Flere', { delay: 30 });
    assert.deepEqual(await heard(), []);
    await (await atStep(page, 'krav')).selectOption('onske');
    await page.waitForFunction(() => window.heard.length);
    const [[how, what]] = await heard();
    assert.equal(how, 'assertive');
    assert.match(what, /^Stopp: Uten kravet er dette en ordinær stilling\./);
    await page.waitForFunction(() => window.heard.length);
    assert.match((await heard())[0].join(' '), /^status .*Gikk ut av teksten: «Derfor er erfaringen et krav/);
    // A word of several letters is one message.
    await (await atStep(page, 'medvirket')).pressSequentially('Mental Helse', { delay: 40 });
    await page.waitForFunction(() => window.heard.length);
    await page.waitForTimeout(1500);
    const all = await heard();
    assert.equal(all.length, 1, JSON.stringify(all));
    assert.match(all[0][1], /Kom med i teksten: «Denne utlysningen er skrevet sammen med Mental Helse/);
    // Followed: neither in the form nor in the check, but to be had back.
    const list = page.locator('#ui_svar-krav-rad');
    await atStep(page, 'krav');
    await list.locator('.stop').getByRole('button', { name: /^Gjort/ }).click();
    await focusIsSomewhere(page, 'after «Gjort»');
    assert.equal(await list.locator('.stop').count(), 0);
    await check(page).click();
    const told = () => page.locator('.kontroll .grunn:visible').filter({ hasText: 'Uten kravet er dette' }).count();
    assert.equal(await told(), 0);
    await page.locator('.kontroll summary').filter({ hasText: 'Råd dere har fulgt (1)' }).click();
    await page.getByRole('button', { name: 'Vis rådet igjen' }).click();
    assert.equal(await told(), 1);
  }));

test('the guard reads what is written into the fields of every document, says so at once, and leaves the decision', () =>
  reader(homes.disk, {}, async (page, open) => {
    await open(AD);
    const place = page.locator('#ui_svar-om_oss-vakt');
    const alarm = page.locator('body > [aria-live=assertive]');
    await inText(page, 'om_oss').fill('Vi søker en stabil person, rusfri i to år.');
    await place.getByText('Forbudt, slik vi leser loven').first().waitFor();
    assert.match(await place.innerText(), /Det gjelder «rusfri i to år»[^]*arbeidsmiljøloven § 9-3[^]*Skriv heller:/);
    // Whoever writes hears it once, at once; who comes back to the field hears it there, without the links.
    const described = () => inText(page, 'om_oss').evaluate((one) => (one.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent).join(' '));
    assert.doesNotMatch(await described(), /Forbudt/);
    await inText(page, 'om_oss').blur();
    await page.waitForFunction(() => document.getElementById('ui_svar-om_oss-vaktsagt').textContent);
    assert.match(await described(), /Forbudt, slik vi leser loven: Det gjelder «rusfri i to år»\. .*Skriv heller: /);
    assert.doesNotMatch(await described(), /Les mer/);
    // A letter more changes nothing in the form that is not new: a screen reader is told of whatever is written anew.
    await inText(page, 'om_oss').press('End');
    await page.evaluate(stands, '.utfylling');
    await page.evaluate(() => {
      window.anew = [];
      const seen = (all) => anew.push(...all.map(({ type, target }) => `${type} ${target.localName}.${target.className} ${target.textContent.slice(0, 40)}`));
      new MutationObserver(seen).observe(document.querySelector('.utfylling'), { subtree: true, childList: true, characterData: true, attributeFilter: ['aria-describedby', 'aria-current'] });
    });
    await inText(page, 'om_oss').press('!');
    await page.waitForTimeout(200);
    assert.deepEqual(await page.evaluate(() => window.anew), []);
    await page.waitForFunction(() => /Forbudt, slik vi leser loven: /.test(document.querySelector('body > [aria-live=assertive]').textContent));
    await check(page).click();
    assert.match(await page.locator('.kontroll').innerText(), /Skrevet i feltene \(2\)[^]*Kort om stedet[^]*«rusfri i to år»[^]*Mangler \(\d+\)/);
    // It is counted wherever the check is named, and who downloads hears of it.
    const short = /2 funn,\s+\d+ felt mangler/;
    for (const place of [check(page), page.locator('#ui_kontroll')]) assert.match(await place.innerText(), short);
    await page.getByRole('button', { name: 'Lukk kontrollen' }).click();
    await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Last ned Word' }).click()]);
    const made = page.getByRole('status').filter({ hasText: 'lastet ned' });
    assert.match(await made.innerText(), /Ikke ferdig: 2 funn, \d+ felt mangler\./);
    await made.getByRole('button', { name: 'Se i kontrollen' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'ui_kontroll');
    await inText(page, 'om_oss').fill('Vi er et team for voksne med psykose.');
    await place.waitFor({ state: 'hidden' });
    assert.equal(await page.locator('.kontroll').getByText('Skrevet i feltene').count(), 0);
    assert.ok(await alarm.count());
    // The whole of a long text, and other documents than advertisements.
    await inText(page, 'om_oss').fill(`${'Vi er et lite team, og vi liker det. '.repeat(60)}Du har en diagnose.`);
    await place.getByText('diagnose').first().waitFor();
    for (const path of ['maler/intervjureferat.html', 'maler/intervjuguide.html', 'maler/avslagsbrev.html']) {
      await open(path);
      const name = await page.evaluate(() => JSON.parse(document.getElementById('ui_skjemadata').textContent).fields.find(({ type }) => type === 'long' || type === 'text').name);
      await (await atStep(page, name)).fill('Kandidaten er edru nå.');
      await page.locator(`#ui_svar-${name}-vakt`).getByText('Forbudt, slik vi leser loven').first().waitFor();
    }
  }));

test('what loses answers is neither first, nor the main button, nor where the focus is', () =>
  reader(homes.disk, {}, async (page, open) => {
    await open(AD);
    await openTools(page);
    await inForm(page, 'virksomhet').fill('x');
    const tools = page.locator('.svarverktoy button');
    assert.equal(await tools.first().innerText(), 'Lagre svarene som fil');
    await page.getByRole('button', { name: 'Tøm svarene' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Avbryt');
    assert.equal(await page.locator('dialog .hoved').count(), 0);
    await page.keyboard.press('Enter');
    assert.equal(await inForm(page, 'virksomhet').inputValue(), 'x');
  }));

test('in the list of steps the number stands on the first line of its step, on a phone too', () =>
  reader(homes.disk, { viewport: { width: 360, height: 740 } }, async (page, open) => {
    await open(AD);
    await page.locator('.stegliste > summary').click();
    const offsets = await page.locator('.stegliste li').evaluateAll((items) => items.map((item) => {
      // A mark of the line that the number stands on.
      const mark = document.createElement('span');
      item.prepend(mark);
      const line = mark.getBoundingClientRect();
      const first = item.querySelector('button').getClientRects()[0];
      mark.remove();
      return Math.round(line.top - first.top);
    }));
    assert.ok(offsets.some((_, i) => i > 0) && offsets.every((offset) => Math.abs(offset) < 12), `${offsets}`);
  }));

test('no more than two lines of help stand in a row: one opens the others, and none of them is lost', () =>
  reader(homes.disk, {}, async (page, open) => {
    const wrong = [];
    let bundles = 0;
    for (const path of documents) {
      const written = (readFileSync(new URL(path, homes.disk), 'utf8').match(/class="hjelp-tittel"/g) ?? []).length;
      await open(path);
      const [most, boxes, several] = await page.evaluate(() => {
        const help = [...document.querySelectorAll('.tekst .hjelp')].filter((box) => !box.parentElement.closest('.hjelp'));
        const inRow = (box) => (box?.matches('.hjelp') ? 1 + inRow(box.nextElementSibling) : 0);
        const held = document.querySelectorAll('.hjelp .hjelp').length;
        const several = help.filter((box) => box.querySelector('.hjelp')).length;
        return [Math.max(0, ...help.map(inRow)), help.length - several + held, several];
      });
      bundles += several;
      if (most > 2) wrong.push(`${path}: ${most} in a row`);
      if (boxes !== written) wrong.push(`${path}: ${boxes} boxes of ${written}`);
    }
    expectNone(wrong);
    assert.notEqual(bundles, 0);
    await open('maler/taushet-og-habilitet.html');
    const bundle = page.locator('.hjelp:has(.hjelp)').first();
    await bundle.locator('summary').first().click();
    assert.match(await bundle.innerText(), /^Hjelp · Lov \(5\)/);
    assert.equal(await bundle.locator('.hjelp:visible').count(), 5);
  }));

test('before anything is opened, every document is at most 900 words', () =>
  reader(homes.disk, {}, async (page, open) => {
    const long = [];
    for (const path of documents) {
      await open(path);
      const words = await page.evaluate(() => document.querySelector('main').innerText.split(/\s+/).filter(Boolean).length);
      if (words > 900) long.push(`${path}: ${words}`);
    }
    expectNone(long);
  }));

test('clearing a field that carries its own branch loses neither text nor focus', () =>
  reader(homes.disk, {}, async (page, open) => {
    await open(AD);
    await (await atStep(page, 'medvirket')).fill('brukerorganisasjonen');
    await inText(page, 'medvirket').fill('');
    await focusIsSomewhere(page, 'when the field is emptied');
    await page.keyboard.type('Mental Helse');
    assert.match((await finished(page)).all, /skrevet sammen med Mental Helse\./);
    await inText(page, 'medvirket').fill('');
    await (await atStep(page, 'lonn')).click();
    await page.waitForTimeout(100);
    assert.equal(await page.locator('.felt[data-field=medvirket]:visible').count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'ui_svar-lonn');
  }));

test('everything filled in: nothing is missing, and it says so', () =>
  reader(homes.disk, {}, async (page, open) => {
    await open(AD);
    await check(page).click();
    assert.match(await page.locator('#ui_kontroll').innerText(), /^Kontroller: \d+ felt mangler$/);
    for (let rounds = 0; rounds < 40; rounds += 1) {
      const entry = page.locator('.kontroll h4:has-text("Mangler") + ul [data-at]').first();
      if ((await entry.count()) === 0) break;
      await entry.click();
      await page.evaluate(() => {
        const control = document.activeElement;
        if (control.localName === 'select') control.selectedIndex = control.options.length - 1;
        else control.value = control.type === 'date' ? '2026-12-24' : '50 og mer';
        control.dispatchEvent(new Event('input', { bubbles: true }));
      });
    }
    assert.match(await page.locator('.igjen').innerText(), /^Ingenting mangler/);
    assert.equal(await check(page).innerText(), 'Kontroller');
    const { all } = await finished(page);
    assert.ok(all.includes('24. desember 2026'), all);
  }));

test('a mark after a field stands on its last line, and a field for a number shows its whole label', () =>
  reader(homes.disk, { viewport: { width: 1220, height: 740 } }, async (page, open) => {
    await open(AD);
    await (await atStep(page, 'andel')).selectOption('liten');
    await (await atStep(page, 'prosent')).fill('40');
    await page.getByRole('button', { name: 'Vis hele teksten' }).click();
    assert.ok((await page.locator('.samlet:visible').count()) > 3);
    const below = await page.evaluate(() =>
      [...document.querySelectorAll('.samlet')]
        .filter((held) => held.checkVisibility())
        .map((held) => {
          const range = document.createRange();
          range.selectNode(held.lastChild);
          const box = held.querySelector('.velger, input, textarea').getBoundingClientRect();
          return [range.getBoundingClientRect(), box, held.textContent];
        })
        .filter(([mark, box]) => mark.top > box.bottom - 4 || mark.bottom < box.bottom - 8 || mark.right > innerWidth)
        .map(([, , text]) => text),
    );
    expectNone(below);
    const number = inText(page, 'prosent');
    assert.ok(await number.evaluate((one) => one.scrollWidth <= one.clientWidth), 'the number is cut off');
    assert.match((await finished(page)).all, /er ikke nødvendig\./);
  }));

test('nothing shows through below the bar of the form', () =>
  reader(homes.disk, {}, async (page, open) => {
    await open(AD);
    const below = await page.evaluate(() => {
      const side = document.querySelector('.utfylling');
      side.scrollIntoView();
      const { left, bottom } = side.getBoundingClientRect();
      return document.elementFromPoint(left + 60, Math.min(bottom, innerHeight) - 2).closest('.handling, form')?.className;
    });
    assert.equal(below, 'handling');
  }));

test('by touch, on a phone', () =>
  reader(homes.server, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, async (page, open) => {
    await page.goto(new URL('index.html', homes.server).href);
    await open(AD);
    // One input a question: the text shows the answers, and leads to where they are given.
    assert.equal(await page.locator('.felt :is(input, textarea, select):visible').count(), 0);
    assert.ok((await page.locator('.utfylling').boundingBox()).y < 740, 'the form is not on the first screen');
    await page.locator('.felt[data-field=virksomhet] .svar:visible').first().tap();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'ui_svar-virksomhet');
    await page.keyboard.type('Eksempel kommune');
    assert.equal(await page.locator('.felt[data-field=virksomhet] .svar:visible').first().innerText(), 'Eksempel kommune');
    await goToStep(page, 'Arbeidsoppgaver');
    await choice(page, 'oppgave-lar').tap();
    assert.match(await page.locator('#valg-oppgave-lar').innerText(), /Avklar opplæring/);
    await (await atStep(page, 'andel')).selectOption('liten');
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    assert.ok(await fits());
    await check(page).tap();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'ui_kontroll');
    await page.locator('.kontroll [data-at=leder]').tap();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'ui_svar-leder');
    // Not behind the bar.
    const seen = await page.evaluate(() => {
      const control = document.activeElement.getBoundingClientRect();
      return control.top >= 0 && control.bottom <= document.querySelector('.handling').getBoundingClientRect().top;
    });
    assert.ok(seen);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('article :is(button, input, select, textarea):not([hidden])')]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
        .filter(([, { width, height }]) => width < 24 || height < 24)
        .map(([html, { width, height }]) => `${width}×${height}: ${html}`),
    );
    expectNone(small);
  }));

test('saved as a file and opened again; a wrong file changes nothing; what is there is not lost unasked', () =>
  reader(homes.disk, { acceptDownloads: true }, async (page, open) => {
    const file = join(tmpdir(), `brobygger-svar-${process.pid}.json`);
    const openFile = async (content) => {
      writeFileSync(file, content);
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Åpne svar' }).click()]);
      await chooser.setFiles(file);
    };
    const says = (text) => page.locator('.svarverktoy [role=status]').getByText(text).waitFor();
    try {
      await open(AD);
      await openTools(page);
      await (await atStep(page, 'leder')).fill('seksjonsleder');
      await goToStep(page, 'Arbeidsoppgaver');
      await choice(page, 'oppgave-gruppe').uncheck();
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Lagre svarene som fil' }).click()]);
      const saved = readFileSync(await download.path(), 'utf8');
      await says(/^Svarene er lagret som fil\. Dere finner den blant nedlastingene\.$/);
      assert.deepEqual(JSON.parse(saved), {
        brobygger: 1,
        fields: { leder: 'seksjonsleder' },
        documents: { 'maler/utlysning-kommune': { choices: { 'oppgave-gruppe': false } } },
      });
      for (const [content, message] of [
        ['ikke JSON', 'Filen er ikke en svarfil'],
        ['[1]', 'Filen er ikke en svarfil'],
        ['{"brobygger": 2}', 'en annen versjon'],
        ['{"brobygger": 1, "fields": {"leder": 7}}', 'skadet eller endret og kan ikke åpnes: «fields › leder» skal være tekst'],
        ['{"brobygger": 1, "documents": {"x": {"choices": {"a": "ja"}}}}', '«documents › x › choices › a» skal være true eller false'],
      ]) {
        await openFile(content);
        await says(message);
        assert.equal(await inForm(page, 'leder').inputValue(), 'seksjonsleder');
      }
      const other = '{"brobygger": 1, "fields": {"leder": "rektor", "ukjent": "x"}, "documents": {}, "mer": [1]}';
      await openFile(other);
      await page.getByRole('dialog').getByRole('button', { name: 'Avbryt' }).click();
      await says('Filen ble ikke åpnet');
      assert.equal(await inForm(page, 'leder').inputValue(), 'seksjonsleder');
      await openFile(other);
      await page.getByRole('dialog').getByRole('button', { name: 'Bytt ut' }).click();
      await says('Svarene er åpnet');
      assert.equal(await inForm(page, 'leder').inputValue(), 'rektor');
      assert.ok(await choice(page, 'oppgave-gruppe').isChecked());
      const kept = await page.evaluate(() => brobygger.answers.all());
      assert.deepEqual([kept.mer, kept.fields.ukjent], [[1], 'x']);

      await page.getByRole('button', { name: 'Tøm svarene' }).click();
      await page.keyboard.press('Escape');
      assert.equal(await inForm(page, 'leder').inputValue(), 'rektor');
      await focusIsSomewhere(page, 'after Esc');
      await page.getByRole('button', { name: 'Tøm svarene' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Tøm svarene' }).click();
      await says('Svarene er tømt');
      assert.equal(await inForm(page, 'leder').inputValue(), '');
    } finally {
      rmSync(file, { force: true });
    }
  }));

test('the file of answers leaves the self-assessment out, says so, and opening it takes nothing of that away', () =>
  reader(homes.disk, { acceptDownloads: true }, async (page, open) => {
    const file = join(tmpdir(), `brobygger-uten-${process.pid}.json`);
    try {
      await open(AD);
      await openTools(page);
      assert.match(await page.locator('.svarverktoy').innerText(), /Egenvurderingen er ikke med\./);
      assert.match(await page.locator('.svarverktoy').innerText(), /alt som er svart i denne fanen, også i egenvurderingen/);
      const said = { respondent: 'consultant', ratings: { alene: 'Stemmer ikke' }, notes: { alene: 'Bare til meg.' }, plan: { what: 'x' } };
      await page.evaluate((given) => {
        Object.assign(brobygger.answers.document('verktoy/egenvurdering'), given);
        brobygger.answers.document('verktoy/sjekkliste-for').choices.x = true;
        brobygger.answers.changed();
      }, said);
      await (await atStep(page, 'leder')).fill('seksjonsleder');
      const save = async () => {
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Lagre svarene som fil' }).click()]);
        return readFileSync(await download.path(), 'utf8');
      };
      const saved = await save();
      assert.deepEqual(JSON.parse(saved), {
        brobygger: 1,
        fields: { leder: 'seksjonsleder' },
        documents: { 'verktoy/sjekkliste-for': { choices: { x: true } } },
      });
      await page.locator('.svarverktoy [role=status]').getByText('Egenvurderingen er ikke med i filen.').waitFor();
      writeFileSync(file, saved.replace('seksjonsleder', 'rektor'));
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Åpne svar' }).click()]);
      await chooser.setFiles(file);
      await page.getByRole('dialog').getByRole('button', { name: 'Bytt ut' }).click();
      await page.locator('.svarverktoy [role=status]').getByText('Svarene er åpnet').waitFor();
      const kept = await page.evaluate(() => brobygger.answers.all());
      assert.equal(kept.fields.leder, 'rektor');
      assert.deepEqual(kept.documents['verktoy/egenvurdering'], said);
    } finally {
      rmSync(file, { force: true });
    }
  }));

test('the Word file is made of the answers as they are on this page; when that fails, it says what to do', () =>
  reader(homes.disk, { acceptDownloads: true }, async (page, open) => {
    await open(ROLE);
    await (await atStep(page, 'leder')).fill('teamleder');
    await page.evaluate(() => {
      brobygger.load = async (name) => {
        if (name === 'word') brobygger.word = { make: async (id, answers) => new Blob([JSON.stringify({ id, fields: answers.fields })]) };
      };
    });
    const word = page.getByRole('button', { name: 'Last ned Word' });
    const [download] = await Promise.all([page.waitForEvent('download'), word.click()]);
    assert.equal(download.suggestedFilename(), 'rollebeskrivelse-for-medarbeider-med-brukererfaring.docx');
    const { id, fields } = JSON.parse(readFileSync(await download.path(), 'utf8'));
    assert.deepEqual([id, fields.leder, fields.tittel], ['maler/stilling-rop-team', 'teamleder', 'medarbeider']);
    await open(AD);
    const nameOf = async () => (await Promise.all([page.waitForEvent('download'), word.click()]))[0].suggestedFilename();
    assert.equal(await nameOf(), 'utlysning-for-erfaringskonsulent-i-kommunen.docx', 'the title has a blank');
    await (await atStep(page, 'virksomhet')).fill('Eksempel kommune');
    assert.equal(await nameOf(), 'ledig-stilling-som-erfaringskonsulent-eksempel-kommune.docx');
    await (await atStep(page, 'virksomhet')).fill('Et sted med et langt navn '.repeat(9));
    assert.match(await nameOf(), /^[a-z0-9-]{70,80}\.docx$/);
    await page.evaluate(() => {
      brobygger.load = () => Promise.reject(new Error('gone'));
      console.warn = () => {};
    });
    await word.click();
    await page.getByText('Word-filen kunne ikke lages her').waitFor();
    await focusIsSomewhere(page, 'after the failure');
  }));

test('another site gets nothing', async () => {
  const elsewhere = homes.server.replace('127.0.0.1', 'localhost');
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(new URL(AD, homes.server).href);
    await started(page);
    await (await atStep(page, 'leder')).fill('seksjonsleder');
    await page.waitForTimeout(500);
    await page.evaluate((href) => {
      const link = document.createElement('a');
      link.href = href;
      link.textContent = 'ut';
      document.querySelector('main').prepend(link);
    }, `${elsewhere}index.html`);
    await page.getByRole('link', { name: 'ut', exact: true }).click();
    await page.waitForURL(`${elsewhere}**`);
    assert.deepEqual(await page.evaluate(() => [window.name, document.referrer.includes('seksjonsleder')]), ['', false]);
    await page.goBack();
    await started(page);
    assert.equal(await inForm(page, 'leder').inputValue(), 'seksjonsleder');
    await page.goto(`${elsewhere}index.html`);
    assert.equal(await page.evaluate(() => window.name), '');
  } finally {
    await context.close();
  }
});

test('what is written just before the next page goes along, and what is written while it is on its way is there again on the way back', async () => {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.route('**/stilling-rop-team.html', async (route) => {
      await wait(1500);
      await route.continue();
    });
    await page.goto(new URL(AD, homes.server).href);
    await started(page);
    await page.evaluate(() => {
      const write = (answer) => {
        const field = document.querySelector('#ui_svar-leder');
        field.value = answer;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      };
      document.querySelector('.meny a[href="stilling-rop-team.html"]').addEventListener('click', () => {
        write('teamleder');
        setTimeout(write, 600, 'seksjonsleder');
      });
    });
    await page.locator('.meny a[href="stilling-rop-team.html"]').click({ noWaitAfter: true });
    await page.waitForURL('**/stilling-rop-team.html');
    await started(page);
    // Chromium hands over what is written until the page comes.
    assert.match(await inForm(page, 'leder').inputValue(), /^(?:team|seksjons)leder$/);
    assert.equal(await page.evaluate(() => window.name), '');
    await page.goBack();
    await started(page);
    assert.equal(await inForm(page, 'leder').inputValue(), 'seksjonsleder');
    assert.match(await page.evaluate(() => brobygger.tab.newest().text), /seksjonsleder/);
  } finally {
    await context.close();
  }
});

test('another site gets nothing after a link within the guide was stopped, nor from a file of the guide', async () => {
  const elsewhere = `${homes.server.replace('127.0.0.1', 'localhost')}fremmed`;
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    // A page of its own, without a script that empties the name; and one of the guide that never comes.
    await page.route(elsewhere, (route) => route.fulfill({ contentType: 'text/html', body: '<p>x' }));
    await page.route('**/stilling-rop-team.html', () => {});
    await page.goto(new URL(AD, homes.server).href);
    await started(page);
    await (await atStep(page, 'leder')).fill('seksjonsleder');
    const names = [];
    await page.exposeFunction('tell', (name) => names.push(name));
    await page.evaluate(() => {
      document.querySelector('.meny a[href="stilling-rop-team.html"]').addEventListener('click', () => {
        // After the answers have been written down, which a browser may take for the end of the way.
        setTimeout(() => {
          tell(window.name);
          window.stop();
        }, 500);
        setTimeout(() => tell(window.name), 800);
      });
    });
    await page.locator('.meny a[href="stilling-rop-team.html"]').click({ noWaitAfter: true });
    for (let tenths = 0; names.length < 2 && tenths < 100; tenths += 1) await wait(100);
    assert.deepEqual(names, ['', '']);
    await page.goto(elsewhere);
    assert.equal(await page.evaluate(() => window.name), '');
    await page.goBack();
    await started(page);
    assert.equal(await inForm(page, 'leder').inputValue(), 'seksjonsleder');
    // A file: what is read there is nothing that takes the answers out again.
    await page.route('**/*.pdf', (route) => route.fulfill({ contentType: 'text/html', body: '<p>PDF' }));
    await page.locator('.tomt a[href$=".pdf"]').click();
    await page.getByText('PDF').waitFor();
    assert.equal(await page.evaluate(() => window.name), '');
  } finally {
    await context.close();
  }
});

test('on paper: the document alone, blanks as lines, and room for notes in the interview guide', () =>
  reader(homes.disk, {}, async (page, open) => {
    const file = join(tmpdir(), `brobygger-${process.pid}.pdf`);
    const onPaper = async () => {
      await page.pdf({ path: file, preferCSSPageSize: true });
      return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    };
    try {
      await open(AD);
      await (await atStep(page, 'virksomhet')).fill('Eksempel kommune');
      const ad = await onPaper();
      assert.match(ad, /Eksempel kommune søker erfaringskonsulent til\s+Enhet eller tjeneste/);
      assert.doesNotMatch(ad, /Håndboken|Kontroller|På denne siden|Ingenting dere skriver|LAR-medisin|Hjelp/);
      assert.equal(await page.locator('.utskrift').count(), 0, 'the printed document goes away again');
      await open(GUIDE);
      const guide = await onPaper();
      assert.match(guide, /Notater skrives for hånd på papiret\. De lagres ikke/);
      assert.match(guide, /Notater på papir:/);
      assert.doesNotMatch(guide, /____|I stedet for|papirene makuleres/);
      assert.equal(await page.locator('main textarea').filter({ hasNot: page.locator('x') }).evaluateAll((all) => all.filter((one) => /notat/i.test(one.getAttribute('aria-label') ?? '')).length), 0);
    } finally {
      rmSync(file, { force: true });
    }
  }));

test('on paper: the card of what may not be asked is one page, and no document ends with a scrap on a page of its own', () =>
  reader(homes.disk, {}, async (page, open) => {
    const file = join(tmpdir(), `brobygger-${process.pid}-sider.pdf`);
    const wrong = [];
    try {
      for (const path of documents) {
        await open(path);
        await page.pdf({ path: file, preferCSSPageSize: true });
        const sheets = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').filter((sheet) => sheet.trim());
        // The last line of a page is its number.
        const lines = sheets.at(-1).split('\n').filter((line) => line.trim()).length - 1;
        if (sheets.length > 1 && lines < 4) wrong.push(`${path}: ${lines} lines on page ${sheets.length}`);
        if (path !== GUIDE) continue;
        assert.match(sheets[0], /Spør ikke[^]*Diagnose[^]*Forteller søkeren selv/);
        assert.doesNotMatch(sheets[1], /Spør ikke/);
      }
    } finally {
      rmSync(file, { force: true });
    }
    expectNone(wrong);
  }));

test('no finished document, in any language, has anything of what its page says beside it', () =>
  reader(homes.disk, {}, async (page) => {
    const wrong = [];
    let beside = 0;
    for (const path of pages.filter((path) => /(^|\/)maler\//.test(path))) {
      await page.goto(new URL(path, homes.disk).href);
      if (!(await page.evaluate(() => document.querySelector('#ui_skjemadata')))) continue;
      await started(page);
      const { said, found } = await page.evaluate(() => {
        dispatchEvent(new Event('beforeprint'));
        const text = document.querySelector('.utskrift').textContent;
        dispatchEvent(new Event('afterprint'));
        const beside = [...document.querySelectorAll('.veien, .neste, .sifra, .omsiden, .kilder, .lovboks, .tekst > section')];
        const said = beside.flatMap((part) => [...part.querySelectorAll('h2, p, summary, nav')].map((one) => one.textContent.trim()));
        return { said: said.length, found: [...new Set(said)].filter((one) => one.length > 5 && text.includes(one)) };
      });
      beside += said;
      wrong.push(...found.map((text) => `${path}: «${text.slice(0, 60)}»`));
    }
    assert.ok(beside > 0, 'nothing stands beside any document');
    expectNone(wrong);
  }));

/** Large answers, each of which a field may have. */
const LARGE = {
  'line breaks': `${'\n'.repeat(100_000)}slutt`,
  spaces: `${' '.repeat(1_000_000)}slutt`,
  'letters without spaces': 'x'.repeat(1_000_000),
  emoji: '😀'.repeat(250_000),
  'a list': `${'- ab\n'.repeat(50_000)}slutt`,
  strokes: '|'.repeat(1_000_000),
  sentences: 'Vi er ti stykker her. '.repeat(45_000),
};

/** Runs in the page: notes how long what listens to each key takes. */
const watchKeys = () => {
  window.keys = [];
  addEventListener('input', () => (window.began = performance.now()), true);
  addEventListener('input', () => window.keys.push(performance.now() - window.began));
};

for (const [name, text] of Object.entries(LARGE)) {
  test(`a very long answer, ${name}: each key costs little, it stands whole where it is written, and nothing of it is lost`, () =>
    reader(homes.disk, {}, async (page, open) => {
      await open(AD);
      await page.evaluate(watchKeys);
      const written = await atStep(page, 'formal');
      await written.evaluate((control, value) => {
        control.focus();
        control.value = value;
        control.dispatchEvent(new Event('input', { bubbles: true }));
        control.setSelectionRange(value.length, value.length);
      }, text);
      for (const key of 'abc') await page.keyboard.type(key);
      const keys = await page.evaluate(() => window.keys.slice(1).sort((a, b) => a - b));
      assert.equal(keys.length, 3);
      assert.ok(keys[1] < 300, `a key costs ${keys.map(Math.round)} ms`);
      const whole = `${text}abc`;
      assert.equal(await written.evaluate((control) => control.value.length), whole.length);
      // The other control shows the beginning, says so, and takes nothing until somebody is in it.
      const shown = await page.locator('.felt[data-field="formal"] textarea').first().evaluate((control) => ({ text: control.value, closed: control.readOnly }));
      assert.ok(shown.closed && shown.text.length < 11_000, `${shown.text.length}`);
      assert.match(shown.text, /bare begynnelsen vises her/);
      const [answer, printed] = await page.evaluate(() => {
        dispatchEvent(new Event('beforeprint'));
        const found = document.querySelector('.utskrift');
        const breaks = found.querySelectorAll('br').length;
        const all = [found.textContent.includes('abc'), breaks];
        dispatchEvent(new Event('afterprint'));
        return [window.brobygger.answers.all().fields.formal, all];
      });
      assert.equal(answer, whole);
      assert.deepEqual(printed, [true, whole.trim().split('\n').length - 1]);
      await page.locator('.felt[data-field="formal"] textarea').first().evaluate((control) => control.focus());
      assert.equal(await page.locator('.felt[data-field="formal"] textarea').first().evaluate((control) => control.value.length), whole.length);
      assert.ok((await written.evaluate((control) => control.value.length)) < 11_000);
      assert.equal(await page.evaluate(() => window.brobygger.answers.all().fields.formal), whole);
    }));
}

test('texts a reader added stand last in the last list of their section', () =>
  reader(homes.disk, {}, async (page, open) => {
    await open(GUIDE);
    await page.evaluate(() => {
      brobygger.answers.document('maler/intervjuguide').added = { motivasjon: ['Hva vil du lære?', ' '], finnes_ikke: ['x'] };
      brobygger.answers.changed();
    });
    const { text } = await finished(page);
    const at = text.indexOf('Hva vil du lære?');
    assert.equal(text[at - 1], 'Hva kan og vet du som passer til denne jobben?');
    assert.equal(text[at + 1], 'Notater på papir:');
  }));

for (const path of documents) {
  test(`${path}: starts, is finished without empty parts, and fits a phone`, () =>
    reader(homes.disk, { viewport: { width: 320, height: 800 } }, async (page, open) => {
      await open(path);
      const { empty, own, text } = await finished(page);
      assert.deepEqual([empty, own], [0, 0]);
      // Minutes and notes say next to nothing before anything is answered.
      assert.ok(text.length > 2, text.join('\n'));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'too wide');
      const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
      assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) < i), []);
      await page.evaluate(() => {
        for (const box of document.querySelectorAll('.valg > input:checked')) box.click();
      });
      const cut = await finished(page);
      assert.deepEqual([cut.empty, cut.own], [0, 0], 'with every choice taken out');
    }));
}

for (const [width, colorScheme] of [[1440, 'light'], [1280, 'dark'], [360, 'light'], [360, 'dark']]) {
  test(`axe finds nothing in any state: ${width} px, ${colorScheme}`, () =>
    reader(homes.disk, { viewport: { width, height: 900 }, colorScheme }, async (page, open) => {
      const found = [];
      const look = async (state) => found.push(...(await violations(page)).map((what) => `${state}: ${what}`));
      await open(AD);
      await look('at first');
      await page.evaluate(() => {
        const { answers } = brobygger;
        for (const [name, answer] of Object.entries({ virksomhet: 'Eksempel kommune', krav: 'onske', andel: 'liten', varighet: 'midlertidig', forerkort: 'ja' })) answers.field(name, answer);
        Object.assign(answers.document('maler/utlysning-kommune').choices, { 'oppgave-gruppe': false, 'oppgave-lar': true });
        answers.changed();
      });
      await check(page).click();
      await look('checked');
      await page.getByRole('button', { name: 'Lukk kontrollen' }).click();
      for (const title of ['Arbeidsoppgaver', 'Omfang, arbeidstid og lønn']) {
        await goToStep(page, title);
        await look(title);
      }
      await page.evaluate(() => document.querySelectorAll('article details').forEach((one) => (one.open = true)));
      await page.getByRole('button', { name: 'Vis hele teksten' }).click();
      await page.evaluate(() => (document.querySelector('.skjemaark').scrollTop = 1e6));
      await look('all open');
      await page.getByRole('button', { name: 'Tøm svarene' }).click();
      await look('asked');
      await page.keyboard.press('Escape');
      await open(GUIDE);
      await look('interview guide');
      expectNone(found);
    }));
}

test('a script that fails half-way leaves the text as it is without scripts', async () => {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      let left = 3;
      const { before } = Element.prototype;
      Element.prototype.before = function (...nodes) {
        left -= 1;
        if (left < 0) throw new Error('on purpose');
        return before.apply(this, nodes);
      };
    });
    const failed = page.waitForEvent('console', (message) => message.text().includes('on purpose'));
    await page.goto(new URL(AD, homes.disk).href);
    await failed;
    assert.equal(await page.locator('.fylles, .tekst textarea, .tekst select, .tekst details.hjelp, .apner, .lukket').count(), 0);
    assert.match(await page.locator('.felt[data-field=leder]').innerText(), /Nærmeste leder/);
    assert.equal(await page.locator('#felt-leder dd, #felt-leder').first().isVisible(), true);
    assert.ok((await page.locator('.valg > input:not([disabled])').count()) === 0);
  } finally {
    await context.close();
  }
});

for (const javaScriptEnabled of [true, false]) {
  test(`the blank form is there to download, ${javaScriptEnabled ? 'with' : 'without'} scripts, and no two buttons for Word`, async () => {
    const context = await browser.newContext({ javaScriptEnabled });
    try {
      const page = await context.newPage();
      for (const path of [AD, 'verktoy/sjekkliste-for.html', 'verktoy/egenvurdering.html']) {
        await page.goto(new URL(path, homes.disk).href);
        if (javaScriptEnabled) await page.waitForSelector('body.klar', { timeout: 15_000 });
        const links = await page.locator('.tomt a:visible').evaluateAll((all) => all.map(({ href }) => href));
        const beside = (ending) => new URL(path.replace('.html', ending), homes.disk).href;
        assert.deepEqual(links, [beside('.docx'), beside('.pdf')], path);
        for (const link of links) assert.ok(existsSync(fileURLToPath(link)), link);
        assert.match(await page.locator('.tomt').innerText(), /^Last ned tomt skjema: Word/);
        assert.ok((await page.locator('button:visible').filter({ hasText: 'Word' }).count()) <= Number(javaScriptEnabled), path);
      }
    } finally {
      await context.close();
    }
  });
}

test('without scripts every branch stands, with its caption', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(new URL(AD, homes.disk).href);
    assert.equal(await page.locator('.gren-tittel:visible').count(), await page.locator('.gren').count());
    assert.equal(await page.locator('main :is(textarea, select, button):visible').count(), 0);
  } finally {
    await context.close();
  }
});

describe('in Firefox', { skip: firefox ? false : 'no Firefox in PATH' }, () => {
  let fox;
  before(async () => {
    fox = await launchFirefox();
  });
  after(() => fox?.close());

  const until = async (what, run) => {
    for (let tenths = 0; tenths < 200; tenths += 1) {
      if (await fox.evaluate(run).catch(() => false)) return;
      await wait(100);
    }
    assert.fail(`never: ${what}`);
  };

  for (const where of ['disk', 'server']) {
    test(`from the ${where}: filled in, and carried over to another document`, async () => {
      await fox.goto(new URL(AD, homes[where]).href);
      await until('started', () => document.body.classList.contains('fylles'));
      await fox.evaluate(() => {
        const control = document.querySelector('.felt[data-field=enhet] textarea');
        control.focus();
        control.value = 'Team Nord';
        control.dispatchEvent(new Event('input', { bubbles: true }));
        document.querySelector('#valg-oppgave-gruppe > input').click();
      });
      assert.equal(await fox.evaluate(() => document.getElementById('ui_svar-enhet').value), 'Team Nord');
      assert.equal(await fox.evaluate(() => document.getElementById('valg-oppgave-gruppe').className), 'valg ute strok');
      await fox.evaluate(() => void document.querySelector('.meny a[href="stilling-rop-team.html"]').click());
      await until('the other document', () => /rop-team/.test(location.href) && document.body.classList.contains('fylles'));
      assert.equal(await fox.evaluate(() => document.getElementById('ui_svar-enhet').value), 'Team Nord');
      assert.deepEqual(await fox.evaluate(() => [window.name, localStorage.length]), ['', 0]);
      expectNone(await fox.errors(homes[where]));
    });

    test(`from the ${where}: by keyboard alone`, async () => {
      const tabTo = async (matches) => {
        for (let count = 0; count < 300; count += 1) {
          await fox.press('Tab');
          if (await fox.evaluate(`() => document.activeElement.matches(${JSON.stringify(matches)})`)) return;
        }
        assert.fail(`no Tab reaches ${matches}`);
      };
      const isLost = () => fox.evaluate(() => document.activeElement === document.body);
      await fox.goto('about:blank');
      await fox.goto(new URL(AD, homes[where]).href);
      await until('started', () => document.body.classList.contains('fylles'));
      await tabTo('.felt[data-field=virksomhet] textarea');
      await fox.type('Eksempel kommune');
      await fox.press('Enter');
      assert.equal(await fox.evaluate(() => document.getElementById('ui_svar-virksomhet').value), 'Eksempel kommune');
      // A choice whose own branch goes: the focus stays in it until it is left.
      await fox.press('Tab');
      assert.equal(await fox.evaluate(() => document.activeElement.closest('.felt')?.dataset.field), 'tittel');
      await fox.press('End');
      await until('chosen', () => document.getElementById('ui_svar-tittel').value === 'annen');
      assert.ok(!(await isLost()), 'the focus is lost when the branch goes');
      await fox.press('Tab');
      await fox.press('Tab');
      await until('the branch is gone', () => ![...document.querySelectorAll('.felt[data-field=tittel]')].some((one) => one.checkVisibility()));
      assert.ok(!(await isLost()), 'the focus is lost after the branch is gone');
      await tabTo('.ov:has(#arbeidsoppgaver) .apner');
      await fox.press('Enter');
      await tabTo('#valg-oppgave-gruppe > input');
      await fox.press('Space');
      await until('taken out', () => document.getElementById('valg-oppgave-gruppe').className === 'valg ute strok');
      // The check, and what it leads to. It stands before the text: past the end of the page the browser has the focus.
      await fox.evaluate(() => document.querySelector('.handling .knapp').focus());
      await fox.press('Enter');
      await until('checked', () => document.activeElement.id === 'ui_kontroll');
      await tabTo('.kontroll [data-at=leder]');
      await fox.press('Enter');
      await until('led there', () => document.activeElement.closest('.felt')?.dataset.field === 'leder');
      await fox.type('seksjonsleder');
      await until('not missing', () => !document.querySelector('.kontroll [data-at=leder]'));
      // A question before something is lost; Esc takes the focus back.
      await fox.evaluate(() => {
        document.querySelector('.svarverktoy').closest('details').open = true;
        [...document.querySelectorAll('.svarverktoy button')].find((one) => one.textContent === 'Tøm svarene').focus();
      });
      await fox.press('Enter');
      await until('asked', () => document.activeElement.textContent === 'Avbryt' && document.activeElement.closest('dialog[open]'));
      await fox.press('Escape');
      await until('not asked', () => document.activeElement.textContent === 'Tøm svarene');
      assert.equal(await fox.evaluate(() => document.getElementById('ui_svar-leder').value), 'seksjonsleder');
      expectNone(await fox.errors(homes[where]));
    });

    test(`from the ${where}: remembered on request, also when the page is opened anew, and deleted`, async () => {
      const press = (text) => fox.evaluate(`() => [...document.querySelectorAll('button')].find((one) => one.textContent === '${text}').click()`);
      await fox.goto(new URL(AD, homes[where]).href);
      await until('started', () => document.body.classList.contains('fylles'));
      await press('Husk på denne maskinen');
      assert.equal(await fox.evaluate(() => localStorage.length), 1);
      await fox.evaluate(() => {
        const control = document.getElementById('ui_svar-leder');
        control.value = 'avdelingsleder';
        control.dispatchEvent(new Event('input', { bubbles: true }));
      });
      await until('stored', () => localStorage.getItem(localStorage.key(0)).includes('avdelingsleder'));
      // Another address in between: nothing comes along with the tab.
      await fox.goto('about:blank');
      await fox.goto(new URL(ROLE, homes[where]).href);
      await until('the other document', () => document.body.classList.contains('fylles'));
      assert.equal(await fox.evaluate(() => document.getElementById('ui_svar-leder').value), 'avdelingsleder');
      await press('Slett det som er lagret');
      assert.equal(await fox.evaluate(() => localStorage.length), 0);
      expectNone(await fox.errors(homes[where]));
    });
  }
});
