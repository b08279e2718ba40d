// The shape of answers, and the reading of a file of them. It is the same as in `src/fill/answers.rs`:
// `tests/answers.json` holds both to the same files, taken or refused, and to the same reasons.

const VERSION = 1;
/** The largest file of answers, in bytes. */
const MAX_FILE = 1024 * 1024;
/** Nothing in a file is nested deeper. */
const DEEPEST = 64;

/** @typedef {"text" | "texts" | "choice"} Leaf */
/** @typedef {Leaf | { each: Shape } | { keys: Record<string, Shape> }} Shape a leaf, a map of such, or some keys of a map */

/** @type {Shape} */
const PAGE = {
  keys: {
    choices: { each: "choice" },
    added: { each: "texts" },
    ratings: { each: "text" },
    notes: { each: "text" },
    plan: { each: "text" },
    respondent: "text",
  },
};
/** Keys that are not known are kept as they are. @type {Shape} */
const SHAPE = { keys: { fields: { each: "text" }, documents: { each: PAGE } } };

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @param {Leaf} wanted */
function isLeaf(value, wanted) {
  if (wanted === "choice") return typeof value === "boolean";
  if (wanted === "text") return typeof value === "string";
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}

/**
 * The first thing that has another shape, by the order of the keys.
 * @param {unknown} value
 * @param {Shape} shape
 * @param {string[]} path
 * @returns {AnswersFault | undefined}
 */
function misfit(value, shape, path = []) {
  if (typeof shape === "string") return isLeaf(value, shape) ? undefined : { reason: "bad-shape", path, wanted: shape };
  if (!isMap(value)) return { reason: "bad-shape", path, wanted: "map" };
  const parts = "each" in shape ? Object.keys(value).sort().map((key) => /** @type {const} */ ([key, shape.each])) : Object.entries(shape.keys);
  for (const [key, part] of parts) {
    const found = Object.hasOwn(value, key) ? misfit(value[key], part, [...path, key]) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The fault of a value that should be answers. @param {unknown} answers @returns {AnswersFault | undefined} */
function faultOf(answers) {
  if (!isMap(answers) || !Object.hasOwn(answers, "brobygger")) return { reason: "not-answers" };
  if (answers.brobygger !== VERSION) return { reason: "other-version" };
  return misfit(answers, SHAPE);
}

/** Whether half a character stands in a text. @param {string} text */
const isBroken = (text) => /\p{Surrogate}/u.test(text);

/** Whether this language reads what others do not: half characters, infinite numbers, any depth. @param {unknown} value */
function isForeign(value, depth = 0) {
  if (typeof value === "string") return isBroken(value);
  if (typeof value === "number") return !Number.isFinite(value);
  if (typeof value !== "object" || value === null) return false;
  if (depth === DEEPEST) return true;
  /** @type {boolean} */
  const isFound = Object.entries(value).some(([key, part]) => isBroken(key) || isForeign(part, depth + 1));
  return isFound;
}

/** @type {AnswerStore["read"]} */
async function read(file) {
  if (file.size > MAX_FILE) return { fault: { reason: "too-large" } };
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch {
    return { fault: { reason: "not-text" } };
  }
  let answers;
  try {
    answers = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { fault: { reason: "not-json" } };
  }
  if (isForeign(answers)) return { fault: { reason: "not-json" } };
  const fault = faultOf(answers);
  return fault ? { fault } : { answers };
}

/** @type {AnswerStore["faultText"]} */
function faultText({ reason, path = [], wanted }) {
  const isOther = reason === "not-text" || reason === "not-json";
  return brobygger.text(isOther ? "svar-not-answers" : "svar-" + reason, {
    at: path.join(" › "),
    wanted: wanted ? brobygger.text("svar-wanted-" + wanted) : "",
  });
}
