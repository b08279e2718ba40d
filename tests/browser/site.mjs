// The built site under test: where it is, which pages it has, and a small server for it.
//
// The folder is SITE, or the one that a build leaves in the book's folder.

import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The site's folder. */
export const folder = resolve(process.env.SITE ?? join(here, '../../site'));

/** The address of the site's folder, ending in a slash. */
export const root = `${pathToFileURL(folder)}/`;

if (!existsSync(join(folder, 'index.html'))) {
  throw new Error(`no site to test: ${join(folder, 'index.html')} does not exist; build the book first, or set SITE`);
}

const html = readdirSync(folder, { recursive: true })
  .filter((path) => path.endsWith('.html'))
  .map((path) => path.split(sep).join('/'))
  .sort();

const REFRESH = /<meta http-equiv="?refresh"? content="0; ?url=([^"]*)"/i;

/** Where the pages lead that hold no text but send their reader on, by path. */
export const redirects = new Map(
  html.flatMap((path) => {
    const found = readFileSync(join(folder, path), 'utf8').match(REFRESH);
    return found ? [[path, found[1]]] : [];
  }),
);

/** The paths of all other pages, with forward slashes, in order. */
export const pages = html.filter((path) => !redirects.has(path));

/** Those in the language of the source: another language has its pages in a folder of its tag. */
export const pagesOfSource = pages.filter((path) => !/^[a-z]{2}\//.test(path));

/** One page of each kind (the class of its body) in each folder. */
export const samples = [...new Map([...pages].reverse().map((page) => [`${dirname(page)} ${kindOf(page)}`, page])).values()].sort();

function kindOf(page) {
  return readFileSync(join(folder, page), 'utf8').match(/<body class="([^"]*)"/)?.[1] ?? '';
}

/** The address of a page on the disk. */
export const address = (page) => new URL(page.split('/').map(encodeURIComponent).join('/'), root).href;

/** The path of an address below the site's folder, without query and fragment; nothing where it is outside. */
export function pathOf(href) {
  const { origin, pathname } = new URL(href);
  const whole = origin === 'null' ? `file://${pathname}` : href;
  return whole.startsWith(root) ? decodeURIComponent(whole.slice(root.length)) : undefined;
}

/** Whether the site has this file. */
export const has = (path) => {
  const file = join(folder, path);
  return existsSync(file) && statSync(file).isFile();
};

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

/**
 * Serves the site on this machine alone, below a path that the site does not know of. Gives its address, the answers
 * that were no file (`missing`), and `close`.
 */
export async function serve() {
  const base = '/under/en/sti/';
  const missing = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const file = path.startsWith(base) ? path.slice(base.length) : '';
    if (path === '/favicon.ico') {
      // Browsers ask for it by themselves.
      response.writeHead(204).end();
      return;
    }
    if (file === '' || !has(file)) {
      missing.push(path);
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(join(folder, file)).pipe(response);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const close = () => new Promise((closed) => server.close(closed));
  return { address: `http://127.0.0.1:${server.address().port}${base}`, missing, close };
}
