// The reader's answers go with the tab, in the state of its own history: no storage, and nothing that a page of another
// site can read or write. Every entry of the book in the history of a tab can be read from every other (that is what the
// Navigation API is for), and the newest answers count: so a page that is come back to has what was changed later, and
// nothing that was emptied. A page takes them into its own entry at once: a new way cuts off the entries that come after.
//
// A browser that lacks the API, or a frame that has no history, keeps the answers for the page alone. The script that
// shows them says so. What is in the history of a tab may be written to disk, and be there again with the tab.

/** The address of the book's folder: another book on the same host has other answers. */
const HOME = new URL((root + (document.body.dataset.up ?? "")) || "./", location.href.replace(/[?#].*/, "")).href;

/** @type {AnswerTab} */
const tab = { home: HOME, newest, keep, carries: () => Boolean(window.navigation?.currentEntry) };
brobygger.tab = tab;

/** Whether an entry is being written: a browser tells of it at once. */
let keeping = false;
/** The answers that were last written: a script that changes the address empties the entry. @type {CarriedAnswers | undefined} */
let known;

/** The answers in the state of an entry. @param {any} state @returns {CarriedAnswers | undefined} */
function carriedIn(state) {
  const found = state?.brobygger;
  const isOurs = found?.home === HOME && typeof found.text === "string" && Number.isSafeInteger(found.at);
  return isOurs ? found : undefined;
}

/** The newest answers that the tab has. @returns {CarriedAnswers | undefined} */
function newest() {
  if (!tab.carries()) return undefined;
  // A browser may drop what scripts gave an entry, but not the older state, when the same address is opened again.
  const states = [history.state, ...(window.navigation?.entries() ?? []).map((entry) => entry.getState())];
  const all = [known, ...states.map(carriedIn)].filter((one) => one !== undefined);
  return all.reduce((/** @type {CarriedAnswers | undefined} */ best, one) => (best && best.at >= one.at ? best : one), undefined);
}

/** @type {AnswerTab["keep"]} */
function keep(answers, isLeaving = false) {
  const entry = window.navigation?.currentEntry;
  if (!entry) return false;
  const state = entry.getState();
  known = answers;
  keeping = true;
  try {
    // This changes the address, though to the same: in the midst of a way elsewhere it would be taken for another one.
    if (!isLeaving) history.replaceState({ ...history.state, brobygger: answers }, "");
    window.navigation?.updateCurrentEntry({ state: { ...state, brobygger: answers } });
    return true;
  } catch {
    // More than the browser takes.
    return false;
  } finally {
    keeping = false;
  }
}

/** The entry of this page takes the newest answers, unless it has them. */
function carry() {
  if (keeping) return;
  const found = newest();
  const own = carriedIn(window.navigation?.currentEntry?.getState());
  if (found && !(own && own.at >= found.at)) keep(found);
}

start(() => {
  carry();
  // Another place on the page has an entry of its own.
  window.navigation?.addEventListener("currententrychange", carry);
  addEventListener("pageshow", (event) => event.persisted && carry());
  // A link to this very page would put an empty entry in the place of this one; what is loaded again keeps it.
  window.navigation?.addEventListener("navigate", (/** @type {any} */ event) => {
    const isHere = event.navigationType === "replace" && event.destination.url === location.href && !event.formData;
    if (!isHere || event.destination.sameDocument || !event.cancelable || !newest()) return;
    event.preventDefault();
    location.reload();
  });
  if (!document.getElementById("ui_skjemadata")) return;
  bringAhead("skjema");
  const started = Promise.all([load("svar"), load("vilkar")]).then(() => load("skjema"));
  started.finally(ready).catch((error) => console.error(error));
});
