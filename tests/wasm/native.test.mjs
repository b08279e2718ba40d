// The program for browsers against the one on the disk: the same edition gives the same site, byte for byte.
//
// WORKSHOP is the program for browsers, PROGRAM the other one, both built of this source.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { start } from './program.mjs';
import { unzipped } from './unzip.mjs';

const { WORKSHOP, PROGRAM } = process.env;
const book = fileURLToPath(new URL('../..', import.meta.url));
const DAY = { today: '2026-11-22', epoch: '1795305600' };

describe('the program for browsers', { skip: WORKSHOP && PROGRAM ? false : 'WORKSHOP and PROGRAM are not set' }, () => {
  let scratch, kit, program;
  before(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'brobygger-wasm-'));
    execFileSync(PROGRAM, ['--book', book, 'kit', '--out', join(scratch, 'kit.zip')]);
    kit = readFileSync(join(scratch, 'kit.zip'));
    program = await start(readFileSync(WORKSHOP));
  });
  after(() => rmSync(scratch, { recursive: true, force: true }));

  const done = (request, along) => {
    const { answer, bytes } = program.ask(request, along);
    assert.notEqual(answer.is, 'refused', JSON.stringify([request, answer]));
    return { answer, bytes };
  };

  // tests/bench/workshop.md. As it is built with the source of the standard library.
  test('it is small', () => {
    const size = gzipSync(readFileSync(WORKSHOP), { level: 9 }).length;
    assert.ok(size <= 3_000_000, `${size} bytes gzipped`);
  });

  // Letters whose place is another one from language to language.
  const WORDS = ['Aasen', 'Ål', 'Ærlig', 'Östers', 'Øster', 'Überraschung', 'Umzug', 'Zebra', 'Żaba', 'Čakavski', 'Cykel', 'Chata', 'Ñandu', 'Norden', 'Olga', 'Çorum', 'Đuro', 'Dorit', 'Wallin', 'Vallen', 'Işık', 'Isla', 'Szabo', 'Suzuki', 'Þorlák', 'Tomas'];

  /** A book in a language whose one page beside its terms is their alphabetical index. */
  function bookOfWords(tag) {
    const folder = join(scratch, tag);
    mkdirSync(join(folder, 'content/ord'), { recursive: true });
    writeFileSync(join(folder, 'book.toml'), `[book]\ntitle = "Ord"\nlanguage = "${tag}"\nsrc = "content"\n\n[pdf]\nenabled = false\n`);
    writeFileSync(join(folder, 'content/SUMMARY.md'), '# Ord\n\n- [Ord](index.md)\n');
    const block = ['nb', 'nn'].includes(tag) ? 'ordliste' : 'index';
    writeFileSync(join(folder, 'content/index.md'), `---\nkind: article\ntitle: Alle\nsummary: Alle.\n---\n\n{{#${block}}}\n`);
    for (const [at, word] of WORDS.entries()) writeFileSync(join(folder, `content/ord/t${at}.md`), `---\nkind: definition\ntitle: ${word}\nsummary: Et ord.\n---\n\nEt ord.\n`);
    return folder;
  }

  test('words stand in the order of their language, as the program on the disk has it', { timeout: 300_000 }, () => {
    const order = (html) => [...html.matchAll(/href="ord\/t(\d+)\.html"/g)].map(([, at]) => WORDS[at]);
    const orders = new Set();
    for (const tag of ['nb', 'nn', 'en', 'da', 'sv', 'fi', 'is', 'de', 'pl', 'hr', 'hu', 'es', 'tr', 'zh', 'ja']) {
      const folder = bookOfWords(tag);
      execFileSync(PROGRAM, ['--book', folder, 'kit', '--out', join(folder, 'kit.zip')], { stdio: 'pipe' });
      done({ ask: 'open', today: DAY.today }, readFileSync(join(folder, 'kit.zip')));
      done({ ask: 'build' });
      const html = new TextDecoder().decode(done({ ask: 'show', page: 'index', language: null }).bytes);
      rmSync(join(folder, 'kit.zip'));
      execFileSync(PROGRAM, ['build', '--no-pdf'], { cwd: folder, stdio: 'pipe' });
      const wanted = order(readFileSync(join(folder, 'site/index.html'), 'utf8'));
      assert.ok(wanted.length >= WORDS.length, `${tag}: ${wanted.length} words`);
      assert.deepEqual(order(html), wanted, tag);
      orders.add(wanted.join());
    }
    assert.ok(orders.size >= 8, `${orders.size} orders`);
  });

  test('an edition of the guide gives the same files', { timeout: 600_000 }, () => {
    done({ ask: 'open', today: DAY.today }, kit);
    done({ ask: 'set', table: 'organisation', key: 'name', value: 'Fjellvik kommune' });
    done({ ask: 'set', table: 'site', key: 'hosting', value: ['iis', 'apache'] });
    const { parts } = done({ ask: 'page', page: 'for-ansettelsen/utlysning' }).answer;
    done({ ask: 'put-part', page: 'for-ansettelsen/utlysning', part: parts[0].id, text: '## Hos oss\n\nVi gjør det *slik*.' });
    done({ ask: 'take-out', page: 'kunnskap/historien', to: null });
    const place = { after: 'for-ansettelsen/utlysning' };
    done({ ask: 'new-page', kind: 'article', page: 'for-ansettelsen/var-side', title: 'Vår side', summary: 'Slik er det.', body: 'Tekst.', place });
    assert.equal(done({ ask: 'build' }).answer.is_sound, true);
    const layer = unzipped(done({ ask: 'layer' }).bytes);
    const site = unzipped(done({ ask: 'site' }).bytes);
    const edition = join(scratch, 'utgave');
    for (const [path, bytes] of layer) {
      mkdirSync(dirname(join(edition, path)), { recursive: true });
      writeFileSync(join(edition, path), bytes);
    }
    execFileSync(PROGRAM, ['build', '--no-pdf'], { cwd: edition, env: { ...process.env, SOURCE_DATE_EPOCH: DAY.epoch }, stdio: 'pipe' });
    const other = [...site].filter(([path, bytes]) => !readFileSync(join(edition, 'site', path)).equals(bytes)).map(([path]) => path);
    assert.deepEqual(other, []);
    const there = execFileSync('find', ['.', '-type', 'f'], { cwd: join(edition, 'site'), encoding: 'utf8' }).trim().split('\n');
    assert.deepEqual(there.map((path) => path.slice(2)).sort(), [...site.keys()].sort());
    assert.ok(program.memory() <= 150e6, `${program.memory()} bytes of memory`);
  });
});
