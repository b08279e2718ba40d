// Makes words.json: words with how they are folded, their keys and their parts, and names with the words they are put
// together of, as the theme's script has them. The tests of the script and of the program hold both to it.
//
// node tests/search/words.mjs [SITE]      after a change of the rules; look at what changed

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const SCRIPTS = join(here, '../../themes/standard/js');
const SCRIPT = join(SCRIPTS, 'sok/10-ord.js');
const WORDS_OF_BOOK = 1500;
const MADE = 1000;
const ODD = ['İstanbul', 'ΟΔΟΣ', 'Straße', 'e\u0301n', 'x\u{1d400}y', 'arbeids\u00adtid', 'aaa', 'aae', 'oee', 'ÆØÅ', '10', 'K4', 'ﬁ', 'ŧ', 's', 'ks', 'aks', 'ÿ'];
/** Names that are put together of words, and what looks like one. */
const NAMES = [
  'CloudCannon', 'HTTPServer', 'utf8', 'eHelse', 'getElementById', 'XMLHttpRequest', 'IPv6', 'DPSene', 'FACTteamet',
  'Altinn', 'AltInn', 'covid19', '20seter', 'SHA256sum', 'ÅpenDør', 'e\u0301nÅpen', 'straßeNavn', 'HashMap',
  'TypeScript', 'K4', 'Base64Encoder', 'AbcDefGhiJklMnoPqrStuVwx', 'AbcDefGhiJklMnoPqrStuVwxYza',
  'x'.repeat(49) + 'Yz', 'x'.repeat(46) + 'Yzæ', 'x\u{1d400}Yzz', 'ΑλφαΒητα', 'ⅷⅧabc', 'iPhone', 'McDonalds',
  'lønnsTrinn4', 'SQLite', 'PostgreSQL16', 'aB'.repeat(30),
];
/** Texts with numbers, which a hyphen does not part. */
const TEXTS = ['§ 4-6 og aml. § 14-9.', '2023-2024 1-2- 1--2 1-2--3 4-6a a4-6 1-2-3 10–12'];
const ENDINGS = ['en', 'ene', 'enes', 'er', 'et', 'ets', 'het', 'hetene', 'lig', 'eleg', 'ende', 'ert', 'erte', 's', 'ing', 'elser', 'vt', 'dt', 'lov'];

/** A stemmer of the theme. */
export function stemmer(name) {
  const brobygger = {};
  for (const path of [`stammer/10-base.js`, `stammer-${name}/10-${name}.js`]) {
    new Function('brobygger', readFileSync(join(SCRIPTS, path), 'utf8'))(brobygger);
  }
  return brobygger.stemmers[name]();
}

/** The functions by which the script reads words of a language, given the forms of a glossary and the parts of compounds. */
export function language(spoken, forms, parts) {
  const make = new Function(`${readFileSync(SCRIPT, 'utf8')}\nreturn { fold, wordsOf, namePieces, Keys, kinRoot, speak };`);
  const { fold, wordsOf, namePieces, Keys, kinRoot, speak } = make();
  speak(spoken, spoken.stemmer ? stemmer(spoken.stemmer) : undefined);
  const keys = new Keys(forms, parts);
  return { fold, wordsOf, namePieces, keys, kinRoot };
}

/** Numbers that look random and are the same every time: what is made is kept, and changes only with the rules. */
function dice() {
  let state = 20261122;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function make(site) {
  const brought = new Map();
  const bring = (name) => {
    const brobygger = { searchPart: (key, value) => brought.set(key, value) };
    new Function('brobygger', readFileSync(join(site, 'sok', `${name}.js`), 'utf8'))(brobygger);
    return brought.get(name);
  };
  const { forms, parts, language: spoken } = bring('index');
  let before = '';
  const keys = bring(parts).split('!').slice(0, -1).map((told) => {
    const code = told.charCodeAt(0);
    return (before = before.slice(0, code - (code > 92 ? 36 : 35)) + told.slice(1));
  });
  const throwDice = dice();
  const pick = (list) => list[throwDice(list.length)];
  const texts = readdirSync(join(here, '../../content'), { recursive: true }).filter((path) => path.endsWith('.md')).sort();
  const text = texts.map((path) => readFileSync(join(here, '../../content', path), 'utf8')).join('\n');
  const all = [...new Set(text.match(/[\p{L}]+/gu))].sort();
  const words = new Set(ODD);
  while (words.size < WORDS_OF_BOOK) words.add(pick(all));
  const made = [
    () => pick(all) + pick(ENDINGS),
    () => pick(all).toLowerCase() + pick(['', 's', 'e']) + pick(all).toLowerCase(),
    () => without(pick(all), throwDice),
    () => pick(all).replaceAll('å', 'aa').replaceAll('ø', 'oe').replaceAll('æ', 'ae'),
    () => pick(all).toUpperCase(),
  ];
  while (words.size < WORDS_OF_BOOK + MADE) words.add(pick(made)());
  const { fold, wordsOf, namePieces, keys: language_ } = language(spoken, forms, keys);
  const read = TEXTS.map((text) => JSON.stringify([text, wordsOf(text).map(({ word }) => word).join(' ')])).join(',\n');
  const named = NAMES.map((name) => JSON.stringify([name, namePieces(name).join('+')])).join(',\n');
  const rows = [...words].map((word) => {
    const folded = fold(word);
    return [word, folded, language_.key(folded), (language_.split(folded) ?? []).join('+')];
  });
  const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
  const json = `{"language":${JSON.stringify(spoken)},\n"forms":${JSON.stringify(forms)},\n"parts":${JSON.stringify(keys.join(' '))},\n"names":[\n${named}\n],\n"texts":[\n${read}\n],\n"words":[\n${lines}\n]}\n`;
  writeFileSync(join(here, 'words.json'), json);
  console.log(`${rows.length} words, ${rows.filter((row) => row[3]).length} of them split`);
}

/** A word without one of its letters. */
function without(word, throwDice) {
  const at = throwDice(word.length);
  return word.slice(0, at) + word.slice(at + 1) || 'x';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) make(resolve(process.argv[2] ?? join(here, '../../site')));
