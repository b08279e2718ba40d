// The system's WebKit, through its driver: WebDriver as W3C has it, JSON over HTTP. The browser is a program with a
// window, so it gets a screen that nobody sees (Xvfb).

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findProgram } from './programs.mjs';

const START_SECONDS = 60;
/** The key that a reference to an element stands under, by W3C. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

const [driver, screen] = ['WebKitWebDriver', 'Xvfb'].map((name) => findProgram([name]));

/** The browser that the driver starts: Debian keeps it beside the library, in a folder of the machine and the version. */
function miniBrowser() {
  const libraries = ['/usr/lib', '/usr/libexec'].filter(existsSync);
  const below = (folder) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  const folders = libraries.flatMap((folder) => [folder, ...below(folder)]).flatMap((folder) => [folder, ...below(folder).filter((path) => path.includes('webkit2gtk'))]);
  return folders.map((folder) => join(folder, 'MiniBrowser')).find(existsSync);
}

/** Where WebKit is; nothing where it, its driver or the screen is not. */
export const webkit = driver && screen && miniBrowser();

/** Starts WebKit with a folder of its own. Gives `goto`, `evaluate`, `type`, `click` and `close`. */
export async function launchWebkit() {
  const home = mkdtempSync(join(tmpdir(), 'brobygger-webkit-'));
  const started = [];
  const close = async () => {
    for (const child of started.reverse()) if (child.exitCode === null && child.kill()) await once(child, 'exit');
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const xvfb = spawn(screen, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    started.push(xvfb);
    const [number] = await once(xvfb.stdio[3], 'data', { signal: AbortSignal.timeout(START_SECONDS * 1000) });
    const port = await freePort();
    const env = { ...process.env, DISPLAY: `:${String(number).trim()}`, GDK_BACKEND: 'x11', HOME: home, XDG_RUNTIME_DIR: home, NO_AT_BRIDGE: '1', LIBGL_ALWAYS_SOFTWARE: '1' };
    started.push(spawn(driver, [`--port=${port}`], { stdio: 'ignore', env }));
    return { ...commands(await session(`http://127.0.0.1:${port}`)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A port that nobody listens to. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Begins a session, once the driver listens. Gives a function that sends a command of it and waits for the answer. */
async function session(base) {
  const send = async (method, path, body) => {
    const answer = await fetch(base + path, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`WebKit: ${value?.message ?? answer.status}`);
    return value;
  };
  for (let tenths = 0; ; tenths += 1) {
    try {
      await send('GET', '/status');
      break;
    } catch (error) {
      if (tenths > START_SECONDS * 10) throw error;
      await wait(100);
    }
  }
  const alwaysMatch = { 'webkitgtk:browserOptions': { binary: webkit, args: ['--automation'] } };
  const { sessionId } = await send('POST', '/session', { capabilities: { alwaysMatch } });
  return (method, path, body) => send(method, `/session/${sessionId}${path}`, body);
}

const commands = (send) => {
  const find = async (value) => (await send('POST', '/element', { using: 'css selector', value }))[ELEMENT];
  return {
    /** Opens an address and waits until it is loaded. */
    goto: (url) => send('POST', '/url', { url }),
    /** Runs a function in the page, and waits for what it promises. */
    evaluate: (run, ...args) => send('POST', '/execute/sync', { script: `return (${run})(...arguments);`, args }),
    /** Clicks on the first element of a selector. */
    click: async (selector) => send('POST', `/element/${await find(selector)}/click`, {}),
    /** Types a text into the first element of a selector. */
    type: async (selector, text) => send('POST', `/element/${await find(selector)}/value`, { text }),
    /** Waits until a function of the page gives something. */
    async until(run, ...args) {
      for (let tenths = 0; tenths < 100; tenths += 1) {
        const value = await send('POST', '/execute/sync', { script: `return (${run})(...arguments);`, args });
        if (value) return value;
        await wait(100);
      }
      throw new Error(`WebKit: this stays empty for ten seconds: ${run}`);
    },
  };
};
