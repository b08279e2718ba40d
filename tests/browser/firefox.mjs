// The system's Firefox, through Marionette, the remote control that every Firefox has built in: messages over TCP, each
// `LENGTH:[type, id, …]`. Playwright drives only a Firefox of its own making.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findProgram } from './programs.mjs';

/** Where Firefox is: FIREFOX, or the first of its names in PATH; nothing where it is not. */
export const firefox = process.env.FIREFOX ?? findProgram(['firefox-esr', 'firefox']);

const START_SECONDS = 60;
const SETTINGS = `user_pref("marionette.port", 0);\nuser_pref("security.sandbox.warn_unprivileged_namespaces", false);\n`;

/** The keys that write nothing, as the remote control knows them. */
const KEYS = { Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Escape: '\uE00C', Space: ' ', End: '\uE010', ArrowDown: '\uE015' };

/** Starts Firefox with a profile of its own. Gives `goto`, `back`, `forward`, `evaluate`, `press`, `type`, `errors` and `close`. */
export async function launchFirefox() {
  const profile = mkdtempSync(join(tmpdir(), 'brobygger-firefox-'));
  writeFileSync(join(profile, 'user.js'), SETTINGS);
  const flags = ['--headless', '--no-remote', '--marionette', '--remote-allow-system-access', '--profile', profile];
  const process = spawn(firefox, flags, { stdio: 'ignore' });
  const close = async () => {
    if (process.exitCode === null && process.kill()) await once(process, 'exit');
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const send = await marionette(await activePort(profile));
    await send('WebDriver:NewSession', {});
    return { ...commands(send), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The port that Firefox chose; it writes it down once it listens. */
async function activePort(profile) {
  const file = join(profile, 'MarionetteActivePort');
  for (let tenths = 0; tenths < START_SECONDS * 10; tenths += 1) {
    const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (port) return port;
    await wait(100);
  }
  throw new Error(`Firefox did not start within ${START_SECONDS} seconds`);
}

/** Connects, and gives a function that sends a command and waits for its answer. */
async function marionette(port) {
  const socket = connect(port, '127.0.0.1');
  const waiting = new Map();
  const messages = split((message) => {
    // The first message is a greeting, not an answer.
    if (!Array.isArray(message)) return;
    const [, id, error, result] = message;
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(`Firefox: ${error.message}`));
    else resolve(result);
  });
  socket.on('data', messages);
  socket.on('close', () => waiting.forEach(({ reject }) => reject(new Error('Firefox is gone'))));
  await once(socket, 'connect');
  let last = 0;
  return (name, parameters) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      const message = Buffer.from(JSON.stringify([0, last, name, parameters]));
      socket.write(Buffer.concat([Buffer.from(`${message.length}:`), message]));
    });
}

/** Takes bytes as they come, and hands on each whole message. */
function split(receive) {
  let bytes = Buffer.alloc(0);
  return (more) => {
    bytes = Buffer.concat([bytes, more]);
    for (;;) {
      const colon = bytes.indexOf(':');
      const end = colon + 1 + Number(bytes.subarray(0, colon));
      if (colon < 0 || bytes.length < end) return;
      const message = bytes.subarray(colon + 1, end);
      bytes = bytes.subarray(end);
      receive(JSON.parse(message));
    }
  };
}

const pressed = (send, actions) => send('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keyboard', actions }] });

const commands = (send) => ({
  /** Opens an address and waits until it is loaded. */
  goto: (url) => send('WebDriver:Navigate', { url }),

  /** Goes to the page before, or the page after, as the buttons of the browser do. */
  back: () => send('WebDriver:Back', {}),
  forward: () => send('WebDriver:Forward', {}),

  /** Runs a function in the page. */
  evaluate: async (run) => (await send('WebDriver:ExecuteScript', { script: `return (${run})();`, args: [] })).value,

  /** Presses a key, or several together: `Tab`, `Shift+Tab`. */
  press: (keys) => {
    const codes = keys.split('+').map((key) => KEYS[key]);
    return pressed(send, [...codes.map((value) => ({ type: 'keyDown', value })), ...codes.reverse().map((value) => ({ type: 'keyUp', value }))]);
  },

  /** Types a text. */
  type: (text) => pressed(send, [...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }])),

  /** The errors about files below `root` since the last time, as the console has them. */
  async errors(root) {
    await send('Marionette:SetContext', { value: 'chrome' });
    const script = `const all = Services.console.getMessageArray().map(String); Services.console.reset(); return all;`;
    const { value } = await send('WebDriver:ExecuteScript', { script, args: [] });
    await send('Marionette:SetContext', { value: 'content' });
    // What a program of Firefox's own did wrong names our files only among those that called it.
    const file = (message) => message.match(/\{file: "([^"]*)"/)?.[1] ?? message;
    return value.filter((message) => message.startsWith('[JavaScript Error') && file(message).includes(root));
  },
});
