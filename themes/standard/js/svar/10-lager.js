// What the reader has answered, for as long as the tab is open.
//
// Nothing is stored. From page to page the answers go with the tab: when a link within the guide is followed, they are
// put into `window.name`, and the next page takes them out and empties it again. Browsers keep that name from one local
// file to the next, which no other place does without a storage key. It is empty while a page is read, when a link leads
// elsewhere, and again when the way to the next page is stopped or takes too long, so another site gets nothing. (Firefox
// and Safari empty it for another site by themselves. Chromium does not: who types another site's address in the moments
// while a page of the guide is on its way, takes it along. That is not closed: were the name emptied at once, today's
// Chromium would still hand it to the guide's next page, but the standard says that a page gets what stands there when it
// comes; and the Navigation API, which could carry the answers too, does not do so in Chromium.) For Back and for loading
// a page again, the answers stand in the state of the page's own entry in the tab's history, which no other page can
// read. Where several are found, the newest count.
//
// Only once the reader has asked for it are they kept in `localStorage`, under one key, until the reader deletes them.
// Tabs that remember have the same answers. A tab with answers of its own, in which the reader has not asked, stands
// apart: nothing that another tab remembers takes their place, and they do not take the place of anything.

/** How the content of `window.name` begins when it is ours. */
const MARK = "brobygger:";
const VERSION = 1;
/** The address of the guide's folder. */
const HOME = new URL(brobygger.root || "./", location.href.replace(/[?#].*/, "")).href;
/** The one key: two guides on the same host do not share it. */
const KEY = "brobygger-svar:" + new URL(HOME).pathname;
/** How long writing waits for the next letter, in milliseconds. */
const PAUSE = 300;

/** @typedef {{ at: number, answers: Answers }} Held answers, and when they were last changed */

/** @returns {Answers} */
const nothing = () => ({ brobygger: VERSION, fields: {}, documents: {} });

/** @type {Held} */
let held = { at: 0, answers: nothing() };
/** Whether the answers here are others than those that another tab remembers. */
let apart = false;
/** @type {Set<() => void>} */
const listeners = new Set();

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @param {(part: unknown) => boolean} check whether it is missing, or a map of such parts */
const isMapOf = (value, check) => value === undefined || (isMap(value) && Object.values(value).every(check));

/** @param {unknown} value */
const isText = (value) => typeof value === "string";

/** @param {unknown} value */
const isPage = (value) =>
  isMap(value) &&
  isMapOf(value.choices, (choice) => typeof choice === "boolean") &&
  isMapOf(value.added, (texts) => Array.isArray(texts) && texts.every(isText)) &&
  isMapOf(value.ratings, isText) &&
  isMapOf(value.notes, isText) &&
  isMapOf(value.plan, isText) &&
  (value.respondent === undefined || isText(value.respondent));

/**
 * What is wrong with what should be answers: the key of a message, or nothing.
 * @param {any} answers
 */
function fault(answers) {
  if (!isMap(answers) || answers.brobygger === undefined) return "svar-not-answers";
  if (answers.brobygger !== VERSION) return "svar-other-version";
  return isMapOf(answers.fields, isText) && isMapOf(answers.documents, isPage) ? "" : "svar-bad-shape";
}

/** @param {any} answers answers without a fault, perhaps with parts missing @returns {Answers} */
const whole = (answers) => ({ ...nothing(), ...structuredClone(answers) });

/** The answers, without pages on which nothing was answered. */
function all() {
  const copy = structuredClone(held.answers);
  for (const [id, page] of Object.entries(copy.documents)) {
    for (const [key, value] of Object.entries(page)) if (isMap(value) && !Object.keys(value).length) delete page[key];
    if (!Object.keys(page).length) delete copy.documents[id];
  }
  return copy;
}

/** Whether anything is answered. */
function isEmpty() {
  const { fields, documents } = all();
  return !Object.values(fields).some((answer) => answer.trim()) && !Object.keys(documents).length;
}

const written = () => JSON.stringify({ at: held.at, apart, answers: all() });

/** Takes written answers in unless they are older. @param {string | null} text */
function takeIn(text) {
  try {
    const found = JSON.parse(text || "null");
    if (!found || !(found.at >= held.at) || found.at > Date.now() + 6e4 || fault(found.answers)) return;
    apart = found.apart === true || (apart && found.at === held.at);
    held = { at: found.at, answers: whole(found.answers) };
  } catch {
    // Somebody else's text.
  }
}

function takeInFromTab() {
  if (window.name.startsWith(MARK)) {
    takeIn(window.name.slice(MARK.length));
    window.name = "";
  }
  takeIn(history.state?.brobygger ?? null);
}

/** What is stored, where storing is allowed at all. */
function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Whether the reader has asked to have these answers remembered. */
const isRemembered = () => !apart && stored() !== null;

/** @param {boolean} on @returns {boolean} whether it worked */
function remember(on) {
  const before = apart;
  apart = false;
  // Newer than what the others remember.
  if (before) held.at = Math.max(Date.now(), held.at + 1);
  try {
    if (on) localStorage.setItem(KEY, written());
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    apart = before;
    return false;
  }
}

/** How long a next page may be waited for, in milliseconds: the answers stay ready for it no longer. */
const WAIT = 10_000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let ready;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
/** Whether the state of the page's own entry still has to be written. */
let unnoted = false;

/** Writes the answers into the state of the page's own entry in the history. */
function note() {
  unnoted = false;
  try {
    history.replaceState({ ...history.state, brobygger: written() }, "");
  } catch {
    // Too many or too long: the answers still go on with the tab.
  }
}

/** Writes the answers where they belong. */
function keep() {
  clearTimeout(waiting);
  waiting = undefined;
  // A browser takes what is noted on the way to another page for the end of that way, and says nothing when it is
  // stopped later: so it is noted when the page is left, or stays. (Chromium takes the name along as it was when the
  // way began: what is written later is then found on the way back.)
  unnoted = ready !== undefined;
  if (unnoted) window.name = MARK + written();
  else note();
  if (isRemembered()) remember(true);
}

function tellListeners() {
  for (const listener of listeners) brobygger.start(listener);
}

function changed() {
  held.at = Math.max(Date.now(), held.at + 1);
  waiting ??= setTimeout(keep, PAUSE);
  tellListeners();
}

/** What takes the answers out again: a page, not a file beside it. */
const A_PAGE = /^[^?#]*(?:\/|\.html)(?:[?#]|$)/;

/** Nothing is ready for another page any more. */
function takeBack() {
  clearTimeout(ready);
  ready = undefined;
  window.name = "";
}

/** The tab stays where it is. */
function stay() {
  takeBack();
  if (unnoted) note();
}

/** Before the tab goes to another address: the answers go along within the guide, and nowhere else. @param {string} address */
function handOver(address) {
  takeBack();
  if (!address.startsWith(HOME) || !A_PAGE.test(address) || !held.at) return;
  window.name = MARK + written();
  ready = setTimeout(stay, WAIT);
}

/** The Navigation API; types know nothing of it yet. @type {EventTarget | undefined} */
const navigations = /** @type {any} */ (window).navigation;
if (navigations) {
  navigations.addEventListener("navigate", (/** @type {any} */ event) => {
    const { destination, downloadRequest } = event;
    if (destination.sameDocument || (downloadRequest ?? null) !== null) return;
    handOver(destination.url);
    event.signal?.addEventListener("abort", stay);
  });
}
// Also where there is no such API.
addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented;
  if (!(link instanceof HTMLAnchorElement) || elsewhere || link.target || link.download) return;
  if (link.href.replace(/#.*/, "") !== location.href.replace(/#.*/, "")) handOver(link.href);
});
addEventListener("pagehide", () => {
  if (waiting) keep();
  if (unnoted) note();
});
addEventListener("hashchange", keep);
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  const before = held.at;
  takeInFromTab();
  takeBack();
  if (isRemembered()) takeIn(stored());
  if (held.at > before) tellListeners();
});
// Another tab remembers.
addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  const before = held.at;
  if (event.oldValue === null && !isEmpty()) apart = true;
  if (apart) return keep();
  takeIn(event.newValue);
  if (held.at > before) tellListeners();
});

takeInFromTab();
if (!apart) takeIn(stored());
if (held.at) keep();

brobygger.answers = {
  all,
  replace(answers) {
    const wrong = fault(answers);
    if (wrong) throw new Error(brobygger.text(wrong));
    held.answers = whole(answers);
    changed();
  },
  document(id) {
    const pages = held.answers.documents;
    if (!Object.hasOwn(pages, id)) pages[id] = { choices: {}, added: {} };
    pages[id].choices ??= {};
    pages[id].added ??= {};
    return pages[id];
  },
  field(name, answer) {
    held.answers.fields[name] = answer;
    changed();
  },
  changed,
  listen: (listener) => void listeners.add(listener),
  tools,
  download,
};
