// How long the workshop takes, and how much memory: node tests/bench/workshop.mjs FILE.wasm KIT.zip [PAGE PART]

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { start } from '../wasm/program.mjs';

const [file, kit, page = 'for-ansettelsen/utlysning', part] = process.argv.slice(2);
const bytes = readFileSync(file);
console.log(`${(bytes.length / 1e6).toFixed(2)} MB, ${(gzipSync(bytes, { level: 9 }).length / 1e6).toFixed(2)} MB gzipped`);
const { ask, memory } = await start(bytes);
const ms = (from) => `${Math.round(process.cpuUsage(from).user / 1000)} ms of CPU`;
const timed = (what, request, along) => {
  const [from, at] = [process.cpuUsage(), performance.now()];
  const answered = ask(request, along);
  if (answered.answer.is === 'refused') throw new Error(`${what}: ${JSON.stringify(answered.answer)}`);
  console.log(`${what}: ${ms(from)}, ${Math.round(performance.now() - at)} ms; ${(memory() / 1e6).toFixed(0)} MB`);
  return answered;
};
timed('open', { ask: 'open', today: '2026-11-22' }, readFileSync(kit));
const { answer } = timed('first build', { ask: 'build', source: true });
console.log(`${answer.problems.length} problems, sound: ${answer.is_sound}`);
timed('first page', { ask: 'show', page, language: null });
timed('the other languages for the first time', { ask: 'build' });
const section = part ?? ask({ ask: 'page', page }).answer.parts.find((one) => !one.elsewhere).id;
for (const text of ['Ett.', 'To.', 'Tre.', 'Fire.', 'Fem.']) {
  timed('an edit', { ask: 'put-part', page, part: section, text });
  timed('  build', { ask: 'build', source: true });
  timed('  page', { ask: 'show', page, language: null });
  timed('  state', { ask: 'edition' });
  timed('  the other languages, when nobody writes', { ask: 'build' });
}
timed('a name', { ask: 'set', table: 'organisation', key: 'name', value: 'Fjellvik kommune' });
timed('  build', { ask: 'build', source: true });
timed('  page', { ask: 'show', page: 'index', language: null });
timed('a page out', { ask: 'take-out', page: 'kunnskap/historien', to: null });
timed('  build', { ask: 'build', source: true });
timed('drift', { ask: 'drift' });
timed('layer', { ask: 'layer' });
timed('site', { ask: 'site' });
