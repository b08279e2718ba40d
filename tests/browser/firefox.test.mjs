// The site in Firefox, from the disk: what it forbids a local file differs from what Chromium does.

import { after, before, describe, test } from 'node:test';
import { expectNone } from './findings.mjs';
import { firefox, launchFirefox } from './firefox.mjs';
import { address, root, samples } from './site.mjs';

/** Runs in the page: what did not load, and what is missing. */
function look() {
  const styles = [...document.querySelectorAll('link[rel=stylesheet]')];
  const images = [...document.images];
  return [
    ...styles.filter((link) => !link.disabled && link.sheet === null).map((link) => `style not loaded: ${link.href}`),
    ...images.filter((image) => image.complete && image.naturalWidth === 0).map((image) => `image not loaded: ${image.src}`),
    ...(document.querySelector('main h1')?.innerText.trim() ? [] : ['no h1 to be seen in main']),
  ];
}

describe('in Firefox', { skip: firefox ? false : 'no Firefox in PATH' }, () => {
  let browser;
  before(async () => {
    browser = await launchFirefox();
  });
  after(() => browser?.close());

  for (const path of samples) {
    test(path, async () => {
      await browser.goto(address(path));
      expectNone([...(await browser.evaluate(look)), ...(await browser.errors(root))]);
    });
  }
});
