// The index: which shards there are, loading them, and reading what they hold.

/** How many letters of a shard's name the index has. */
const NAME = 7;
/** Ranks of a word's place above the lowest; see `Rank` in src/search/found.rs. */
const HIGHER = 5;
const RANK_TITLE = 5;

/** The groups of hits by number, as `HitGroup` in src/search/mod.rs has them; the last stands below the others. */
const HIT_GROUP = { terms: 0, articles: 1, documents: 2, tools: 3, last: 4 };
const HIT_GROUPS = Object.keys(HIT_GROUP).length;

/** Values that scripts of the index have brought, by name. @type {Map<string, unknown>} */
const brought = (brobygger.searchParts ??= new Map());
brobygger.searchPart = (name, value) => brought.set(name, value);

/** The script of the index that names all others; its own name never changes. */
const FIRST = "sok/index.js";

/**
 * The value that a script of the index brings.
 * @param {string} name
 * @returns {Promise<any>}
 */
async function bring(name) {
  const address = "sok/" + name + ".js";
  if (!brought.has(name)) await (address === FIRST ? brobygger.current(address) : brobygger.script(address));
  if (!brought.has(name)) throw new Error("sok/" + name + ".js brings nothing");
  return brought.get(name);
}

/** Reads numbers from text; see src/search/encode.rs. */
class Numbers {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  /** @param {number} count of characters that are no number */
  skip(count) {
    this.at += count;
    return this.text.slice(this.at - count, this.at);
  }

  get more() {
    return this.at < this.text.length;
  }

  next() {
    let number = 0;
    for (let times = 1; ; times *= 30) {
      const code = this.text.charCodeAt(this.at);
      this.at += 1;
      const digit = code - (code > 92 ? 36 : 35);
      number += digit * times;
      if (!(digit >= 60)) return number;
    }
  }
}

/**
 * All numbers of a text.
 * @param {string} text
 */
function numbersOf(text) {
  const numbers = new Numbers(text);
  const out = [];
  while (numbers.more) out.push(numbers.next());
  return out;
}

/**
 * The words of a list in which each is told by what differs from the one before.
 * @param {string} text
 */
function unfold(text) {
  let before = "";
  return text.split("!").slice(0, -1).map((entry) => (before = after(before, entry)));
}

/**
 * @param {string} before
 * @param {string} told
 */
function after(before, told) {
  const code = told.charCodeAt(0);
  return before.slice(0, code - (code > 92 ? 36 : 35)) + told.slice(1);
}

/** The places of words: sections, and how much each says. */
class Places {
  /** @param {string} text distances, the ranks above the lowest, and a third part where the lowest were left out */
  constructor(text) {
    const [distances, higher, cut] = text.split("~");
    /** Whether the word stands on so many pages that its places in their texts are left out. */
    this.cut = cut !== undefined;
    /** @type {number[]} */
    this.sections = [];
    const numbers = new Numbers(distances);
    for (let next = 0; numbers.more; next += 1) {
      next += numbers.next();
      this.sections.push(next);
    }
    this.ranks = new Uint8Array(this.sections.length);
    const ranks = new Numbers(higher ?? "");
    for (let at = 0; ranks.more; at += 1) {
      const number = ranks.next();
      at += Math.floor(number / HIGHER);
      this.ranks[at] = 1 + (number % HIGHER);
    }
  }
}

/** One key of the index, with its forms and their places. */
class Entry {
  /**
   * @param {string} key
   * @param {string[]} rest places of compounds, then a form and its places, and so on
   */
  constructor(key, rest) {
    this.key = key;
    /** @type {string[]} */
    this.words = [];
    this.rest = rest;
    for (let at = 1; at < rest.length; at += 2) this.words.push(after(key, rest[at]));
    /** @type {Places[]} */
    this.read = [];
  }

  /** Places of the compounds that the word is a part of. */
  get compounds() {
    return this.places(0);
  }

  /** @param {number} number of a form, from 0 */
  form(number) {
    return this.places(2 + 2 * number);
  }

  /** @param {number} at */
  places(at) {
    return (this.read[at] ??= new Places(this.rest[at]));
  }
}

/** One shard of words. */
class Shard {
  /** @param {string} text */
  constructor(text) {
    /** @type {Entry[]} */
    this.entries = [];
    let key = "";
    for (const told of text.split("!").slice(0, -1)) {
      const [first, ...rest] = told.split(" ");
      key = after(key, first);
      this.entries.push(new Entry(key, rest));
    }
  }

  /**
   * The position of the first entry that does not stand before a key.
   * @param {string} key
   */
  from(key) {
    return firstAt(this.entries.length, (at) => this.entries[at].key >= key);
  }
}

/**
 * The first of `count` positions at which a test holds, which from there on holds.
 * @param {number} count
 * @param {(at: number) => boolean} holds
 */
function firstAt(count, holds) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The exponent by which a word of a phrase counts less the more words there are: of `n` words each has `n` to the power of
 * minus this. It was set by hand with the weights of 30-finn.js, by the same queries.
 */
const WORD_OF_PHRASE = 0.35;

/** The shortest word of another language that is translated within a compound: chosen by hand, not measured. */
const WITHIN = 5;

/**
 * By word of another language, the word of the book.
 * @param {string} list as src/search/translate.rs has it
 */
function translations(list) {
  /** @type {Map<string, string>} */
  const of = new Map();
  for (const line of list.split(";")) {
    const [word, ...others] = line.split(" ");
    for (const other of others) of.set(other, word);
  }
  return of;
}

/**
 * The lines of a list: a word, and others.
 * @param {string} list as src/search/translate.rs has it
 * @returns {[string, string[]][]}
 */
const pairsOf = (list) => list.split(";").filter(Boolean).map((line) => [line.split(" ")[0], line.split(" ").slice(1)]);

/** Words of the book for words of other languages. */
class Translations {
  /** @param {SearchContents["translations"]} lists */
  constructor(lists) {
    this.lists = lists.map(({ words, endings, within }) => ({ words: translations(words), endings, within }));
    this.within = this.lists.filter(({ within }) => within);
    /** The endings that a word may have: those of the language that has most. */
    this.ends = ["", ...this.lists.reduce((most, { endings }) => (endings.length > most.length ? endings : most), [""])];
    /** Answers that were given, by word. @type {Map<string, string>} */
    this.known = new Map();
  }

  /**
   * The word of the book for a folded word, else that word.
   * @param {string} word
   */
  of(word) {
    let found = this.known.get(word);
    if (found === undefined) this.known.set(word, (found = this.whole(word) ?? this.compound(word) ?? word));
    return found;
  }

  /** @param {string} word */
  whole(word) {
    for (const end of this.ends) {
      const bare = word.endsWith(end) ? word.slice(0, word.length - end.length) : "";
      for (const { words, endings } of this.lists) {
        const found = end === "" || endings.includes(end) ? words.get(bare) : undefined;
        if (found) return found;
      }
    }
    return undefined;
  }

  /** @param {string} word */
  compound(word) {
    for (let at = word.length - PART; at >= WITHIN; at -= 1) {
      for (const { words } of this.within) {
        const first = words.get(word.slice(0, at));
        if (first) return first + word.slice(at);
        const last = words.get(word.slice(-at));
        if (last) return word.slice(0, -at) + last;
      }
    }
    return undefined;
  }
}

/**
 * Other words for a word of the book: written so, meant so. Where stop words are most of what is written, it is looked
 * for word for word. `about`: the pages that are meant, where no word of the book is.
 * @typedef {{written: string[], literal?: string[], meant: string[], page: number, about: number[]}} Other
 */

/**
 * Words with which readers ask about pages.
 * @typedef {{pages: number[], keys: Set<string>}} Phrase
 */

/**
 * Of the shards of words, the first key and the name.
 * @param {SearchContents} contents
 */
function wordShards(contents) {
  /** @type {[string, string][]} */
  const shards = [];
  for (const told of contents.words.split("!").slice(0, -1)) {
    const [first, name] = told.split(" ");
    shards.push([after(shards[shards.length - 1]?.[0] ?? "", first), "o" + name]);
  }
  return shards;
}

class Index {
  /**
   * @param {SearchContents} contents
   * @param {Keys} keys
   * @param {Translations} translations
   */
  constructor(contents, keys, translations) {
    this.contents = contents;
    this.keys = keys;
    this.stop = new Set(contents.stop.split(" "));
    this.translations = translations;
    /** By key: keys of other words of the book that may be meant. @type {Map<string, Set<string>>} */
    this.near = new Map();
    /** By key: what in `also` readers write it for, and what share of that it is. @type {Map<string, Map<number, number>>} */
    this.asked = new Map();
    /** By key: phrases of several words with which readers ask about pages. @type {Map<string, Phrase[]>} */
    this.phrases = new Map();
    /** The words, folded, that are in `asked`. @type {Set<string>} */
    this.askedWords = new Set();
    /** By page: its group, how many words its title has, and its first section. @type {number[]} */
    this.groups = [];
    /** @type {number[]} */
    this.titleWords = [];
    /** @type {number[]} */
    this.first = [0];
    const alike = numbersOf(contents.alike);
    for (const kind of numbersOf(contents.pages)) {
      const [sections, rest] = alike.slice(2 * kind);
      this.first.push(this.first[this.first.length - 1] + sections);
      this.groups.push(rest % HIT_GROUPS);
      this.titleWords.push(Math.floor(rest / HIT_GROUPS));
    }
    /** By section, its page. */
    this.pageOf = new Uint32Array(this.first[this.groups.length]);
    for (let page = 0; page < this.groups.length; page += 1) {
      this.pageOf.fill(page, this.first[page], this.first[page + 1]);
    }
    this.words = wordShards(contents);
    /** @type {(Shard | undefined)[]} */
    this.shards = this.words.map(() => undefined);
    /** Of the shards of texts, the first page and the name. @type {[number, string][]} */
    this.texts = [];
    const numbers = new Numbers(contents.texts);
    for (let page = 0; numbers.more; ) {
      const count = numbers.next();
      this.texts.push([page, "t" + numbers.skip(NAME)]);
      page += count;
    }
    /** By page of a term: the pages of those it is not the same as. */
    this.differs = new Map(contents.terms.map(([page, , , others]) => [page, others]));
    /** @type {Other[]} */
    this.others = [];
  }

  /** How rare a word is that no page has. */
  get rarest() {
    return Math.log(1 + (this.groups.length + 0.5) / 0.5);
  }

  get whole() {
    return this.contents.whole;
  }

  /** Reads what readers write, a row at a time: whoever reads can stop in between. @returns {Generator<undefined, void>} */
  *reading() {
    for (const { near } of this.contents.translations) {
      for (const [other, words] of pairsOf(near)) {
        this.readNear(other, words);
        yield;
      }
    }
    yield* this.readOthers();
    yield* this.readAsked();
  }

  *readOthers() {
    /** @type {Other[]} */
    const out = [];
    /** @param {string[]} words */
    const keys = (words) => words.map((word) => this.keys.key(word));
    /** @param {string} word */
    const meantBy = (word) => keys(this.strong(this.wordsOf(word)));
    /**
     * @param {string} name
     * @param {string[] | undefined} meant nothing: the name stands for pages
     * @param {number} page
     * @param {number[]} about
     */
    const read = (name, meant, page, about) => {
      const words = this.wordsOf(name);
      const written = keys(this.strong(words));
      const literal = words.length > 1 && written.length === 1 ? keys(words) : undefined;
      if (meant ? meant.length : words.length > 1) out.push({ written, literal, meant: meant ?? [], page, about });
    };
    for (const [page, title, names] of this.contents.terms) {
      const meant = meantBy(title);
      for (const name of [title, ...names]) read(name, meant, page, []);
      yield;
    }
    for (const [word, pages, written] of this.contents.also) {
      // Several words that are the title of a page do not mean each of them.
      const titles = word.includes(" ") && pages.length > 0;
      const meant = titles || !word ? undefined : meantBy(word);
      for (const other of written) read(other, meant, -1, titles || !word ? pages : []);
      yield;
    }
    // A name that is one stop word would be found in every question.
    const stop = new Set(Array.from(this.stop, (word) => this.keys.key(word)));
    this.others = out.filter(
      ({ written, literal }) => written.length && (literal || written.length > 1 || !stop.has(written[0])),
    );
  }

  /**
   * @param {string} word
   * @param {string[]} others that are written where the word is meant
   */
  readNear(word, others) {
    for (const other of others) {
      const key = this.keys.key(other);
      const meant = this.near.get(key);
      if (meant) meant.add(this.keys.key(word));
      else this.near.set(key, new Set([this.keys.key(word)]));
    }
  }

  /** Readers' words for pages: some ask about the page, some mean the word of the book that is its title. */
  *readAsked() {
    for (const [number, [, pages, written]] of this.contents.also.entries()) {
      for (const phrase of written) {
        const said = this.wordsOf(phrase).filter((word) => !this.stop.has(word));
        const share = said.length ** -WORD_OF_PHRASE;
        if (pages.length && said.length > 1) this.readPhrase(pages, said.map((word) => this.keys.key(word)));
        for (const word of said) {
          const key = this.keys.key(word);
          let shares = this.asked.get(key);
          if (!shares) this.asked.set(key, (shares = new Map()));
          shares.set(number, Math.max(shares.get(number) ?? 0, share));
          this.askedWords.add(word);
        }
      }
      yield;
    }
    // Compounds may have one as a part that is no compound itself.
    /** @type {string[]} */
    const parts = [];
    for (const word of this.askedWords) {
      if (word.length > PART && !this.keys.split(word)) parts.push(word);
      yield;
    }
    for (const part of parts) this.keys.parts.add(this.keys.key(part));
  }

  /**
   * @param {number[]} pages
   * @param {string[]} keys
   */
  readPhrase(pages, keys) {
    const phrase = { pages, keys: new Set(keys) };
    for (const key of phrase.keys) {
      const before = this.phrases.get(key);
      if (before) before.push(phrase);
      else this.phrases.set(key, [phrase]);
    }
  }

  /**
   * Keys of all words of a title.
   * @param {string} title
   */
  titleKeys(title) {
    return foldedWords(title).map((word) => this.keys.key(word));
  }

  /**
   * The pages with this title, and no more in it but stop words.
   * @param {string} title
   */
  pagesWith(title) {
    const strong = foldedWords(title).filter((word) => !this.stop.has(word)).length;
    let pages = Array.from(this.groups.keys()).filter((page) => this.titleWords[page] === strong);
    for (const key of this.titleKeys(title)) {
      const entry = this.entry(key);
      const of = new Set(entry?.words.flatMap((_, number) => this.titledBy(entry.form(number))));
      pages = pages.filter((page) => of.has(page));
    }
    return pages;
  }

  /** @param {Places} places */
  titledBy({ sections, ranks }) {
    return sections.filter((_, at) => ranks[at] === RANK_TITLE).map((section) => this.pageOf[section]);
  }

  /**
   * The words of what a reader writes, as the book has them where they are of another language.
   * @param {string} text
   */
  wordsOf(text) {
    return foldedWords(text).map((word) => this.translations.of(word));
  }

  /**
   * The words that say something; all of them where none does.
   * @param {string[]} words
   */
  strong(words) {
    const strong = words.filter((word) => !this.stop.has(word));
    return strong.length ? strong : words;
  }

  /**
   * Where a key stands or would stand.
   * @param {string} key
   */
  shardOf(key) {
    return Math.max(0, firstAt(this.words.length, (at) => this.words[at][0] > key) - 1);
  }

  /**
   * Loads the shards in which keys would stand, and adds their numbers to those a query uses.
   * @param {Iterable<string>} keys
   * @param {Set<number>} used
   */
  async load(keys, used) {
    const wanted = this.whole ? Array.from(this.shards.keys()) : Array.from(keys, (key) => this.shardOf(key));
    wanted.forEach((at) => used.add(at));
    await Promise.all(
      Array.from(new Set(wanted), async (at) => {
        if (this.shards[at] || !this.words[at]) return;
        const told = await bring(this.words[at][1]);
        await breath();
        this.shards[at] ??= new Shard(told);
      }),
    );
  }

  /**
   * @param {string} key
   * @returns {Entry | undefined}
   */
  entry(key) {
    const shard = this.shards[this.shardOf(key)];
    const entry = shard?.entries[shard.from(key)];
    return entry?.key === key ? entry : undefined;
  }

  /**
   * The entries whose key begins so, as far as their shard goes.
   * @param {string} start
   * @param {number} most
   */
  *starting(start, most) {
    // On a large site what is found must not depend on what was loaded before.
    const first = this.shardOf(start);
    for (let at = first; at < (this.whole ? this.shards.length : first + 1); at += 1) {
      const shard = this.shards[at];
      if (!shard) return;
      for (let entry = shard.from(start); entry < shard.entries.length; entry += 1) {
        if (!shard.entries[entry].key.startsWith(start) || most <= 0) return;
        most -= 1;
        yield shard.entries[entry];
      }
    }
  }
}

/** How long is worked before the page has its turn, in milliseconds: less than one frame of a screen with 60 a second. */
const TURN = 12;

/** The page has its turn: what was pressed and typed meanwhile is done first. */
const breath = () =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });

/**
 * Does work that stops after each step, in turns.
 * @param {Iterable<unknown>} steps
 */
async function inTurns(steps) {
  let turn = performance.now();
  for (const _ of steps) {
    if (performance.now() - turn < TURN) continue;
    await breath();
    turn = performance.now();
  }
}

/** @type {Promise<Index> | undefined} */
let opened;

/**
 * The stemmer with a name: a script of the theme.
 * @param {string | null} name
 */
async function bringStemmer(name) {
  if (!name) return undefined;
  await Promise.all([brobygger.load("stammer"), brobygger.load("stammer-" + name)]);
  return brobygger.stemmers?.[name]?.();
}

/** The index of this site; its contents are loaded once. */
function openIndex() {
  opened ??= bring("index")
    .then(async (/** @type {SearchContents} */ contents) => {
      const needed = Promise.all([bring(contents.parts), bringStemmer(contents.language.stemmer)]);
      // What every search on a small site needs is asked for in the same breath.
      if (contents.whole) wordShards(contents).forEach(([, name]) => void bring(name).catch(() => undefined));
      const [parts, stemmer] = await needed;
      speak(contents.language, stemmer);
      const keys = new Keys(contents.forms, unfold(parts));
      await breath();
      const translations = new Translations(contents.translations);
      await breath();
      const index = new Index(contents, keys, translations);
      await inTurns(index.reading());
      return index;
    })
    .catch((error) => {
      opened = undefined;
      throw error;
    });
  return opened;
}

/** How often the index was asked for anew, and whether that is being done. */
let renewals = 0;
/** @type {Promise<boolean> | undefined} */
let renewing;
/** Whether a part is missing that the newest index names. */
let broken = false;

/** Asks for the index past all that keep copies of it; whether it is another than the one there was. */
async function renew() {
  const before = brought.get("index");
  brought.delete("index");
  await brobygger.script(FIRST + "?" + Date.now()).catch(() => undefined);
  const now = brought.get("index");
  const isNew = now !== undefined && JSON.stringify(now) !== JSON.stringify(before);
  if (isNew) [opened, renewals] = [undefined, renewals + 1];
  else if (before !== undefined) brought.set("index", before);
  return isNew;
}

/**
 * The result of a search. Where a part of the index is no more, the site was built anew since the index was loaded, or what
 * was loaded was a copy that somebody kept: then it searches again, in the index as it is now.
 * @template T
 * @param {() => Promise<T>} search
 * @returns {Promise<T>}
 */
async function inCurrentIndex(search) {
  const before = renewals;
  try {
    return await search();
  } catch (error) {
    if (broken) throw error;
    if (before === renewals) {
      renewing ??= renew().finally(() => (renewing = undefined));
      broken = !(await renewing) && before === renewals;
    }
    if (broken) throw error;
    return search();
  }
}
