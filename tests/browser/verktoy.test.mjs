// The tools, used as a reader would: with the mouse, the keyboard alone and a finger, from the disk and from a server.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import axe from 'axe-core';
import { launch, watch } from './browser.mjs';
import { expectNone } from './findings.mjs';
import { firefox, launchFirefox } from './firefox.mjs';
import { address, has, pathOf, root, serve } from './site.mjs';

const DECISION = 'verktoy/velg-rolle.html';
const ROLES = 'start/rollene.html';
const LIST = 'verktoy/sjekkliste-for.html';
const ASSESSMENT = 'verktoy/egenvurdering.html';
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a page of its own for `use`, and fails on any trouble, request out of the site, or key in the storage. */
async function reader(path, use, { from = 'disk', ...options } = {}) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  await context.addInitScript({ content: axe.source });
  const page = await context.newPage();
  const troubles = watch(page, from === 'disk' ? root : server.address);
  const [file, hash = ''] = path.split('#');
  const whole = (from === 'disk' ? address(file) : new URL(file, server.address).href) + (hash && `#${hash}`);
  try {
    await page.goto(whole);
    if (options.javaScriptEnabled !== false) await page.waitForFunction(() => document.querySelector('.steg, .rollevalg, .listepanel, .hvem'));
    await use(page, whole);
    expectNone(troubles());
    const kept = await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length);
    assert.equal(kept, 0, 'nothing is stored');
  } finally {
    await context.close();
  }
}

/** Fails on what axe finds in the page as it stands, on a focus that is lost, and on what is wider than the window. */
async function sound(page, state) {
  const found = await page.evaluate(async (values) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: 'tag', values }, preload: false, resultTypes: ['violations'] });
    const { scrollWidth, clientWidth } = document.documentElement;
    return [
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target.join(' ')} ${any.map(({ message }) => message).join(' ')}`)),
      ...(scrollWidth > clientWidth ? [`wider than the window: ${scrollWidth}`] : []),
    ];
  }, TAGS);
  expectNone(found.map((what) => `${state}: ${what}`));
}

const focused = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim() || document.activeElement?.localName);
const title = (page) => page.locator('#ui_steg-tittel').innerText();
const hash = (page) => new URL(page.url()).hash;

/** Presses Tab until the focus is on something that `selector` names. */
async function tabTo(page, selector, most = 120) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  assert.fail(`Tab never reaches ${selector}`);
}

/** Answers the question shown, by the number of the answer. */
async function answer(page, number, press = 'click') {
  const was = hash(page);
  await page.locator('.steg .kryss label').nth(number)[press]();
  await page.locator('.steg .knapp')[press]();
  await page.waitForFunction((before) => location.hash !== before && document.activeElement?.id === 'ui_steg-tittel', was);
}

describe('a decision', () => {
  for (const from of ['disk', 'server']) {
    test(`leads to a result that says why, from the ${from}`, () =>
      reader(DECISION, async (page) => {
        await sound(page, 'first question');
        await page.click('.steg .knapp');
        assert.match(await page.locator('.steg .feil').innerText(), /Velg ett svar/);
        assert.equal(await focused(page), 'ui_svar-0');
        await sound(page, 'without an answer');
        for (const number of [0, 0, 0, 0]) await answer(page, number);
        assert.match(await title(page), /råd eller utvalg/);
        assert.equal(await page.locator('.vei > div').count(), 4);
        await sound(page, 'a later question');
        await answer(page, 1);
        assert.equal(await title(page), 'Dere trenger en erfaringskonsulent');
        assert.equal(hash(page), '#svar/hva.a/ledes.a/nodvendig.a/klart.a/ogsa-mandat.b/erfaringskonsulent');
        const why = await page.locator('.resultat .vei').innerText();
        assert.ok(why.includes('Jobbe i tjenesten') && why.includes('En ansatt har ikke mandat'), why);
        await page.emulateMedia({ media: 'print' });
        assert.ok(await page.locator('.resultat .vei').isVisible(), 'the answers are not printed');
        await page.emulateMedia({ media: 'screen' });
        assert.ok((await page.locator('.resultat a[href$="utlysning.html"]').count()) > 0);
        assert.equal(await page.locator('.resultat .knapp.hoved:visible').count(), 1, 'one thing comes next');
        assert.match(await page.locator('.resultat .knapp.hoved').getAttribute('href'), /for-ansettelsen\/formal\.html$/);
        assert.equal(await page.locator('.neste').isVisible(), false, 'and the way says nothing else');
        await sound(page, 'the result');
      }, { from }));
  }

  const NEXT = {
    'velg-rolle': {
      erfaringskonsulent: 'for-ansettelsen/formal', brukerrepresentant: 'ressurser/nettsteder', likeperson: 'ressurser/nettsteder',
      vent: 'for-ansettelsen/forankring', 'begge-roller': 'for-ansettelsen/formal',
    },
    'er-det-en-brukeransettelse': {
      ja: 'for-ansettelsen/formal', omgjoring: 'for-ansettelsen/formal', 'to-roller': 'for-ansettelsen/formal', ulonnet: 'ressurser/nettsteder',
    },
  };
  for (const folder of ['', 'nn/', 'en/']) {
    for (const [id, expected] of Object.entries(NEXT)) {
      const path = `${folder}verktoy/${id}.html`;
      test(`the first page of a result is the next step it tells of, in ${path}`, { skip: !has(path) && 'not translated' }, () =>
        reader(path, async (page) => {
          const told = await page.locator('.utfall').evaluateAll((outcomes) =>
            outcomes.flatMap((outcome) => {
              const says = /Neste steg er|The next step is/.test(outcome.querySelector('p').textContent);
              return says ? [[outcome.id.replace(/^utfall-/, ''), outcome.querySelector('li a').href]] : [];
            }),
          );
          const pageOf = (href) => pathOf(href).replace(/^(nn|en)\//, '').replace(/\.html$/, '');
          assert.deepEqual(Object.fromEntries(told.map(([outcome, href]) => [outcome, pageOf(href)])), expected);
        }, { javaScriptEnabled: false }));
    }
  }

  for (const width of [360, 1440]) {
    test(`the figure opens on its first question, at ${width} px`, () =>
      reader(DECISION, async (page) => {
        await page.locator('.heletreet > summary').click();
        await page.waitForFunction(() => document.querySelector('.rulle').scrollLeft > 0);
        const { seen, first, room } = await page.evaluate(() => {
          const box = (element) => element.getBoundingClientRect();
          const frame = document.querySelector('.rulle');
          const [seen, first, main] = [box(frame), box(frame.querySelector('svg text')), box(document.querySelector('main'))];
          return { seen: { left: seen.left, right: seen.right }, first: { left: first.left, right: first.right, text: frame.querySelector('svg text').textContent }, room: main.right - seen.right };
        });
        assert.match(first.text, /^1\. /);
        assert.ok(first.left >= seen.left && first.right <= seen.right, JSON.stringify({ seen, first }));
        assert.ok(room < 40, `${room} px are empty beside it`);
      }, { viewport: { width, height: 800 } }));
  }

  test('goes back by its own link, by the browser and by «Endre», and keeps the answers', () =>
    reader(DECISION, async (page) => {
      for (const number of [0, 0, 1]) await answer(page, number);
      assert.equal(await title(page), 'Dere trenger en vanlig ansatt');
      await page.goBack();
      await page.waitForFunction(() => document.activeElement?.id === 'ui_steg-tittel');
      assert.match(await title(page), /nødvendig/);
      assert.ok(await page.locator('#ui_svar-1').isChecked(), 'the answer given stands');
      await page.click('.tilbakelenke');
      await page.waitForFunction(() => location.hash === '#svar/hva.a');
      await page.locator('.vei .endre a').first().click();
      await page.waitForFunction(() => document.querySelector('#ui_svar-5'));
      assert.ok(await page.locator('#ui_svar-0').isChecked());
      assert.equal(await focused(page), 'ui_steg-tittel');
      await answer(page, 5);
      assert.equal(await title(page), 'Dere trenger en medforsker');
      await page.click('.pa-nytt');
      await page.waitForFunction(() => document.querySelector('#ui_svar-5'));
      assert.equal(await page.locator('.steg :checked').count(), 0);
      assert.equal(await focused(page), 'ui_steg-tittel');
    }));

  test('is led to its result by an address, and an old address keeps what still fits', async () => {
    await reader(`${DECISION}#svar/hva.b/mandat.a/brukerrepresentant`, async (page) => {
      assert.equal(await title(page), 'Dere trenger en brukerrepresentant');
      assert.ok(await page.locator('#ui_steg-tittel').evaluate((heading) => heading.classList.contains('rolle-2')));
      await page.reload();
      assert.equal(await title(page), 'Dere trenger en brukerrepresentant');
    });
    await reader(`${DECISION}#svar/hva.a/finnes-ikke.a/likeperson`, async (page) => {
      assert.match(await page.locator('.merknad').innerText(), /fortsatt gjelder/);
      assert.match(await title(page), /lede arbeidet/);
      await sound(page, 'an old address');
    });
    for (const wrong of ['svar/%E0%A4%A', 'svar/hva.z', 'svar/../..//', 'svar/hva.aa', 'svar/hva']) {
      await reader(`${DECISION}#${wrong}`, async (page) => assert.match(await title(page), /først og fremst/));
    }
  });

  test('works with the keyboard alone', () =>
    reader(DECISION, async (page) => {
      await tabTo(page, '.steg input');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement?.id === 'ui_steg-tittel');
      assert.equal(hash(page), '#svar/hva.b');
      await tabTo(page, '.steg input', 3);
      await page.keyboard.press('Space');
      await tabTo(page, '.steg .knapp', 2);
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.querySelector('.resultat'));
      assert.equal(await title(page), 'Dere trenger en brukerrepresentant');
      await tabTo(page, '.vei .endre a', 12);
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.querySelector('#ui_svar-5'));
      await tabTo(page, '.heletreet summary', 30);
      await page.keyboard.press('Enter');
      assert.ok(await page.locator('#sporsmal-mandat').isVisible());
      assert.ok(await page.locator('.figurdel svg').isVisible());
      await sound(page, 'the whole tree');
    }));

  test('works with a finger on a phone', () =>
    reader('verktoy/er-det-en-brukeransettelse.html', async (page) => {
      for (const number of [0, 0, 0, 0]) await answer(page, number, 'tap');
      await answer(page, 0, 'tap');
      assert.equal(await title(page), 'Ja, dette er en brukeransettelse');
      await sound(page, 'the result on a phone');
    }, PHONE));

  test('a link into the tree opens it', () =>
    reader(`${DECISION}#utfall-vent`, async (page) => {
      assert.ok(await page.locator('#utfall-vent').isVisible());
      await page.click('.heletreet summary');
      await page.locator('.innhold a').first().click();
      await page.waitForFunction(() => document.querySelector('.heletreet').open);
    }));

  test('stays a text where its script fails half-way, or does not come', async () => {
    for (const break_ of ['throws', 'stops']) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.route(/assets\/verktoy-.*\.js/, async (route) => {
        if (break_ === 'stops') return route.abort();
        const body = await (await route.fetch()).text();
        return route.fulfill({ contentType: 'text/javascript', body: body.replace('"question-number"', 'null.x') });
      });
      const errors = [];
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      await page.goto(new URL(DECISION, server.address).href);
      await page.waitForTimeout(300);
      assert.ok(errors.length > 0, `${break_}: the script did fail`);
      assert.ok(await page.locator('#sporsmal-mandat').isVisible(), break_);
      assert.ok(await page.locator('#utfall-vent').isVisible(), break_);
      await context.close();
    }
  });
});

describe('the roles side by side', () => {
  const columns = (page) => page.locator('.roller thead th:visible').allInnerTexts();

  test('are chosen, and the address keeps the choice', () =>
    reader(ROLES, async (page, whole) => {
      assert.equal((await columns(page)).length, 4);
      // What sets them apart stands in the book's own words.
      assert.equal(await page.locator('.likhet:visible').count(), 0);
      const apart = await page.locator('.forskjell:visible').allInnerTexts();
      assert.equal(apart.length, 9);
      assert.ok(apart.includes('Bare brukerrepresentanten har mandat.'), apart.join('; '));
      await sound(page, 'all roles');
      await page.click('label[for=ui_velg-erfaringskonsulent]');
      await page.click('label[for=ui_velg-brukerrepresentant]');
      assert.deepEqual(await columns(page), ['Likeperson', 'Frivillig']);
      const [, unlike] = (await page.locator('.rollevalg .status').innerText()).match(/2 av 4 roller.*ulike på (\d) av 9/);
      assert.ok(unlike > 2, `${unlike} differences`);
      const marks = await page.locator('.likhet:visible').allInnerTexts();
      // The book's words are about all four: of two, each row says itself how alike they are.
      const says = marks.map((mark) => mark.replace(/\s+/g, ' ').trim());
      assert.equal(says.length, 9);
      assert.equal(says.filter((mark) => mark.startsWith('≠')).length, Number(unlike), says.join('; '));
      assert.ok(says.includes('= Likt'), says.join('; '));
      assert.equal(await page.locator('.forskjell:visible').count(), 0);
      await page.click('label[for=ui_velg-likeperson]');
      assert.match(await page.locator('.rollevalg .status').innerText(), /minst to/);
      assert.deepEqual(await columns(page), ['Likeperson', 'Frivillig']);
      await page.click('label[for=ui_velg-ulike]');
      assert.equal(await page.locator('.roller tbody tr:not(.forskjell):visible').count(), Number(unlike));
      await sound(page, 'two roles');
      assert.equal(page.url(), `${whole}#roller/likeperson,frivillig/ulike`);
      await page.reload();
      await page.waitForFunction(() => document.querySelector('.rollevalg'));
      assert.deepEqual(await columns(page), ['Likeperson', 'Frivillig']);
      assert.equal(await page.locator('.roller tbody tr:not(.forskjell):visible').count(), Number(unlike));
    }));

  test('are printed as shown, as a table', () =>
    reader(`${ROLES}#roller/likeperson,frivillig/ulike`, async (page) => {
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 660, height: 900 });
      assert.equal(await page.locator('.rollevalg').isVisible(), false);
      assert.deepEqual(await columns(page), ['Likeperson', 'Frivillig']);
      const [told] = (await page.locator('.rollevalg .status').textContent()).match(/\d(?= av 9)/);
      assert.equal(await page.locator('.roller tbody tr:not(.forskjell):visible').count(), Number(told));
    }));

  test('are cards where the table has no room', () =>
    reader(ROLES, async (page) => {
      for (const width of [600, 768, 900, 1000, 1180]) {
        await page.setViewportSize({ width, height: 800 });
        await sound(page, `${width} px`);
      }
    }));

  test('an address with unknown roles shows them all', () =>
    reader(`${ROLES}#roller/likeperson,konge`, async (page) => {
      assert.equal((await columns(page)).length, 4);
      assert.match(await page.locator('.rollevalg .status').innerText(), /ikke finnes/);
    }));

  test('work with the keyboard alone, and the headers stay', () =>
    reader(ROLES, async (page) => {
      await tabTo(page, '#ui_velg-likeperson');
      await page.keyboard.press('Space');
      assert.equal((await columns(page)).length, 3);
      assert.equal(await focused(page), 'ui_velg-likeperson');
      await page.locator('.roller tbody tr:visible').last().scrollIntoViewIfNeeded();
      const top = await page.locator('.roller thead th').first().evaluate((head) => head.getBoundingClientRect().top);
      assert.ok(top >= 0, `the head stands at ${top}`);
    }, { viewport: { width: 1280, height: 500 } }));

  for (const width of [360, 320]) {
    test(`are cards on a phone of ${width} px`, () =>
      reader(ROLES, async (page) => {
        await page.locator('label[for=ui_velg-frivillig]').tap();
        assert.equal(await page.locator('.roller tbody tr').first().locator('td:visible').count(), 3);
        await sound(page, 'cards');
      }, { ...PHONE, viewport: { width, height: 700 } }));
  }
});

describe('a checklist', () => {
  const count = (page) => page.locator('.antall').innerText();

  for (const from of ['disk', 'server']) {
    test(`is ticked, shows what is left, and is emptied with a way back, from the ${from}`, () =>
      reader(LIST, async (page) => {
        await sound(page, 'nothing ticked');
        await page.locator('.valg input').nth(0).click();
        await page.locator('.valg span[id]').nth(4).click({ position: { x: 2, y: 8 } });
        assert.match(await count(page), /^2 av \d+ punkter/);
        assert.equal(await page.locator('.delvis').first().innerText(), '2 av 5');
        for (const at of [1, 2, 3]) await page.locator('.valg input').nth(at).click();
        await page.click('label[for=ui_bare-resten]');
        assert.ok(await page.locator('.valg').nth(0).isHidden());
        assert.ok(await page.locator('.ferdig').first().isVisible());
        const next = page.locator('.valg input').nth(5);
        await next.focus();
        await page.keyboard.press('Space');
        assert.ok(await next.isVisible(), 'what is ticked now stays until the reader asks again');
        assert.match(await count(page), /^6 av/);
        await sound(page, 'only what is left');
        await page.getByRole('button', { name: 'Fjern alle kryss' }).click();
        assert.match(await count(page), /^0 av/);
        await page.getByRole('button', { name: 'Angre' }).click();
        assert.match(await count(page), /^6 av/);
        assert.equal(await focused(page), 'Fjern alle kryss');
        await sound(page, 'after undoing');
      }, { from }));
  }

  test('works with the keyboard alone and with a finger', async () => {
    await reader(LIST, async (page) => {
      await tabTo(page, '.valg input');
      await page.keyboard.press('Space');
      assert.match(await count(page), /^1 av/);
    });
    await reader(LIST, async (page) => {
      await page.locator('.valg').nth(4).tap();
      assert.match(await count(page), /^1 av/);
      await sound(page, 'on a phone');
    }, PHONE);
  });

  test('gives a Word file with the ticks', { skip: has('verktoy/sjekkliste-for.docx.js') ? false : 'the site has no Word files' }, () =>
    reader(LIST, async (page) => {
      await page.locator('.valg input').nth(0).click();
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Last ned Word' }).click()]);
      assert.equal(file.suggestedFilename(), 'sjekkliste-for-dere-ansetter.docx');
      assert.equal(readFileSync(await file.path()).subarray(0, 2).toString(), 'PK');
      await page.getByRole('status').filter({ hasText: 'lastet ned' }).getByRole('link').waitFor();
      assert.deepEqual(await page.locator('.status a').allInnerTexts(), await page.locator('.neste a').allInnerTexts(), 'and what comes next');
      await sound(page, 'downloaded');
    }));

  test('is paper without scripts', () =>
    reader(LIST, async (page) => {
      assert.match(await page.locator('.bruk:not(.tomt)').innerText(), /på papir/);
      assert.ok(await page.locator('.valg input').first().isDisabled());
    }, { javaScriptEnabled: false }));
});

describe('the self-assessment', () => {
  /** Answers as somebody: two statements, a note and a plan. */
  async function fill(page, who) {
    await page.click(`label[for=ui_hvem-${who}]`);
    await page.click('label[for=ui_svar-rollebeskrivelse-1]');
    await page.click('label[for=ui_svar-belastning-3]');
    await page.fill('#ui_notat-belastning', 'Bare for meg.');
    await page.fill('#ui_tiltak-what', 'Fast veiledning');
    await page.fill('#ui_tiltak-when', '2027-01-15');
  }

  async function saved(page) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Lagre som fil' }).click()]);
    return { name: file.suggestedFilename(), answers: JSON.parse(readFileSync(await file.path(), 'utf8')) };
  }

  const upload = (name, text) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  const answers = (who, more) =>
    JSON.stringify({ brobygger: 1, fields: { virksomhet: 'x' }, documents: { 'verktoy/egenvurdering': { respondent: who, ratings: { belastning: 'Stemmer' }, ...more } } });

  test('shows each what to look for, and a leader saves what was answered', () =>
    reader(ASSESSMENT, async (page) => {
      await sound(page, 'nobody chosen');
      assert.match(await page.locator('.hvem .varsel').innerText(), /bare én hos dere/);
      await fill(page, 'leader');
      assert.match(await page.locator('#pastand-belastning .blikk').innerText(), /etter tunge samtaler/);
      // Each group is called by its statement, and described by what to look for.
      const group = page.getByRole('group', { name: '6. Belastningen i jobben blir sett.', exact: true });
      assert.equal(await group.getByRole('radio').count(), 4);
      assert.match(await group.evaluate((one) => document.getElementById(one.getAttribute('aria-describedby')).textContent), /etter tunge samtaler/);
      await sound(page, 'answered');
      const { name, answers: file } = await saved(page);
      assert.equal(name, 'egenvurdering-leder.json');
      assert.deepEqual(file, {
        brobygger: 1,
        fields: {},
        documents: {
          'verktoy/egenvurdering': {
            respondent: 'leader',
            ratings: { rollebeskrivelse: 'Stemmer delvis', belastning: 'Vet ikke' },
            notes: { belastning: 'Bare for meg.' },
            plan: { what: 'Fast veiledning', when: '2027-01-15' },
          },
        },
      });
    }));

  test('the consultant decides what is shared: nothing goes along unless it is chosen', () =>
    reader(ASSESSMENT, async (page) => {
      await fill(page, 'consultant');
      await page.getByRole('button', { name: 'Lagre som fil' }).click();
      assert.match(await page.locator('.uttak .status').innerText(), /Velg minst ett/);
      assert.equal(await page.evaluate(() => document.activeElement.localName), 'summary');
      await sound(page, 'nothing chosen');
      await page.locator('.utvalg input').first().check();
      const { answers: file } = await saved(page);
      assert.deepEqual(file.documents['verktoy/egenvurdering'], { respondent: 'consultant', ratings: { rollebeskrivelse: 'Stemmer delvis' }, notes: {} });
    }));

  test('is emptied with a way back, and gone on with from a file', () =>
    reader(ASSESSMENT, async (page) => {
      await fill(page, 'colleague');
      await page.getByRole('button', { name: 'Tøm skjemaet' }).click();
      assert.equal(await page.locator('.vurder :checked').count(), 0);
      await page.getByRole('button', { name: 'Angre' }).click();
      assert.equal(await page.locator('.vurder :checked').count(), 2);
      assert.equal(await focused(page), 'Tøm skjemaet');
      await page.click('.fortsett summary');
      await page.setInputFiles('#ui_fortsett', upload('leder.json', answers('leader', { ratings: { belastning: 'stemmer-ikke' } })));
      await page.waitForFunction(() => document.querySelector('#ui_hvem-leader').checked);
      assert.ok(await page.locator('#ui_svar-belastning-0').isChecked());
      await sound(page, 'gone on with');
    }));

  test('several answers stand side by side in words, and wrong files are told apart', () =>
    reader(ASSESSMENT, async (page) => {
      await page.setInputFiles('#ui_svarfiler', [
        upload('k.json', answers('consultant', { notes: { belastning: '<b>Nei</b>' } })),
        upload('l.json', answers('leader', { plan: { what: 'Fast tid', who: 'Leder', when: '2027-01-15' } })),
        upload('a.json', answers('colleague', {})),
        upload('b.json', answers('colleague', { ratings: {} })),
        upload('tall.json', answers('colleague', { ratings: { belastning: 5 } })),
        upload('tekst.json', 'hei'),
        upload('ny.json', '{"brobygger":9}'),
        upload('annet.json', '{"brobygger":1,"documents":{}}'),
        upload('liste.json', '[1]'),
      ]);
      await page.waitForSelector('.sammen');
      assert.deepEqual(await page.locator('.sammen thead th').allInnerTexts(), ['Leder', 'Kollega 1', 'Kollega 2', 'Erfaringskonsulent']);
      const faults = await page.locator('.sammenlign .feil li').allInnerTexts();
      assert.equal(faults.length, 5);
      assert.match(faults[0], /«tall\.json» er skadet eller endret: «documents › verktoy\/egenvurdering › ratings › belastning» skal være tekst/);
      assert.match(faults[1], /«tekst\.json» er ikke en fil med svar/);
      assert.match(faults[2], /annen utgave/);
      assert.match(faults[3], /ingen svar på denne/);
      const row = await page.locator('.sammen tbody tr').nth(5).locator('td').allInnerTexts();
      assert.deepEqual(row.map((cell) => cell.trim()), ['Stemmer', 'Stemmer', 'Ikke med i filen', 'Stemmer\n\n<b>Nei</b>']);
      assert.match(await page.locator('.sammen tbody tr').last().innerText(), /15\. januar 2027/);
      await sound(page, 'side by side');
      assert.match(await page.locator('.sammeninnhold').innerText(), /Ingen av påstandene er besvart ulikt/);
      await page.setInputFiles('#ui_svarfiler', [upload('c.json', answers('colleague', { ratings: { belastning: 'Stemmer ikke' } }))]);
      await page.getByText('Svarene er ulike på 1 av 10 påstander:').waitFor();
      assert.deepEqual(await page.locator('.sammen .ulikt > th').allInnerTexts(), ['6. Belastningen i jobben blir sett.\n≠ Ulike svar']);
      await page.locator('.sammeninnhold > ul a').click();
      assert.ok(await page.locator('#ui_sammen-belastning').evaluate((one) => one.matches(':target')));
      await sound(page, 'side by side, answered differently');
      await page.getByRole('button', { name: /Lukk svarene fra Kollega 3/ }).click();
      await page.getByRole('button', { name: /Lukk svarene fra Leder/ }).click();
      assert.equal(await page.locator('.sammen thead th').count(), 3);
      assert.equal(await page.evaluate(() => document.activeElement.textContent.slice(0, 4)), 'Lukk');
      assert.doesNotMatch(await page.locator('.sammenlign').innerText(), /gjennomsnitt|poeng|%/i);
    }));

  test('says on paper who answered, and the overview is printed alone', () =>
    reader(ASSESSMENT, async (page) => {
      await fill(page, 'leader');
      await page.setInputFiles('#ui_svarfiler', [upload('k.json', answers('colleague', {})), upload('l.json', answers('leader', {}))]);
      await page.waitForSelector('.sammen');
      assert.equal(await page.getByText('Svar fra: Leder').isVisible(), false);
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.getByText('Svar fra: Leder').isVisible());
      await page.emulateMedia({ media: 'screen' });
      await page.evaluate(() => (window.print = () => {}));
      await page.getByRole('button', { name: 'Skriv ut oversikten' }).click();
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('.sammen').isVisible() && await page.locator('h1').isVisible());
      assert.equal(await page.locator('.pastandsdel').isVisible() || await page.locator('.tiltak').isVisible(), false);
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      assert.ok(await page.locator('.pastandsdel').isVisible());
    }));

  test('works with the keyboard alone', () =>
    reader(ASSESSMENT, async (page) => {
      await tabTo(page, '.hvem input');
      await page.keyboard.press('Space');
      await tabTo(page, '#ui_svar-rollebeskrivelse-0', 6);
      await page.keyboard.press('Space');
      await tabTo(page, '#ui_notat-rollebeskrivelse', 2);
      await page.keyboard.type('Ja');
      assert.equal(await page.locator('.sum').innerText(), '2 av 2 svar og notater blir med.');
    }));

  for (const width of [360, 320]) {
    test(`works with a finger on a phone of ${width} px, in the dark`, () =>
      reader(ASSESSMENT, async (page) => {
        await page.locator('label[for=ui_hvem-consultant]').tap();
        await page.locator('label[for=ui_svar-endring-2]').tap();
        await page.locator('.uttak summary').tap();
        await page.getByRole('button', { name: 'Ta med alt' }).tap();
        await page.setInputFiles('#ui_svarfiler', [upload('l.json', answers('leader', {}))]);
        await page.waitForSelector('.sammen');
        await sound(page, 'on a phone');
      }, { ...PHONE, viewport: { width, height: 700 }, colorScheme: 'dark' }));
  }

  test('gives a Word file', { skip: has('verktoy/egenvurdering.docx.js') ? false : 'the site has no Word files' }, () =>
    reader(ASSESSMENT, async (page) => {
      await fill(page, 'leader');
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Last ned Word' }).click()]);
      assert.match(file.suggestedFilename(), /^egenvurdering.*\.docx$/);
    }));
});

describe('in Firefox, from the disk', { skip: firefox ? false : 'no Firefox in PATH' }, () => {
  let fox;
  before(async () => {
    fox = await launchFirefox();
  });
  after(() => fox?.close());

  /** Waits until `what` is true in the page. */
  async function until(what) {
    for (let tenths = 0; tenths < 50; tenths += 1) {
      if (await fox.evaluate(what)) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    assert.fail(`never: ${what}`);
  }

  test('each tool works', async () => {
    await fox.goto(address(DECISION));
    await until(() => document.querySelector('#ui_svar-5'));
    await fox.evaluate(() => {
      document.querySelector('#ui_svar-5').click();
      document.querySelector('.steg .knapp').click();
    });
    await until(() => document.activeElement.id === 'ui_steg-tittel' && document.querySelector('.resultat'));
    await fox.evaluate(() => history.back());
    await until(() => document.querySelector('#ui_svar-5')?.checked);
    await fox.goto(address(ROLES));
    await until(() => document.querySelector('#ui_velg-frivillig'));
    await fox.evaluate(() => document.querySelector('#ui_velg-frivillig').click());
    await until(() => location.hash === '#roller/erfaringskonsulent,brukerrepresentant,likeperson');
    await fox.goto(address(LIST));
    await until(() => document.querySelector('.valg input')?.disabled === false);
    await fox.evaluate(() => document.querySelector('.valg input').click());
    await until(() => document.querySelector('.antall').textContent.startsWith('1 av'));
    await fox.goto(address(ASSESSMENT));
    await until(() => document.querySelector('#ui_hvem-colleague'));
    await fox.evaluate(() => {
      document.querySelector('#ui_hvem-colleague').click();
      document.querySelector('#ui_svar-endring-1').click();
      const files = new DataTransfer();
      const text = '{"brobygger":1,"documents":{"verktoy/egenvurdering":{"respondent":"leader","ratings":{"endring":"Stemmer"}}}}';
      files.items.add(new File([text], 'l.json'));
      const input = document.querySelector('#ui_svarfiler');
      input.files = files.files;
      input.dispatchEvent(new Event('change'));
    });
    await until(() => document.querySelector('.sammen') && document.querySelector('.sum').textContent.startsWith('1 av 1'));
    expectNone(await fox.errors(root));
  });

  test('each tool works with the keyboard alone', async () => {
    const tabTo = async (matches) => {
      for (let count = 0; count < 200; count += 1) {
        await fox.press('Tab');
        if (await fox.evaluate(`() => document.activeElement.matches(${JSON.stringify(matches)})`)) return;
      }
      assert.fail(`no Tab reaches ${matches}`);
    };
    // The answers of the test before stay behind.
    await fox.goto('about:blank');
    await fox.goto(address(DECISION));
    await until(() => document.querySelector('#ui_svar-5'));
    await tabTo('.steg .knapp');
    await fox.press('Enter');
    await until(() => document.activeElement.id === 'ui_svar-0' && document.querySelector('.steg .feil').textContent);
    await fox.press('ArrowDown');
    await until(() => document.querySelector('#ui_svar-1').checked);
    await tabTo('.steg .knapp');
    await fox.press('Enter');
    await until(() => document.activeElement.id === 'ui_steg-tittel' && document.querySelector('.tilbakelenke'));
    await fox.press('Shift+Tab');
    await fox.press('Enter');
    await until(() => document.activeElement.id === 'ui_steg-tittel' && document.querySelector('#ui_svar-1')?.checked);
    await fox.goto(address(ROLES));
    await until(() => document.querySelector('#ui_velg-frivillig'));
    await tabTo('#ui_velg-frivillig');
    await fox.press('Space');
    await until(() => location.hash === '#roller/erfaringskonsulent,brukerrepresentant,likeperson');
    await fox.goto(address(LIST));
    await until(() => document.querySelector('.valg input')?.disabled === false);
    await tabTo('.valg input');
    await fox.press('Space');
    await until(() => document.querySelector('.antall').textContent.startsWith('1 av'));
    await fox.goto(address(ASSESSMENT));
    await until(() => document.querySelector('#ui_hvem-leader'));
    await tabTo('#ui_hvem-leader');
    await fox.press('Space');
    await until(() => document.querySelector('.svarer'));
    await tabTo('.vurder textarea');
    await fox.type('Vi trenger mer tid.');
    await until(() => /Vi trenger mer tid/.test(JSON.stringify(window.brobygger.answers.all())));
    expectNone(await fox.errors(root));
  });
});
