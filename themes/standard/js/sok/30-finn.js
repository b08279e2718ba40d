// Finding: from a query to pages, best first.

/** Longer queries are cut, by their letters and by their words: bounds on the work, chosen by hand, not measured. */
const LONGEST_QUERY = 300;
const MOST_WORDS = 24;

// The numbers below were set by hand, batch by batch, so that the queries of tests/search/ have their pages among the
// first three. tests/bench/search.md tells what each batch found before and after it was looked at; the browser tests hold
// every batch to what it finds now. None of them follows from anything else: measure again when one is changed.

/** How much a match counts: the word itself, another form, a part of a compound and so on. */
const WEIGHT = {
  exact: 1,
  form: 0.92,
  meant: 0.5,
  phrase: 1,
  typing: 0.8,
  compound: 0.6,
  split: 0.8,
  piece: 0.4,
  start: 0.5,
  typo: 0.7,
  typo2: 0.5,
  joined: 1.1,
  stop: 0.12,
  half: 0.5,
  within: 0.6,
  near: 0.5,
  kin: 0.7,
};

/** How much a place counts, by rank: text, often in the text, summary, heading, other name, title. */
const PLACE = [1, 1.2, 2.1, 2, 3, 3];
/** The weight of a title of one word beside that; of two words half of it. */
const TITLE = 6;

/** The weight of a page about which readers ask with a word, beside that word once in its text. */
const ASKED = 2.9;

/** The share of its rarest word's rarity that a phrase has with which readers ask about a page. */
const ABOUT = 0.8;

/** The same of a phrase that has all its words in the query, in whatever order. */
const PHRASE = 1;

/** The least score of a section that is shown, as a share of what the page scores that readers ask about. */
const WHOLE_SHARE = 0.4;

/** The share of its score that a page keeps which has none of what a query says. */
const UNCOVERED = 0.4;

/** How much less a page counts that has many sections, where some of its words stand somewhere by chance. */
const SECTIONS = 0.08;

/** On what share of the pages a word is taken to stand whose places are left out. */
const COMMON = 0.4;
/** The share of its own rarity that a word hands on to the word of the book it is written for. */
const MEANT_SHARE = 0.4;
/** How rare a stop word can be: it is looked for in titles and headings alone. */
const STOP_RARITY = 2;

/** The weights of the groups, but the last: terms, articles, documents, tools. Documents are long, and say a little of everything. */
const GROUP_WEIGHTS = [0.85, 1, 0.8, 0.9];
/** The weight of the last group, unless it is asked for. */
const LAST = 0.001;

/** The factor of a group where the query has a word for what stands in it. */
const NAMED = 1.5;

/** The share of its weight elsewhere that such a word keeps, beside other words. */
const NAMING = 0.5;

/** The share of a word that its relatives have in common with it, from its beginning on. */
const SHARED = 0.7;

// The numbers below were chosen by hand too, and none of them was measured by itself.

/** The share of its weight that the beginning of another word keeps, however short it is; the rest goes by its length. */
const SHORT_START = 0.4;

/** The score that is added to a page whose title is just what is asked for: so much that it stands before the others. */
const EXACT = 1000;

/** The fewest letters of a word for which words are looked for that begin so: of the last one, still typed, and of others. */
const SHORTEST_START = { typed: 2, written: 4 };
/** The most words that begin so. */
const MOST_STARTING = { typed: 40, written: 20 };

/** The most words that a misspelt one is taken for, and those of them for which a large site loads shards. */
const MOST_NEAREST = 4;
const MOST_LOADED = 2;

/** The fewest letters of a word of which one may be wrong, and of one of which two may be. */
const ONE_WRONG = 4;
const TWO_WRONG = 8;

/** The shortest piece of a word that says something alone. */
const PIECE = 4;

/** How many keys are looked through for kin. */
const MOST_KIN = 60;

/** One word of a query, with the score it gives each section. */
class Item {
  /**
   * @param {Index} index
   * @param {boolean} weak whether it is a stop word
   */
  constructor(index, weak) {
    this.index = index;
    this.weak = weak;
    this.scores = new Float32Array(index.pageOf.length);
    /** The scores of pages about which readers ask with the word. @type {Map<number, number>} */
    this.asked = new Map();
    /** How much it tells pages apart. */
    this.weight = 0;
  }

  /**
   * @param {Places} places
   * @param {number} weight
   * @param {Float32Array} [into]
   */
  add(places, weight, into = this.scores) {
    const { pageOf, titleWords } = this.index;
    const { sections, ranks } = places;
    for (let at = 0; at < sections.length; at += 1) {
      const section = sections[at];
      const title = ranks[at] === RANK_TITLE ? TITLE / Math.max(1, titleWords[pageOf[section]]) : 0;
      const score = weight * (PLACE[ranks[at]] + title);
      if (score > into[section]) into[section] = score;
    }
  }

  /**
   * Adds what stands under a key: forms, and compounds it is a part of.
   * @param {Entry} entry
   * @param {string} word as written; nothing: no form is better than others
   * @param {number} weight
   * @param {{into?: Float32Array, rarest?: number, least?: number}} [how] it says no more than `rarest`, no less than `least`
   */
  entry(entry, word, weight, { into = this.scores, rarest = Infinity, least = 0 } = {}) {
    const rare = Math.max(least, Math.min(rarest, this.rarity(entry)));
    const full = weight * (this.weak ? WEIGHT.stop : 1) * rare;
    entry.words.forEach((form, number) => {
      this.add(entry.form(number), full * (word === "" || form === word ? WEIGHT.exact : WEIGHT.form), into);
    });
    if (!this.weak) this.add(entry.compounds, full * WEIGHT.compound, into);
    if (!this.weak) this.weight = Math.max(this.weight, weight * rare);
  }

  /**
   * How rare a key is: the rarer, the more it says.
   * @param {Entry} entry
   */
  rarity(entry) {
    return this.rarityOf([entry]);
  }

  /**
   * How rare the pages are on which one of several keys stands.
   * @param {Entry[]} entries
   */
  rarityOf(entries) {
    const { pageOf, groups } = this.index;
    const pages = new Set();
    let least = 0;
    for (const entry of entries) {
      const all = entry.words.map((_, number) => entry.form(number));
      for (const places of all.length ? all : [entry.compounds]) {
        for (const section of places.sections) pages.add(pageOf[section]);
        if (places.cut) least = groups.length * COMMON;
      }
    }
    const count = Math.max(pages.size, least);
    return Math.log(1 + (groups.length - count + 0.5) / (count + 0.5));
  }

  /**
   * Lets the word say less than it did.
   * @param {number} share
   */
  scale(share) {
    for (let at = 0; at < this.scores.length; at += 1) this.scores[at] *= share;
    for (const [page, score] of this.asked) this.asked.set(page, score * share);
    this.weight *= share;
  }

  /**
   * Adds several keys that together stand for the word: a section with all of them gets the sum.
   * @param {(Entry | undefined)[]} entries
   * @param {number} weight
   * @param {number} [least] that each says at least
   */
  together(entries, weight, least = 0) {
    const sum = new Float32Array(this.scores.length);
    for (const entry of entries) {
      if (!entry) continue;
      const scores = new Float32Array(sum.length);
      this.entry(entry, "", weight, { into: scores, least });
      for (let at = 0; at < sum.length; at += 1) sum[at] += scores[at];
    }
    for (let at = 0; at < sum.length; at += 1) if (sum[at] > this.scores[at]) this.scores[at] = sum[at];
  }
}

/**
 * A query as it is read; `strong` has the positions of the words that say something.
 * @typedef {{text: string, words: string[], keys: string[], strong: number[], open: boolean, pieces: Map<string, string[]>, shards: Set<number>}} Query
 */

/**
 * @param {Index} index
 * @param {string} text
 * @returns {Query}
 */
function readQuery(index, text) {
  const read = text.slice(0, LONGEST_QUERY);
  const words = index.wordsOf(read).slice(0, MOST_WORDS);
  const said = new Set(index.strong(words));
  const strong = Array.from(words.keys()).filter((at) => said.has(words[at]));
  /** @type {Map<string, string[]>} */
  const pieces = new Map();
  for (const word of words) pieces.set(word, index.keys.split(word) ?? []);
  for (const { word, pieces: named } of wordsOf(read)) {
    const parts = named.filter((piece) => !index.stop.has(piece)).map((piece) => index.keys.key(piece));
    if (parts.length && pieces.get(word)?.length === 0) pieces.set(word, parts);
  }
  // Whoever has written a space has finished the word.
  const keys = words.map((word) => index.keys.key(word));
  return { text: read, words, keys, strong, open: !/\s$/.test(text), pieces, shards: new Set() };
}

/**
 * Neighbours in a query as one word, also with the letter that may join them, and where the first stands.
 * @param {Index} index
 * @param {Query} query
 */
function pairs(index, query) {
  return query.words.slice(1).flatMap((b, at) => {
    const a = query.words[at];
    const wholes = ["", ...(language.joints ?? [])].map((joint) => a + joint + b).slice(0, index.whole ? undefined : 2);
    return index.stop.has(a) || index.stop.has(b) ? [] : [{ at, wholes }];
  });
}

/**
 * Where in a query other words for a word of the book stand, whatever stop words stand between them: the positions of
 * all of them, or nothing.
 * @param {Query} query
 * @param {Other} other
 */
function standsAt({ keys, strong }, { written, literal }) {
  const name = literal ?? written;
  const among = literal ? Array.from(keys.keys()) : strong;
  const first = among.findIndex((_, at) => name.every((key, i) => keys[among[at + i]] === key));
  return first < 0 ? undefined : among.slice(first, first + name.length);
}

/**
 * Finds pages.
 * @param {string} text
 * @returns {Promise<Found>}
 */
async function find(text) {
  const index = await openIndex();
  const query = readQuery(index, text);
  const written = new Set(query.keys);
  const others = index.others.filter((other) => written.has((other.literal ?? other.written)[0]) && standsAt(query, other));
  await index.load(wantedKeys(index, query, others), query.shards);
  /** @type {Marks} */
  const marks = { keys: new Set(), starts: [] };
  const items = query.words.map((word, at) => itemOf(index, query, word, at, marks));
  // What stands for a word of the book is not misspelt.
  items.forEach((item, at) => {
    const found = item.weight > 0;
    asked(index, item, query.keys[at], 1);
    if (item.weight && !found) split(index, item, query, query.words[at], WEIGHT.piece, marks);
  });
  const known = new Set(others.flatMap((other) => standsAt(query, other) ?? []));
  const unread = Array.from(items.keys()).filter((at) => !items[at].weight && !items[at].weak && !known.has(at));
  if (unread.some((at) => query.words[at].length >= ONE_WRONG) && !index.whole) await loadNear(index, query, unread);
  for (const at of unread) guess(index, items[at], query, query.words[at], marks);
  items.push(...joinedItems(index, query, items, marks));
  for (const other of longest(query, others)) meant(index, query, items, other, marks);
  items.push(...phraseItems(index, query, items));
  lessNames(index, query, items);
  const hits = rank(index, items, exactPages(index, query), [...groupWeights(index, query), isLastAskedFor(index, items) ? 1 : LAST]);
  const told = differencesAsked(index, query);
  const rest = withBegun(index, query, hits).filter(({ page }) => !told.some((difference) => difference.page === page));
  return { hits: [...told, ...rest], marks };
}

/**
 * Terms that a query names, in its order: of names that stand in each other the longest.
 * @param {Index} index
 * @param {Query} query
 */
function termsNamed(index, query) {
  const named = index.others.flatMap((other) => {
    const at = other.page < 0 ? undefined : standsAt(query, other);
    return at ? [{ page: other.page, at }] : [];
  });
  /** @type {typeof named} */
  const out = [];
  for (const one of named.sort((a, b) => b.at.length - a.at.length)) {
    if (!out.some(({ page, at }) => page === one.page || at.some((word) => one.at.includes(word)))) out.push(one);
  }
  return out.sort((a, b) => a.at[0] - b.at[0]);
}

/**
 * Where a query names two terms that the book tells apart, and asks for nothing else than that: the difference.
 * @param {Index} index
 * @param {Query} query
 * @returns {Hit[]}
 */
function differencesAsked(index, query) {
  const named = termsNamed(index, query);
  const words = namesIn(index, brobygger.text("sok-words-difference"));
  const rest = query.strong.filter((at) => !named.some((one) => one.at.includes(at)));
  if (!rest.every((at) => words.has(query.keys[at]))) return [];
  return named.flatMap(({ page }, at) => {
    const others = named.slice(at + 1).filter((other) => index.differs.get(page)?.includes(other.page));
    return others.map((other) => ({ page, section: 0, score: 0, group: HIT_GROUP.terms, difference: other.page }));
  });
}

/**
 * A first letter, and the beginning of a word that is not found, ask for the terms with a name that begins so.
 * @param {Index} index
 * @param {Query} query
 * @param {Hit[]} hits
 */
function withBegun(index, { words, open }, hits) {
  if (!open || words.length !== 1 || (words[0].length > 1 && hits.length)) return hits;
  const begins = (/** @type {string} */ name) => fold(name).startsWith(words[0]);
  const pages = new Set(
    index.contents.terms.filter(([, title, names]) => begins(title) || names.some(begins)).map(([page]) => page),
  );
  const begun = Array.from(pages, (page) => ({ page, section: 0, score: 0, group: HIT_GROUP.terms }));
  return [...begun, ...hits.filter(({ page }) => !pages.has(page))];
}

/**
 * Adds the pages about which readers write a word.
 * @param {Index} index
 * @param {Item} item
 * @param {string} key
 * @param {number} weight
 */
function asked(index, item, key, weight) {
  const shares = index.asked.get(key);
  if (!shares || item.weak) return;
  const all = index.contents.also.length;
  const rare = Math.log(1 + (all - shares.size + 0.5) / (shares.size + 0.5));
  const entry = index.entry(key);
  const full = weight * (entry ? Math.min(rare, item.rarity(entry)) : rare);
  let found = false;
  for (const [number, share] of shares) {
    for (const page of index.contents.also[number][1]) {
      item.asked.set(page, Math.max(item.asked.get(page) ?? 0, full * share * ASKED));
      found = true;
    }
  }
  if (found) item.weight = Math.max(item.weight, full);
}

/**
 * The keys under which a query may find something.
 * @param {Index} index
 * @param {Query} query
 * @param {Other[]} others
 */
function wantedKeys(index, query, others) {
  const wanted = new Set();
  query.words.forEach((word, at) => {
    // Beside other words a stop word says too little to load a shard for.
    if (!index.whole && isWeak(index, query, word)) return;
    wanted.add(query.keys[at]).add(word);
    index.near.get(query.keys[at])?.forEach((key) => wanted.add(key));
  });
  others.forEach(({ meant }) => meant.forEach((key) => wanted.add(key)));
  pairs(index, query).forEach(({ wholes }) => wholes.forEach((word) => wanted.add(index.keys.key(word))));
  return wanted;
}

/**
 * On a large site: loads what may be meant by the words that were not found.
 * @param {Index} index
 * @param {Query} query
 * @param {number[]} unread their positions
 */
async function loadNear(index, query, unread) {
  const wanted = new Set();
  unread.forEach((at) => {
    const word = query.words[at];
    nearest(word, index.keys.parts).slice(0, MOST_LOADED).forEach(([key]) => wanted.add(key));
    const parts = query.pieces.get(word) ?? [];
    (parts.length ? parts : pieces(index, word)).forEach((key) => wanted.add(key));
    wanted.add(rootOf(word));
  });
  await index.load(wanted, query.shards);
}

/**
 * Whether a word is a stop word in a query that has others.
 * @param {Index} index
 * @param {Query} query
 * @param {string} word
 */
function isWeak(index, { words }, word) {
  return index.stop.has(word) && words.some((other) => !index.stop.has(other));
}

/**
 * A word of a query: itself, its forms, the beginnings of other words, the parts it is made of.
 * @param {Index} index
 * @param {Query} query
 * @param {string} word
 * @param {number} at
 * @param {Marks} marks
 */
function itemOf(index, query, word, at, marks) {
  const last = query.open && at === query.words.length - 1;
  const weak = isWeak(index, query, word);
  const item = new Item(index, weak);
  const key = query.keys[at];
  const entry = index.entry(key);
  if (entry) item.entry(entry, word, 1, { rarest: weak ? STOP_RARITY : Infinity });
  if (weak) return item;
  marks.keys.add(key);
  for (const near of item.weight > 0 ? (index.near.get(key) ?? []) : []) {
    const other = index.entry(near);
    if (other) item.entry(other, "", WEIGHT.near, { rarest: item.weight });
  }
  const kin = kinOf(index, key);
  const known = entry && item.weight > 0 ? item.rarity(entry) : item.rarityOf(kin);
  for (const other of kin) {
    item.entry(other, "", WEIGHT.kin, { rarest: known });
    marks.keys.add(other.key);
  }
  const state = last ? "typed" : "written";
  if (word.length >= SHORTEST_START[state]) {
    const found = item.weight > 0;
    const others = Array.from(index.starting(word, MOST_STARTING[state])).filter((other) => other.key !== key);
    const rarest = entry && found ? item.rarity(entry) : item.rarityOf(others);
    for (const other of others) {
      const share = word.length / other.key.length;
      item.entry(other, "", (last && !found ? WEIGHT.typing : WEIGHT.start) * (SHORT_START + (1 - SHORT_START) * share), { rarest });
    }
    if (last || !found) marks.starts.push(word);
  }
  // Of a word that was found the parts are not marked: «handball» asks for no «ball».
  if (item.weight && index.whole) split(index, item, query, word, WEIGHT.piece);
  return item;
}

/**
 * Adds the parts that a word is made of.
 * @param {Index} index
 * @param {Item} item
 * @param {Query} query
 * @param {string} word
 * @param {number} weight
 * @param {Marks} [marks] where the parts are to be marked
 */
function split(index, item, query, word, weight, marks) {
  const parts = query.pieces.get(word) ?? [];
  if (!parts.length) return;
  item.together(parts.map((part) => index.entry(part)), weight);
  for (const part of parts) {
    asked(index, item, part, weight);
    marks?.keys.add(part);
  }
}

/**
 * A word that was not found: as it may be meant, or what of it is known.
 * @param {Index} index
 * @param {Item} item
 * @param {Query} query
 * @param {string} word
 * @param {Marks} marks
 */
function guess(index, item, query, word, marks) {
  const known = function* () {
    for (const at of Array.from(query.shards).sort((a, b) => a - b)) {
      for (const entry of index.shards[at]?.entries ?? []) yield* entry.words;
    }
    yield* index.askedWords;
  };
  const near = nearest(word, known()).slice(0, MOST_NEAREST);
  const take = () => {
    for (const [form, far] of near) {
      const key = index.keys.key(form);
      const entry = index.entry(key);
      const weight = far === 1 ? WEIGHT.typo : WEIGHT.typo2;
      if (entry) item.entry(entry, "", weight);
      asked(index, item, key, weight);
      marks.keys.add(key);
    }
  };
  // One wrong letter is likelier than a compound that nobody has written; two are not.
  if (near[0]?.[1] === 1) take();
  if (!item.weight) split(index, item, query, word, WEIGHT.split, marks);
  if (!item.weight) take();
  if (item.weight) return;
  const others = related(index, word);
  const rarest = item.rarityOf(others);
  for (const other of others) {
    item.entry(other, "", WEIGHT.start, { rarest });
    marks.keys.add(other.key);
  }
  if (item.weight) return;
  const found = pieces(index, word);
  item.together(found.map((piece) => index.entry(piece)), WEIGHT.piece);
  found.forEach((piece) => marks.keys.add(piece));
}

/**
 * A word without what makes one kind of word of another: «tilpasning» and «tilpasse», «beskriving» and «beskrivelse».
 * @param {string} word
 */
function rootOf(word) {
  const { derived, genitive } = language;
  const ends = derived.flatMap((ending) => [ending, ending + genitive]).filter((ending) => word.endsWith(ending));
  return word.slice(0, word.length - Math.max(0, ...ends.map((ending) => ending.length)));
}

/**
 * The entries of a word in another kind of word, or in a form that the stemmer does not bring to it: «rangering»
 * for «rangere», «betalt» for «betale».
 * @param {Index} index
 * @param {string} key
 */
function kinOf(index, key) {
  const root = kinRoot(key);
  // On a large site no shard is loaded for kin: they stand beside the word.
  if (root.length < ROOT || (!index.whole && index.shardOf(root) !== index.shardOf(key))) return [];
  return Array.from(index.starting(root, MOST_KIN)).filter((other) => other.key !== key && kinRoot(other.key) === root);
}

/**
 * A word without what turns it around: «umyndig».
 * @param {string} word
 */
const unturned = (word) => word.slice(language.turned.find((start) => word.startsWith(start))?.length ?? 0);

/**
 * Words that begin as a word does, without its ending or what turns it around.
 * @param {Index} index
 * @param {string} word
 */
function related(index, word) {
  for (const base of [word, unturned(word)]) {
    const root = rootOf(base);
    for (let length = root.length; length > PIECE && length >= SHARED * base.length; length -= 1) {
      const found = Array.from(index.starting(root.slice(0, length), MOST_STARTING.written));
      if (found.length) return found;
    }
  }
  return [];
}

/**
 * The pieces of a word that are known, from its beginning on; where there are none, its end.
 * @param {Index} index
 * @param {string} word
 */
function pieces(index, word) {
  const out = [];
  for (let from = 0; from <= word.length - PIECE; ) {
    let end = word.length;
    let key;
    for (; end >= from + PIECE && !key; end -= 1) key = index.keys.part(word.slice(from, end), false);
    if (!key) break;
    out.push(key);
    from = end + 1;
  }
  for (let from = 1; !out.length && from <= word.length - PIECE; from += 1) {
    const key = index.keys.part(word.slice(from), true);
    if (key) out.push(key);
  }
  return out;
}

/**
 * Neighbours that are one word in the texts: each alone says less then.
 * @param {Index} index
 * @param {Query} query
 * @param {Item[]} items
 * @param {Marks} marks
 */
function joinedItems(index, query, items, marks) {
  /** @type {Item[]} */
  const out = [];
  for (const { at, wholes } of pairs(index, query)) {
    for (const whole of wholes) {
      const entry = index.entry(index.keys.key(whole));
      if (!entry?.words.length) continue;
      const item = new Item(index, false);
      item.entry(entry, whole, WEIGHT.joined);
      marks.keys.add(entry.key);
      out.push(item);
      for (const half of [items[at], items[at + 1]]) half.scale(WEIGHT.half);
      break;
    }
  }
  return out;
}

/**
 * Pages about which readers ask with a phrase that has some words of the query.
 * @param {Index} index
 * @param {Query} query
 * @param {Item[]} items
 */
function phraseItems(index, query, items) {
  /** How much of each phrase the query has. @type {Map<Phrase, number[]>} */
  const met = new Map();
  const strong = query.strong.filter((at, n) => query.strong.findIndex((other) => query.keys[other] === query.keys[at]) === n);
  for (const at of strong) {
    for (const phrase of index.phrases.get(query.keys[at]) ?? []) met.set(phrase, [...(met.get(phrase) ?? []), items[at].weight]);
  }
  const item = new Item(index, false);
  for (const [{ pages, keys }, weights] of met) {
    if (weights.length < 2) continue;
    const said = PHRASE * Math.max(...weights) * (weights.length / keys.size);
    item.weight = Math.max(item.weight, said);
    for (const page of pages) item.asked.set(page, Math.max(item.asked.get(page) ?? 0, said * ASKED));
  }
  return item.weight ? [item] : [];
}

/**
 * Other words for the same, of which one stands within another in the query: only the longest.
 * @param {Query} query
 * @param {Other[]} others
 */
function longest(query, others) {
  /** By what is meant, the words of the query that were taken. @type {Map<string, number[][]>} */
  const taken = new Map();
  const placed = others.map((other) => ({ other, at: standsAt(query, other) ?? [] })).sort((a, b) => b.at.length - a.at.length);
  return placed.flatMap(({ other, at }) => {
    const means = [...other.meant, other.about].join(" ");
    const before = taken.get(means) ?? [];
    if (before.some((earlier) => at.every((word) => earlier.includes(word)))) return [];
    taken.set(means, [...before, at]);
    return [other];
  });
}

/**
 * Words for a group of hits say which group is wanted, and little of what the text is about.
 * @param {Index} index
 * @param {Query} query
 * @param {Item[]} items
 */
function lessNames(index, query, items) {
  const names = new Set(GROUP_WEIGHTS.flatMap((_, group) => Array.from(namesIn(index, brobygger.text("sok-words-" + group)).keys())));
  const named = query.strong.filter((at) => names.has(query.keys[at]));
  if (named.length < query.strong.length) named.forEach((at) => items[at].scale(NAMING));
}

/**
 * Adds the word of the book to the words of a query that are written for it.
 * @param {Index} index
 * @param {Query} query
 * @param {Item[]} items
 * @param {Other} other
 * @param {Marks} marks
 */
function meant(index, query, items, other, marks) {
  const at = standsAt(query, other);
  if (!at || other.written.join() === other.meant.join()) return;
  // Whoever writes the one means the other: it says something even where it is common.
  const said = at.map((word) => items[word].weight || (items[word].weak ? 0 : index.rarest));
  if (other.about.length) {
    const item = new Item(index, false);
    item.weight = ABOUT * Math.max(...said);
    for (const page of other.about) item.asked.set(page, item.weight * ASKED);
    items.push(item);
    return;
  }
  let item = items[at[0]];
  if (at.length > 1) {
    for (const word of at) items[word].scale(WEIGHT.within);
    items.push((item = new Item(index, false)));
  }
  const least = (MEANT_SHARE * Math.max(...said)) / other.meant.length;
  item.together(other.meant.map((key) => index.entry(key)), at.length > 1 ? WEIGHT.phrase : WEIGHT.meant, least);
  other.meant.forEach((key) => marks.keys.add(key));
}

/**
 * Pages whose title is just what is asked for, and terms that have it as another name.
 * @param {Index} index
 * @param {Query} query
 */
function exactPages(index, query) {
  const titled = query.words.length > 1 ? index.pagesWith(query.text) : [];
  if (titled.length) return new Set(titled);
  const asked = index.strong(query.words).map((word) => index.keys.key(word)).join(" ");
  const exact = index.others.filter(({ written, page }) => page >= 0 && asked.startsWith(written[0]) && written.join(" ") === asked);
  return new Set(exact.map(({ page }) => page));
}

/**
 * The weights of the groups for a query: «mal» and «skjema» ask for documents.
 * @param {Index} index
 * @param {Query} query
 */
function groupWeights(index, query) {
  const words = namesIn(index, query.text);
  return GROUP_WEIGHTS.map((weight, group) => {
    const names = namesIn(index, brobygger.text("sok-words-" + group));
    // Whoever writes «mål» does not mean «mal»; whoever writes «verktoy» means «verktøy».
    const named = Array.from(words).some(([key, letters]) => names.has(key) && (!letters || names.get(key)));
    return named ? weight * NAMED : weight;
  });
}

/**
 * Whether a query has a word of the pages that stand last: one that says most there, as their titles do, or that is on
 * more of them than of the others.
 * @param {Index} index
 * @param {Item[]} items
 */
function isLastAskedFor(index, items) {
  if (!index.groups.includes(HIT_GROUP.last)) return false;
  const isOwn = (/** @type {Item} */ item) => {
    /** @type {Map<number, number>} */
    const pages = new Map(item.asked);
    item.scores.forEach((score, section) => {
      const page = index.pageOf[section];
      if (score > (pages.get(page) ?? 0)) pages.set(page, score);
    });
    const all = Array.from(pages.keys());
    const last = all.filter((page) => index.groups[page] === HIT_GROUP.last);
    const most = (/** @type {number[]} */ among) => among.reduce((best, page) => Math.max(best, pages.get(page) ?? 0), 0);
    return 2 * last.length > all.length || most(last) > most(all.filter((page) => index.groups[page] !== HIT_GROUP.last));
  };
  return items.some((item) => item.weight > 0 && !item.weak && isOwn(item));
}

/**
 * The keys of the words of a text, and whether a word is written with a letter of the language's own.
 * @param {Index} index
 * @param {string} text
 */
function namesIn(index, text) {
  const hasOwn = (/** @type {string} */ word) => Array.from(word.toLowerCase()).some((letter) => language.own.includes(letter));
  return new Map(wordsOf(text).map(({ word, from, to }) => [index.keys.key(word), hasOwn(text.slice(from, to))]));
}

/**
 * Puts pages in order.
 * @param {Index} index
 * @param {Item[]} items
 * @param {Set<number>} exact
 * @param {number[]} weights of the groups
 * @returns {Hit[]}
 */
function rank(index, items, exact, weights) {
  const told = items.filter((item) => item.weight > 0);
  const all = told.reduce((sum, item) => sum + item.weight, 0);
  /** @type {Hit[]} */
  const hits = [];
  for (let page = 0; page < index.groups.length; page += 1) {
    const [from, to] = [index.first[page], index.first[page + 1]];
    let [sum, covered, best, section, whole] = [0, 0, 0, 0, 0];
    for (const item of items) {
      const asked = item.asked.get(page) ?? 0;
      let most = asked;
      for (let at = from; at < to; at += 1) if (item.scores[at] > most) most = item.scores[at];
      sum += most;
      whole += Math.max(asked, item.scores[from]);
      if (most > 0 && !item.weak) covered += item.weight;
    }
    if (covered === 0) continue;
    for (let at = from; at < to; at += 1) {
      let here = 0;
      for (const item of items) here += item.scores[at];
      if (here > best) [best, section] = [here, at - from];
    }
    // What readers ask is about the page as a whole; a section that says little of it is not what they want.
    if (whole > best) [best, section] = [whole, best < WHOLE_SHARE * whole ? 0 : section];
    const share = UNCOVERED + (1 - UNCOVERED) * (covered / all);
    const length = 1 + SECTIONS * Math.log(to - from);
    const score = ((sum + best) * share * weights[index.groups[page]]) / length + (exact.has(page) ? EXACT : 0);
    hits.push({ page, section, score, group: index.groups[page] });
  }
  return hits.sort((a, b) => b.score - a.score || a.page - b.page);
}

// --- Typing errors -----------------------------------------------------------------------------------------------------

/**
 * Words that differ from a word by a letter or two: only the nearest, with how far they are.
 * @param {string} word
 * @param {Iterable<string>} known
 * @returns {[string, number][]}
 */
function nearest(word, known) {
  let least = word.length < ONE_WRONG ? 0 : word.length < TWO_WRONG ? 1 : 2;
  /** @type {[string, number][]} */
  let out = [];
  for (const other of known) {
    if (Math.abs(other.length - word.length) > least) continue;
    const far = distance(word, other, least);
    if (far > least) continue;
    if (far < least) [out, least] = [[], far];
    out.push([other, far]);
  }
  return out;
}

/**
 * How many letters are wrong, missing, too many or changed about; more than `most` is not counted further.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
function distance(a, b, most) {
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      next.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    before = row;
    row = next;
  }
  return row[b.length];
}
