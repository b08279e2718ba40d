// Every page on a screen: light and dark, wide and narrow, with scripts.

import { after, before, test } from 'node:test';
import axe from 'axe-core';
import { launch, watch } from './browser.mjs';
import { expectNone } from './findings.mjs';
import { address, pages, pagesOfSource, root, samples } from './site.mjs';

const WIDTHS = [1280, 360, 320];
/** A translation has the layout of its source, and longer or shorter words: most of its pages are seen on a phone alone. */
const PHONE = [360];
const everywhere = new Set([...pagesOfSource, ...samples]);
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules whose answer depends on the colour scheme. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

let browser;
let page;
let troubles;

before(async () => {
  browser = await launch();
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  await context.addInitScript({ content: axe.source });
  page = await context.newPage();
  troubles = watch(page, root);
});

after(() => browser?.close());

/** Runs in the page: what axe finds against these rules, one line each. */
async function violations(runOnly) {
  const { violations } = await globalThis.axe.run(document, { runOnly, preload: false, resultTypes: ['violations'] });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${help}: ${target.join(' ')} ${any.map(({ message }) => message).join(' ')}`),
  );
}

/** Runs in the page: what is wider than the window and has no scroll bar of its own. */
function tooWide() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const scrolls = (element) => element && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
  const wide = [...document.body.querySelectorAll('*')].filter(
    (element) => element.getBoundingClientRect().right > clientWidth + 0.5 && !scrolls(element.parentElement),
  );
  const names = wide.slice(0, 3).map((element) => element.cloneNode(false).outerHTML.slice(0, 80));
  return [`wider than the window: ${names.join(' ')}`];
}

/** Everything wrong with the page now open at these widths, each with the screens it shows on. */
async function wrongOnAnyScreen(widths) {
  const wrong = new Map();
  const note = (screen, found) => {
    for (const what of found) wrong.set(what, [...(wrong.get(what) ?? []), screen]);
  };
  for (const width of widths) {
    await show(width, 'light');
    note(`${width} px`, await page.evaluate(tooWide));
    note(`${width} px light`, await page.evaluate(violations, { type: 'tag', values: TAGS }));
    await show(width, 'dark');
    note(`${width} px dark`, await page.evaluate(violations, { type: 'rule', values: COLOURS }));
  }
  return [...wrong].map(([what, screens]) => `${what} (${screens.join(', ')})`);
}

async function show(width, colorScheme) {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
}

for (const path of pages) {
  const widths = everywhere.has(path) ? WIDTHS : PHONE;
  test(`${path} at ${widths.join(', ')} px, light and dark`, async () => {
    await show(widths[0], 'light');
    await page.goto(address(path));
    expectNone([...(await wrongOnAnyScreen(widths)), ...troubles()]);
  });
}
