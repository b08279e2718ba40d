// Several people's answers side by side, from the files they saved. Nothing is added up.

/** @typedef {{answers?: PageAnswers, wrong?: string}} Opened */

/**
 * Reads a file of answers: what it has on this page, or what is wrong with it in words.
 * @param {File} file
 * @param {string} id
 * @returns {Promise<Opened>}
 */
async function readFile(file, id) {
  const name = file.name;
  // One schema for all files of answers: it stands with the store of them.
  await brobygger.load("svar");
  const found = await brobygger.answers.read(file);
  if ("fault" in found) return { wrong: faultIn(name, found.fault) };
  const page = found.answers.documents?.[id];
  if (!page) return { wrong: t("file-other", { name }) };
  const ratings = Object.fromEntries(Object.entries(page.ratings || {}).map(([statement, rating]) => [statement, inWords(rating)]));
  return { answers: { ...page, ratings, notes: page.notes || {}, plan: page.plan || {}, respondent: page.respondent || "" } };
}

/** The fault of a file, in words. @param {string} name @param {AnswersFault} fault */
function faultIn(name, { reason, path = [], wanted }) {
  if (reason === "bad-shape") return t("file-shape", { name, at: path.join(" › "), wanted: brobygger.text("svar-wanted-" + wanted) });
  return t(reason === "too-large" ? "file-large" : reason === "other-version" ? "file-newer" : "file-wrong", { name });
}

/**
 * The part of the page where files are opened and shown side by side.
 * @param {string} id
 * @param {Statement[]} statements
 * @param {Map<string, string>} respondents
 */
function comparing(id, statements, respondents) {
  /** @type {{name: string, answers: PageAnswers}[]} */
  let opened = [];
  const status = statusLine();
  const wrong = el("div", { class: "feil", "aria-live": "assertive", "aria-atomic": "true" });
  const place = el("div", {});
  const input = el("input", { type: "file", id: "ui_svarfiler", multiple: true, accept: ".json,application/json", "aria-describedby": "ui_svarfiler-rad" });
  const title = el("h2", { id: "ui_del-sammen" }, t("compare"));

  input.addEventListener("change", async () => {
    const faults = [];
    for (const file of input.files || []) {
      const { answers, wrong: fault } = await readFile(file, id);
      if (!answers) faults.push(fault || "");
      else if (opened.some(({ name }) => name === file.name)) faults.push(t("file-twice", { name: file.name }));
      else opened.push({ name: file.name, answers });
    }
    input.value = "";
    wrong.replaceChildren(...(faults.length ? [el("ul", {}, ...faults.map((fault) => el("li", {}, fault)))] : []));
    draw();
    status.textContent = opened.length ? t("opened", { n: opened.length }) : "";
  });

  /** @param {string} name */
  const close = (name) => {
    opened = opened.filter((other) => other.name !== name);
    wrong.replaceChildren();
    draw();
    status.textContent = t("closed", { name });
    const next = place.querySelector("button");
    (next instanceof HTMLElement ? next : input).focus();
  };

  const order = [...respondents.keys()];
  const rank = (/** @type {PageAnswers} */ answers) => (order.indexOf(answers.respondent || "") + order.length + 1) % (order.length + 1);

  const draw = () => {
    opened.sort((a, b) => rank(a.answers) - rank(b.answers));
    /** @type {Record<string, number>} */
    const seen = {};
    const columns = opened.map(({ name, answers }) => {
      const who = respondents.get(answers.respondent || "") || t("somebody");
      seen[who] = (seen[who] || 0) + 1;
      const more = opened.filter((other) => other.answers.respondent === answers.respondent).length > 1;
      return { name, answers, who: more ? who + " " + seen[who] : who };
    });
    if (!columns.length) return place.replaceChildren();
    const files = columns.map(({ name, who }) => {
      const shut = button(t("close"), () => close(name), "liten");
      shut.append(hidden(" " + t("close-what", { who, name })));
      return el("li", {}, el("strong", {}, who), " ", el("span", { class: "filnavn" }, name), " ", shut);
    });
    const head = columns.map(({ who }) => el("th", { role: "columnheader", scope: "col" }, who));
    const cell = (/** @type {string} */ who, /** @type {(Node | string)[]} */ ...content) =>
      el("td", { role: "cell" }, el("span", { class: "hvemsvar", "aria-hidden": "true" }, who), ...content);
    const said = (/** @type {string | undefined} */ text) => (text ? el("strong", {}, text) : el("span", { class: "ikke-delt" }, t("not-in-file")));
    /** Whether those who answered a statement answered it in different ways. */
    const differs = (/** @type {string} */ statement) => new Set(columns.map(({ answers }) => answers.ratings?.[statement]).filter(Boolean)).size > 1;
    const row = (/** @type {string} */ name, /** @type {HTMLTableCellElement[]} */ cells, id = "") =>
      el("tr", { role: "row", ...(id && { id: "ui_sammen-" + id, class: differs(id) ? "ulikt" : "" }) },
        el("th", { role: "rowheader", scope: "row" }, name, ...(id && differs(id) ? [" ", el("span", { class: "ulikmerke" }, t("differs"))] : [])), ...cells);
    const rows = statements.map(({ id: statement, text, number }) =>
      row(number + ". " + text, columns.map(({ answers, who }) => {
        const note = answers.notes?.[statement];
        return cell(who, said(answers.ratings?.[statement]), ...(note ? [el("p", { class: "notert" }, note)] : []));
      }), statement),
    );
    rows.push(row(t("plan"), columns.map(({ answers: { plan = {} }, who }) => {
      const more = [plan.who, dayInWords(plan.when || "")].filter(Boolean).join(" · ");
      return cell(who, plan.what || more ? el("span", {}, plan.what || "") : said(""), ...(more ? [el("p", { class: "notert" }, more)] : []));
    })));
    const way = (/** @type {Statement} */ { id: statement, text, number }) =>
      el("li", {}, el("a", { href: "#ui_sammen-" + statement }, number + ". " + text));
    const different = statements.filter(({ id: statement }) => differs(statement));
    const contents = columns.length < 2 ? [] : [
      el("nav", { class: "sammeninnhold", "aria-label": t("compare-contents") },
        el("p", {}, el("strong", {}, different.length ? t("differ", { n: different.length, of: statements.length }) : t("differ-none"))),
        el("ul", {}, ...different.map(way)),
        el("details", {}, el("summary", {}, t("compare-all")), el("ul", {}, ...statements.map(way)))),
    ];
    place.replaceChildren(
      el("ul", { class: "apnede" }, ...files),
      ...contents,
      el("section", { class: "rullbar", tabindex: "0", "aria-label": t("compare-table") },
        el("table", { role: "table", class: "sammen" },
          el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, el("td", { role: "cell" }), ...head)),
          el("tbody", { role: "rowgroup" }, ...rows))),
      el("div", { class: "handlinger" }, button(t("compare-print"), printAlone)),
    );
  };

  /** Prints the table and nothing else of the page. */
  const printAlone = () => {
    document.body.classList.add("bare-sammen");
    window.addEventListener("afterprint", () => document.body.classList.remove("bare-sammen"), { once: true });
    window.print();
  };

  return el(
    "section",
    { class: "sammenlign", "aria-labelledby": "ui_del-sammen" },
    title,
    el("p", {}, t("compare-how")),
    ...(privateOnes().size ? [notice(t("before-compare"), t("before-compare-says", { who: privateNames() }))] : []),
    el("div", { class: "linje" }, el("label", { for: input.id }, t("open-files")), el("p", { class: "rad-til", id: "ui_svarfiler-rad" }, t("open-files-hint")), input),
    wrong,
    status,
    place,
  );
}
