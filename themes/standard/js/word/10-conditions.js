// Conditions as documents have them: read from their text, held against answers. They mean what `src/form/answers.rs`
// says; `tests/conditions.json` holds both to it.

/**
 * @typedef {{ has: string } | { chosen: string } | { field: string, op: string, values: (string | number)[] } |
 *   { not: Condition } | { all: Condition[] } | { any: Condition[] }} Condition
 */

/**
 * What a document is filled in with: an answer by field, and the choices that are in.
 * @typedef {{ fields: Record<string, string>, choices: Set<string> }} Given
 */

/** What Rust counts as space: `trim` of this language takes a byte order mark too. */
const SPACE = "[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const AROUND = new RegExp(`^${SPACE}|${SPACE}$`, "g");
const AFTER = new RegExp(`${SPACE}$`);
const TOKEN = /\s*(?:"([^"]*)"|(==|!=|<=|>=|[<>()[\],])|([\p{Alphabetic}\p{N}_.-]+))/uy;

/** @param {string} text */
function trim(text) {
  return text.replace(AROUND, "");
}

/**
 * Reads a condition.
 * @param {string} text
 * @returns {Condition}
 */
function parseCondition(text) {
  /** @type {{ quoted?: string, mark?: string, word?: string }[]} */
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text);
    if (!found) throw new Error(`no condition: ${text}`);
    tokens.push({ quoted: found[1], mark: found[2], word: found[3] });
  }
  let at = 0;
  /** @param {string} mark */
  const eat = (mark) => {
    const token = tokens[at];
    const here = token !== undefined && (token.mark === mark || token.word === mark);
    if (here) at += 1;
    return here;
  };
  /** @param {string} mark */
  const need = (mark) => {
    if (!eat(mark)) throw new Error(`no condition: ${text}`);
  };
  /**
   * @param {string} word
   * @param {() => Condition} part
   * @param {(parts: Condition[]) => Condition} join
   */
  const joined = (word, part, join) => {
    const parts = [part()];
    while (eat(word)) parts.push(part());
    return parts.length === 1 ? parts[0] : join(parts);
  };
  const any = () => joined("or", all, (parts) => ({ any: parts }));
  const all = () => joined("and", one, (parts) => ({ all: parts }));
  /** @returns {Condition} */
  const one = () => {
    if (eat("not")) return { not: one() };
    if (eat("(")) {
      const inner = any();
      need(")");
      return inner;
    }
    return test();
  };
  /** @returns {Condition} */
  const test = () => {
    const name = tokens[at]?.word;
    if (name === undefined) throw new Error(`no condition: ${text}`);
    at += 1;
    if (name.startsWith("choice.")) return { chosen: name.slice("choice.".length) };
    if (eat("in")) {
      need("[");
      const values = [value()];
      while (eat(",")) values.push(value());
      need("]");
      return { field: name, op: "in", values };
    }
    const op = tokens[at]?.mark;
    if (op === undefined || !/^(?:[=!]=|[<>]=?)$/.test(op)) return { has: name };
    at += 1;
    return { field: name, op, values: [value()] };
  };
  /** @returns {string | number} */
  const value = () => {
    const token = tokens[at];
    at += 1;
    if (token?.quoted !== undefined) return token.quoted;
    if (token?.word === undefined) throw new Error(`no condition: ${text}`);
    const number = /^[-\d]/.test(token.word) ? asNumber(token.word) : undefined;
    return number === undefined ? token.word : number;
  };
  const condition = any();
  if (at < tokens.length) throw new Error(`no condition: ${text}`);
  return condition;
}

/**
 * A number as Rust reads it.
 * @param {string} text
 * @returns {number | undefined}
 */
function asNumber(text) {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (!word) return undefined;
  return word[2].toLowerCase() === "nan" ? NaN : word[1] === "-" ? -Infinity : Infinity;
}

/**
 * Whether a condition holds. About a field that is not answered nothing holds but `not` and `!=`.
 * @param {Condition} condition
 * @param {Given} given
 * @returns {boolean}
 */
function holds(condition, given) {
  if ("has" in condition) return answer(given, condition.has) !== "";
  if ("chosen" in condition) return given.choices.has(condition.chosen);
  if ("not" in condition) return !holds(condition.not, given);
  if ("all" in condition) return condition.all.every((part) => holds(part, given));
  if ("any" in condition) return condition.any.some((part) => holds(part, given));
  const text = answer(given, condition.field);
  if (condition.op === "in") return text !== "" && condition.values.some((value) => compare(text, "==", value));
  return text === "" ? condition.op === "!=" : compare(text, condition.op, condition.values[0]);
}

/**
 * @param {Given} given
 * @param {string} name
 */
function answer(given, name) {
  return Object.hasOwn(given.fields, name) ? trim(given.fields[name]) : "";
}

/**
 * Numbers are compared as numbers, everything else as text.
 * @param {string} text
 * @param {string} op
 * @param {string | number} value
 */
function compare(text, op, value) {
  let order;
  if (typeof value === "number") {
    const number = asNumber(text.replace(/%+$/, "").replace(AFTER, "").replaceAll(",", "."));
    if (number === undefined) return op === "!=";
    if (Number.isNaN(number) || Number.isNaN(value)) return false;
    order = Math.sign(number - value) || (number === value ? 0 : NaN);
  } else {
    order = compareText(text, value);
  }
  switch (op) {
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    default:
      return order >= 0;
  }
}

/**
 * The order of two texts, character by character.
 * @param {string} a
 * @param {string} b
 */
function compareText(a, b) {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < left.length && i < right.length; i += 1) {
    const order = (left[i].codePointAt(0) || 0) - (right[i].codePointAt(0) || 0);
    if (order !== 0) return Math.sign(order);
  }
  return Math.sign(left.length - right.length);
}
