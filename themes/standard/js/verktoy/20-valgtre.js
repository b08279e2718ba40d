// A decision, one question at a time. The way stands in the address, so that a link, the reader's «back» and a
// reload all lead to the same place: `#svar/QUESTION.LETTER/…/OUTCOME`, with the letters of the figure and a word of the
// book's language before them.

const { anchors } = brobygger;
const WAY = "#" + anchors.answers;

/** @typedef {{anchor: string, id: string, ask: string, why: string, answers: {text: string, to: string}[]}} Question */
/** @typedef {{question: Question, index: number}} Step */
/** @typedef {{steps: Step[], here: string, whole: boolean}} Way */

/**
 * The questions of the page, by their anchor, in order.
 * @param {Element} tree
 * @returns {Map<string, Question>}
 */
function questionsOf(tree) {
  return new Map(
    [...tree.querySelectorAll(".sporsmal")].map((section) => {
      const answers = [...section.querySelectorAll("li")].map((item) => ({
        text: textOf(item.querySelector("strong")),
        to: item.querySelector("a")?.hash.slice(1) || "",
      }));
      const id = section.id.slice(anchors.question.length);
      const ask = textOf(section.querySelector("h3 span"));
      return [section.id, { anchor: section.id, id, ask, why: textOf(section.querySelector(".hvorfor")), answers }];
    }),
  );
}

/**
 * The way that an address tells, as far as it still leads; `whole` says whether all of it does.
 * @param {string} hash
 * @param {Map<string, Question>} questions
 * @param {string} first
 * @returns {Way}
 */
function readWay(hash, questions, first) {
  /** @type {Way} */
  const way = { steps: [], here: first, whole: true };
  if (!hash.startsWith(WAY)) return way;
  for (const part of hash.slice(WAY.length).split("/").filter(Boolean)) {
    const dot = part.lastIndexOf(".");
    if (dot < 0 && way.here === anchors.outcome + part) continue;
    const question = questions.get(way.here);
    const index = part.charCodeAt(dot + 1) - 97;
    const answer = question && question.id === part.slice(0, dot) && part.length === dot + 2 && question.answers[index];
    if (!question || !answer) return { ...way, whole: false };
    way.steps.push({ question, index });
    way.here = answer.to;
  }
  return way;
}

/**
 * The address of a way.
 * @param {Step[]} steps
 */
function addressOf(steps) {
  const parts = steps.map(({ question, index }) => question.id + "." + String.fromCharCode(97 + index));
  const last = steps[steps.length - 1];
  const end = last ? last.question.answers[last.index].to : "";
  return WAY + parts.concat(end.startsWith(anchors.outcome) ? [end.slice(anchors.outcome.length)] : []).join("/");
}

/**
 * The answers so far, each with a way to change it.
 * @param {Step[]} steps
 * @param {boolean} reasons whether to say why each was asked
 */
function wayList(steps, reasons) {
  const rows = steps.map(({ question, index }, at) => {
    const change = el("a", { href: addressOf(steps.slice(0, at)) }, t("change"), hidden(" " + t("change-what", { question: question.ask })));
    const said = el("dd", {}, el("strong", {}, question.answers[index].text));
    if (reasons && question.why) said.append(el("p", { class: "hvorfor" }, question.why));
    return el("div", {}, el("dt", {}, question.ask), said, el("dd", { class: "endre" }, change));
  });
  return el("dl", { class: "vei" }, ...rows);
}

function decision() {
  const tree = document.querySelector(".valgtre");
  const figure = document.querySelector(".figurdel");
  if (!tree || !tree.parentElement) return;
  const questions = questionsOf(tree);
  const first = questions.keys().next().value;
  if (first === undefined) return;
  const tool = el("section", { class: "steg", "aria-labelledby": "ui_steg-tittel" });
  const all = el("details", { class: "heletreet" }, el("summary", {}, t("whole-tree")));

  /** The last answer to each question, to be found again when an answer is changed. @type {Map<string, number>} */
  const last = new Map();
  let shown = "";

  /** @param {boolean} move whether focus goes to what is shown */
  const show = (move) => {
    const way = readWay(location.hash, questions, first);
    way.steps.forEach(({ question, index }) => last.set(question.id, index));
    const question = questions.get(way.here);
    const notice = way.whole ? [] : [el("p", { class: "merknad" }, t("old-link"))];
    tool.replaceChildren(...notice, ...(question ? asking(question, way.steps) : ending(way.here, way.steps)));
    tool.classList.toggle("resultat", !question);
    shown = location.hash;
    const title = document.getElementById("ui_steg-tittel");
    if (move && title) goTo(title);
  };

  /**
   * @param {Question} question
   * @param {Step[]} steps
   */
  const asking = (question, steps) => {
    const rows = question.answers.map(({ text }, index) =>
      choice("radio", { name: "svar", id: "ui_svar-" + index, value: String(index), checked: last.get(question.id) === index }, text),
    );
    const legend = el("legend", {}, el("h2", { id: "ui_steg-tittel" }, el("span", { class: "overtittel" }, t("question-number", { n: steps.length + 1 })), " ", question.ask));
    const why = question.why ? [el("p", { class: "hvorfor", id: "ui_steg-hvorfor" }, question.why)] : [];
    const wrong = el("p", { class: "feil", id: "ui_steg-feil", "aria-live": "assertive", "aria-atomic": "true" });
    const field = el("fieldset", { "aria-describedby": "ui_steg-hvorfor ui_steg-feil" }, legend, ...why, wrong, el("div", { class: "kryssliste" }, ...rows.map(({ row }) => row)));
    const form = el("form", { novalidate: true }, field, el("button", { class: "knapp hoved" }, t("next")));
    form.addEventListener("change", () => wrong.replaceChildren());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const index = rows.findIndex(({ input }) => input.checked);
      if (index < 0) {
        wrong.textContent = t("choose-one");
        rows[0]?.input.focus();
        return;
      }
      location.hash = addressOf([...steps, { question, index }]);
    });
    if (!steps.length) return [form];
    const back = el("a", { class: "tilbakelenke", href: addressOf(steps.slice(0, -1)) }, t("back"));
    return [back, form, el("h3", {}, t("way-so-far")), wayList(steps, false), again()];
  };

  /**
   * The content of an outcome, with the first page it leads to as the one next thing, and the others after it.
   * @param {Element} outcome
   */
  const saidOf = (outcome) => {
    const says = [...outcome.children].filter((child) => child.localName !== "h3").map((child) => /** @type {Element} */ (child.cloneNode(true)));
    const list = says.find((child) => child.localName === "ul");
    const first = list?.querySelector("a");
    if (!list || !first) return says;
    first.closest("li")?.remove();
    first.classList.add("knapp", "hoved");
    const next = el("p", { class: "nestesteg" }, el("span", { class: "overtittel" }, t("next")), first);
    const others = list.children.length ? [el("p", {}, t("read-too")), list] : [];
    return [...says.filter((child) => child !== list && !child.matches(".videre-til")), next, ...others];
  };

  /**
   * @param {string} anchor
   * @param {Step[]} steps
   */
  const ending = (anchor, steps) => {
    const outcome = document.getElementById(anchor);
    const name = outcome?.querySelector("h3");
    const title = el("h2", { id: "ui_steg-tittel", class: name?.className || "" }, textOf(name));
    const says = outcome ? saidOf(outcome) : [];
    const status = statusLine();
    const copy = button(t("copy-link"), () => {
      Promise.resolve()
        .then(() => navigator.clipboard.writeText(location.href))
        .then(() => t("link-copied"), () => t("link-not-copied"))
        .then((text) => (status.textContent = text));
    });
    const actions = el("div", { class: "handlinger" }, copy, button(t("print-result"), () => window.print()), again());
    return [el("p", { class: "overtittel" }, t("result")), title, ...says, el("h3", {}, t("reasons")), wayList(steps, true), actions, status];
  };

  const again = () => {
    const link = el("a", { class: "pa-nytt", href: WAY }, t("again"));
    link.addEventListener("click", () => last.clear());
    return link;
  };

  /** Opens the tree where an address leads into it. */
  const openTree = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target || !all.contains(target)) return;
    all.open = true;
    target.scrollIntoView();
  };

  /** Puts the first question of the figure in the middle of what is seen of it. */
  const centre = () => {
    const window = figure?.querySelector(".rulle");
    const question = window?.querySelector("svg text");
    if (!window || !question) return;
    const [seen, box] = [window.getBoundingClientRect(), question.getBoundingClientRect()];
    window.scrollLeft += box.left + box.width / 2 - (seen.left + seen.width / 2);
  };
  all.addEventListener("toggle", centre, { once: true });

  // The tree stays as it is until the first question stands ready.
  show(false);
  tree.before(tool, all);
  all.append(...document.querySelectorAll(".valgtre"), ...(figure ? [figure] : []));
  if (location.hash.startsWith(WAY)) show(true);
  openTree();
  window.addEventListener("hashchange", () => {
    if (!location.hash || location.hash.startsWith(WAY)) {
      if (location.hash !== shown) show(true);
    } else openTree();
  });
  document.querySelectorAll(".innhold a").forEach((link) => link.addEventListener("click", () => setTimeout(openTree)));
  // On paper, the whole tree stands where there is no result.
  let opened = false;
  window.addEventListener("beforeprint", () => {
    opened = !all.open && !tool.classList.contains("resultat");
    if (opened) all.open = true;
  });
  window.addEventListener("afterprint", () => {
    if (opened) all.open = false;
  });
}
