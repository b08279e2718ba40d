// The browser that drives the tests: the system's Chromium, alone with the site.

import { chromium } from 'playwright-core';
import { findProgram } from './programs.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where Chromium is: CHROMIUM, or the first of its names in PATH. */
function chromiumProgram() {
  const program = process.env.CHROMIUM ?? findProgram(NAMES);
  if (!program) throw new Error('no Chromium in PATH: install it, or give its path in CHROMIUM');
  return program;
}

/** Starts the browser, with more of what Playwright takes; it asks nobody anything by itself. */
export const launch = (more = {}) =>
  chromium.launch({
    ...more,
    executablePath: chromiumProgram(),
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

/** The types of the parts of a page (`other` is its icon). Whatever else is asked for, a script asks for. */
const PARTS = ['document', 'stylesheet', 'script', 'image', 'other'];

/**
 * Writes down what goes wrong in a page: errors in the console, uncaught exceptions, requests that fail, requests to
 * anywhere but `home`, and requests for anything but the parts of a page. Gives a function that hands over what was
 * written since the last time.
 */
export function watch(page, home) {
  let troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A browser lets go of what a page was loading when the reader goes on to the next page.
    if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
    troubles.push(`failed: ${request.url()} (${request.failure()?.errorText})`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !/^(data|blob|about):/.test(url)) troubles.push(`leaves the site: ${url}`);
    if (!PARTS.includes(request.resourceType()) || request.method() !== 'GET') {
      troubles.push(`asks a server: ${request.method()} ${url} (${request.resourceType()})`);
    }
  });
  return () => {
    const since = troubles;
    troubles = [];
    return since;
  };
}
