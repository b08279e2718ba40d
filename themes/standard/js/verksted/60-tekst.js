// Step 3: the text. A page as it looks, and beside it each of its sections, to be changed one by one.

/** Values that are shown in forms, by the last step of the way to them. */
const VALUE_KEYS = ["title", "summary", "label", "default", "help", "hint", "placeholder", "options", "say", "question", "text", "why", "answer", "advice"];

/** @type {WorkshopStep & { open(page: string, part?: string | null): void }} */
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
  /** What of the edition the parts show. */
  let shown = "";
  /** Whether this step is writing: then what it shows is as it is. */
  let writing = 0;
  /** Whether a page of the edition's own is shown with what stands above its text. */
  let showsFront = false;

  choose.addEventListener("change", () => void open(choose.value));

  /** What is being written, and what waits for that. @type {Promise<unknown>} */
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

  async function fresh() {
    try {
      state = /** @type {PageState} */ ((await ask({ ask: "page", page })).answer);
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

  /** What says whether a section was changed, without touching what is being written. */
  function marks() {
    for (const one of state?.parts ?? []) {
      const row = place.querySelector(`[data-part="${CSS.escape(one.id)}"]`);
      row?.classList.toggle("endret", one.own !== null);
      for (const element of row?.querySelectorAll(".er-endret") ?? []) element.toggleAttribute("hidden", one.own === null);
    }
  }

  /** @param {string | null} id the section; nothing: the whole page */
  function faults(id) {
    const about = (work.report?.problems ?? []).filter((problem) => problem.page === page && problem.is_own && problem.severity !== "note");
    return id === null ? about : about.filter((problem) => problem.part === id || problem.part === null);
  }

  /** What is wrong, under the text that is open. */
  function drawFaults() {
    const under = place.querySelector(".verksted-feil");
    if (!under) return;
    const found = faults(part === "." ? null : part);
    under.replaceChildren(...(found.length ? [problemList(found, undefined)] : []));
  }

  /** @param {PartState} one */
  function section(one) {
    const item = make("li", { "data-part": one.id, class: one.own === null ? "" : "endret" });
    const head = make("h3", {}, one.title, " ", make("span", { class: "merke er-endret", hidden: one.own === null }, word("part-changed")));
    item.append(head);
    if (one.elsewhere) {
      item.append(make("p", { class: "hint" }, word("part-elsewhere", { file: one.elsewhere })));
      return item;
    }
    if (part !== one.id) {
      item.append(
        make("button", { type: "button", class: "knapp liten", "aria-label": word("edit-named", { title: one.title }), onclick: () => void turn(one.id) }, word("edit")),
      );
      return item;
    }
    const { element, area } = editor({
      id: "ui_verksted-tekst",
      label: word("part-text", { title: one.title }),
      text: one.own ?? one.original,
      put: (text) => void put({ ask: "put-part", page, part: one.id, text }),
    });
    const back = make("button", { type: "button", class: "knapp liten er-endret", hidden: one.own === null, onclick: () => void restore() }, word("to-original"));
    const done = make("button", { type: "button", class: "knapp liten", onclick: () => void turn("", one.id) }, word("done"));
    const original = make("details", {}, make("summary", {}, word("original")), make("pre", { tabindex: "0" }, one.original));
    async function restore() {
      await put({ ask: "put-part", page, part: one.id, text: null });
      area.value = one.original;
      area.focus();
      say(word("restored", { title: one.title }));
    }
    item.append(element, make("div", { class: "verksted-feil", role: "status" }), make("div", { class: "handlinger" }, done, back), original);
    return item;
  }

  /** Opens another section, or closes the one that is open. @param {string} id @param {string} [focus] */
  async function turn(id, focus) {
    leaving();
    await last;
    await fresh();
    part = id;
    draw();
    const target = id ? byId("tekst") : place.querySelector(`[data-part="${CSS.escape(focus ?? "")}"] button`);
    /** @type {HTMLElement | null} */ (target)?.focus();
    if (id && id !== ".") void preview?.show(page, id);
  }

  /**
   * A value of the page in a form.
   * @param {ValueState} one
   * @param {string} label
   * @param {[value: string, text: string][]} [choices] what it can be, where it is one of these
   */
  function value(one, label, choices) {
    const id = "ui_verksted-verdi-" + one.way.replace(/[^\w-]/g, "_");
    const now = one.own ?? one.original;
    const isLong = Array.isArray(now) || String(now).length > 60;
    const input = choices ? make("select", { id }) : isLong ? make("textarea", { id, rows: Array.isArray(now) ? now.length + 1 : 3 }) : make("input", { id });
    if (choices) {
      const none = /** @type {[string, string][]} */ (one.original === null ? [["", word("value-none")]] : []);
      input.append(...[...none, ...choices].map(([value, text]) => make("option", { value }, text)));
    }
    input.value = Array.isArray(now) ? now.join("\n") : String(now ?? "");
    const set = delayed(() => {
      const text = input.value;
      const written = Array.isArray(now) ? text.split("\n").map((line) => line.trim()).filter(Boolean) : text.trim();
      void put({ ask: "put-value", page, way: one.way, value: written.length ? written : null });
    }, 300);
    input.addEventListener("input", set.later);
    input.addEventListener("change", set.now);
    leavers.push(set.now);
    const row = make("p", {}, make("label", { for: id }, label), input);
    if (Array.isArray(now)) row.append(make("span", { class: "hint" }, word("value-lines")));
    return row;
  }

  /** What a value is called, by the last step of the way to it. @param {string} way */
  const nameOf = (way) => {
    const last = way.split(".").pop() ?? "";
    return known("value-" + last) ?? last;
  };

  /** A field of a document: what it is called, what it says, and its answer from the start. @param {string} name @param {ValueState[]} all */
  function field(name, all) {
    const way = `fields.${name}.`;
    const now = (/** @type {string} */ key) => {
      const one = all.find((other) => other.way === way + key);
      return one?.own ?? one?.original ?? null;
    };
    const texts = all.filter((one) => one.way.startsWith(way) && ["label", "help"].includes(one.way.slice(way.length)));
    const choices = all.filter((one) => one.way.startsWith(way + "choices."));
    const rows = texts.map((one) => value(one, nameOf(one.way)));
    // What step 1 answers has its answer from there.
    if (now("from") !== null) rows.push(make("p", { class: "hint" }, word("value-from")));
    else {
      const answer = all.find((one) => one.way === way + "default") ?? { way: way + "default", original: null, own: null };
      const text = (/** @type {ValueState} */ one) => /** @type {[string, string]} */ ([one.way.slice((way + "choices.").length), String(one.own ?? one.original)]);
      const among = now("type") === "employer" ? work.state.employers : choices.map(text);
      rows.push(value(answer, word("value-default"), among.length ? among : undefined));
    }
    rows.push(...choices.map((one) => value(one, word("value-of", { name: word("value-choice"), of: String(one.original) }))));
    return make("details", { class: "verksted-verdier" }, make("summary", {}, String(now("label") ?? name)), ...rows);
  }

  /** The values of the page that a form can change. */
  function values() {
    const all = state?.values ?? [];
    const shown = all.filter((one) => typeof one.original !== "boolean" && VALUE_KEYS.includes(one.way.split(".").pop() ?? ""));
    const group = (/** @type {string} */ title, /** @type {HTMLElement[]} */ rows) =>
      rows.length ? [make("details", { class: "verksted-verdier" }, make("summary", {}, title), ...rows)] : [];
    const top = shown.filter((one) => !one.way.includes("."));
    const fields = [...new Set(all.flatMap(({ way }) => /^fields\.([^.]+)\./.exec(way)?.[1] ?? []))];
    const rest = shown.filter((one) => one.way.includes(".") && !one.way.startsWith("fields."));
    const called = (/** @type {ValueState} */ one) => word("value-of", { name: nameOf(one.way), of: one.way.split(".").slice(0, -1).join(" › ") });
    return [
      ...group(word("values-page"), top.map((one) => value(one, nameOf(one.way)))),
      ...group(word("values-fields", { count: fields.length }), fields.map((name) => field(name, all))),
      ...group(word("values-rest", { count: rest.length }), rest.map((one) => value(one, called(one)))),
    ];
  }

  /** The whole text of a page; of one of the edition's own without what forms say of it, unless somebody asks. @param {PageState} of */
  function whole(of) {
    const isText = of.change === "own" && !showsFront;
    const text = isText ? halves(of.text)[1] : of.text;
    const write = (/** @type {string} */ written) => {
      const number = page;
      void put(async () => {
        const { answer } = isText ? await ask({ ask: "page", page: number }) : { answer: undefined };
        const above = answer ? halves(/** @type {PageState} */ (answer).text)[0] : "";
        return { ask: "put-page", page: number, text: above + written };
      });
    };
    const { element } = editor({ id: "ui_verksted-tekst", label: word(isText ? "page-text" : "whole-text"), text, rows: 24, put: write });
    const buttons = make("div", { class: "handlinger" }, make("button", { type: "button", class: "knapp liten", onclick: () => void turn("") }, word("done")));
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

  /** What stands between the lines `---` of a page, and what stands below. @param {string} text */
  function halves(text) {
    const front = /^---\n[^]*?\n---\n\n?/.exec(text)?.[0] ?? "";
    return [front, text.slice(front.length)];
  }

  /** Takes the page away, or brings the original back. */
  async function drop() {
    const isOwn = state?.change === "own";
    const title = state?.title ?? page;
    if (!confirm(word(isOwn ? "drop-own-sure" : "drop-changes-sure", { title }))) return;
    if (isOwn || state?.change === "replaced") await put({ ask: "put-page", page, text: null });
    else {
      for (const one of state?.parts ?? []) if (one.own !== null) await put({ ask: "put-part", page, part: one.id, text: null });
      for (const one of state?.values ?? []) if (one.own !== null) await put({ ask: "put-value", page, way: one.way, value: null });
    }
    await last;
    await open(isOwn ? (allPages()[0]?.id ?? "") : page);
    say(word(isOwn ? "dropped-own" : "restored", { title }));
  }

  function draw() {
    place.replaceChildren();
    if (!state) return;
    place.append(make("h3", { class: "verksted-tittel", id: "ui_verksted-sidetittel", tabindex: "-1" }, state.title));
    const isWhole = state.change === "own" || state.change === "replaced";
    if (state.change === "replaced") place.append(make("p", { class: "hint" }, word("page-replaced")));
    if (isWhole || part === ".") {
      if (part === ".") place.append(...whole(state));
      else place.append(make("p", {}, make("button", { type: "button", class: "knapp", onclick: () => void turn(".") }, word("edit-page"))));
    }
    if (part !== ".") {
      place.append(...values());
      if (state.parts.length) place.append(make("ul", { class: "verksted-deler" }, ...state.parts.map(section)));
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
    open(other, section) {
      page = other;
      part = section ?? "";
      showsFront = false;
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
      if (!writing) await fresh();
      if (choose.value !== page || !place.contains(document.activeElement)) list();
      const isTyping = place.contains(document.activeElement) && document.activeElement?.matches("textarea, input");
      if (!place.childElementCount || (shown !== before && !isTyping)) draw();
      else marks();
    },
    leave: () => leaving(),
  };
})();
