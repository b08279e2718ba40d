// Words and their keys, as the index has them: src/search/words.rs and split.rs say the same in Rust, and
// tests/search/words.json holds both.

// The numbers on words and their parts in this file are those of src/search/, where it is told how they were chosen.

/** Longer words are cut. */
const LONGEST = 60;
/** The shortest part of a compound, and of a name, that says something alone. */
const PART = 3;
/** A hyphen parts words, but not numbers: «4-6» is the number of a section. */
const WORD = /[0-9]+(?:-[0-9]+)+(?![\p{Alphabetic}\p{N}\u00ad\u0300-\u036f\u200c\u200d]|-[0-9])|[\p{Alphabetic}\p{N}\u00ad\u0300-\u036f\u200c\u200d]+/gu;
/** Marks that sit on a letter, soft hyphens, and what takes two units. */
const UNREAD = /[\u00ad\u0300-\u036f\u200c\u200d\u{10000}-\u{10ffff}]/gu;
/** Letters that are written otherwise, in any language. */
const OTHERS = new Map([["ß", "ss"], ["ς", "σ"]]);

/** Facts of the index's language; it is there before anything is read. @type {SearchLanguage} */
let language;
/** @type {Map<string, string>} */
let typed = new Map();
/** @type {Map<string, string>} */
let typedPairs = new Map();
/** @type {(word: string) => string} */
let stem = (word) => word;
/** Words and what they were folded to: texts have few words, each many times. @type {Map<string, string>} */
let folded = new Map();
/** How many of them are remembered: a bound on memory, chosen by hand, not measured. */
const MOST_FOLDED = 20_000;

/**
 * A word of a text; `pieces`: the words that it is put together of, where it is such a name.
 * @typedef {{word: string, pieces: string[], from: number, to: number}} Word
 */

/**
 * From here on words are read as words of this language.
 * @param {SearchLanguage} spoken
 * @param {(word: string) => string} [stemmer]
 */
function speak(spoken, stemmer) {
  language = spoken;
  typed = new Map(Object.entries(spoken.typed));
  typedPairs = new Map(Object.entries(spoken.pairs));
  stem = stemmer ?? ((word) => word);
  folded = new Map();
}

/**
 * A letter without the marks that sit on it, where that is one that every keyboard has.
 * @param {string} letter
 */
function withoutAccent(letter) {
  // Nearly every letter: it is as it is.
  if (letter < "\u0080") return letter;
  const [base] = letter.normalize("NFD");
  return /^[a-zA-Z]$/.test(base) ? base : letter;
}

/**
 * A word in small letters without marks; letters of the language, and pairs of letters that are typed for one, as it
 * says: å and aa are a, ø and oe are o, æ and ae are e.
 * @param {string} word
 */
function fold(word) {
  let known = folded.get(word);
  if (known !== undefined) return known;
  if (folded.size >= MOST_FOLDED) folded = new Map();
  folded.set(word, (known = foldAnew(word)));
  return known;
}

/** @param {string} word */
function foldAnew(word) {
  const letters = word.toLowerCase().replace(UNREAD, "");
  let out = "";
  for (let at = 0, count = 0; at < letters.length && count < LONGEST; at += 1, count += 1) {
    const pair = typedPairs.get(letters.slice(at, at + 2));
    if (pair !== undefined) at += 1;
    out += pair ?? typed.get(letters[at]) ?? OTHERS.get(letters[at]) ?? withoutAccent(letters[at]);
  }
  return out;
}

/** The most pieces and the most characters of a word that is a name put together of others; more are no name. */
const PIECES = 8;
const LONGEST_NAME = 50;

/**
 * The words, folded, that a name in a program or of a product is put together of: `CloudCannon`, `HTTPServer`, `utf8`.
 * @param {string} word as it is written
 */
function namePieces(word) {
  if (!/[\p{Uppercase}\p{N}]/u.test(word) || Array.from(word).length > LONGEST_NAME) return [];
  const pieces = word
    .replace(/(\p{Lowercase})(\p{Uppercase})/gu, "$1 $2")
    .replace(/(\p{Uppercase})(\p{Uppercase}\p{Lowercase})/gu, "$1 $2")
    .replace(/([^\p{N} ])(\p{N})/gu, "$1 $2")
    .replace(/(\p{N})([^\p{N} ])/gu, "$1 $2")
    .split(" ");
  return pieces.length > 1 && pieces.length <= PIECES ? pieces.map(fold).filter((piece) => piece.length >= PART) : [];
}

/**
 * The words of a text, folded, with what they are put together of and where each begins and ends.
 * @param {string} text
 * @returns {Word[]}
 */
function wordsOf(text) {
  const out = [];
  for (const match of text.matchAll(WORD)) {
    const word = fold(match[0]);
    if (word) out.push({ word, pieces: namePieces(match[0]), from: match.index, to: match.index + match[0].length });
  }
  return out;
}

/**
 * The words of a text, folded, and nothing else of them.
 * @param {string} text
 */
const foldedWords = (text) => Array.from(text.matchAll(WORD), ([word]) => fold(word)).filter(Boolean);

// --- Keys and parts ----------------------------------------------------------------------------------------------------

/** How many parts a compound has at most. */
const MOST_PARTS = 5;
const LONGEST_COMPOUND = 50;
const LETTERS = /^[a-z]*$/;

/** Makes keys of words: words with the same key are forms of one word. */
class Keys {
  /**
   * @param {Record<string, string[]>} forms by word of the glossary: forms that the stemmer does not bring to it
   * @param {Iterable<string>} parts keys of the words that compounds are made of
   */
  constructor(forms, parts) {
    /** @type {Map<string, string>} */
    this.lemmas = new Map();
    for (const [lemma, all] of Object.entries(forms)) for (const form of all) this.lemmas.set(form, lemma);
    this.parts = new Set(parts);
    /** The keys that were made. @type {Map<string, string>} */
    this.made = new Map();
  }

  /** @param {string} word folded */
  key(word) {
    let key = this.made.get(word);
    if (key !== undefined) return key;
    if (this.made.size >= MOST_FOLDED) this.made = new Map();
    this.made.set(word, (key = this.makeKey(word)));
    return key;
  }

  /** @param {string} word */
  makeKey(word) {
    const { genitive } = language;
    const bare = genitive && word.endsWith(genitive) ? word.slice(0, -genitive.length) : undefined;
    return this.lemmas.get(word) ?? (bare === undefined ? undefined : this.lemmas.get(bare)) ?? stem(word);
  }

  /**
   * The keys of a word's parts, where parts cover the whole word. As few as possible, the longest last.
   * @param {string} word folded
   * @returns {string[] | undefined}
   */
  split(word) {
    const length = word.length;
    if (!language.joints) return;
    if (length < 2 * PART || length > LONGEST_COMPOUND || !LETTERS.test(word) || this.parts.has(this.key(word))) return;
    /** By end of a part: how many parts lead there, where the last begins, and its key. @type {{count: number, from: number, key: string}[]} */
    const ways = [];
    for (let from = 0; from <= length - PART; from += 1) {
      const count = from === 0 ? 0 : ways[from]?.count;
      if (count === undefined || count >= MOST_PARTS) continue;
      for (let end = from + PART; end <= length; end += 1) {
        if ((end < length && length - end < PART) || (from === 0 && end === length)) continue;
        if (ways[end] && ways[end].count <= count + 1) continue;
        const key = this.part(word.slice(from, end), end === length);
        if (key !== undefined) ways[end] = { count: count + 1, from, key };
      }
    }
    const out = [];
    for (let end = length; end > 0; end = ways[end].from) {
      if (!ways[end]) return;
      out.unshift(ways[end].key);
    }
    return out;
  }

  /**
   * The key of a part; one that is not the last may have letters at its end that join it.
   * @param {string} text
   * @param {boolean} last
   * @returns {string | undefined}
   */
  part(text, last) {
    const key = this.key(text);
    if (this.parts.has(key)) return key;
    const joint = last ? undefined : language.joints?.find((end) => text.endsWith(end) && text.length - end.length >= PART);
    if (joint === undefined) return;
    const bare = this.key(text.slice(0, -joint.length));
    return this.parts.has(bare) ? bare : undefined;
  }
}

// --- Kin -------------------------------------------------------------------------------------------------------------

/** The shortest root by which words are kin: chosen by hand, when kin came to the search, not measured by itself. */
const ROOT = 4;

/**
 * A key without the endings that make one word of another, two of them at most: «ansettels» and «ansett».
 * @param {string} key
 */
function kinRoot(key) {
  let root = key;
  for (let times = 0; times < 2; times += 1) {
    const ending = language.derived.reduce((longest, end) => {
      return end.length > longest.length && root.endsWith(end) && root.length - end.length >= ROOT ? end : longest;
    }, "");
    root = root.slice(0, root.length - ending.length);
  }
  return root;
}
