// The self-assessment: one respondent at a time rates the statements, takes notes and makes a plan, and decides what
// leaves the page. Words, never numbers.

/** @typedef {{id: string, item: Element, text: string, number: number}} Statement */

const PLAN = ["what", "who", "when"];

/** @returns {Statement[]} */
const statementsOf = () =>
  [...document.querySelectorAll(".pastander > li")].map((item, at) => ({
    id: item.getAttribute("data-statement") || "",
    item,
    text: textOf(item.querySelector("h3 span")),
    number: at + 1,
  }));

/** Who can answer, with the names the page gives them. @returns {Map<string, string>} */
const respondentsOf = () =>
  new Map(
    [...(document.querySelector(".pastander .svar")?.children || [])].map((item) => [
      item.getAttribute("data-who") || "",
      textOf(item.querySelector("strong")).replace(/:$/, ""),
    ]),
  );

/** Those whose answers are theirs alone. @returns {Set<string>} */
const privateOnes = () =>
  new Set([...document.querySelectorAll(".pastander .svar > [data-private]")].map((item) => item.getAttribute("data-who") || ""));

/** The names of those, in a sentence. */
const privateNames = () => [...privateOnes()].map((key) => respondentName(key).toLowerCase()).join(", ");

/** The answers to choose from. */
const scaleOf = () => [...(document.querySelector(".skala")?.children || [])].map(textOf);

/**
 * A rating in the words of the scale; a file may name it as `stemmer-delvis`.
 * @param {string} rating
 */
const inWords = (rating) => scaleOf().find((word) => brobygger.slug(word) === brobygger.slug(rating)) || rating;

function assessment() {
  const id = pageId();
  const part = document.querySelector(".pastandsdel");
  const list = part?.querySelector(".pastander");
  const plan = document.querySelector(".tiltak");
  if (!part || !list || !plan || !id) return;
  const statements = statementsOf();
  const respondents = respondentsOf();
  const scale = scaleOf();
  const answers = () => store.document(id);
  // Where the book names nobody, whoever reads the page answers.
  const only = respondents.size === 1 && [...respondents.values()][0] === "" ? [...respondents.keys()][0] : "";

  // Who answers.
  const who = [...respondents].map(([key, name]) => {
    const row = choice("radio", { name: "hvem", id: "ui_hvem-" + key, value: key }, name);
    row.input.addEventListener("change", () => {
      answers().respondent = key;
      store.changed();
    });
    return row;
  });
  const told = el("p", { class: "status", role: "status" });
  const panel = el(
    "div",
    { class: "hvem" },
    ...(privateOnes().size ? [notice(t("one-alone"), t("one-alone-says", { who: privateNames() }))] : []),
    ...(only ? [] : [el("fieldset", {}, el("legend", {}, t("who-answers")), el("div", { class: "kryssrad" }, ...who.map(({ row }) => row)))]),
    told,
    ...openOwn(id),
  );
  const onPaper = el("p", { class: "papir" });

  // What one answers to each statement.
  const forms = statements.map((statement) => {
    const form = rating(statement, scale, answers);
    return { ...form, after: statement.item.querySelector(".svar") };
  });
  const table = plan.querySelector("table");
  const planned = planForm(answers);
  const out = takeAlong(statements, answers);
  const side = comparing(id, statements, respondents);

  // The page stays as it is until all of the form stands ready.
  list.before(panel, onPaper);
  forms.forEach(({ after, box }) => after?.after(box));
  table?.after(planned.box);
  table?.setAttribute("hidden", "");
  plan.after(out.box, side);

  let before = "";
  const show = () => {
    if (only) answers().respondent = only;
    const now = answers().respondent || "";
    const chosen = respondents.has(now);
    part.classList.toggle("svarer", chosen);
    part.classList.toggle("venter", !chosen);
    who.forEach(({ input }) => (input.checked = input.value === now));
    onPaper.hidden = !chosen || !!only;
    onPaper.textContent = chosen ? t("answers-of", { who: respondents.get(now) || "" }) : "";
    forms.forEach((form) => form.show(now));
    planned.show();
    out.show();
    const n = statements.filter(({ id: name }) => answers().ratings?.[name]).length;
    const as = () => t("answering-as", { who: (respondents.get(now) || "").toLowerCase() });
    const words = only ? [] : [chosen ? as() : t("choose-who")];
    if (privateOnes().has(now)) words.push(t("you-decide"));
    if (before && now !== before && n) words.push(t("other-person"));
    if (now !== before || !told.textContent) told.textContent = words.join(" ");
    before = now;
  };
  store.listen(show);
  show();
}

/**
 * A box with a title that asks to be read.
 * @param {string} title
 * @param {string} text
 */
const notice = (title, text) => el("div", { class: "varsel viktig" }, el("p", { class: "varsel-tittel" }, title), el("p", {}, text));

/**
 * The part of a statement that is filled in.
 * @param {Statement} statement
 * @param {string[]} scale
 * @param {() => PageAnswers} answers
 */
function rating({ id, item, number }, scale, answers) {
  const rows = scale.map((word, at) => {
    const row = choice("radio", { name: "svar-" + id, id: "ui_svar-" + id + "-" + at, value: word }, word);
    row.input.addEventListener("change", () => {
      const page = answers();
      page.ratings = { ...page.ratings, [id]: word };
      store.changed();
    });
    return row;
  });
  const look = el("span");
  const notes = el("textarea", { id: "ui_notat-" + id, rows: "2" });
  const note = line(notes, t("note"), [], (text) => {
    const page = answers();
    page.notes = { ...page.notes, [id]: text };
  });
  note.box.querySelector("label")?.append(hidden(" " + t("to-statement", { n: number })));
  const statement = item.querySelector("h3");
  if (statement && !statement.id) statement.id = "ui_pastandstekst-" + id;
  // The statement is what the group is called; what to look for comes after it.
  const field = el("fieldset", { "aria-labelledby": statement ? statement.id : false, "aria-describedby": "ui_blikk-" + id }, el("legend", {}, t("your-answer")), el("div", { class: "kryssrad" }, ...rows.map(({ row }) => row)));
  return {
    box: el("div", { class: "vurder" }, el("p", { class: "blikk", id: "ui_blikk-" + id }, el("span", { class: "overtittel" }, textOf(item.querySelector(".se-etter"))), " ", look), field, note.box),
    /** @param {string} who */
    show(who) {
      look.textContent = textOf(item.querySelector('[data-who="' + who + '"] span'));
      rows.forEach(({ input }) => (input.checked = answers().ratings?.[id] === input.value));
      note.set(answers().notes?.[id] || "");
    },
  };
}

/**
 * A field, which stands on paper as text.
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 * @param {string} label
 * @param {Node[]} more after the label
 * @param {(text: string) => void} changed
 */
function line(input, label, more, changed) {
  const paper = el("div", { class: "papir" });
  input.autocomplete = "off";
  input.addEventListener("input", () => {
    paper.textContent = dayInWords(input.value);
    changed(input.value);
    store.changed();
  });
  return {
    box: el("div", { class: "linje" }, el("label", { for: input.id }, label), ...more, input, paper),
    /** @param {string} text */
    set(text) {
      if (input.value !== text) input.value = text;
      paper.textContent = dayInWords(text);
    },
  };
}

/**
 * The form for the plan: what is to be done, who does it, and when.
 * @param {() => PageAnswers} answers
 */
function planForm(answers) {
  const labels = [...document.querySelectorAll(".plan th")].map(textOf);
  const hint = el("p", { class: "rad-til", id: "ui_tiltak-rad" }, t("plan-who-hint"));
  const inputs = [
    el("textarea", { id: "ui_tiltak-what", rows: "2" }),
    el("input", { id: "ui_tiltak-who", "aria-describedby": "ui_tiltak-rad" }),
    el("input", { id: "ui_tiltak-when", type: "date" }),
  ];
  const fields = PLAN.map((key, at) =>
    line(inputs[at], labels[at], key === "who" ? [hint] : [], (text) => {
      const page = answers();
      page.plan = { ...page.plan, [key]: text };
    }),
  );
  return {
    box: el("div", { class: "planskjema" }, ...fields.map(({ box }) => box)),
    show: () => fields.forEach((field, at) => field.set(answers().plan?.[PLAN[at]] || "")),
  };
}

/**
 * The ways in which answers leave the page, with a choice of which. Whose answers are theirs alone chooses each thing; the others may leave things out.
 * @param {Statement[]} statements
 * @param {() => PageAnswers} answers
 */
function takeAlong(statements, answers) {
  /** The reader's choice of each thing: `rating:ID`, `note:ID`, `plan`. @type {Map<string, boolean>} */
  const said = new Map();
  const shared = (/** @type {string} */ thing) => said.get(thing) ?? !privateOnes().has(answers().respondent || "");
  const choices = el("div", { class: "utvalg" });
  const sum = el("p", { class: "sum" });
  const status = statusLine();
  const summary = el("summary", {}, t("what-to-share"));
  const details = el("details", {}, summary, el("p", {}, t("what-to-share-how")), choices);

  /** The things there are: their names, and what each is called. */
  const things = () => {
    const page = answers();
    return statements
      .flatMap(({ id, text, number }) => [
        { thing: "rating:" + id, of: number + ". " + text, label: t("share-answer", { answer: page.ratings?.[id] || "" }), there: page.ratings?.[id] },
        { thing: "note:" + id, of: number + ". " + text, label: t("share-note"), there: page.notes?.[id] },
      ])
      .concat({ thing: "plan", of: t("plan"), label: t("share-plan"), there: PLAN.some((key) => page.plan?.[key]) ? "plan" : "" })
      .filter(({ there }) => there);
  };

  /** The answers with only what is shared. */
  const chosen = () => {
    const page = copyOf(answers());
    const only = (/** @type {string} */ kind, /** @type {Record<string, string>} */ from) =>
      Object.fromEntries(Object.entries(from).filter(([id, value]) => value && shared(kind + ":" + id)));
    return {
      respondent: page.respondent,
      ratings: only("rating", page.ratings || {}),
      notes: only("note", page.notes || {}),
      ...(shared("plan") && page.plan ? { plan: page.plan } : {}),
    };
  };

  const count = () => {
    const all = things();
    const n = all.filter(({ thing }) => shared(thing)).length;
    sum.textContent = all.length ? t(n ? "shared-sum" : "shared-none", { n, of: all.length }) : t("nothing-yet");
    return n;
  };

  /** Does it if there is something to take along; else says what to do. @param {() => void} act */
  const withSome = (act) => () => {
    if (count()) return act();
    status.textContent = things().length ? t("choose-something") : t("nothing-yet");
    if (things().length) {
      details.open = true;
      summary.focus();
    }
  };

  const draw = () => {
    let of = "";
    const rows = [];
    for (const { thing, of: name, label } of things()) {
      if (name !== of) rows.push(el("p", { id: "ui_om-" + rows.length }, (of = name)));
      const about = "ui_om-" + (rows.length - 1);
      const { input, row } = choice("checkbox", { id: "ui_del:" + thing, checked: shared(thing) }, label, hidden(", " + name));
      input.addEventListener("change", () => {
        said.set(thing, input.checked);
        count();
      });
      if (rows[rows.length - 1]?.id === about) rows.push(el("div", {}, row));
      else rows[rows.length - 1]?.append(row);
    }
    choices.replaceChildren(...rows);
  };
  const all = (/** @type {boolean} */ on) => () => {
    things().forEach(({ thing }) => said.set(thing, on));
    draw();
    count();
  };
  choices.before(el("div", { class: "handlinger" }, button(t("share-all"), all(true)), button(t("share-nothing"), all(false))));

  const file = () => {
    const id = pageId();
    const text = JSON.stringify({ brobygger: 1, fields: {}, documents: { [id]: chosen() } }, null, 1);
    save(new Blob([text], { type: "application/json" }), brobygger.slug(t("file-name") + " " + respondentName(answers().respondent)) + ".json");
    status.textContent = t("file-saved");
  };
  const print = () => {
    const page = chosen();
    const mark = (/** @type {boolean} */ on) => {
      for (const { id, item } of statements) {
        item.classList.toggle("uten-svar", on && !page.ratings[id]);
        item.classList.toggle("uten-notat", on && !page.notes[id]);
      }
      document.querySelector(".tiltak")?.classList.toggle("uten-plan", on && !page.plan);
    };
    mark(true);
    window.addEventListener("afterprint", () => mark(false), { once: true });
    window.print();
  };
  const empty = button(t("empty"), () => {
    const kept = copyOf(answers());
    const page = answers();
    for (const key of ["respondent", "ratings", "notes", "plan"]) delete page[key];
    said.clear();
    store.changed();
    const back = button(t("undo"), () => {
      Object.assign(answers(), kept);
      store.changed();
      status.textContent = t("answers-back");
      empty.focus();
    });
    status.replaceChildren(t("emptied") + " ", back);
  });

  const box = el(
    "section",
    { class: "uttak", "aria-labelledby": "ui_del-videre" },
    el("h2", { id: "ui_del-videre" }, t("take-along")),
    el("p", {}, t("take-along-how")),
    details,
    sum,
    el(
      "div",
      { class: "handlinger" },
      button(t("save-file"), withSome(file), "hoved"),
      button(t("word"), withSome(() => void saveWord(chosen(), status))),
      button(t("print"), withSome(print)),
      empty,
    ),
    status,
  );
  let drawn = "";
  return {
    box,
    show() {
      const now = JSON.stringify([answers().respondent, things()]);
      if (now !== drawn) draw();
      drawn = now;
      count();
    },
  };
}

/**
 * The name of a respondent, as the page has it.
 * @param {string | undefined} key
 */
const respondentName = (key) => respondentsOf().get(key || "") || "";

/**
 * Going on with answers that were saved as a file.
 * @param {string} id
 */
function openOwn(id) {
  const status = statusLine();
  const input = el("input", { type: "file", id: "ui_fortsett", accept: ".json,application/json" });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    const { answers, wrong } = await readFile(file, id);
    if (answers) {
      Object.assign(store.document(id), answers);
      store.changed();
    }
    status.textContent = wrong || t("continued");
    input.value = "";
  });
  const details = el("details", { class: "fortsett" }, el("summary", {}, t("continue")), el("div", { class: "linje" }, el("label", { for: input.id }, t("continue-file")), input), status);
  return [details];
}
