// The browser that drives the tests: the system's Chromium, alone with the site.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where Chromium is: CHROMIUM, or the first of its names in PATH. */
function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(executable);
  if (!found) throw new Error('no Chromium in PATH: install it, or give its path in CHROMIUM');
  return found;
}

/** Starts the browser; it asks nobody anything by itself. */
export const launch = () =>
  chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/**
 * Writes down what goes wrong in a page: errors in the console, uncaught exceptions, requests that fail, and requests
 * to anywhere but `home`. Gives a function that hands over what was written since the last time.
 */
export function watch(page, home) {
  let troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => troubles.push(`failed: ${request.url()} (${request.failure()?.errorText})`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !/^(data|blob|about):/.test(url)) troubles.push(`leaves the site: ${url}`);
  });
  return () => {
    const since = troubles;
    troubles = [];
    return since;
  };
}
