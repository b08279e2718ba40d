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

  choose.addEventListener("change", () => void open(choose.value));
  byId("ny").addEventListener("click", () => /** @type {HTMLDialogElement} */ (byId("ny-side")).showModal());

  /** @param {WorkshopRequest} request */
  async function put(request) {
    writing += 1;
    await change(request);
    writing -= 1;
    await fresh();
    marks();
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
    page = other;
    part = section ?? "";
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
    await settled();
    await fresh();
    part = id;
    draw();
    const target = id ? byId("tekst") : place.querySelector(`[data-part="${CSS.escape(focus ?? "")}"] button`);
    /** @type {HTMLElement | null} */ (target)?.focus();
    if (id && id !== ".") void preview?.show(page, id);
  }

  /** @param {ValueState} one @param {number} number */
  function value(one, number) {
    const id = `ui_verksted-verdi-${number}`;
    const now = one.own ?? one.original;
    const steps = one.way.split(".");
    const last = steps[steps.length - 1];
    const name = known("value-" + last) ?? last;
    const label = steps.length > 1 ? word("value-of", { name, of: steps.slice(1, -1).join(" › ") || steps[0] }) : name;
    const row = make("p", {}, make("label", { for: id }, label));
    const isLong = Array.isArray(now) || String(now).length > 60;
    const input = isLong ? make("textarea", { id, rows: Array.isArray(now) ? now.length + 1 : 3 }) : make("input", { id });
    input.value = Array.isArray(now) ? now.join("\n") : String(now ?? "");
    const set = delayed(() => {
      const text = input.value;
      const written = Array.isArray(now) ? text.split("\n").map((line) => line.trim()).filter(Boolean) : text.trim();
      void put({ ask: "put-value", page, way: one.way, value: written.length ? written : null });
    }, 300);
    input.addEventListener("input", set.later);
    input.addEventListener("change", set.now);
    leavers.push(set.now);
    row.append(input);
    if (Array.isArray(now)) row.append(make("span", { class: "hint" }, word("value-lines")));
    return row;
  }

  /** The values of the page that a form can change. */
  function values() {
    const all = state?.values ?? [];
    const shown = all.filter((one) => typeof one.original !== "boolean" && VALUE_KEYS.includes(one.way.split(".").pop() ?? ""));
    const top = shown.filter((one) => !one.way.includes("."));
    const rest = shown.filter((one) => one.way.includes("."));
    const details = make("details", { class: "verksted-verdier" }, make("summary", {}, word("values-page")), ...top.map((one) => value(one, all.indexOf(one))));
    const out = [details];
    if (rest.length) {
      out.push(make("details", { class: "verksted-verdier" }, make("summary", {}, word("values-fields", { count: rest.length })), ...rest.map((one) => value(one, all.indexOf(one)))));
    }
    return out;
  }

  /** The whole text of a page. @param {PageState} of */
  function whole(of) {
    const { element } = editor({ id: "ui_verksted-tekst", label: word("whole-text"), text: of.text, rows: 24, put: (text) => void put({ ask: "put-page", page, text }) });
    const out = [element, make("div", { class: "verksted-feil", role: "status" })];
    const buttons = make("div", { class: "handlinger" }, make("button", { type: "button", class: "knapp liten", onclick: () => void turn("") }, word("done")));
    out.push(buttons);
    return out;
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
    await settled();
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
