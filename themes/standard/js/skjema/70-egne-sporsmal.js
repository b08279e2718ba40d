// Questions of a reader's own in a document. They go into the answers under the heading of their section; the
// guard in 80-vakt.js says what it thinks of each before it is added, and leaves the decision to the reader.

/** How long a question may be, and how long the guard waits after a key. */
const MOST_LETTERS = 300;
const GUARD_WAIT = 400;
/** How many findings are shown at a time. */
const MOST_FINDINGS = 2;

/** @type {Promise<QuestionGuard | undefined> | undefined} */
let guardLoading;

/**
 * The guard, loaded when first needed; nothing where its rules cannot be loaded.
 * @param {string} address
 */
function loadGuard(address) {
  guardLoading ??= brobygger.current(address).then(
    () => (brobygger.questions ? questionGuard(brobygger.questions) : undefined),
    () => undefined,
  );
  return guardLoading;
}

/**
 * An element with classes, a text, and what is in it.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} className
 * @param {...(string | Node)} content
 */
function made(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/**
 * A button; what `hidden` says is read out after its text.
 * @param {string} text
 * @param {() => void} press
 * @param {string} [hidden]
 */
function pressable(text, press, hidden) {
  const button = made("button", "egne-knapp", text);
  button.type = "button";
  if (hidden) button.append(made("span", "skjult", hidden));
  button.addEventListener("click", press);
  return button;
}

/** @param {string} key */
const guardText = (key) => brobygger.text("skjema-vakt-" + key);

/** The book's words on what its rules find. @param {keyof GuardWords} key */
const guardSays = (key) => brobygger.questions?.says[key] ?? "";

/** A finding of the guard as one text that is read out. @param {QuestionFinding} finding */
function spokenFinding({ rule }) {
  const instead = rule.instead ? ` ${guardText("instead")} ${rule.instead}` : "";
  const title = guardSays(rule.level);
  return (/[.?!]$/.test(title) ? title : title + ".") + ` ${rule.why}${instead}`;
}

/** @param {QuestionFinding[]} findings */
const levelText = (findings) => guardSays(findings[0].rule.level);

/** Why a rule is there, and its law before the mark that ends the sentence. @param {QuestionFinding["rule"]} rule */
function whyByLaw({ why, law }) {
  if (!law) return why;
  const words = why.replace(/[.?!…]$/, "");
  return `${words} ${brobygger.text("skjema-vakt-law", { law })}${why.slice(words.length) || "."}`;
}

/**
 * The guard's words on a question, in full.
 * @param {QuestionFinding} finding
 * @param {(question: string) => void} [use] what to do with the better question; in a text there is none
 */
function findingBox({ rule, quote }, use) {
  const box = made("div", "vakt-funn " + rule.level);
  box.append(made("p", "vakt-tittel", guardSays(rule.level)));
  // A doubt is about the whole question, which stands just above.
  const about = rule.level === "look-again" ? [] : [brobygger.text("skjema-vakt-about", { quote }), " "];
  box.append(made("p", "", ...about, whyByLaw(rule)));
  const ways = made("p", "egne-knapper");
  if (rule.instead) {
    const instead = use ? [guardText("instead"), " ", made("q", "", rule.instead)] : [guardText("instead-text"), " ", rule.instead];
    box.append(made("p", "vakt-heller", ...instead));
    if (use) ways.append(pressable(guardText("use"), () => use(rule.instead)));
  }
  if (rule.see) {
    const link = made("a", "", rule.see.title);
    link.href = brobygger.root + rule.see.href;
    ways.append(made("span", "", guardText("more"), " ", link));
  }
  if (ways.hasChildNodes()) box.append(ways);
  return box;
}

/** How many editors there have been: their ids. */
let editors = 0;

/**
 * A place to write a question: a field, what the guard says of it, and what to do with it.
 * @param {object} options
 * @param {string} options.value
 * @param {string} options.label
 * @param {string} options.done
 * @param {string} options.rules
 * @param {string} options.about
 * @param {(question: string) => void} options.save
 * @param {() => void} options.cancel
 */
function questionEditor({ value, label, done, rules, about: says, save, cancel }) {
  editors += 1;
  const id = "ui_egne-" + editors;
  const field = made("textarea", "");
  field.id = id;
  field.rows = 2;
  field.maxLength = MOST_LETTERS;
  field.value = value;
  const name = made("label", "", label);
  name.htmlFor = id;
  const about = made("p", "egne-om", says);
  about.id = id + "-om";
  about.hidden = !says;
  if (says) field.setAttribute("aria-describedby", about.id);
  const spoken = made("p", "skjult");
  spoken.setAttribute("role", "status");
  const shown = made("div", "vakt-alt");
  const form = made("form", "egne-skjema", name, field, about, spoken, shown);
  const submit = made("button", "egne-knapp viktig", done);
  submit.type = "submit";
  form.append(made("p", "egne-knapper", submit, pressable(guardText("cancel"), cancel)));

  /** The question that what is shown is about; nothing before the guard has looked. */
  let checked = /** @type {string | undefined} */ (undefined);
  /** @type {QuestionFinding[]} */
  let findings = [];
  let timer = 0;

  /** @param {string} text */
  const say = (text) => {
    if (spoken.textContent !== text) spoken.textContent = text;
  };

  /** Looks at what stands in the field now. */
  const look = async () => {
    clearTimeout(timer);
    if (!rules) return;
    const guard = await loadGuard(rules);
    const question = field.value.trim();
    if (question === checked) return;
    const before = findings.length;
    checked = question;
    findings = guard ? lookAtQuestion(guard, question).slice(0, MOST_FINDINGS) : [];
    shown.replaceChildren(...findings.map((finding) => findingBox(finding, use)));
    if (!guard) {
      shown.append(made("p", "egne-om", guardText("no-guard")));
      say(guardText("no-guard"));
    } else if (findings.length) {
      say(spokenFinding(findings[0]));
    } else {
      say(before ? guardSays("nothing-more") : "");
    }
  };

  /** @param {string} question */
  const use = (question) => {
    field.value = question;
    field.focus();
    look();
  };

  /** Asks once more before a question is kept that the guard calls forbidden. */
  const askAgain = () => {
    shown.querySelector(".vakt-igjen")?.remove();
    const keep = pressable(guardText("anyway"), () => save(field.value.trim()));
    const why = guardSays("before-adding");
    shown.append(made("div", "vakt-igjen", ...(why ? [made("p", "", why)] : []), keep));
    say(why);
    keep.focus();
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    shown.querySelector(".vakt-igjen")?.remove();
    timer = window.setTimeout(look, GUARD_WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    cancel();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!field.value.trim()) {
      say(guardText("empty"));
      field.focus();
      return;
    }
    const seen = checked === field.value.trim();
    await look();
    if (findings.some(({ rule }) => rule.level === "forbidden")) askAgain();
    // What is advised against is shown once before it is kept.
    else if (seen || !findings.length) save(field.value.trim());
  });
  if (value) look();
  return { form, field };
}

/**
 * A section that a reader can add questions to: what was added, and a button.
 * @param {object} options
 * @param {string} options.id of the heading
 * @param {string} options.title
 * @param {string} options.page
 * @param {string} options.rules
 * @param {string} options.about
 * @param {AddedStore} options.store
 */
function ownQuestions({ id, title, page, rules, about, store }) {
  const list = made("ul", "egne-liste");
  list.setAttribute("aria-label", brobygger.text("skjema-vakt-list", { title }));
  const said = made("p", "skjult");
  said.setAttribute("role", "status");
  const box = made("div", "egne", list, said);
  box.dataset.section = id;
  /** The position that is open: the one edited, or the number of questions where one is added. */
  let open = /** @type {number | undefined} */ (undefined);
  let drawn = "";

  const questions = () => store.document(page).added?.[id] ?? [];

  /** @param {string[]} all */
  const keep = (all) => {
    const answers = store.document(page);
    answers.added ??= {};
    if (all.length) answers.added[id] = all;
    else delete answers.added[id];
    store.changed();
  };

  /** @param {string} what */
  const focusOn = (what) => {
    const found = box.querySelector(what);
    if (found instanceof HTMLElement) found.focus();
  };

  const add = pressable(guardText("add"), () => edit(questions().length), brobygger.text("skjema-vakt-add-to", { title }));
  add.classList.add("egne-ny");
  box.append(add);

  /** @param {number} at */
  const edit = (at) => {
    open = at;
    draw();
    focusOn("textarea");
  };

  /**
   * @param {string} words that are read out
   * @param {string} focus
   */
  const close = (words, focus) => {
    open = undefined;
    draw();
    said.textContent = words;
    focusOn(focus);
  };

  /** @param {number} at */
  const editor = (at) => {
    const all = questions();
    const isNew = at >= all.length;
    return questionEditor({
      value: all[at] ?? "",
      label: brobygger.text(isNew ? "skjema-vakt-new" : "skjema-vakt-edit-label", { title }),
      done: guardText(isNew ? "add-done" : "save"),
      rules,
      about,
      save(question) {
        // The answers may have changed meanwhile.
        const now = [...questions()];
        const where = isNew ? -1 : now.indexOf(all[at]);
        now.splice(where < 0 ? now.length : where, where < 0 ? 0 : 1, question);
        open = undefined;
        keep(now);
        close(guardText(isNew ? "added" : "saved"), isNew ? ".egne-ny" : `[data-at="${at}"] button`);
      },
      cancel: () => close("", isNew ? ".egne-ny" : `[data-at="${at}"] button`),
    }).form;
  };

  /**
   * @param {string} question
   * @param {number} at
   */
  const item = (question, at) => {
    if (open === at) return made("li", "egen", editor(at));
    const mark = made("span", "vakt-merke");
    mark.hidden = true;
    const row = made("li", "egen", made("p", "egen-tekst", question), mark);
    row.dataset.at = String(at);
    const remove = () => {
      keep(questions().filter((_, other) => other !== at));
      close(guardText("removed"), questions().length ? `[data-at="${Math.min(at, questions().length - 1)}"] button` : ".egne-ny");
    };
    const named = ": " + question;
    row.append(
      made("p", "egne-knapper", pressable(guardText("edit"), () => edit(at), named), pressable(guardText("remove"), remove, named)),
    );
    if (!rules) return row;
    loadGuard(rules).then((guard) => {
      const findings = guard ? lookAtQuestion(guard, question) : [];
      if (!findings.length) return;
      mark.textContent = levelText(findings);
      mark.classList.add(findings[0].rule.level);
      mark.hidden = false;
    });
    return row;
  };

  const draw = () => {
    const all = questions();
    drawn = JSON.stringify(all);
    list.replaceChildren(...all.map(item));
    list.hidden = all.length === 0;
    box.querySelector(":scope > form")?.remove();
    const adding = open !== undefined && open >= all.length;
    if (adding) add.before(editor(all.length));
    add.hidden = adding;
  };

  // What is being written stays when the answers change elsewhere.
  store.listen(() => {
    if (open === undefined && JSON.stringify(questions()) !== drawn) draw();
  });
  draw();
  return box;
}

/**
 * The last question of each section, by the section's heading.
 * @param {Element} text
 */
function questionSections(text) {
  /** @type {Map<Element, Element>} */
  const sections = new Map();
  /** @type {Element | undefined} */
  let heading;
  for (const element of text.querySelectorAll("h2[id], h3[id], li[data-choice]")) {
    if (element.localName !== "li") {
      heading = element;
      continue;
    }
    const words = /** @type {Element} */ (element.cloneNode(true));
    words.querySelectorAll("aside").forEach((aside) => aside.remove());
    if (heading && words.textContent?.includes("?")) sections.set(heading, element);
  }
  return sections;
}

brobygger.start(() => {
  const text = document.querySelector("[data-questions]");
  const { answers: store } = /** @type {{ answers?: AddedStore }} */ (/** @type {unknown} */ (brobygger));
  if (!(text instanceof HTMLElement) || !store) return;
  const { page = "", questions: rules = "", about = "" } = text.dataset;
  for (const [heading, last] of questionSections(text)) {
    let block = last;
    while (block.parentElement && block.parentElement !== text && !block.parentElement.contains(heading)) block = block.parentElement;
    block.after(ownQuestions({ id: heading.id, title: heading.textContent ?? "", page, rules, about, store }));
  }
});
