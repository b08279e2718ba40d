// What a condition means for a set of answers: the same as in `src/form/answers.rs`; `tests/conditions.json` holds both
// to it. Nothing here knows of a page.

/** @typedef {string | number} Literal */
/** @typedef {{ is: "has", name: string } | { is: "chosen", id: string } | { is: "compare", name: string, how: string, to: Literal } | { is: "in", name: string, of: Literal[] } | { is: "not", part: Condition } | { is: "and" | "or", parts: Condition[] }} Condition */
/** @typedef {{ field: (name: string) => string, chosen: (id: string) => boolean }} Answered what is answered; an empty text is no answer */

const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?)$/i;

/** The number a text is; `undefined` where it is none. @param {string} text */
function numberOf(text) {
  if (!NUMBER.test(text)) return undefined;
  return /inf/i.test(text) ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text);
}

/**
 * Parses a condition as the generator writes it.
 * @param {string} text
 * @returns {Condition}
 */
function parseCondition(text) {
  const tokens = text.match(/"[^"]*"|==|!=|<=|>=|[<>()[\],]|[^\s"=!<>()[\],]+/g) ?? [];
  let at = 0;
  /** @param {string} token */
  const eat = (token) => tokens[at] === token && Boolean((at += 1));
  /** @returns {Literal} */
  const literal = () => {
    const token = tokens[at++] ?? "";
    if (token.startsWith('"')) return token.slice(1, -1);
    return (/^[\d-]/.test(token) ? numberOf(token) : undefined) ?? token;
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
    if (eat("(")) {
      const inner = any();
      if (!eat(")")) throw new Error("condition: " + text);
      return inner;
    }
    const name = tokens[at++];
    if (!name) throw new Error("condition: " + text);
    if (name.startsWith("choice.")) return { is: "chosen", id: name.slice("choice.".length) };
    if (eat("in")) {
      const of = [];
      eat("[");
      do of.push(literal());
      while (eat(","));
      eat("]");
      return { is: "in", name, of };
    }
    if (/^[=!<>]/.test(tokens[at] ?? "")) return { is: "compare", name, how: tokens[at++], to: literal() };
    return { is: "has", name };
  };
  const condition = any();
  if (at < tokens.length) throw new Error("condition: " + text);
  return condition;
}

/**
 * Numbers are compared as numbers (with a decimal comma or point), everything else as text.
 * @param {string} answer
 * @param {string} how
 * @param {Literal} to
 */
function compares(answer, how, to) {
  /** @type {Literal | undefined} */
  let value = answer;
  if (typeof to === "number") {
    value = numberOf(answer.replace(/%+$/, "").trimEnd().replaceAll(",", "."));
    if (value === undefined) return how === "!=";
  }
  if (how === "==") return value === to;
  if (how === "!=") return value !== to;
  if (how === "<") return value < to;
  if (how === "<=") return value <= to;
  return how === ">" ? value > to : value >= to;
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
