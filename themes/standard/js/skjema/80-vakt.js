// The guard: what may not be asked, and what should not stand in a document. It finds what
// `src/questions/` finds, and its model reads a question to the same score; tests/vakt holds both to it.
//
// Items of a pattern: `rus`, `rus*`, `*fri`, `*rus*`, `er|var`, `<list>`; `…3` a gap of at most three words (`…`:
// five), `~6` either order with at most six words between (`~`: six).

/** How many words before and after what was found may set it aside. */
const GUARD_BEFORE = 5;
const GUARD_AFTER = 3;
const MOST_WORDS = 300;
/** The most letters of a word that are compared. */
const MOST_OF_WORD = 200;

/** Signs inside words that say nothing here: accents by themselves, soft hyphens, zero-width spaces. */
const GUARD_MARK = /[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]/;
const GUARD_LETTER = /[\p{Alphabetic}\p{N}]/u;
/** The signs that begin a word or may end a sentence: all before it is passed over at once. */
const GUARD_NEXT = /[\p{Alphabetic}\p{N}?!\n.]/gu;
/** A letter or mark after a word's first letter. */
const GUARD_WITHIN = new RegExp(`[\\p{Alphabetic}\\p{N}${GUARD_MARK.source.slice(1, -1)}]+`, "uy");

/** The letters of the rules' language; they are there before a word is read. @type {QuestionRules["letters"]} */
let guardLetters = { own: "", alike: {} };

/**
 * The words of a text. Hyphens divide words; a sentence ends with `?`, `!`, a new line, or a full stop that no small
 * letter follows.
 * @param {string} text
 * @returns {QuestionWord[]}
 */
function questionWords(text) {
  /** @type {QuestionWord[]} */
  const words = [];
  let sentence = 0;
  GUARD_NEXT.lastIndex = 0;
  for (let next = GUARD_NEXT.exec(text); next; next = GUARD_NEXT.exec(text)) {
    const start = next.index;
    if (!GUARD_LETTER.test(next[0])) {
      if (next[0] !== "." || endsSentence(text.slice(start + 1))) sentence += 1;
      continue;
    }
    if (words.length === MOST_WORDS) break;
    GUARD_WITHIN.lastIndex = start;
    const whole = GUARD_WITHIN.exec(text)?.[0] ?? next[0];
    let folded = "";
    let letters = 0;
    for (const c of whole) {
      if (letters === MOST_OF_WORD) break;
      folded = foldInto(folded, c);
      letters += 1;
    }
    words.push({ text: folded, sentence, start, end: start + whole.length });
    GUARD_NEXT.lastIndex = start + whole.length;
  }
  return words;
}

/**
 * Whether a full stop before this text ends a sentence: «f.eks. metadon» goes on.
 * @param {string} after
 */
function endsSentence(after) {
  const next = after.trimStart();
  return next.length < after.length && !/^\p{Lowercase}/u.test(next);
}

/**
 * A word with a letter more, as words are compared: small, a neighbour's letter as the language's own, others without
 * accents.
 * @param {string} word
 * @param {string} c
 */
function foldInto(word, c) {
  if (GUARD_MARK.test(c)) {
    const whole = (word.slice(-1) + c).normalize("NFC");
    return whole.length === 1 && guardLetters.own.includes(whole) ? word.slice(0, -1) + whole : word;
  }
  let out = word;
  for (const small of c.toLowerCase()) {
    if (!GUARD_MARK.test(small)) out += guardLetters.alike[small] ?? (guardLetters.own.includes(small) ? small : plainLetter(small));
  }
  return out;
}

/**
 * A letter without the marks that sit on it, where that is one that every keyboard has.
 * @param {string} letter
 */
function plainLetter(letter) {
  const [base] = letter.normalize("NFD");
  return /^[a-zA-Z]$/.test(base) ? base : letter;
}

/**
 * A word, or words that begin, end or go on like it.
 * @param {string} form
 * @returns {(word: string) => boolean}
 */
function wordTest(form) {
  const ends = form.startsWith("*");
  const begins = form.endsWith("*");
  const text = questionWords(form)[0]?.text ?? "";
  if (ends && begins) return (word) => word.includes(text);
  if (ends) return (word) => word.endsWith(text);
  if (begins) return (word) => word.startsWith(text);
  return (word) => word === text;
}

/**
 * @param {string} text
 * @param {Record<string, string[]>} lists
 * @returns {QuestionPattern}
 */
function readPattern(text, lists) {
  /** @type {QuestionStep[][]} */
  const sides = [[]];
  let between = 0;
  for (const item of text.trim().split(/\s+/)) {
    if (item.startsWith("~")) {
      between = Number(item.slice(1)) || 6;
      sides.push([]);
    } else if (item.startsWith("…")) {
      sides[sides.length - 1].push({ gap: Number(item.slice(1)) || 5 });
    } else {
      const forms = item.split("|").flatMap((form) => (form.startsWith("<") ? lists[form.slice(1, -1)] ?? [] : [form]));
      const tests = forms.map(wordTest);
      sides[sides.length - 1].push({ fits: (word) => tests.some((test) => test(word)) });
    }
  }
  const [first, second] = sides;
  return second ? [[...first, { gap: between }, ...second], [...second, { gap: between }, ...first]] : [first];
}

/**
 * @param {QuestionRules} data
 * @returns {QuestionGuard}
 */
function questionGuard(data) {
  guardLetters = data.letters;
  /** @param {string[]} patterns */
  const read = (patterns) => patterns.map((pattern) => readPattern(pattern, data.words));
  /** @param {QuestionRule} rule @returns {GuardRule} */
  const whole = (rule) => ({ rule, sure: read(rule.sure), patterns: read(rule.patterns), unless: read(rule.unless) });
  return {
    harmless: read(data.harmless),
    unless: read(data.unless),
    rules: data.rules.map(whole),
    texts: data.texts.map(whole),
    lists: Object.keys(data.words).sort().map((name) => ({ name, tests: data.words[name].map(wordTest) })),
    model: data.model ? questionModel(data.model) : undefined,
    says: data.says,
  };
}

/** A digit below this is the last of its number; the first of the signs that are digits. `\` is passed over. */
const MODEL_BASE = 45;
const MODEL_FIRST = 35;
/** How many numbers there are for features: two to the power of this. */
const FEATURE_BITS = 20;
/** The lengths of runs of letters. */
const FEATURE_RUNS = [3, 4];
/** A question of fewer words is one that is still being written. */
const MODEL_FEWEST_WORDS = 3;
/** The share of a question's features that must be known: two of five. */
const MODEL_LEAST_KNOWN = { of: 2, all: 5 };
/** Weights are sixths, scores thousandths. */
const SCORE_PARTS = 1000 / 6;
const VOICE_LOUDEST = 16;

/**
 * The numbers of a row, as `src/questions/model/packed.rs` packs them.
 * @param {string} text
 */
function unpacked(text) {
  const numbers = [];
  let number = 0;
  let place = 1;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    const digit = (sign > 92 ? sign - 1 : sign) - MODEL_FIRST;
    number += place * (digit % MODEL_BASE);
    place *= MODEL_BASE;
    if (digit < MODEL_BASE) {
      numbers.push(number);
      number = 0;
      place = 1;
    }
  }
  return numbers;
}

/**
 * @param {PackedQuestionModel} packed
 * @returns {QuestionModel}
 */
function questionModel(packed) {
  const [weights, voices] = [unpacked(packed.weights), unpacked(packed.voices)];
  /** @type {QuestionModel["known"]} */
  const known = new Map();
  let feature = 0;
  unpacked(packed.features).forEach((step, at) => {
    feature += step;
    const half = Math.floor(weights[at] / 2);
    const loud = voices[at] % VOICE_LOUDEST;
    known.set(feature, { weight: weights[at] % 2 ? -half : half, ground: Math.floor(voices[at] / VOICE_LOUDEST) - 1, loud });
  });
  return { bounds: packed, bias: packed.bias, known };
}

/**
 * The number of a feature: a sum over its letters (FNV-1a), folded.
 * @param {string} text
 */
function featureNumber(text) {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ /** @type {number} */ (letter.codePointAt(0)), 0x01000193);
  return (sum >>> FEATURE_BITS) ^ (sum & ((1 << FEATURE_BITS) - 1));
}

/**
 * The features of a question that the model sees: its words, pairs and triples of words where words of a list count as one, the
 * lists themselves, and runs of letters.
 * @param {QuestionGuard} guard
 * @param {QuestionWord[]} words
 */
function questionFeatures(guard, words) {
  /** @type {Set<number>} */
  const found = new Set();
  /** @param {string} text */
  const add = (text) => found.add(featureNumber(text));
  const tokens = words.map(({ text }) => {
    add("w" + text);
    const lists = guard.lists.filter(({ tests }) => tests.some((test) => test(text)));
    for (const { name } of lists) add("l" + name);
    const letters = ["_", ...text, "_"];
    for (const length of FEATURE_RUNS) {
      for (let at = 0; at + length <= letters.length; at += 1) add("r" + letters.slice(at, at + length).join(""));
    }
    return lists.length ? "<" + lists[0].name : text;
  });
  for (let at = 1; at < words.length; at += 1) {
    add("p" + words[at - 1].text + " " + words[at].text);
    add("t" + tokens[at - 1] + " " + tokens[at] + " ");
    if (at > 1) add("t" + tokens[at - 2] + " " + tokens[at - 1] + " " + tokens[at] + " ");
  }
  return found;
}

/**
 * The reading that the model has of a question: its score in thousandths, the number of the rule it is most likely about, and how
 * much louder that one is than the next; nothing where there is no model, or too little that it knows.
 * @param {QuestionGuard} guard
 * @param {string} question
 * @returns {QuestionReading | undefined}
 */
function readQuestion(guard, question) {
  const { model } = guard;
  const words = questionWords(question);
  if (!model || words.length < MODEL_FEWEST_WORDS) return undefined;
  const features = questionFeatures(guard, words);
  const all = [...features].flatMap((feature) => model.known.get(feature) ?? []);
  if (all.length * MODEL_LEAST_KNOWN.all < features.size * MODEL_LEAST_KNOWN.of) return undefined;
  let sum = 0;
  /** @type {Map<number, number>} */
  const voices = new Map();
  for (const known of all) {
    sum += known.weight;
    if (known.ground >= 0) voices.set(known.ground, (voices.get(known.ground) ?? 0) + known.loud);
  }
  const ranked = [...voices].sort(([a, loud], [b, louder]) => louder - loud || a - b);
  const score = Math.floor((sum * SCORE_PARTS) / Math.sqrt(features.size)) + model.bias;
  return { score, ground: ranked[0]?.[0], lead: (ranked[0]?.[1] ?? 0) - (ranked[1]?.[1] ?? 0) };
}

/**
 * All that is found in a question. The rules decide; where they find nothing, the model may have a doubt, and where it is
 * sure that a question is good, only what is sure counts of what they find.
 * @param {QuestionGuard} guard
 * @param {string} question
 * @returns {QuestionFinding[]}
 */
function lookAtQuestion(guard, question) {
  const found = checkQuestion(guard, question);
  const reading = readQuestion(guard, question);
  if (!guard.model || !reading) return found;
  const { bounds } = guard.model;
  const kept = reading.score < bounds["let-pass-below"] ? found.filter(({ sure }) => sure) : found;
  const title = guard.says["look-again"];
  if (kept.length || reading.score < bounds["look-again-from"] || !title) return kept;
  const ground = reading.lead >= bounds["name-ground-from"] ? reading.ground : undefined;
  const about = ground === undefined ? undefined : guard.rules[ground].rule;
  return [{ rule: doubtful(guard.says, about), quote: question, sure: false }];
}

/**
 * A doubt of the model as a rule: what is said of the question, and where there is more.
 * @param {GuardWords} says
 * @param {QuestionRule} [about] the rule it is most likely about
 * @returns {QuestionRule}
 */
function doubtful(says, about) {
  const ground = about ? [says["look-again-ground"] ?? "", about.why] : [];
  const why = [says["look-again-why"] ?? "", ...ground].filter(Boolean).join(" ");
  const [law, instead, see] = [about?.law ?? null, about?.instead ?? "", about?.see ?? null];
  return { id: "", level: "look-again", why, law, instead, see, sure: [], patterns: [], unless: [] };
}

/**
 * Matches steps from a word on, each gap as short as it can be; `found` says whether that will do.
 * @param {QuestionStep[]} steps
 * @param {number} step
 * @param {QuestionWord[]} words
 * @param {boolean[]} aside
 * @param {number} at
 * @param {number[]} matched
 * @param {(matched: number[]) => boolean} found
 * @returns {boolean}
 */
function matchAt(steps, step, words, aside, at, matched, found) {
  if (step === steps.length) return found(matched);
  const wanted = steps[step];
  if ("gap" in wanted) {
    for (let next = at; next <= at + wanted.gap; next += 1) {
      if (matchAt(steps, step + 1, words, aside, next, matched, found)) return true;
    }
    return false;
  }
  const word = words[at];
  if (!word || aside[at] || !wanted.fits(word.text)) return false;
  if (matched.length && words[matched[matched.length - 1]].sentence !== word.sentence) return false;
  matched.push(at);
  const done = matchAt(steps, step + 1, words, aside, at + 1, matched, found);
  matched.pop();
  return done;
}

/**
 * The first words that fit and are accepted: from the first word to after the last.
 * @param {QuestionPattern} pattern
 * @param {QuestionWord[]} words
 * @param {boolean[]} aside
 * @param {(start: number, end: number) => boolean} accept
 * @returns {[number, number] | undefined}
 */
function findPattern(pattern, words, aside, accept) {
  for (const way of pattern) {
    for (let start = 0; start < words.length; start += 1) {
      /** @type {[number, number] | undefined} */
      let place;
      matchAt(way, 0, words, aside, start, [], (matched) => {
        const end = matched[matched.length - 1] + 1;
        const accepted = accept(start, end);
        if (accepted) place = [start, end];
        return accepted;
      });
      if (place) return place;
    }
  }
  return undefined;
}

/**
 * The findings of the rules in a question: at most one finding a rule, what is forbidden first.
 * @param {QuestionGuard} guard
 * @param {string} question
 * @param {GuardRule[]} [rules]
 * @returns {QuestionFinding[]}
 */
function checkQuestion(guard, question, rules = guard.rules) {
  const words = questionWords(question);
  if (!words.length) return [];
  /** @type {boolean[]} */
  const aside = words.map(() => false);
  for (const way of guard.harmless.flat()) {
    words.forEach((_, start) =>
      matchAt(way, 0, words, [], start, [], (matched) => {
        matched.forEach((at) => (aside[at] = true));
        return true;
      }),
    );
  }
  /** @type {QuestionFinding[]} */
  const found = [];
  for (const { rule, sure, patterns, unless } of rules) {
    const excuses = guard.unless.concat(unless);
    /** @type {(start: number, end: number) => boolean} */
    const counts = (start, end) => {
      const { sentence } = words[start];
      const near = words.slice(Math.max(0, start - GUARD_BEFORE), end + GUARD_AFTER).filter((word) => word.sentence === sentence);
      return !excuses.some((pattern) => findPattern(pattern, near, [], () => true));
    };
    /** @type {[number, number] | undefined} */
    let place;
    for (const pattern of sure) place ??= findPattern(pattern, words, aside, () => true);
    const isSure = place !== undefined;
    for (const pattern of patterns) place ??= findPattern(pattern, words, aside, counts);
    if (place) found.push({ rule, quote: question.slice(words[place[0]].start, words[place[1] - 1].end), sure: isSure });
  }
  return found.sort((a, b) => Number(a.rule.level === "risky") - Number(b.rule.level === "risky"));
}

/**
 * A text in parts, each a sentence or more: no pattern reaches from one into the next. Parts without a word are
 * left out.
 * @param {string} text
 */
function* guardSentences(text) {
  const next = new RegExp(GUARD_NEXT);
  let begin = 0;
  let hasWord = false;
  for (let found = next.exec(text); found; found = next.exec(text)) {
    const [c] = found;
    if (GUARD_LETTER.test(c)) {
      hasWord = true;
      GUARD_WITHIN.lastIndex = found.index;
      next.lastIndex = found.index + (GUARD_WITHIN.exec(text)?.[0] ?? c).length;
    } else if (hasWord && (c !== "." || endsSentence(text.slice(found.index + 1)))) {
      yield text.slice(begin, found.index + 1);
      begin = found.index + 1;
      hasWord = false;
    } else if (!hasWord) {
      begin = found.index + 1;
    }
  }
  if (hasWord) yield text.slice(begin);
}

/**
 * The findings of the rules for texts in a text of any length: at most one finding a rule, what is forbidden first.
 * @param {QuestionGuard} guard
 * @param {string} text
 * @returns {QuestionFinding[]}
 */
function checkText(guard, text) {
  const reading = readText(guard, text, new Map());
  let step = reading.next();
  while (!step.done) step = reading.next();
  return step.value;
}

/**
 * The same, a sentence at a time, so that whoever reads can stop in between.
 * @param {QuestionGuard} guard
 * @param {string} text
 * @param {Map<string, QuestionFinding[]>} known what was found in sentences before; those that are read come to it
 * @returns {Generator<undefined, QuestionFinding[]>}
 */
function* readText(guard, text, known) {
  /** @type {Map<QuestionRule, QuestionFinding>} */
  const found = new Map();
  for (const sentence of guardSentences(text)) {
    let findings = known.get(sentence);
    if (!findings) known.set(sentence, (findings = checkQuestion(guard, sentence, guard.texts)));
    for (const finding of findings) if (!found.has(finding.rule)) found.set(finding.rule, finding);
    yield;
  }
  return [...found.values()].sort((a, b) => Number(a.rule.level === "risky") - Number(b.rule.level === "risky"));
}
