// The base of all steps: words, elements, and the edition as it is.

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

/** A kind of pages; nothing of a page whose kind nobody knows. @param {string | undefined} name */
const kindNamed = (name) => work.state.kinds.find((kind) => kind.name === name);

/** The edition as it is, and what came of the last build. */
const work = {
  /** @type {EditionState} */
  state: /** @type {any} */ (undefined),
  /** @type {BuildReport | undefined} */
  report: undefined,
  /** Whether something has changed since it was downloaded or kept. */
  isUnsaved: false,
  /** How often something was written: what was kept meanwhile is not all of it. */
  written: 0,
  /** The pages whose text has changed, until somebody tells what that means. @type {Set<string>} */
  changed: new Set(),
  /** Whether an edition that was made before was opened. */
  wasOpened: false,
};

/** Somebody writes: from now on there is something that could be lost. */
function touched() {
  work.isUnsaved = true;
  work.written += 1;
}

/** Hands over all there is, as `take` does it; what is written meanwhile is still to be handed over. @param {() => Promise<unknown>} take */
async function saved(take) {
  const { written } = work;
  await take();
  if (written === work.written) work.isUnsaved = false;
}

/** So long after something was written, what comes next goes on with it: both are taken back together. In milliseconds. */
const ONE_STRETCH = 3000;

/** Tells of each time it is asked whether it goes on with the time before. */
function stretch() {
  let last = -Infinity;
  return () => {
    const goesOn = performance.now() - last < ONE_STRETCH;
    last = performance.now();
    return goesOn;
  };
}

/** Says something to those who see the page and those who hear it. @param {string} text */
function say(text) {
  const status = byId("status");
  status.textContent = text;
}

/** The sentence on a refusal. @param {unknown} error */
function why(error) {
  if (!(error instanceof Refused)) return word("refused-fault");
  return known("refused-" + error.reason) ? word("refused-" + error.reason, { detail: error.message }) : word("refused-fault");
}

/** Functions to be called after a change. @type {Set<() => void>} */
const afterChange = new Set();
/** Functions to be called after a build. @type {Set<() => void>} */
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
  touched();
  try {
    const { answer } = await ask(request, bytes);
    work.state = /** @type {EditionState} */ (answer);
    for (const then of afterChange) then();
    void build();
    return true;
  } catch (error) {
    say(why(error));
    return false;
  }
}

let building = 0;

/** Builds: at once, or after the build that is under way, once for all that has changed meanwhile. */
const { run: build, done: built } = oneAtATime(buildNow);

/** Functions to be called after a build in which more was said, of the other languages. @type {Set<() => void>} */
const afterOthers = new Set();

/** The other languages are built when nobody writes, or somebody looks at what was said. */
const othersSoon = delayed(() => void buildOthers(), 1500);

async function buildOthers() {
  const mine = building;
  try {
    const { answer } = await ask({ ask: "build" });
    if (mine !== building) return;
    const before = JSON.stringify(work.report?.problems);
    work.report = /** @type {BuildReport} */ (answer);
    for (const id of work.report.changed) work.changed.add(id);
    if (JSON.stringify(work.report.problems) !== before) for (const then of afterOthers) then();
  } catch (error) {
    say(why(error));
  }
}

/** Builds, and tells everybody. */
async function buildNow() {
  building += 1;
  const mine = building;
  try {
    const { answer } = await ask({ ask: "build", source: true });
    const report = /** @type {BuildReport} */ (answer);
    // This is told once, whether anybody waits for it or not.
    for (const id of report.changed) work.changed.add(id);
    if (mine !== building) return;
    othersSoon.later();
    work.report = report;
    // The page is asked for first: somebody waits for it. New pages have their places once the book is built.
    for (const then of afterBuild) then();
    const { answer: state } = await ask({ ask: "edition" });
    work.state = /** @type {EditionState} */ (state);
  } catch (error) {
    say(why(error));
    // What cannot be built cannot be handed over either.
    work.report = { is: "built", is_sound: false, changed: [], problems: [{ ...NO_PLACE, code: "", severity: "error", message: why(error), help: null }] };
    for (const then of afterBuild) then();
  }
}

/** Nowhere in the edition. */
const NO_PLACE = { notes: [], file: null, page: null, part: null, heading: null, way: null, shown_line: null, is_own: true };

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

/**
 * A function that runs at once, and once more where it is asked for while it runs; and the end of all that.
 * @param {() => Promise<unknown>} work
 */
function oneAtATime(work) {
  let isWanted = false;
  /** @type {Promise<void> | undefined} */
  let running;
  async function go() {
    while (isWanted) {
      isWanted = false;
      await work();
    }
  }
  return {
    run() {
      isWanted = true;
      running ??= go().finally(() => (running = undefined));
      return running;
    },
    done: () => running ?? Promise.resolve(),
  };
}

/**
 * Writes what somebody types: the first letter at once, and what is typed until the page shows it together. `now` writes
 * what waits, `stop` forgets it.
 * @param {() => Promise<unknown>} write
 */
function typed(write) {
  let waits = false;
  let isAtWork = false;
  async function go() {
    isAtWork = true;
    while (waits) {
      waits = false;
      try {
        await write();
        // Done when the page is asked for.
        await built();
      } catch (error) {
        console.error(error);
      }
    }
    isAtWork = false;
  }
  return {
    later() {
      waits = true;
      if (!isAtWork) void go();
    },
    now() {
      if (!waits) return;
      waits = false;
      void write();
    },
    stop() {
      waits = false;
    },
  };
}

/** Functions that write what waits, before a step or a text is left. @type {(() => void)[]} */
const leavers = [];
/** The same, of the text and the values that are open. @type {(() => void)[]} */
let leavingText = [];

/** Writes what waits to be written. */
function leaving() {
  for (const leave of [...leavers, ...leavingText]) leave();
}

/** The words for something that is said of the text. @param {Problem} problem */
function saidOf(problem) {
  const field = problem.code === "bad-config" ? fieldOf(problem) : undefined;
  if (field) return word("bad-setting", { name: labelOf(field[1]) });
  return known("code-" + problem.code) ?? sentence(problem.message);
}

/** The label of a field. @param {string} field */
const labelOf = (field) => byId(field).closest("p")?.querySelector("label")?.textContent ?? "";

/** A message of the program as a sentence: it writes none with a capital letter and a full stop. @param {string} text */
const sentence = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1) + (/[.?!…]$/.test(text) ? "" : ".");

/** The name of a value, by the last step of the way to it. @param {string} way */
function nameOfValue(way) {
  const last = way.split(".").pop() ?? "";
  return known("value-" + last) ?? last;
}

/** The settings that have a field, and the step that it stands in. @type {Record<string, [step: string, field: string]>} */
const FIELDS_OF_SETTINGS = {
  "organisation.name": ["hvem", "navn"],
  "organisation.kind": ["hvem", "slag"],
  "organisation.unit": ["hvem", "enhet"],
  "organisation.contact": ["hvem", "kontakt"],
  "organisation.accessibility-statement": ["hvem", "erklaering"],
  "book.title": ["hvem", "tittel"],
  "theme.accent": ["hvem", "farge"],
  "theme.logo": ["hvem", "logo"],
  "site.hosting": ["ned", "sted"],
};

/** The field of a setting. @param {Problem} problem */
const fieldOf = ({ page, way }) => (page || !way ? undefined : FIELDS_OF_SETTINGS[way]);

/** The place of something that is said, in the words of those who see it. @param {Problem} problem */
function placeOf(problem) {
  const { page, heading, way, shown_line: line, is_own: isOwn, file } = problem;
  const field = fieldOf(problem);
  if (field) return problem.code === "bad-config" ? [] : [labelOf(field[1])];
  if (!page) return file ? [file] : [];
  const out = [pageOf(page)?.title ?? page];
  if (way) out.push(word("where-value", { name: nameOfValue(way) }));
  if (heading) out.push(word("where-heading", { heading }));
  if (line && isOwn) out.push(word("where-line", { line }));
  return out;
}

/** Whether there is a place to go to. @param {Problem} problem */
const hasPlace = (problem) => Boolean(fieldOf(problem) ?? (problem.page && pageOf(problem.page) && pageOf(problem.page)?.change !== "taken-out"));

/**
 * A list of what is said.
 * @param {Problem[]} problems
 * @param {((problem: Problem) => void) | undefined} go goes to the place
 */
function problemList(problems, go) {
  const list = make("ul", { class: "verksted-sagt" });
  for (const problem of problems) {
    const place = placeOf(problem).join(", ");
    const item = make("li", { class: problem.severity });
    item.append(make("strong", {}, word("severity-" + problem.severity)), " ", saidOf(problem));
    if (place) item.append(" ", make("span", { class: "hvor" }, `(${place})`));
    const more = make("details", {}, make("summary", {}, word("problem-more")));
    more.append(make("p", {}, sentence(problem.message)));
    if (problem.help) more.append(make("p", {}, sentence(problem.help)));
    if (problem.file) more.append(make("p", {}, make("code", {}, `${problem.file}:${problem.line ?? 1}`), ` (${problem.code})`));
    item.append(more);
    if (go && hasPlace(problem)) {
      item.append(make("button", { type: "button", class: "knapp liten", onclick: () => go(problem) }, word("problem-go")));
    }
    list.append(item);
  }
  return list;
}
