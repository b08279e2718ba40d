// The document of the page: its fields and choices, the answers, and how an answer reads in the text.
//
// The other files of this folder share these names: `el`, `data`, `fields`, `choices`, `own`, `answered`, `announce`.

/** @typedef {{ name: string, label: string, help?: string, type: "text" | "long" | "number" | "percent" | "date" | "choice", required?: boolean, choices?: [string, string][], words?: [string, string][], value?: string }} Field */
/** @typedef {{ when: string, level: "info" | "warning" | "stop", at: string, say: string, see?: Element }} Advice */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** @type {{ id: string, title: string, heading?: [string | null, ({ text: string } | { field: string })[]][], owner?: string, marked?: boolean, questions?: boolean, guard?: string, slides?: boolean, posting?: string, fields: Field[], advice: Advice[] }} */
const data = JSON.parse(document.getElementById("ui_skjemadata")?.textContent || "null");
const { anchors } = brobygger;
// How to answer and what is advised stand on the page, which says it once.
for (const field of data.fields) {
  field.help = document.getElementById(anchors.field + field.name)?.querySelector("dd > p:not([class])")?.textContent ?? undefined;
}
/** The list of all advice on the page, in the order of the data. */
const allAdvice = document.getElementById(anchors.advice)?.closest("section")?.querySelector("ul");
for (const [number, one] of data.advice.entries()) {
  const [text, see] = allAdvice?.children[number]?.querySelectorAll("p:not([class])") ?? [];
  one.say = text?.textContent ?? "";
  one.see = see;
}
const store = brobygger.answers;
const { parse: parseCondition, holds, waitsFor, namesIn, percentOf, dayOf, trim } = brobygger.conditions;
/** @type {Map<string, Field>} */
const fields = new Map(data.fields.map((field) => [field.name, field]));
const main = document.querySelector("main") ?? document.body;
/** The text of the page, in which the document stands. */
const body = /** @type {HTMLElement} */ (main.querySelector(".tekst"));

const language = document.documentElement.lang;

/** @param {string} key @param {Record<string, string | number>} [values] */
const say = (key, values) => brobygger.text("skjema-" + key, values);

/**
 * An element, with attributes and content.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Record<string, string | boolean | null | undefined>} [attributes]
 * @param {(Node | string)[]} content
 * @returns {HTMLElementTagNameMap[N]}
 */
function el(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value != null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...content);
  return made;
}

/** @param {string} text @param {() => void} pressed @param {string} [className] */
function knapp(text, pressed, className = "knapp") {
  const made = el("button", { type: "button", class: className }, text);
  made.addEventListener("click", pressed);
  return made;
}

/**
 * @template {Element} E
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {E[]}
 */
const every = (selector, within = body) => [...within.querySelectorAll(selector)].map((found) => /** @type {E} */ (found));

/** The choices of the page, by id: their item, and whether the author put them in. @type {Map<string, { item: HTMLElement, box: HTMLInputElement, from: boolean }>} */
const choices = new Map();
for (const item of /** @type {HTMLElement[]} */ (every("li[data-choice]"))) {
  const box = item.querySelector("input");
  if (box) choices.set(item.dataset.choice ?? "", { item, box, from: box.defaultChecked });
}

/** The answers that belong to this page alone. */
const own = () => store.document(data.id);

/** The reader's answers; renewed by every change. @type {Record<string, string>} */
let given = store.all().fields;
store.listen(() => (given = store.all().fields));

/** The answer of a field as it is kept: the reader's, else the one from the start. @param {string} name */
function answerOf(name) {
  const field = fields.get(name);
  if (!field) return "";
  const answer = Object.hasOwn(given, name) ? given[name] : (field.value ?? "");
  // Another document may have other answers to choose from.
  const known = !field.choices || !answer || field.choices.some(([value]) => value === answer);
  return known ? answer : (field.value ?? "");
}

/** @param {string} id */
function isIn(id) {
  const given = own().choices;
  return Object.hasOwn(given, id) ? given[id] : (choices.get(id)?.from ?? false);
}

/** Answers without space around them, by field: each is looked through once after a change, however many conditions ask for it. @type {Map<string, string>} */
const looked = new Map();
store.listen(() => looked.clear());

/** @param {string} name */
function trimmedAnswer(name) {
  const known = looked.get(name);
  if (known !== undefined) return known;
  const trimmed = trim(answerOf(name));
  looked.set(name, trimmed);
  return trimmed;
}

/** @type {Answered} */
const answered = { field: trimmedAnswer, chosen: isIn };

/** An answer as it stands in the text. @param {Field} field */
function shown(field) {
  const answer = answered.field(field.name);
  const label = (field.choices ?? field.words)?.find(([value]) => value === answer)?.[1];
  if (label !== undefined) return label;
  const digits = field.type === "percent" ? percentOf(answer) : undefined;
  if (digits !== undefined) return say("percent", { number: digits.replaceAll(".", say("decimal-mark")) });
  const day = field.type === "date" ? dayOf(answer) : undefined;
  return day ? brobygger.dayInWords(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()) : answer;
}

/** Writes where something else stands: whatever is written, a screen reader is told of. @param {Element} place @param {(Node | string)[]} parts */
function write(place, ...parts) {
  const text = parts.map((part) => (part instanceof Node ? part.textContent : part)).join("");
  if (place.textContent !== text) place.replaceChildren(...parts);
}

/** Gives an element an attribute that it does not have so; nothing: takes it away. @param {Element} element @param {string} name @param {string | undefined} value */
function attribute(element, name, value) {
  if (value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Tells those who do not see the page what changed, when they are done with what they are at. */
const voice = el("p", { class: "skjult", role: "status" });
/** Tells them at once. By the role of an alert alone Firefox says nothing to Orca of what is written into it later. */
const alarm = el("p", { class: "skjult", "aria-live": "assertive", "aria-atomic": "true" });

/** @param {string} text @param {HTMLElement} [by] */
function announce(text, by = voice) {
  by.textContent = "";
  setTimeout(() => (by.textContent = text), 50);
}

/** The beginning of a text, in whole words. @param {string} text */
function beginning(text) {
  const plain = text.replace(/\s+/g, " ").trim();
  return plain.length > 70 ? plain.slice(0, 70).replace(/\s\S*$/, " …") : plain;
}
