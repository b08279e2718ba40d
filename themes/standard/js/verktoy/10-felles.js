// The base of the tools: elements, texts, answers, files.

/**
 * The answers of one page.
 * @typedef {Record<string, unknown> & {
 *   choices?: Record<string, boolean>,
 *   ratings?: Record<string, string>,
 *   notes?: Record<string, string>,
 *   plan?: Record<string, string>,
 *   respondent?: string
 * }} PageAnswers
 */

/**
 * The answers of all pages.
 * @typedef {{brobygger: number, fields: Record<string, string>, documents: Record<string, PageAnswers>}} AllAnswers
 */

/**
 * The part of the store of answers that the tools use.
 * @typedef {{document(id: string): PageAnswers, changed(): void, listen(listener: () => void): void, tools?(): HTMLElement}} Store
 */

/**
 * The functions that the other scripts offer, once they are loaded.
 * @typedef {{answers?: Store, word?: {make(id: string, answers: AllAnswers): Promise<Blob>}}} Offers
 */

const offers = /** @type {Offers} */ (/** @type {unknown} */ (brobygger));

/** The store of answers; where it did not load, one that lasts as long as the page is open. */
const store = offers.answers || ownStore();

/** @returns {Store} */
function ownStore() {
  /** @type {Record<string, PageAnswers>} */
  const documents = {};
  /** @type {(() => void)[]} */
  const listeners = [];
  return {
    document: (id) => (documents[id] = documents[id] || {}),
    changed: () => listeners.forEach((listener) => listener()),
    listen: (listener) => void listeners.push(listener),
  };
}

/**
 * A text of the tools.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
const t = (key, values) => brobygger.text("verktoy-" + key, values);

/**
 * An element with attributes (`class`, `for` …; `true` sets one without a value, `false` leaves it out) and content.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean>} [attributes]
 * @param {(Node | string)[]} content
 * @returns {HTMLElementTagNameMap[T]}
 */
function el(tag, attributes = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...content);
  return element;
}

/**
 * A button.
 * @param {string} label
 * @param {() => void} press
 * @param {string} [kind] of `knapp`
 */
function button(label, press, kind = "") {
  const element = el("button", { type: "button", class: ("knapp " + kind).trim() }, label);
  element.addEventListener("click", press);
  return element;
}

/**
 * A radio button or checkbox with its label.
 * @param {"radio" | "checkbox"} type
 * @param {Record<string, string | boolean>} attributes of the input; `id` is needed
 * @param {(Node | string)[]} label
 */
function choice(type, attributes, ...label) {
  const input = el("input", { type, ...attributes });
  const row = el("div", { class: "kryss" }, input, el("label", { for: input.id }, ...label));
  return { input, row };
}

/**
 * Text for those who hear the page.
 * @param {string} text
 */
const hidden = (text) => el("span", { class: "skjult" }, text);

/** A line that says what happened; it is heard too. */
const statusLine = () => el("p", { class: "status", role: "status" });

/**
 * The text of an element, without space around and in between.
 * @param {Element | null | undefined} element
 */
const textOf = (element) => (element?.textContent || "").replace(/\s+/g, " ").trim();

/** The name that answers have for this page. */
const pageId = () => document.querySelector("article[data-id]")?.getAttribute("data-id") || "";

/** The title of this page. */
const pageTitle = () => textOf(document.querySelector("h1"));

/**
 * Hands a file over to the reader.
 * @param {Blob} blob
 * @param {string} name
 */
function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/**
 * Makes this page's Word file from answers and hands it over; `says` tells how it went.
 * @param {PageAnswers} answers
 * @param {HTMLElement} says
 */
async function saveWord(answers, says) {
  says.textContent = t("word-wait");
  try {
    await brobygger.load("word");
    if (!offers.word) throw new Error("no script for Word");
    const id = pageId();
    const blob = await offers.word.make(id, { brobygger: 1, fields: {}, documents: { [id]: answers } });
    save(blob, brobygger.slug(pageTitle()) + ".docx");
    says.replaceChildren(t("word-done"), ...brobygger.nextOnWay());
  } catch (error) {
    console.error(error);
    says.textContent = t("word-failed");
  }
}

/** Focus goes here and the reader sees it. @param {HTMLElement} element */
function goTo(element) {
  element.tabIndex = -1;
  element.focus();
}

/**
 * A day in words, where it is one.
 * @param {string} text `yyyy-mm-dd`
 */
function dayInWords(text) {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(text) : new Date(NaN);
  // The 30th of February is no day, though some browsers take it for one of March.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text)) return text;
  return brobygger.dayInWords(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
}
