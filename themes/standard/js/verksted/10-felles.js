// What all steps stand on: words, elements, and the edition as it is.

/**
 * A text of the workshop.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
const word = (key, values) => brobygger.text("verksted-" + key, values);

/** A text, or nothing where there is none. @param {string} key */
const known = (key) => brobygger.texts["js-verksted-" + key];

/**
 * An element with attributes and what is in it.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Record<string, string | number | boolean | undefined | ((event: any) => void)>} [attributes] those that begin with `on` listen
 * @param {(Node | string)[]} content
 * @returns {HTMLElementTagNameMap[N]}
 */
function make(name, attributes = {}, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...content);
  return element;
}

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById("ui_verksted-" + id));

/** The edition as it is, and what came of the last build. */
const work = {
  /** @type {EditionState} */
  state: /** @type {any} */ (undefined),
  /** @type {BuildReport | undefined} */
  report: undefined,
  /** Whether something has changed since it was downloaded or kept. */
  isUnsaved: false,
  /** Whether an edition that was made before was opened. */
  wasOpened: false,
};

/** Says something to those who see the page and those who hear it. @param {string} text */
function say(text) {
  const status = byId("status");
  status.textContent = text;
}

/** What there is to say of a refusal. @param {unknown} error */
function why(error) {
  if (!(error instanceof Refused)) return word("refused-fault");
  return known("refused-" + error.reason) ? word("refused-" + error.reason, { detail: error.message }) : word("refused-fault");
}

/** What is to be done after a change. @type {Set<() => void>} */
const afterChange = new Set();
/** What is to be done after a build. @type {Set<() => void>} */
const afterBuild = new Set();

/**
 * Changes the edition.
 * @param {WorkshopRequest} request
 * @param {ArrayBuffer} [bytes]
 * @returns {Promise<boolean>} whether it was done
 */
async function change(request, bytes) {
  // The build after the change tells what the change did to other pages; it must be the first to see it.
  othersSoon.stop();
  try {
    const { answer } = await ask(request, bytes);
    work.state = /** @type {EditionState} */ (answer);
    work.isUnsaved = true;
    for (const then of afterChange) then();
    buildSoon();
    return true;
  } catch (error) {
    say(why(error));
    return false;
  }
}

let building = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let soon;

/** Builds when nothing more comes for a moment. */
function buildSoon() {
  clearTimeout(soon);
  soon = setTimeout(() => void build(), 10);
}

/** What is to be done after a build in which more was said, of the other languages. @type {Set<() => void>} */
const afterOthers = new Set();

/** The other languages are built when nobody writes, or somebody looks at what was said. */
const othersSoon = delayed(() => void buildOthers(), 800);

async function buildOthers() {
  const mine = building;
  try {
    const { answer } = await ask({ ask: "build" });
    if (mine !== building) return;
    const before = JSON.stringify(work.report?.problems);
    work.report = /** @type {BuildReport} */ (answer);
    if (JSON.stringify(work.report.problems) !== before) for (const then of afterOthers) then();
  } catch (error) {
    say(why(error));
  }
}

/** Builds, and tells everybody. */
async function build() {
  building += 1;
  const mine = building;
  try {
    const { answer } = await ask({ ask: "build", source: true });
    if (mine !== building) return;
    othersSoon.later();
    work.report = /** @type {BuildReport} */ (answer);
    // The page is asked for first: somebody waits for it. New pages have their places once the book is built.
    for (const then of afterBuild) then();
    const { answer: state } = await ask({ ask: "edition" });
    work.state = /** @type {EditionState} */ (state);
  } catch (error) {
    say(why(error));
  }
}

/** Every page, in order. */
const allPages = () => work.state.parts.flatMap((part) => part.pages);

/** @param {string} id */
const pageOf = (id) => allPages().find((page) => page.id === id);

/** The title of a part of the tree. @param {ListedPart} part @param {number} number */
const titleOf = (part, number) => part.title ?? word(part.is_unlisted ? "pages-terms" : number === 0 ? "pages-first" : "pages-other");

/** A setting as text. @param {string} key */
function setting(key) {
  const value = work.state.settings[key];
  return typeof value === "string" ? value : "";
}

/**
 * Runs a function when nothing more comes for a moment; `now` runs what waits.
 * @param {() => void} run
 * @param {number} wait in milliseconds
 */
function delayed(run, wait) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const go = () => {
    timer = undefined;
    run();
  };
  return {
    later() {
      clearTimeout(timer);
      timer = setTimeout(go, wait);
    },
    now() {
      if (timer === undefined) return;
      clearTimeout(timer);
      go();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

/** What is to be written before a step or a text is left. @type {(() => void)[]} */
const leavers = [];

/** Writes what waits to be written. */
function leaving() {
  for (const leave of leavers) leave();
}

/** The words for something that is said of the text. @param {Problem} problem */
const saidOf = (problem) => known("code-" + problem.code) ?? sentence(problem.message);

/** What the program says, as a sentence: it writes none with a capital letter and a full stop. @param {string} text */
const sentence = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1) + (/[.?!…]$/.test(text) ? "" : ".");

/**
 * A list of what is said.
 * @param {Problem[]} problems
 * @param {((problem: Problem) => void) | undefined} go goes to the place
 */
function problemList(problems, go) {
  const list = make("ul", { class: "verksted-sagt" });
  for (const problem of problems) {
    const page = problem.page ? (pageOf(problem.page)?.title ?? problem.page) : problem.file;
    const item = make("li", { class: problem.severity });
    item.append(make("strong", {}, word("severity-" + problem.severity)), " ", saidOf(problem));
    if (page) item.append(" ", make("span", { class: "hvor" }, problem.line ? word("place-line", { page, line: problem.line }) : page));
    const more = make("details", {}, make("summary", {}, word("problem-more")));
    more.append(make("p", {}, sentence(problem.message)));
    if (problem.help) more.append(make("p", {}, sentence(problem.help)));
    if (problem.file) more.append(make("p", {}, make("code", {}, `${problem.file}:${problem.line ?? 1}`), ` (${problem.code})`));
    item.append(more);
    if (go && problem.page && pageOf(problem.page)) {
      item.append(make("button", { type: "button", class: "knapp liten", onclick: () => go(problem) }, word("problem-go")));
    }
    list.append(item);
  }
  return list;
}
