// Conditions in the browser: the rows that the generator is held to as well. Only the script's text is needed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const script = read('../../themes/standard/js/vilkar/10-vilkar.js');
const { parse, holds, waitsFor, dayOf, percentOf, afterAnswer } = vm.runInNewContext(`const brobygger = {}; ${script}; brobygger.conditions`);

const answered = (fields = {}, choices = []) => ({
  field: (name) => (fields[name] ?? '').trim(),
  chosen: (id) => choices.includes(id),
});

for (const { condition, fields, choices, holds: expected } of JSON.parse(read('../conditions.json'))) {
  test(`${condition} for ${JSON.stringify({ fields, choices })}`, () => {
    assert.equal(holds(parse(condition), answered(fields, choices)), expected);
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
    assert.deepEqual([...waitsFor(parse(condition), answered(fields))], expected, condition);
  }
});

test('what is no condition is refused', () => {
  for (const bad of ['a ==', 'a & b', '(a', 'a b', '', 'a in []', 'a in [x']) assert.throws(() => parse(bad), /no condition/, bad);
});

test('days and per cent are what the program takes them for', () => {
  for (const [text, day] of [['2026-12-03', '2026-12-03'], ['2028-02-29', '2028-02-29'], ['2027-02-29'], ['2026-13-01'], ['2026-12'], ['3.12.2026'], ['']]) {
    assert.equal(dayOf(text)?.toISOString().slice(0, 10), day, text);
  }
  for (const [text, digits] of [['49.5', '49.5'], ['50 %', '50'], ['7,5%', '7,5'], ['halv'], ['1.2.3 %'], ['%'], ['']]) {
    assert.equal(percentOf(text), digits, text);
  }
});

test('a sentence that an answer has ended gets no second full stop', () => {
  for (const [answer, text, shown] of [['Frisk luft.', '. Så', ' Så'], ['Hva nå? ', '.', ''], ['Frisk luft', '.', '.'], ['Frisk luft.', ', så', ', så'], ['Frisk luft.', '...', '...'], ['', '.', '.']]) {
    assert.equal(afterAnswer(answer, text), shown, answer + text);
  }
});
