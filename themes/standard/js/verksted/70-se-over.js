// Step 4: what there is to look at before the edition is handed on: what is wrong, and what the original has changed.

/** Goes to the place of something that is said. @param {Problem} problem */
function goTo(problem) {
  const field = fieldOf(problem);
  if (field) {
    turnTo(field[0]);
    byId(field[1]).focus();
  } else if (problem.page) {
    textStep.open(problem.page, problem.part, problem);
    turnTo("tekst");
  }
}

/** @type {WorkshopStep} */
const lookStep = (() => {
  const place = byId("sagt");
  const moved = byId("drift");

  function problems() {
    const all = work.report?.problems ?? [];
    const of = (/** @type {string} */ severity) => all.filter((problem) => problem.severity === severity);
    const errors = of("error");
    place.replaceChildren();
    if (errors.length) place.append(make("p", { class: "feil" }, word("look-errors", { count: errors.length })), problemList(errors, goTo));
    else place.append(make("p", { class: "verksted-godt" }, word("look-sound")));
    const own = of("warning").filter((problem) => problem.is_own);
    if (own.length) place.append(make("h3", {}, word("look-warnings", { count: own.length })), problemList(own, goTo));
    const rest = [...of("warning").filter((problem) => !problem.is_own), ...of("note")];
    if (rest.length) {
      place.append(make("details", {}, make("summary", {}, word("look-rest", { count: rest.length })), problemList(rest, goTo)));
    }
  }

  function changes() {
    const pages = allPages().filter((page) => page.change !== "none");
    const list = byId("endringer");
    list.replaceChildren();
    if (!pages.length) list.append(make("p", {}, word("changes-none")));
    else {
      const item = (/** @type {ListedPage} */ page) => {
        const row = make("li", {}, page.title, " – ", word("change-" + page.change));
        const title = page.title;
        if (page.change === "taken-out") {
          row.append(" ", make("button", { type: "button", class: "knapp liten", "aria-label": word("part-back-named", { title }), onclick: () => void change({ ask: "take-back", page: page.id }).then((done) => done && say(word("taken-back", { title }))) }, word("part-back")));
        } else {
          row.append(" ", make("button", { type: "button", class: "knapp liten", "aria-label": word("edit-named", { title: page.title }), onclick: () => { textStep.open(page.id); turnTo("tekst"); } }, word("edit")));
        }
        return row;
      };
      list.append(make("ul", { class: "verksted-sagt" }, ...pages.map(item)));
    }
  }

  /** Letters of what is the same that show where a change stands. */
  const BESIDE = 120;

  /**
   * The text that is the same between two changes, or before the first or after the last: the words beside them.
   * @param {string} text @param {boolean} isFirst @param {boolean} isLast
   */
  function beside(text, isFirst, isLast) {
    const [begin, end] = [isFirst ? 0 : BESIDE, isLast ? 0 : BESIDE];
    if (text.length <= begin + end) return text;
    const before = text.slice(0, begin).replace(/\s*\S*$/, " ");
    const after = end ? text.slice(-end).replace(/^\S*\s*/, " ") : "";
    return (isFirst ? "" : before) + "…" + after;
  }

  /** The words that are gone and new, by a line and in words for those who hear the page. @param {MovedUnit} unit */
  function difference(unit) {
    const out = make("pre", { tabindex: "0" });
    for (const [at, [how, text]] of unit.difference.entries()) {
      if (how === "=") out.append(beside(text, at === 0, at === unit.difference.length - 1));
      else out.append(make(how === "-" ? "del" : "ins", {}, make("span", { class: "skjult" }, word(how === "-" ? "drift-deleted" : "drift-inserted") + " "), text));
    }
    return out;
  }

  /** @param {MovedUnit} unit */
  function article(unit) {
    const isLink = unit.unit.startsWith("->");
    const box = make("article", { class: "verksted-drift" }, make("h4", {}, unit.unit_title && !isLink ? `${unit.page_title} – ${unit.unit_title}` : unit.page_title));
    const state = make("p", {});
    if (unit.is_law) state.append(make("strong", { class: "lov" }, word("drift-law")), " ");
    state.append(make("strong", { class: unit.is_urgent ? "haster" : "" }, known("drift-" + unit.state) ?? unit.state));
    box.append(state);
    const said = (/** @type {string} */ key, /** @type {string} */ text) => box.append(make("h5", {}, word(key)), make("pre", { tabindex: "0" }, text));
    if (unit.difference.length) box.append(make("h5", {}, word("drift-difference")), difference(unit));
    else if (unit.now) said("drift-now", unit.now);
    if (unit.ours) said("drift-ours", unit.ours);
    const buttons = make("div", { class: "handlinger" });
    if (unit.digest && unit.state !== "current") {
      buttons.append(make("button", { type: "button", class: "knapp liten", onclick: () => void accept(unit) }, word("drift-accept")));
    }
    if (pageOf(unit.page)) {
      const part = unit.unit.startsWith("#") ? unit.unit.slice(1) : null;
      buttons.append(make("button", { type: "button", class: "knapp liten", onclick: () => { textStep.open(unit.page, part); turnTo("tekst"); } }, word("drift-edit")));
    }
    box.append(buttons);
    return box;
  }

  /** @param {MovedUnit} unit */
  async function accept(unit) {
    if (await change({ ask: "accept", units: [`${unit.name}@${unit.digest}`] })) say(word("drift-accepted"));
    await drift();
    byId("drift-tittel").focus();
  }

  async function drift() {
    const { answer } = await ask({ ask: "drift" });
    byId("drift-del").hidden = false;
    const units = /** @type {DriftAnswer} */ (answer).units.filter((unit) => !["current", "form"].includes(unit.state) && unit.page !== "");
    moved.replaceChildren();
    if (!units.length) {
      moved.append(make("p", { class: "verksted-godt" }, word("drift-none")));
      return;
    }
    const urgent = units.filter((unit) => unit.is_urgent);
    const other = units.filter((unit) => !unit.is_urgent);
    moved.append(make("p", {}, word("drift-count", { count: urgent.length, all: units.length })));
    if (other.some((unit) => unit.state === "text" || unit.state === "moved") || urgent.some((unit) => unit.state === "substance")) {
      const merge = async () => {
        if (await change({ ask: "merge" })) say(word("drift-merged"));
        await drift();
      };
      moved.append(make("p", {}, make("button", { type: "button", class: "knapp", onclick: () => void merge() }, word("drift-merge")), " ", word("drift-merge-why")));
    }
    moved.append(...urgent.map(article), ...other.map(article));
  }

  let isAsking = false;
  return {
    show() {
      problems();
      changes();
      if (!work.wasOpened) byId("drift-del").hidden = true;
      if (!work.wasOpened || isAsking) return;
      isAsking = true;
      drift()
        .catch((error) => say(why(error)))
        .finally(() => (isAsking = false));
    },
  };
})();
