// The reader's answers, for as long as the tab is open.
//
// The answers go from page to page in the history of the tab: see `js/45-svar.js`. Only once the reader has asked for it
// are they kept in `localStorage` too, under one key, until the reader deletes them. Where several are found, the newest
// count.
//
// Tabs that remember have the same answers. A tab with answers of its own, in which the reader has not asked, stands
// apart: nothing that another tab remembers takes their place, and they do not take the place of anything.

/** The one key: two books on the same host do not share it. */
const KEY = "brobygger-svar:" + new URL(brobygger.tab.home).pathname;
/** How long writing waits for the next letter, in milliseconds; and where there is much to write. */
const PAUSE = 300;
const LONG_PAUSE = 3000;
/** From how many letters on there is much to write. */
const MUCH = 200_000;

/** @typedef {{ at: number, answers: Answers }} Held answers, and when they were last changed */

/** @returns {Answers} */
const nothing = () => ({ brobygger: VERSION, fields: {}, documents: {} });

/** @type {Held} */
let held = { at: 0, answers: nothing() };
/** Whether the answers here are others than those that another tab remembers. */
let apart = false;
/** Whether the answers go along to the next page. */
let carries = brobygger.tab.carries();
/** @type {Set<() => void>} */
const listeners = new Set();

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

/** Takes written answers in unless they are older. @param {string | null | undefined} text */
function takeIn(text) {
  try {
    const found = JSON.parse(text || "null");
    if (!found || !Number.isSafeInteger(found.at) || found.at < held.at || faultOf(found.answers)) return;
    apart = found.apart === true || (apart && found.at === held.at);
    held = { at: found.at, answers: whole(found.answers) };
  } catch {
    // Somebody else's text.
  }
}

const takeInFromTab = () => takeIn(brobygger.tab.newest()?.text);

/** The stored answers, where storing is allowed at all. */
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

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
let isMuch = false;

/** Writes the answers where they belong. @param {boolean} [isLeaving] */
function keep(isLeaving) {
  clearTimeout(waiting);
  waiting = undefined;
  const { home } = brobygger.tab;
  const text = written();
  isMuch = text.length > MUCH;
  const carried = brobygger.tab.keep({ home, at: held.at, text }, isLeaving);
  const isStored = !isRemembered() || remember(true);
  if (carried === carries && isStored) return;
  carries = carried;
  for (const listener of troubled) brobygger.start(() => listener(isStored));
}

/** Who is told when answers go along no more, or are not stored as they should be. @type {Set<(isStored: boolean) => void>} */
const troubled = new Set();

function tellListeners() {
  for (const listener of listeners) brobygger.start(listener);
}

function changed() {
  held.at = Math.max(Date.now(), held.at + 1);
  waiting ??= setTimeout(keep, isMuch ? LONG_PAUSE : PAUSE, false);
  tellListeners();
}

// What waits is written before another page is on its way: it finds what stands in the history when it comes.
window.navigation?.addEventListener("navigate", () => waiting && keep(true));
addEventListener("pagehide", () => waiting && keep());
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  const before = held.at;
  takeInFromTab();
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
    const wrong = faultOf(answers);
    if (wrong) throw new Error(faultText(wrong));
    held.answers = whole(answers);
    changed();
  },
  read,
  faultText,
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
