// The text follows the answers: branches come and go, choices are ticked in and out, advice stands where it belongs.

/** @typedef {{ branch: HTMLElement, when: Condition }} Gren */
/** Branches that follow each other under one question. @type {{ branches: Gren[], note: HTMLElement }[]} */
const chains = [];
const advice = data.advice.map((one) => ({ ...one, condition: parseCondition(one.when) }));
/** Lists of advice, by what it is about. @type {Map<string, HTMLElement>} */
const adviceLists = new Map();
/** Whether the reader has asked what is missing: then advice about empty fields is shown too. */
let hasChecked = false;

for (const branch of /** @type {HTMLElement[]} */ (every(".gren[data-when]"))) {
  const one = { branch, when: parseCondition(branch.dataset.when ?? "") };
  if ("else" in branch.dataset && chains.length) {
    const siblings = chains.filter(({ branches }) => branches[0].branch.parentElement === branch.parentElement);
    const chain = siblings.at(-1);
    if (chain) {
      chain.branches.push(one);
      continue;
    }
  }
  const note = branch.localName === "li" ? el("li", { class: "avhenger" }) : el("p", { class: "avhenger" });
  note.hidden = true;
  chains.push({ branches: [one], note });
}

/** Whether an element and all around it is in force. @param {Element} element */
function inForce(element) {
  const choice = /** @type {HTMLElement | null} */ (element.parentElement?.closest("li[data-choice]") ?? null);
  return !element.closest(".gren[hidden], .gren.gar") && (!choice || isIn(choice.dataset.choice ?? ""));
}

/** How long the text stands still before it is told what came and went, in milliseconds. */
const STILL = 1200;
/** Branches as they were last told of. @type {Map<HTMLElement, boolean>} */
const told = new Map();
let telling = 0;

/** Says what came and went, once nothing changes any more. @param {boolean} tell whether there is somebody to tell */
function tellBranches(tell) {
  clearTimeout(telling);
  telling = window.setTimeout(
    () => {
      /** @type {string[]} */
      const messages = [];
      for (const { branch, when } of chains.flatMap(({ branches }) => branches)) {
        const stands = holds(when, answered);
        const text = tell && told.get(branch) !== stands && beginning(plainOf(branch));
        if (text) messages.push(say(stands ? "text-in" : "text-out", { text }));
        told.set(branch, stands);
      }
      if (messages.length) announce(messages.join(" "));
    },
    tell ? STILL : 0,
  );
}

/** Puts what is in force in its place. */
function showBranches() {
  for (const { branches, note } of chains) {
    const waiting = new Set(branches.flatMap(({ when }) => waitsFor(when, answered)));
    for (const { branch, when } of branches) {
      const stands = holds(when, answered);
      // Nobody loses the field they are in: it goes when they leave it.
      const stays = !stands && branch.contains(document.activeElement);
      branch.hidden = !stands && !stays;
      branch.classList.toggle("gar", stays);
      branch.classList.toggle("gjelder", stands);
    }
    const names = [...waiting].flatMap((name) => fields.get(name) ?? []);
    note.hidden = !names.length;
    if (note.dataset.names === names.map(({ name }) => name).join()) continue;
    note.dataset.names = names.map(({ name }) => name).join();
    const links = names.map(({ name, label }) => knapp(label, () => goTo(name), "lenke"));
    note.replaceChildren(say("depends") + " ", ...links.flatMap((link, i) => (i ? [", ", link] : [link])));
  }
}

function showChoices() {
  for (const [id, { item, box, from }] of choices) {
    box.checked = isIn(id);
    item.classList.toggle("ute", !box.checked);
    item.classList.toggle("strok", from && !box.checked);
  }
}

/** Advice that the reader has followed, as it is kept. @param {typeof advice[number]} one */
const keyOf = ({ at, when }) => `${at}: ${when}`;

/** @param {typeof advice[number]} one */
const isFollowed = (one) => Array.isArray(own().followed) && own().followed?.includes(keyOf(one)) === true;

/** @param {typeof advice[number]} one @param {boolean} followed */
function follows(one, followed) {
  const page = own();
  const others = (Array.isArray(page.followed) ? page.followed : []).filter((key) => key !== keyOf(one));
  if (followed) others.push(keyOf(one));
  if (others.length) page.followed = others;
  else delete page.followed;
  store.changed();
}

/** Advice that the answers ask for, followed or not. */
const adviceGiven = () => advice.filter(({ condition }) => holds(condition, answered));

/** Advice that is to be read now. */
const adviceNow = () => adviceGiven().filter((one) => !isFollowed(one));

/** Advice about nothing but fields nobody has been in waits. @param {Condition} condition */
const isEarly = (condition) =>
  !hasChecked && namesIn(condition).every((name) => fields.has(name) && !answered.field(name) && !visited.has(name));

/** A text in two: up to the first full stop that ends a sentence, and after it. @param {string} text @returns {[string, string]} */
function firstSentence(text) {
  const end = /[.!?][»”"]?(?=\s+[\p{Lu}«“"])/u.exec(text);
  const at = end ? end.index + end[0].length : text.length;
  return [text.slice(0, at), text.slice(at).trim()];
}

/** One line that opens; a text that is no longer than that is a paragraph. @param {string} text @param {(Node | string)[]} more @returns {HTMLElement} */
function openable(text, ...more) {
  const [first, rest] = firstSentence(text);
  if (!rest && !more.length && first.length <= 80) return el("p", {}, first);
  const line = first.length > 80 ? beginning(first) : first;
  const whole = line === first ? rest : text;
  return el("details", {}, el("summary", {}, line), ...(whole ? [el("p", {}, whole)] : []), ...more);
}

/** @param {typeof advice[number]} one @param {string} id of what it says, without its links and buttons */
function adviceItem(one, id) {
  const { level, say: text, see } = one;
  const more = see ? [see.cloneNode(true)] : [];
  const isAnswer = fields.has(one.at) && !answered.field(one.at);
  const done = knapp(say("followed"), () => {
    const place = one.at.startsWith("choice.") ? choices.get(one.at.slice("choice.".length))?.box : placeOf(one.at);
    follows(one, true);
    place?.focus({ preventScroll: true });
    announce(say("followed-said"));
  }, "lenke");
  done.setAttribute("aria-label", `${say("followed")}: ${beginning(text)}`);
  const words = level === "info" ? [openable(text, ...more)] : [el("p", {}, text), ...more];
  const said = el("span", { id, hidden: true }, `${say(level)}: ${text}`);
  return el("li", { class: level }, said, el("p", { class: "varsel-tittel" }, say(level)), ...words, ...(isAnswer ? [] : [el("p", { class: "gjort" }, done)]));
}

/** Advice that stands on the page, to tell what is new. @type {Set<typeof advice[number]>} */
let standing = new Set();

/** @param {boolean} tell whether to say what is new: at once where it warns */
function showAdvice(tell) {
  const now = adviceNow().filter(({ condition, at }) => !isEarly(condition) && (at.startsWith("choice.") || counts(at)));
  for (const [at, list] of adviceLists) {
    const here = now.filter((one) => one.at === at);
    const key = here.map((one) => advice.indexOf(one)).join();
    if (list.dataset.now !== key) {
      list.dataset.now = key;
      list.replaceChildren(...here.map((one, number) => adviceItem(one, `${list.id}-${number}`)));
    }
    list.hidden = !here.length;
    describe(at);
  }
  const fresh = tell ? now.filter((one) => !standing.has(one)) : [];
  standing = new Set(now);
  const warns = fresh.filter(({ level }) => level !== "info");
  if (warns.length) announce(warns.map(({ level, say: text }) => `${say(level)}: ${text}`).join(" "), alarm);
}

/** Ties what is said about a field or choice to its controls. @param {string} at */
function describe(at) {
  const hasAdvice = adviceLists.get(at)?.hidden === false;
  const id = at.replace(/^choice\./, "");
  const all = at === id ? (controls.get(id) ?? []) : [choices.get(id)?.box];
  const help = at === id && fields.get(id)?.help ? formId(id) + "-hjelp" : "";
  const guard = at === id && foundIn(id).length ? formId(id) + "-vaktsagt" : "";
  const said = hasAdvice ? [...(adviceLists.get(at)?.children ?? [])].map((item) => item.firstElementChild?.id) : [];
  const described = [help, guard, ...said].filter(Boolean).join(" ");
  for (const one of all) {
    if (one) attribute(one, "aria-describedby", described || undefined);
    one?.closest(".felt")?.classList.toggle("medrad", hasAdvice);
  }
}

/** A place for advice. @param {string} at @param {string} id @param {string} className */
function adviceList(at, id, className) {
  const list = el("ul", { class: "rad " + className, id, hidden: true });
  adviceLists.set(at, list);
  return list;
}

/** Everything follows what is answered. @param {boolean} [tell] */
function update(tell = true) {
  showAnswers();
  showChoices();
  showBranches();
  tellBranches(tell);
  showFields();
  showAdvice(tell);
  guardFields();
  showChecks();
  for (const all of controls.values()) all.forEach(grow);
}

let pressed = false;
let due = false;
/** Once nothing is pressed any more: what goes away must not pull a button from under the pointer. */
function settle() {
  due = true;
  setTimeout(() => {
    if (!due || pressed) return;
    due = false;
    update();
  });
}

/** Takes the reader to a field or choice. @param {string} at */
function goTo(at) {
  const choice = at.startsWith("choice.") ? choices.get(at.slice("choice.".length)) : undefined;
  if (choice) showStep(sectionAt(choice.item));
  const place = choice ? choice.box : placeOf(at);
  if (!place) return;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}
