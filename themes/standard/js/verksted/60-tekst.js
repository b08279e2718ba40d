// Step 3: the text. A page as it looks, and beside it each of its sections, to be changed one by one.

/** Values that are shown in forms, by the last step of the way to them. */
const VALUE_KEYS = ["title", "summary", "synonyms", "label", "default", "help", "say", "says", "ask", "text", "why", "scale"];
/** The values of these have a form of their own, by the first step of the way to them. */
const VALUE_GROUPS = ["advice", "statements", "questions", "outcomes", "heading"];
/** The types of answers that a new field can ask for. */
const FIELD_TYPES = ["text", "long", "date", "number", "choice"];
/** No more of a text is shown where it is the name of something. */
const LONGEST_NAME = 70;

/** @type {WorkshopStep & { readonly page: string, readonly written: Promise<unknown>, open(page: string, part?: string | null, place?: Problem): void }} */
const textStep = (() => {
  const choose = /** @type {HTMLSelectElement} */ (byId("velg"));
  const place = byId("deler");
  /** @type {Preview | undefined} */
  let preview;
  let page = "";
  /** The section that is open; `.` is the whole page. */
  let part = "";
  /** @type {PageState | undefined} */
  let state;
  /** The state of the edition that the parts show. */
  let shown = "";
  /** Whether this step is writing: then what it shows is as it is. */
  let writing = 0;
  /** Whether somebody types: what is open is as it was written. */
  let isTyped = false;
  /** Whether a page that is written whole is shown with what stands above its text. */
  let showsFront = false;
  /** The place that is to be shown when the page is there. @type {Problem | undefined} */
  let sought;

  choose.addEventListener("change", () => void open(choose.value));
  byId("til-teksten").addEventListener("click", () => {
    const area = document.getElementById("ui_verksted-tekst") ?? choose;
    area.focus({ preventScroll: true });
    area.scrollIntoView({ block: "center" });
  });

  /** The last thing to be written, which waits for all before it. @type {Promise<unknown>} */
  let last = Promise.resolve();

  /**
   * Writes.
   * @param {WorkshopRequest | (() => Promise<WorkshopRequest>)} request one that goes by what the page says asks for that
   */
  function put(request) {
    const write = async () => {
      writing += 1;
      await change(typeof request === "function" ? await request() : request);
      writing -= 1;
      await fresh();
      marks();
    };
    last = last.then(write, write);
    return last;
  }

  /** Writes what somebody types; the page as it is then is asked for when it is shown. @param {Parameters<typeof put>[0]} request */
  function type(request) {
    const write = async () => {
      isTyped = true;
      await change(typeof request === "function" ? await request() : request);
    };
    last = last.then(write, write);
    return last;
  }

  async function fresh() {
    try {
      state = /** @type {PageState} */ ((await ask({ ask: "page", page, whole: part === "." })).answer);
    } catch {
      state = undefined;
    }
    shown = JSON.stringify(state);
  }

  /** @param {string} other @param {string | null} [section] */
  async function open(other, section) {
    leaving();
    await last;
    page = other;
    part = section ?? "";
    showsFront = false;
    await fresh();
    list();
    draw();
    void preview?.show(page, section ?? undefined);
  }

  /** The list of pages to choose from. */
  function list() {
    const groups = work.state.parts.map((of, number) => {
      const pages = of.pages.filter((one) => one.change !== "taken-out");
      const option = (/** @type {ListedPage} */ one) => make("option", { value: one.id }, one.title + (one.change === "none" ? "" : ` – ${word("page-" + (one.change === "own" ? "own" : "changed"))}`));
      return make("optgroup", { label: titleOf(of, number) }, ...pages.map(option));
    });
    choose.replaceChildren(...groups.filter((group) => group.childElementCount > 0));
    choose.value = page;
  }

  /** The marks that say whether a section was changed, drawn without touching what is being written. */
  function marks() {
    const units = [...(state?.parts ?? []).map((one) => [`[data-part="${CSS.escape(one.id)}"]`, one.own]), ...(state?.values ?? []).map((one) => [`[data-way="${CSS.escape(one.way)}"]`, one.own])];
    for (const [selector, own] of units) {
      const row = place.querySelector(String(selector));
      row?.classList.toggle("endret", own !== null);
      for (const element of row?.querySelectorAll(".er-endret") ?? []) element.toggleAttribute("hidden", own === null);
    }
  }

  /** The faults of the page: those of the text that is open under it, the rest over it. */
  function drawFaults() {
    const about = (work.report?.problems ?? []).filter((problem) => problem.page === page && problem.is_own && problem.severity !== "note");
    const isUnder = (/** @type {Problem} */ problem) => part !== "" && (part === "." ? !problem.way : problem.part === part);
    for (const [selector, found] of /** @type {[string, Problem[]][]} */ ([[".verksted-feil", about.filter(isUnder)], [".verksted-feil-side", about.filter((problem) => !isUnder(problem))]])) {
      place.querySelector(selector)?.replaceChildren(...(found.length ? [problemList(found, (problem) => void seek(problem))] : []));
    }
  }

  /** Opens the place of something that is said. @param {Problem} problem */
  async function seek(problem) {
    const isWhole = state?.change === "own" || state?.change === "replaced";
    sought = problem;
    const wanted = problem.way ? "" : isWhole ? "." : (problem.part ?? "");
    // A value that no form has is written where all of them are.
    showsFront = isWhole && Boolean(problem.way ? !place.querySelector(`[data-way="${CSS.escape(problem.way)}"]`) : !problem.shown_line);
    if (part === wanted && !showsFront) reveal();
    else await turn(showsFront ? "." : wanted);
  }

  /** Shows the place that is sought, where it is open. */
  function reveal() {
    const problem = sought;
    sought = undefined;
    if (!problem) return;
    const area = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("ui_verksted-tekst"));
    const row = problem.way ? place.querySelector(`[data-way="${CSS.escape(problem.way)}"]`) : null;
    const line = showsFront ? problem.line : problem.shown_line;
    if (row) {
      row.closest("details")?.setAttribute("open", "");
      /** @type {HTMLElement | null} */ (row.querySelector("input, textarea, select"))?.focus();
    } else if (area && line) chooseLine(area, line);
  }

  /** @param {PartState} one */
  function section(one) {
    const item = make("li", { "data-part": one.id, class: one.own === null ? "" : "endret" });
    const number = page;
    const mark = word(one.own === "" ? "part-gone" : "part-changed");
    item.append(make("h3", {}, one.title, " ", make("span", { class: "merke er-endret", hidden: one.own === null }, mark)));
    const original = async () => {
      await put({ ask: "put-part", page: number, part: one.id, text: null });
      say(word("restored", { title: one.title }));
    };
    if (one.elsewhere) {
      item.append(make("p", { class: "hint" }, word("part-elsewhere", { file: one.elsewhere })));
      return item;
    }
    if (part !== one.id) {
      const edit = make("button", { type: "button", class: "knapp liten", "aria-label": word("edit-named", { title: one.title }), onclick: () => void turn(one.id) }, word("edit"));
      const back = make("button", { type: "button", class: "knapp liten", "aria-label": word("part-back-named", { title: one.title }), onclick: () => void original().then(() => turn("", one.id)) }, word("part-back"));
      item.append(one.own === "" ? back : edit);
      return item;
    }
    const { element, area } = editor({
      id: "ui_verksted-tekst",
      label: word("part-text", { title: one.title }),
      text: one.own ?? one.original,
      fields: fields(),
      put: (text, goesOn) => type({ ask: "put-part", page: number, part: one.id, text, goes_on: goesOn }),
    });
    const back = make("button", { type: "button", class: "knapp liten er-endret", hidden: one.own === null, onclick: () => void restore() }, word("to-original"));
    const drop = make("button", { type: "button", class: "knapp liten farlig", onclick: () => void gone() }, word("part-drop"));
    const done = make("button", { type: "button", class: "knapp liten", onclick: () => void turn("", one.id) }, word("done"));
    const before = make("details", {}, make("summary", {}, word("original")), make("pre", { tabindex: "0" }, one.original));
    async function restore() {
      await original();
      area.value = one.original;
      area.focus();
    }
    async function gone() {
      await put({ ask: "put-part", page: number, part: one.id, text: "" });
      await turn("", one.id);
      say(word("part-dropped", { title: one.title }));
    }
    item.append(element, make("div", { class: "verksted-feil", role: "status" }), make("div", { class: "handlinger" }, done, back, drop), before);
    return item;
  }

  /** Opens another section, or closes the one that is open. @param {string} id @param {string} [focus] */
  async function turn(id, focus) {
    leaving();
    await last;
    part = id;
    await fresh();
    draw();
    const target = id ? byId("tekst") : place.querySelector(`[data-part="${CSS.escape(focus ?? "")}"] button`);
    /** @type {HTMLElement | null} */ (target)?.focus();
    if (id && id !== ".") void preview?.show(page, id);
    reveal();
  }

  /**
   * A value of the page in a form.
   * @param {ValueState} one
   * @param {string} label
   * @param {[value: string, text: string][]} [choices] what it can be, where it is one of these
   */
  function value(one, label, choices) {
    const number = page;
    const isOwn = state?.change === "own" || state?.change === "replaced";
    const id = "ui_verksted-verdi-" + one.way.replace(/[^\w-]/g, "_");
    const now = one.own ?? one.original;
    const isLong = Array.isArray(now) || String(now).length > 60;
    const input = choices ? make("select", { id }) : isLong ? make("textarea", { id, rows: Array.isArray(now) ? now.length + 1 : 3 }) : make("input", { id });
    if (choices) {
      const none = /** @type {[string, string]} */ (["", word("value-none")]);
      input.append(...[none, ...choices].map(([value, text]) => make("option", { value }, text)));
    }
    input.value = Array.isArray(now) ? now.join("\n") : String(now ?? "");
    const goesOn = stretch();
    const set = typed(() => {
      const text = input.value;
      const written = Array.isArray(now) ? text.split("\n").map((line) => line.trim()).filter(Boolean) : text.trim();
      return type({ ask: "put-value", page: number, way: one.way, value: written, goes_on: goesOn() });
    });
    input.addEventListener("input", () => {
      touched();
      set.later();
    });
    input.addEventListener("change", set.now);
    leavingText.push(set.now);
    const row = make("p", { "data-way": one.way, class: one.own === null ? "" : "endret" }, make("label", { for: id }, label), input);
    if (!isOwn && one.original !== null) {
      const restore = async () => {
        set.stop();
        await put({ ask: "put-value", page: number, way: one.way, value: null });
        input.value = Array.isArray(one.original) ? one.original.join("\n") : String(one.original);
        input.focus();
        say(word("restored", { title: label }));
      };
      row.append(make("button", { type: "button", class: "knapp liten er-endret", hidden: one.own === null, "aria-label": word("to-original-named", { title: label }), onclick: () => void restore() }, word("to-original")));
    }
    if (Array.isArray(now)) row.append(make("span", { class: "hint" }, word("value-lines")));
    return row;
  }

  /** The fields of a document that are in it, by name and label. @returns {[name: string, label: string][]} */
  function fields() {
    const labels = (state?.values ?? []).filter((one) => /^fields\.[^.]+\.label$/.test(one.way) && one.own !== "");
    return labels.map((one) => [one.way.split(".")[1], String(one.own ?? one.original)]);
  }

  /** A field of a document: what it is called, what it says, and its answer from the start. @param {string} name @param {ValueState[]} all */
  function field(name, all) {
    const way = `fields.${name}.`;
    const number = page;
    const whole = "fields." + name;
    const of = (/** @type {string} */ key) => all.find((other) => other.way === way + key) ?? { way: way + key, original: null, own: null };
    const now = (/** @type {string} */ key) => of(key).own ?? of(key).original;
    const writes = async (/** @type {string | null} */ written) => {
      await put({ ask: "put-value", page: number, way: whole, value: written });
      redraw();
    };
    if (all.some((one) => one.way === whole && one.own === "")) {
      const title = String(of("label").original ?? name);
      const back = make("button", { type: "button", class: "knapp liten", "aria-label": word("part-back-named", { title }), onclick: () => void writes(null) }, word("part-back"));
      return make("p", { class: "endret" }, title, " ", make("span", { class: "merke" }, word("part-gone")), " ", back);
    }
    const choices = all.filter((one) => one.way.startsWith(way + "choices."));
    const rows = ["label", "help"].map((key) => value(of(key), nameOfValue(key)));
    // What step 1 answers has its answer from there.
    if (now("from") !== null) rows.push(make("p", { class: "hint" }, word("value-from")));
    else {
      const text = (/** @type {ValueState} */ one) => /** @type {[string, string]} */ ([one.way.slice((way + "choices.").length), String(one.own ?? one.original)]);
      const among = now("type") === "employer" ? work.state.employers : choices.map(text);
      rows.push(value(of("default"), word("value-default"), among.length ? among : undefined));
    }
    rows.push(...choices.map((one) => value(one, word("value-of", { name: word("value-choice"), of: String(one.original) }))));
    rows.push(make("p", {}, make("button", { type: "button", class: "knapp liten farlig", onclick: () => void writes("") }, word("field-drop"))));
    return make("details", { class: "verksted-verdier" }, make("summary", {}, String(now("label") || name)), ...rows);
  }

  /** The form for one more field of a document. @param {string[]} names those of the fields there are */
  function newField(names) {
    const number = page;
    const label = make("input", { id: "ui_verksted-felt-navn", maxlength: 120 });
    const type = make("select", { id: "ui_verksted-felt-slag" }, ...FIELD_TYPES.map((one) => make("option", { value: one }, word("field-" + one))));
    const choices = make("textarea", { id: "ui_verksted-felt-valg", rows: 3 });
    const ofChoices = make("p", { hidden: true }, make("label", { for: choices.id }, word("field-choices")), choices);
    const fault = make("p", { class: "feil", "aria-live": "assertive", "aria-atomic": "true" });
    type.addEventListener("change", () => (ofChoices.hidden = type.value !== "choice"));
    const name = (/** @type {string} */ text, /** @type {string[]} */ taken) => {
      const stem = brobygger.slug(text).replaceAll("-", "_").replace(/^(\d|$)/, "_$1");
      return [stem, ...taken.map((_, at) => `${stem}_${at + 2}`)].find((one) => !taken.includes(one)) ?? stem;
    };
    const lines = () => choices.value.split("\n").map((line) => line.trim()).filter(Boolean);
    const added = async () => {
      const title = label.value.trim();
      fault.textContent = !title ? word("new-missing", { name: word("value-label") }) : type.value === "choice" && lines().length < 2 ? word("field-two-choices") : "";
      if (fault.textContent) return;
      /** @type {Record<string, string>} */
      const texts = {};
      for (const line of lines()) texts[name(line, Object.keys(texts))] = line;
      const own = name(title, names);
      await put({ ask: "put-value", page: number, way: "fields." + own, value: { label: title, type: type.value, ...(type.value === "choice" ? { choices: texts } : {}) } });
      redraw();
      say(word("field-made", { title }));
    };
    const button = make("button", { type: "button", class: "knapp liten", onclick: () => void added() }, word("field-make"));
    return make("details", { class: "verksted-verdier" }, make("summary", {}, word("field-new")), make("p", {}, make("label", { for: label.id }, word("value-label")), label), make("p", {}, make("label", { for: type.id }, word("field-type")), type), ofChoices, fault, make("p", {}, button));
  }

  /** Draws anew, with the same lists open. */
  function redraw() {
    const titles = (/** @type {ParentNode} */ within) => [...within.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
    const open = titles(place);
    draw();
    for (const summary of place.querySelectorAll("details > summary")) if (open.includes(summary.textContent)) summary.parentElement?.setAttribute("open", "");
  }

  /** Values that belong together, below what says what they are about. @param {string} way @param {ValueState[]} all @param {ValueState[]} some those of them with a form */
  function item(way, all, some) {
    const now = (/** @type {string} */ at) => {
      const one = all.find((other) => other.way === at);
      return one?.own ?? one?.original ?? null;
    };
    // Advice is known by the field that it is about.
    const at = now(way + ".at");
    const says = ["ask", "title", "text", "say"].map((key) => now(`${way}.${key}`)).find(Boolean) ?? way;
    const field = at ? now(`fields.${at}.label`) : null;
    const whole = field ? `${field}: ${says}` : way.startsWith("heading") ? `${word("value-heading")}: ${says}` : String(says);
    const called = whole.length > LONGEST_NAME ? whole.slice(0, LONGEST_NAME - 1).trimEnd() + "…" : whole;
    const rows = some.map((one) => value(one, nameOfValue(one.way)));
    return make("details", { class: "verksted-verdier" }, make("summary", {}, called), ...rows);
  }

  /** The values of the page that a form can change. */
  function values() {
    const all = [...(state?.values ?? [])];
    const kind = kindNamed(state?.kind);
    // A term that has no other words can have some.
    if (kind?.is_term && !all.some((one) => one.way === "synonyms")) all.push({ way: "synonyms", original: [], own: null });
    const shown = all.filter((one) => typeof one.original !== "boolean" && VALUE_KEYS.includes(one.way.split(".").pop() ?? ""));
    const group = (/** @type {string} */ title, /** @type {HTMLElement[]} */ rows) =>
      rows.length ? [make("details", { class: "verksted-verdier" }, make("summary", {}, title), ...rows)] : [];
    const top = shown.filter((one) => !one.way.includes("."));
    const names = [...new Set(all.flatMap(({ way }) => /^fields\.([^.]+)/.exec(way)?.[1] ?? []))];
    const nameOf = (/** @type {ValueState} */ one) => (one.way === "summary" && kind?.is_term ? word("new-about-term") : nameOfValue(one.way));
    const rest = shown.filter((one) => one.way.includes(".") && VALUE_GROUPS.includes(one.way.split(".")[0]));
    const items = [...new Set(rest.map(({ way }) => way.split(".").slice(0, -1).join(".")))];
    return [
      ...group(word(kind?.is_term ? "values-term" : "values-page"), top.map((one) => value(one, nameOf(one)))),
      ...(kind?.keys.includes("fields") ? group(word("values-fields", { count: names.length }), [...names.map((name) => field(name, all)), newField(names)]) : []),
      ...group(word("values-rest", { count: items.length }), items.map((way) => item(way, all, rest.filter((one) => one.way.startsWith(way + ".") && !one.way.slice(way.length + 1).includes("."))))),
    ];
  }

  /** The whole text of a page, without what forms say of it, unless somebody asks. @param {PageState} of */
  function whole(of) {
    const number = page;
    const isText = !showsFront;
    const text = isText ? halves(of.text)[1] : of.text;
    const write = (/** @type {string} */ written, /** @type {boolean} */ goesOn) =>
      type(async () => {
        const { answer } = isText ? await ask({ ask: "page", page: number, whole: true }) : { answer: undefined };
        const above = answer ? halves(/** @type {PageState} */ (answer).text)[0] : "";
        return { ask: "put-page", page: number, text: above + written, goes_on: goesOn };
      });
    const { element } = editor({ id: "ui_verksted-tekst", label: word(isText ? "page-text" : "whole-text"), text, rows: 24, fields: fields(), put: write });
    const ready = () => {
      showsFront = false;
      void turn("");
    };
    const buttons = make("div", { class: "handlinger" }, make("button", { type: "button", class: "knapp liten", onclick: ready }, word("done")));
    const out = [...(isText ? values() : []), element, make("div", { class: "verksted-feil", role: "status" }), buttons];
    if (isText) {
      const all = () => {
        showsFront = true;
        void turn(".");
      };
      out.push(make("details", {}, make("summary", {}, word("front")), make("p", {}, word("front-why")), make("button", { type: "button", class: "knapp liten", onclick: all }, word("front-show"))));
    }
    return out;
  }

  /** The row for the text before the first section, which is changed with the whole page. @param {PageState} of */
  function lead(of) {
    if (/^\s*(#|$)/.test(halves(of.text)[1])) return [];
    const title = word("part-lead");
    const edit = make("button", { type: "button", class: "knapp liten", "aria-label": word("edit-named", { title }), onclick: () => void turn(".") }, word("edit"));
    return [make("li", {}, make("h3", {}, title), edit, make("p", { class: "hint" }, word("part-lead-why")))];
  }

  /** A page in two: its front matter with the lines `---`, and the text below. @param {string} text */
  function halves(text) {
    const front = /^---\n[^]*?\n---\n\n?/.exec(text)?.[0] ?? "";
    return [front, text.slice(front.length)];
  }

  /** Takes the page away, or brings the original back. */
  async function drop() {
    const isOwn = state?.change === "own";
    const title = state?.title ?? page;
    if (!confirm(word(isOwn ? "drop-own-sure" : "drop-changes-sure", { title }))) return;
    await put({ ask: "put-page", page, text: null });
    await open(isOwn ? (allPages()[0]?.id ?? "") : page);
    say(word(isOwn ? "dropped-own" : "restored", { title }));
  }

  function draw() {
    leavingText = [];
    place.replaceChildren();
    if (!state) return;
    place.append(make("h3", { class: "verksted-tittel", id: "ui_verksted-sidetittel", tabindex: "-1" }, state.title));
    place.append(make("div", { class: "verksted-feil-side", role: "status" }));
    const isWhole = state.change === "own" || state.change === "replaced";
    if (state.change === "replaced") place.append(make("p", { class: "hint" }, word("page-replaced")));
    if (isWhole || part === ".") {
      if (part === ".") place.append(...whole(state));
      else place.append(make("p", {}, make("button", { type: "button", class: "knapp", onclick: () => void turn(".") }, word("edit-page"))));
    }
    if (part !== ".") {
      place.append(...values());
      if (state.parts.length) place.append(make("ul", { class: "verksted-deler" }, ...lead(state), ...state.parts.map(section)));
      if (!isWhole) {
        const more = make("details", {}, make("summary", {}, word("whole-page")), make("p", {}, word("whole-page-why")));
        more.append(make("button", { type: "button", class: "knapp liten", onclick: () => void turn(".") }, word("edit-page")));
        place.append(more);
      }
    }
    if (state.change !== "none") {
      place.append(make("p", {}, make("button", { type: "button", class: "knapp liten farlig", onclick: () => void drop() }, word(state.change === "own" ? "drop-own" : "drop-changes"))));
    }
    drawFaults();
  }

  afterBuild.add(drawFaults);

  return {
    get page() {
      return page;
    },
    /** Done when all that was typed is written. */
    get written() {
      return last;
    },
    open(other, section, problem) {
      leaving();
      page = other;
      part = section ?? "";
      showsFront = false;
      sought = problem;
    },
    async show() {
      if (!preview) {
        preview = new Preview(byId("tekst-vis"));
        preview.onheading = (id) => {
          if (state?.parts.some((one) => one.id === id && !one.elsewhere)) void turn(id);
        };
        preview.onpage = () => {
          if (preview && preview.page !== page) void open(preview.page);
        };
      }
      if (!pageOf(page) || pageOf(page)?.change === "taken-out") {
        page = allPages()[0]?.id ?? "";
        part = "";
      }
      const isOther = preview.page !== page;
      void preview.show(page, isOther ? part || undefined : undefined);
      const before = shown;
      const isOwn = isTyped;
      isTyped = false;
      if (!writing) await fresh();
      if (choose.value !== page || !place.contains(document.activeElement)) list();
      const isTyping = place.contains(document.activeElement) && document.activeElement?.matches("textarea, input");
      if (sought) {
        draw();
        await seek(sought);
      } else if (!place.childElementCount || (shown !== before && !isTyping && !isOwn)) draw();
      else marks();
    },
    leave: () => leaving(),
  };
})();
