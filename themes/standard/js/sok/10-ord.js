// Words and their keys, as the index has them: src/search/words.rs and split.rs say the same in Rust, and
// tests/search/words.json holds both.

/** Longer words are cut. */
const LONGEST = 60;
const WORD = /[\p{Alphabetic}\p{N}\u00ad\u0300-\u036f\u200c\u200d]+/gu;
/** Marks that sit on a letter, soft hyphens, and what takes two units. */
const UNREAD = /[\u00ad\u0300-\u036f\u200c\u200d\u{10000}-\u{10ffff}]/gu;
const PAIR = new Map([["aa", "a"], ["ae", "e"], ["oe", "o"]]);
/** @type {Map<string, string>} */
const PLAIN = new Map();
for (const [plain, letters] of [
  ["a", "åàáâã"], ["e", "æäéèêë"], ["o", "øöóòôõ"], ["i", "íìîï"], ["u", "üúùû"], ["y", "ýÿ"], ["c", "ç"], ["n", "ñ"],
  ["ss", "ß"], ["σ", "ς"],
]) {
  for (const letter of letters) PLAIN.set(letter, plain);
}

/**
 * A word in small letters without marks: å and aa are a, ø and oe are o, æ and ae are e.
 * @param {string} word
 */
function fold(word) {
  const letters = word.toLowerCase().replace(UNREAD, "");
  let out = "";
  for (let at = 0, count = 0; at < letters.length && count < LONGEST; at += 1, count += 1) {
    const pair = PAIR.get(letters.slice(at, at + 2));
    if (pair) at += 1;
    out += pair ?? PLAIN.get(letters[at]) ?? letters[at];
  }
  return out;
}

/**
 * The words of a text, folded, with where each begins and ends.
 * @param {string} text
 * @returns {{word: string, from: number, to: number}[]}
 */
function wordsOf(text) {
  const out = [];
  for (const match of text.matchAll(WORD)) {
    const word = fold(match[0]);
    if (word) out.push({ word, from: match.index, to: match.index + match[0].length });
  }
  return out;
}

// --- The Norwegian stemmer of the Snowball project, by its published algorithm -----------------------------------------

const VOWELS = "aeiouyæåø";
/** Endings that are taken away, the longest first. */
const ENDINGS = (
  "hetenes hetene hetens heten heter endes ande ende edes enes erte ede ane ene ens ers ets het ast ert en ar er as es et a e s"
).split(" ");
const LATER_ENDINGS = "hetslov eleg elig elov slov leg eig lig els lov ig".split(" ");
/** Letters after which -s is an ending. */
const BEFORE_S = "bcdfghjlmnoprtvyz";

/**
 * A folded word without its endings.
 * @param {string} word
 */
function stem(word) {
  let at = 0;
  while (at < word.length && !VOWELS.includes(word[at])) at += 1;
  while (at < word.length && VOWELS.includes(word[at])) at += 1;
  if (word.length < 3 || at >= word.length) return word;
  // An ending stands behind the first consonant after a vowel, and behind three letters.
  const region = Math.max(at + 1, 3);
  /** @param {string[]} endings */
  const ending = (endings) => endings.find((end) => word.length - end.length >= region && word.endsWith(end));
  const first = ending(ENDINGS);
  if (first === "erte" || first === "ert") {
    word = word.slice(0, -first.length) + "er";
  } else if (first === "s") {
    const [before, last] = [word[word.length - 3], word[word.length - 2]];
    const taken = BEFORE_S.includes(last) || (last === "k" && before !== undefined && !VOWELS.includes(before));
    if (taken) word = word.slice(0, -1);
  } else if (first) {
    word = word.slice(0, -first.length);
  }
  if (ending(["dt", "vt"])) word = word.slice(0, -1);
  const later = ending(LATER_ENDINGS);
  return later ? word.slice(0, -later.length) : word;
}

// --- Keys and parts ----------------------------------------------------------------------------------------------------

/** The shortest part of a compound, and how many there are at most. */
const PART = 3;
const MOST_PARTS = 5;
const LONGEST_COMPOUND = 50;
const LETTERS = /^[a-z]*$/;

/** Makes keys of words: words with the same key are forms of one word. */
class Keys {
  /**
   * @param {boolean} norwegian whether words are stemmed and split
   * @param {Record<string, string[]>} forms by word of the glossary: forms that the stemmer does not bring to it
   * @param {Iterable<string>} parts keys of the words that compounds are made of
   */
  constructor(norwegian, forms, parts) {
    this.norwegian = norwegian;
    /** @type {Map<string, string>} */
    this.lemmas = new Map();
    for (const [lemma, all] of Object.entries(forms)) for (const form of all) this.lemmas.set(form, lemma);
    this.parts = new Set(parts);
  }

  /** @param {string} word folded */
  key(word) {
    const lemma = this.lemmas.get(word) ?? (word.endsWith("s") ? this.lemmas.get(word.slice(0, -1)) : undefined);
    return lemma ?? (this.norwegian ? stem(word) : word);
  }

  /**
   * The keys of a word's parts, where parts cover the whole word. As few as possible, the longest last.
   * @param {string} word folded
   * @returns {string[] | undefined}
   */
  split(word) {
    const length = word.length;
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
   * The key of a part; one that is not the last may have an -s or -e at its end that joins it.
   * @param {string} text
   * @param {boolean} last
   * @returns {string | undefined}
   */
  part(text, last) {
    const key = this.key(text);
    if (this.parts.has(key)) return key;
    if (last || text.length <= PART || !/[se]$/.test(text)) return;
    const bare = this.key(text.slice(0, -1));
    return this.parts.has(bare) ? bare : undefined;
  }
}
