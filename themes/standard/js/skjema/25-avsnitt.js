// The sections of the text, each a step of the form; and which fields count, as the text stands.

/** The parts of the page that stand after the document. */
const AFTER = ".utenfor, .lovboks, .kilder, .omsiden, .nevnt, .fotnoter";

/** @typedef {{ title: string, bar?: Element, opener?: HTMLButtonElement }} Section what has its heading in `bar`; the first may have none */
/** @type {Section[]} */
const sections = [];
for (const part of body.children) {
  if (part.matches(AFTER)) break;
  const heading = part.matches(".ov") ? part.querySelector("h2") : null;
  if (heading) sections.push({ title: (heading.textContent ?? "").trim(), bar: part });
  else if (!sections.length) sections.push({ title: say("first-group") });
}
if (!sections.length) sections.push({ title: say("first-group") });

/** The elements that stand under the heading of a section now. @param {Section} section @returns {Element[]} */
function partsOf({ bar }) {
  const parts = [];
  let part = bar ? bar.nextElementSibling : body.firstElementChild;
  for (; part && !part.matches(AFTER) && !sections.some(({ bar }) => bar === part); part = part.nextElementSibling) parts.push(part);
  return parts;
}

/** The section in which something stands. @param {Element} place */
const sectionAt = (place) => sections.findIndex((section) => section.bar?.contains(place) || partsOf(section).some((part) => part.contains(place)));

/** Whether the sections fold: the one that is filled in is open, the others are their headings. */
const folds = sections.length > 1 && (data.fields.length > 0 || choices.size > 0);

/** @param {Section} section */
const isOpen = ({ opener }) => opener?.getAttribute("aria-expanded") !== "false";

/** @param {Section} section @param {boolean} open */
function openSection(section, open) {
  for (const part of partsOf(section)) part.classList.toggle("lukket", !open);
  section.opener?.setAttribute("aria-expanded", String(open));
}

/**
 * A place in the text that a field decides about: what must hold for it to stand, and what the field is asked.
 * @typedef {{ within: Condition[], chosen: string[], asks?: Condition }} Deciding
 */
/** @type {Map<string, Deciding[]>} */
const deciding = new Map();

/** @param {string} name @param {Deciding} place */
function decides(name, place) {
  if (fields.has(name)) deciding.set(name, [...(deciding.get(name) ?? []), place]);
}

/** The conditions that must hold, and the choices that must be in, for an element to stand. @param {Element} element @returns {{ within: Condition[], chosen: string[] }} */
function around(element) {
  /** @type {Condition[]} */
  const within = [];
  const chosen = [];
  for (let outer = element.parentElement; outer && outer !== body; outer = outer.parentElement) {
    if (outer.matches(".gren")) within.push(parseCondition(outer.dataset.when ?? ""));
    if (outer.dataset.choice) chosen.push(outer.dataset.choice);
  }
  return { within, chosen };
}

for (const blank of /** @type {HTMLElement[]} */ (every(".felt[data-field]"))) {
  if (!blank.closest(".hjelp")) decides(blank.dataset.field ?? "", around(blank));
}
for (const branch of /** @type {HTMLElement[]} */ (every(".gren[data-when]"))) {
  const asks = parseCondition(branch.dataset.when ?? "");
  for (const name of namesIn(asks)) decides(name, { ...around(branch), asks });
}
for (const [when, parts] of data.heading ?? []) {
  const asks = when === null ? undefined : parseCondition(when);
  for (const part of parts) if ("field" in part) decides(part.field, { within: asks ? [asks] : [], chosen: [] });
  if (asks) for (const name of namesIn(asks)) decides(name, { within: [], chosen: [], asks });
}
// What the text never asks for is asked for its advice.
for (const { at, when } of data.advice.filter(({ at }) => !deciding.has(at))) {
  decides(at, { within: [], chosen: [], asks: parseCondition(when) });
}

/** Whether a condition holds whatever a field is answered; `undefined` where that decides, or that another is answered at all. @param {Condition} condition @param {string} name @returns {boolean | undefined} */
function settled(condition, name) {
  if ("part" in condition) {
    const part = settled(condition.part, name);
    return part === undefined ? undefined : !part;
  }
  if ("parts" in condition) {
    const settles = condition.is === "or";
    const parts = condition.parts.map((part) => settled(part, name));
    if (parts.includes(settles)) return settles;
    return parts.includes(undefined) ? undefined : !settles;
  }
  const isOpen = "name" in condition && (condition.name === name || (condition.is === "has" && !answered.field(condition.name)));
  return isOpen ? undefined : holds(condition, answered);
}

/** Which fields make a difference, as the others are answered: worked out once for each change. @type {Map<string, boolean>} */
const counted = new Map();
store.listen(() => counted.clear());

/** Whether a field makes a difference. @param {string} name */
function counts(name) {
  const known = counted.get(name);
  if (known !== undefined) return known;
  const places = deciding.get(name);
  const makes =
    !places ||
    places.some(
      ({ within, chosen, asks }) =>
        within.every((condition) => settled(condition, name) !== false) &&
        chosen.every(isIn) &&
        (!asks || settled(asks, name) === undefined),
    );
  counted.set(name, makes);
  return makes;
}
