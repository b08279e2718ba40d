// What every page must be on a screen: light and dark, wide and narrow, with scripts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import { launch, watch } from './browser.mjs';
import { address, pages, root } from './site.mjs';

const WIDTHS = [1280, 360, 320];
const SCHEMES = ['light', 'dark'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules whose answer depends on the width or the colours; the others are asked once a page. */
const SIGHT = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable', 'meta-viewport'];

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
  return [`${scrollWidth} px wide on ${clientWidth}: ${names.join(' ')}`];
}

/** Everything wrong with the page now open, in each width and colour scheme. */
async function wrongOnAnyScreen() {
  const wrong = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const says = (found) => wrong.push(...found.map((what) => `${width} px: ${what}`));
    says(await page.evaluate(tooWide));
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      const first = width === WIDTHS[0] && colorScheme === SCHEMES[0];
      const rules = first ? { type: 'tag', values: TAGS } : { type: 'rule', values: SIGHT };
      says((await page.evaluate(violations, rules)).map((what) => `${colorScheme}: ${what}`));
    }
  }
  return wrong;
}

for (const path of pages) {
  test(path, async () => {
    await page.setViewportSize({ width: WIDTHS[0], height: 900 });
    await page.emulateMedia({ colorScheme: SCHEMES[0] });
    await page.goto(address(path));
    assert.deepEqual([...(await wrongOnAnyScreen()), ...troubles()], []);
  });
}
