// How a reader gets about: with the keyboard, without scripts, and on a server under any path.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, watch } from './browser.mjs';
import { expectNone } from './findings.mjs';
import { address, root, samples, serve } from './site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a page of its own for `read`, and closes it. */
async function reader(options, read) {
  const context = await browser.newContext(options);
  try {
    await read(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Follows the first link of each page's navigation to another page, as a reader would, and gives where that led. */
async function followFirstLink(page) {
  const links = page.locator('nav a[href$=".html"]:visible');
  const count = await links.count();
  for (let index = 0; index < count; index += 1) {
    const target = await links.nth(index).evaluate((link) => link.href);
    if (target === page.url().replace(/#.*/, '')) continue;
    await links.nth(index).click();
    await page.waitForURL(target);
    return target;
  }
  return undefined;
}

for (const path of samples) {
  for (const javaScriptEnabled of [true, false]) {
    test(`${path}: the first Tab reaches the skip link, Enter goes to main${javaScriptEnabled ? '' : ', without scripts'}`, () =>
      reader({ javaScriptEnabled }, async (page) => {
        await page.goto(address(path));
        await page.keyboard.press('Tab');
        const focused = page.locator(':focus');
        assert.match((await focused.getAttribute('href')) ?? 'no link', /^#./);
        const box = await focused.boundingBox();
        assert.ok(box && box.x >= 0 && box.y >= 0 && box.width > 20 && box.height >= 24, 'the skip link shows when focused');
        await page.keyboard.press('Enter');
        await page.waitForFunction(() => location.hash !== '');
        const focusIsInMain = await page.evaluate(() => document.activeElement.closest('main') !== null);
        assert.ok(focusIsInMain, 'the focus is in main (which needs tabindex="-1")');
      }));
  }
}

test('the navigation works without scripts', () =>
  reader({ javaScriptEnabled: false }, async (page) => {
    const troubles = watch(page, root);
    await page.goto(address('index.html'));
    const target = await followFirstLink(page);
    assert.ok(target, 'a visible link to another page in a nav of the first page');
    assert.ok((await page.locator('main').innerText()).length > 0);
    expectNone(troubles());
  }));

test('the site works on a server, under a path it does not know', async () => {
  const server = await serve();
  try {
    await reader({}, async (page) => {
      const troubles = watch(page, server.address);
      for (const path of samples) {
        await page.goto(new URL(path, server.address).href);
        assert.ok((await page.locator('h1').innerText()).length > 0, path);
      }
      await page.goto(new URL('index.html', server.address).href);
      assert.ok((await followFirstLink(page))?.startsWith(server.address), 'a link to another page, on the same server');
      expectNone([...server.missing, ...troubles()]);
    });
  } finally {
    await server.close();
  }
});
