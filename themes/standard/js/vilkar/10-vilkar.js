// Conditions read from their text and held against answers; numbers and days. It is the same as in
// `src/form/answers.rs` and `src/fill/answers.rs`; `tests/conditions.json` holds both to it. The form and the Word file
// both take it from here. Nothing here knows of a page.

/** The signs that Rust counts as space beyond ASCII: `trim` of this language takes a byte order mark too. */
const WIDE_SPACE = /[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const TOKEN = /\s*(?:"([^"]*)"|(==|!=|<=|>=|[<>()[\],])|([\p{Alphabetic}\p{N}_.-]+))/uy;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const PERCENT = "%".charCodeAt(0);

/** Whether a letter, given by its code, is space. @param {number} code */
const isSpace = (code) => code === 32 || (code >= 9 && code <= 13) || (code > 127 && WIDE_SPACE.test(String.fromCharCode(code)));

/** A text up to the last letter that is something else. Each letter is looked at once, however many are the same. @param {string} text @param {(code: number) => boolean} isLeftOut */
function upTo(text, isLeftOut) {
  let end = text.length;
  while (end > 0 && isLeftOut(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** @param {string} text */
function trim(text) {
  const kept = upTo(text, isSpace);
  let begin = 0;
  while (begin < kept.length && isSpace(kept.charCodeAt(begin))) begin += 1;
  return kept.slice(begin);
}

/** The number a text is; `undefined` where it is none. @param {string} text */
function numberOf(text) {
  if (NUMBER.test(text)) return Number(text);
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (!word) return undefined;
  return word[2].toLowerCase() === "nan" ? NaN : word[1] === "-" ? -Infinity : Infinity;
}

/** An answer without the sign for per cent after it. @param {string} answer */
const withoutPercent = (answer) => upTo(upTo(answer, (code) => code === PERCENT), isSpace);

/** The digits of an answer in per cent; `undefined` where it is none. @param {string} answer */
function percentOf(answer) {
  const plain = withoutPercent(answer);
  return /^-?\d[\d.,]*$/.test(plain) && numberOf(plain.replaceAll(",", ".")) !== undefined ? plain : undefined;
}

/** The text after an answer in a sentence: where the answer has ended it, without a full stop of its own. @param {string} answer @param {string} text */
function afterAnswer(answer, text) {
  return /[.!?]$/.test(trim(answer)) ? text.replace(/^\.(?!\.)/, "") : text;
}

/** The day a text is, written `yyyy-mm-dd`, at midnight UTC; `undefined` where it is none. @param {string} text */
function dayOf(text) {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(text) : undefined;
  // The 30th of February is no day, though this language takes it for one of March.
  return date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? date : undefined;
}

/**
 * Reads a condition.
 * @param {string} text
 * @returns {Condition}
 */
function parse(text) {
  /** @type {{ quoted?: string, mark?: string, word?: string }[]} */
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text);
    if (!found) throw new Error("no condition: " + text);
    tokens.push({ quoted: found[1], mark: found[2], word: found[3] });
  }
  let at = 0;
  /** @param {string} mark */
  const eat = (mark) => {
    const isHere = tokens[at] !== undefined && (tokens[at].mark === mark || tokens[at].word === mark);
    if (isHere) at += 1;
    return isHere;
  };
  /** @param {string} mark */
  const need = (mark) => {
    if (!eat(mark)) throw new Error("no condition: " + text);
  };
  /** @param {"and" | "or"} is @param {() => Condition} part @returns {Condition} */
  const joined = (is, part) => {
    const parts = [part()];
    while (eat(is)) parts.push(part());
    return parts.length === 1 ? parts[0] : { is, parts };
  };
  const any = () => joined("or", all);
  const all = () => joined("and", one);
  /** @returns {Condition} */
  const one = () => {
    if (eat("not")) return { is: "not", part: one() };
    if (!eat("(")) return test();
    const inner = any();
    need(")");
    return inner;
  };
  /** @returns {Condition} */
  const test = () => {
    const name = tokens[at]?.word;
    if (name === undefined) throw new Error("no condition: " + text);
    at += 1;
    if (name.startsWith("choice.")) return { is: "chosen", id: name.slice("choice.".length) };
    if (eat("in")) {
      need("[");
      const of = [literal()];
      while (eat(",")) of.push(literal());
      need("]");
      return { is: "in", name, of };
    }
    const how = tokens[at]?.mark;
    if (how === undefined || !/^(?:[=!]=|[<>]=?)$/.test(how)) return { is: "has", name };
    at += 1;
    return { is: "compare", name, how, to: literal() };
  };
  /** @returns {Literal} */
  const literal = () => {
    const token = tokens[at];
    at += 1;
    if (token?.quoted !== undefined) return token.quoted;
    if (token?.word === undefined) throw new Error("no condition: " + text);
    const number = /^[-\d]/.test(token.word) ? numberOf(token.word) : undefined;
    return number !== undefined && Number.isFinite(number) ? number : token.word;
  };
  const condition = any();
  if (at < tokens.length) throw new Error("no condition: " + text);
  return condition;
}

/** The order of two texts, character by character. @param {string} a @param {string} b */
function order(a, b) {
  const shortest = Math.min(a.length, b.length);
  let at = 0;
  while (at < shortest && a[at] === b[at]) at += 1;
  return at === shortest ? a.length - b.length : Number(a.codePointAt(at)) - Number(b.codePointAt(at));
}

/**
 * Numbers are compared as numbers (with a decimal comma or point), everything else as text.
 * @param {string} answer
 * @param {string} how
 * @param {Literal} to
 */
function compares(answer, how, to) {
  let difference;
  if (typeof to === "number") {
    const number = numberOf(withoutPercent(answer).replaceAll(",", "."));
    if (number === undefined) return how === "!=";
    // Infinity is as large as itself; what is no number is not even that.
    if (Number.isNaN(number) || Number.isNaN(to)) return false;
    difference = number === to ? 0 : number - to;
  } else {
    difference = order(answer, to);
  }
  if (how === "==") return difference === 0;
  if (how === "!=") return difference !== 0;
  if (how === "<") return difference < 0;
  if (how === "<=") return difference <= 0;
  return how === ">" ? difference > 0 : difference >= 0;
}

/**
 * Whether a condition holds. About a field that is not answered nothing holds but `not` and `!=`.
 * @param {Condition} condition
 * @param {Answered} answered
 * @returns {boolean}
 */
function holds(condition, answered) {
  switch (condition.is) {
    case "has":
      return answered.field(condition.name) !== "";
    case "chosen":
      return answered.chosen(condition.id);
    case "compare": {
      const answer = answered.field(condition.name);
      return answer ? compares(answer, condition.how, condition.to) : condition.how === "!=";
    }
    case "in": {
      const answer = answered.field(condition.name);
      return answer !== "" && condition.of.some((literal) => compares(answer, "==", literal));
    }
    case "not":
      return !holds(condition.part, answered);
    case "and":
      return condition.parts.every((part) => holds(part, answered));
    case "or":
      return condition.parts.some((part) => holds(part, answered));
  }
}

/**
 * The fields without an answer that decide whether a condition holds; none where it is settled whatever they become.
 * That a field has no answer settles a condition that asks just that.
 * @param {Condition} condition
 * @param {Answered} answered
 * @returns {string[]}
 */
function waitsFor(condition, answered) {
  switch (condition.is) {
    case "compare":
    case "in":
      return answered.field(condition.name) ? [] : [condition.name];
    case "not":
      return waitsFor(condition.part, answered);
    case "and":
    case "or": {
      const waiting = condition.parts.map((part) => waitsFor(part, answered));
      const settles = condition.is === "or";
      const settled = condition.parts.some((part, i) => !waiting[i].length && holds(part, answered) === settles);
      return settled ? [] : [...new Set(waiting.flat())];
    }
    default:
      return [];
  }
}

/** The fields a condition asks for; `choice.ID` for a choice. @param {Condition} condition @returns {string[]} */
function namesIn(condition) {
  if ("parts" in condition) return condition.parts.flatMap(namesIn);
  if ("part" in condition) return namesIn(condition.part);
  return ["id" in condition ? "choice." + condition.id : condition.name];
}

brobygger.conditions = { parse, holds, waitsFor, namesIn, percentOf, dayOf, afterAnswer, trim };
