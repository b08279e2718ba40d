// What conditions mean in the browser: the rows that the generator is held to as well. Only the script's text is needed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const script = read('../../themes/standard/js/skjema/10-vilkar.js');
const { parseCondition, holds, waitsFor } = vm.runInNewContext(`${script}; ({ parseCondition, holds, waitsFor })`);

const answered = (fields = {}, choices = []) => ({
  field: (name) => (fields[name] ?? '').trim(),
  chosen: (id) => choices.includes(id),
});

for (const { condition, fields, choices, holds: expected } of JSON.parse(read('../conditions.json'))) {
  test(`${condition} for ${JSON.stringify({ fields, choices })}`, () => {
    assert.equal(holds(parseCondition(condition), answered(fields, choices)), expected);
  });
}

test('a condition waits for the fields that can still decide it', () => {
  const rows = [
    ['a == x', {}, ['a']],
    ['a == x', { a: 'y' }, []],
    ['a', {}, []],
    ['not a and b == x', {}, ['b']],
    ['not a and b == x', { a: '1' }, []],
    ['a == x or b == x', { b: 'x' }, []],
    ['a == x or b == x', { b: 'y' }, ['a']],
    ['not a in [x] and not (a == y and b == x)', {}, ['a', 'b']],
  ];
  for (const [condition, fields, expected] of rows) {
    assert.deepEqual([...waitsFor(parseCondition(condition), answered(fields))], expected, condition);
  }
});
