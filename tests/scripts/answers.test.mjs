// The files of answers that the browser takes and refuses: the rows that the program is held to as well. Only the
// script's text is needed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const file = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const script = file('../../themes/standard/js/svar/05-schema.js');
const read = vm.runInNewContext(`const brobygger = {}; ${script}; read`, { TextDecoder });

function blobOf({ file: text, bytes, repeat: [open, times, close] = ['', 0, ''] }) {
  if (bytes) return new Blob([Buffer.from(bytes, 'hex')]);
  return new Blob([text.replace('{REPEAT}', () => open.repeat(times) + close.repeat(times))]);
}

for (const row of JSON.parse(file('../answers.json'))) {
  const { reason = null, path = [], wanted = null } = row;
  test(`${reason ?? 'taken'}: ${(row.about ?? row.file ?? row.bytes).slice(0, 90)}`, async () => {
    const { fault } = await read(blobOf(row));
    assert.deepEqual([fault?.reason ?? null, [...(fault?.path ?? [])], fault?.wanted ?? null], [reason, path, wanted]);
  });
}
