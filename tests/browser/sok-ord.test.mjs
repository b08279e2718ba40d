// The script's words, keys and parts, held to the fixture that the program is held to as well.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { language } from '../search/words.mjs';

const fixture = JSON.parse(readFileSync(new URL('../search/words.json', import.meta.url), 'utf8'));

test(`${fixture.words.length} words are folded, stemmed and split as in the index`, () => {
  assert.ok(fixture.words.length >= 2000);
  const { fold, keys } = language(fixture.language, fixture.forms, fixture.parts.split(' '));
  for (const [word, folded, key, split] of fixture.words) {
    assert.equal(fold(word), folded, `${word} folded`);
    assert.equal(keys.key(folded), key, `key of ${word}`);
    assert.equal((keys.split(folded) ?? []).join('+'), split, `parts of ${word}`);
  }
});

test('names are read as the words they are put together of', () => {
  const { namePieces } = language(fixture.language, {}, []);
  assert.ok(fixture.names.length >= 30);
  for (const [name, pieces] of fixture.names) assert.equal(namePieces(name).join('+'), pieces, name);
});

test('numbers with a hyphen are one word', () => {
  const { wordsOf } = language(fixture.language, {}, []);
  assert.ok(fixture.texts.length >= 2);
  for (const [text, read] of fixture.texts) assert.equal(wordsOf(text).map(({ word }) => word).join(' '), read, text);
});

test('words that are another kind of word of each other, or forms that the stemmer parts, have one root', () => {
  const { fold, keys, kinRoot } = language(fixture.language, {}, []);
  const root = (word) => kinRoot(keys.key(fold(word)));
  const kin = [
    'rangere rangering rangeringer', 'ansette ansettelse ansettelsen', 'betale betalt betalte betaling', 'rett rettighet',
    'utlyse utlyst utlysning', 'vurdere vurdert vurdering', 'arkivere arkivert arkivering', 'oppfølging oppfølgning',
  ];
  for (const words of kin) assert.equal(new Set(words.split(' ').map(root)).size, 1, words.split(' ').map(root).join(' '));
  for (const [a, b] of [['rett', 'retning'], ['bruker', 'brudd'], ['søke', 'søsken']]) assert.notEqual(root(a), root(b));
  // What would be left of a short word says nothing: it stays as the stemmer leaves it.
  assert.deepEqual(['sakene', 'leder', 'bading'].map(root), ['sak', 'led', 'bading']);
});

test('English words are folded and stemmed as in the index', () => {
  const english = JSON.parse(readFileSync(new URL('../search/words-en.json', import.meta.url), 'utf8'));
  const { fold, keys } = language(english.language, {}, []);
  assert.ok(english.words.length >= 500);
  for (const [word, folded, key] of english.words) {
    assert.equal(fold(word), folded, `${word} folded`);
    assert.equal(keys.key(folded), key, `key of ${word}`);
  }
});

test('words are read as they are typed on any keyboard', () => {
  const { wordsOf } = language(fixture.language, {}, []);
  const read = (text) => wordsOf(text).map(({ word }) => word).join(' ');
  assert.equal(read('Pårørende, paarørende og parorende'), 'parorende parorende og parorende');
  assert.equal(read('Lærings- og mestringssenter'), read('laerings og mestringssenter'));
  assert.equal(read('IA-bedrift «e\u0301n» arbeids\u00adtid'), 'ia bedrift en arbeidstid');
  assert.equal(read('😀 <b>\u0000\ud800'), 'b');
});
