// The guide as the real Apache and nginx give it, with the rules that it brings, at an address below the root: what is
// not there, what may be kept, what is compressed, what leads on; and a reader, to whom nothing of it is in the way.
//
// PROGRAM=…/brobygger node --test tests/servers/

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { launch, watch } from '../browser/browser.mjs';
import { findProgram } from '../browser/programs.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const PROGRAM = process.env.PROGRAM ?? join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'release/brobygger');
/** A former address of a page of the guide, and the page. */
const FORMER = 'etter-ansettelsen/kompetanseprofil.html';
const NOW = 'etter-ansettelsen/erfaringskompetansen.html';
const FORM = 'maler/utlysning-kommune.html';
const MODULES = '/usr/lib/apache2/modules';

let scratch;
let browser;
const processes = [];

before(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'brobygger-servers-'));
  // The servers read it as somebody else.
  chmodSync(scratch, 0o755);
  const book = join(scratch, 'utgave');
  mkdirSync(book);
  const settings = `[base]\npath = "${ROOT}"\n\n[site]\nurl = "http://localhost/veileder/"\nhosting = ["apache", "nginx"]\n`;
  writeFileSync(join(book, 'book.toml'), settings);
  execFileSync(PROGRAM, ['build', '--book', book, '--no-pdf'], { stdio: ['ignore', 'ignore', 'inherit'] });
  mkdirSync(join(scratch, 'www'));
  cpSync(join(book, 'site'), join(scratch, 'www/veileder'), { recursive: true });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  for (const process of processes) process.kill();
  rmSync(scratch, { recursive: true, force: true });
});

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Apache with what its site may say itself, and no more. */
function apache(port) {
  const modules = ['mpm_event', 'authz_core', 'mime', 'dir', 'alias', 'filter', 'deflate', 'headers'];
  const settings = `
ServerRoot "${scratch}"
ServerName localhost
PidFile "${scratch}/apache.pid"
ErrorLog "${scratch}/apache.log"
Listen 127.0.0.1:${port}
${modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
${process.getuid() === 0 ? 'User www-data\nGroup www-data' : ''}
TypesConfig /etc/mime.types
DocumentRoot "${scratch}/www"
<Directory "${scratch}/www">
    AllowOverride FileInfo
    Require all granted
</Directory>
`;
  writeFileSync(join(scratch, 'apache.conf'), settings);
  return [['apache2', 'httpd'], ['-f', join(scratch, 'apache.conf'), '-DFOREGROUND']];
}

/** nginx with the server that «new hosting nginx» writes, at a port and in a folder of the test. */
function nginx(port) {
  const written = readFileSync(join(ROOT, 'src/cli/new/nb/nginx-server.conf'), 'utf8');
  const server = written
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('listen [::]:80;', '')
    .replace('root /srv/www;', `root ${scratch}/www;`)
    .replace('/srv/www/nginx-location.conf', `${scratch}/www/veileder/nginx-location.conf`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${scratch}/${name};`);
  const settings = `
${process.getuid() === 0 ? 'user www-data;' : ''}
pid ${scratch}/nginx.pid;
error_log ${scratch}/nginx.log;
daemon off;
events {}
http {
    include /etc/nginx/mime.types;
    access_log off;
    ${temporary.join('\n    ')}
${server}
}
`;
  writeFileSync(join(scratch, 'nginx.conf'), settings);
  return [['nginx'], ['-p', scratch, '-c', join(scratch, 'nginx.conf')]];
}

/** Asks for a path, and gives the status, the headers and the body as it was sent. */
const ask = (port, path, headers = {}) =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: { host: `localhost:${port}`, ...headers } }, (answer) => {
      const pieces = [];
      answer.on('data', (piece) => pieces.push(piece));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces) }));
    });
    asked.on('error', reject).end();
  });

async function start(settings) {
  const port = await freePort();
  const [names, args] = settings(port);
  // Debian has them where only root looks.
  process.env.PATH += ':/usr/sbin';
  const program = findProgram(names);
  assert.ok(program, `no ${names[0]}: install it (Debian: apache2, nginx-light)`);
  processes.push(spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] }));
  for (let left = 200; left; left--) {
    try {
      await ask(port, '/');
      return port;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`${names[0]} does not answer`);
}

for (const [name, settings] of [['Apache', apache], ['nginx', nginx]]) {
  describe(name, () => {
    let port;
    before(async () => {
      port = await start(settings);
    });

    test('an address that does not exist gives its page, and says so', async () => {
      for (const path of ['/veileder/borte.html', '/veileder/dypt/nede/borte', '/veileder/assets/borte.js']) {
        const answer = await ask(port, path);
        assert.equal(answer.status, 404, path);
        assert.ok(answer.body.includes('href="/veileder/index.html"'), `${path}: ${answer.body.toString().slice(0, 300)}`);
        assert.equal(answer.headers['cache-control'], 'no-cache', path);
      }
    });

    test('only what is named by its hash is kept without asking', async () => {
      const forever = 'public, max-age=31536000, immutable';
      const assets = readdirSync(join(scratch, 'www/veileder/assets'));
      assert.ok(assets.length > 10);
      for (const file of assets) {
        const answer = await ask(port, `/veileder/assets/${file}`);
        assert.deepEqual([answer.status, answer.headers['cache-control']], [200, forever], file);
      }
      for (const path of ['', 'index.html', FORM, 'sok/index.js', 'sok.html', 'sitemap.xml', 'maler/utlysning-kommune.docx']) {
        const answer = await ask(port, `/veileder/${path}`);
        assert.deepEqual([answer.status, answer.headers['cache-control']], [200, 'no-cache'], path);
      }
    });

    test('a file that has not changed is not sent again, compressed or not', async () => {
      for (const path of ['index.html', 'sok/index.js']) {
        for (const encoding of ['identity', 'gzip']) {
          const first = await ask(port, `/veileder/${path}`, { 'accept-encoding': encoding });
          const mark = first.headers.etag;
          const again = await ask(port, `/veileder/${path}`, { 'accept-encoding': encoding, 'if-none-match': mark });
          assert.equal(again.status, 304, `${path}, ${encoding}: ${mark}`);
        }
      }
    });

    test('texts are compressed', async () => {
      const assets = readdirSync(join(scratch, 'www/veileder/assets'));
      const texts = assets.filter((file) => /^(stil|brobygger)-/.test(file)).map((file) => `assets/${file}`);
      for (const path of ['index.html', 'sok/index.js', 'sitemap.xml', ...texts]) {
        const answer = await ask(port, `/veileder/${path}`, { 'accept-encoding': 'gzip' });
        assert.equal(answer.headers['content-encoding'], 'gzip', path);
        assert.match(answer.headers.vary ?? '', /accept-encoding/i, path);
        assert.deepEqual(gunzipSync(answer.body), readFileSync(join(scratch, 'www/veileder', path)), path);
      }
    });

    test('a former address leads on at once, and for good', async () => {
      assert.ok(existsSync(join(scratch, 'www/veileder', FORMER)), 'the page for servers without rules');
      const answer = await ask(port, `/veileder/${FORMER}`);
      assert.equal(answer.status, 301);
      assert.equal(new URL(answer.headers.location, `http://localhost:${port}`).href, `http://localhost:${port}/veileder/${NOW}`);
      const folder = await ask(port, '/veileder');
      assert.equal(folder.status, 301);
      assert.equal(new URL(folder.headers.location, `http://localhost:${port}`).pathname, '/veileder/');
    });

    test('every answer says who may show it and how', async () => {
      for (const path of ['', FORM, 'sok/index.js', 'borte.html']) {
        const { headers } = await ask(port, `/veileder/${path}`);
        assert.equal(headers['x-content-type-options'], 'nosniff', path);
        assert.equal(headers['referrer-policy'], 'same-origin', path);
        assert.equal(headers['content-security-policy'], "frame-ancestors 'self'", path);
      }
    });

    // Apache, as it is delivered, hides what begins with `.ht` by itself.
    if (name === 'nginx') {
      test('the rules themselves are not shown', async () => {
        assert.equal((await ask(port, '/veileder/nginx-location.conf')).status, 404);
      });
    }

    test('a reader reads, searches and fills in, and nothing is refused', async () => {
      const home = `http://localhost:${port}/veileder/`;
      const page = await browser.newPage();
      const troubles = watch(page, home);
      await page.goto(home);
      await page.keyboard.press('/');
      await page.locator('dialog[open] [role=combobox]').fill('lønn');
      await page.locator('dialog[open] [role=option]').first().click();
      await page.waitForURL((url) => url.pathname !== '/veileder/');
      assert.ok((await page.locator('h1').textContent())?.trim());
      await page.goto(`${home}${FORM}`);
      const field = page.locator('main input[type=text], main textarea').first();
      await field.fill('Fjellvik kommune');
      assert.equal(await field.inputValue(), 'Fjellvik kommune');
      assert.deepEqual(troubles(), []);
      await page.close();
    });
  });
}
