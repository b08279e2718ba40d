// The text follows the answers: branches come and go, choices are ticked in and out, advice stands where it belongs.

/** @typedef {{ branch: HTMLElement, when: Condition }} Gren */
/** Branches that follow each other under one question. @type {{ branches: Gren[], note: HTMLElement }[]} */
const chains = [];
const advice = data.advice.map((one) => ({ ...one, condition: parseCondition(one.when) }));
/** Lists of advice, by what it is about. @type {Map<string, HTMLElement[]>} */
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
const inForce = (element) => !element.closest(".gren[hidden], .gren.gar");

/** Puts what is in force in its place. @param {boolean} tell whether to say what came and went */
function showBranches(tell) {
  /** @type {string[]} */
  const messages = [];
  for (const { branches, note } of chains) {
    const waiting = new Set(branches.flatMap(({ when }) => waitsFor(when, answered)));
    for (const { branch, when } of branches) {
      const stands = holds(when, answered);
      const stood = !branch.hidden && !branch.classList.contains("gar");
      // Nobody loses the field they are in: it goes when they leave it.
      const stays = !stands && branch.contains(document.activeElement);
      branch.hidden = !stands && !stays;
      branch.classList.toggle("gar", stays);
      branch.classList.toggle("gjelder", stands);
      if (tell && stands !== stood) {
        const text = beginning(plainOf(branch));
        if (text) messages.push(say(stands ? "text-in" : "text-out", { text }));
      }
    }
    const names = [...waiting].flatMap((name) => fields.get(name) ?? []);
    note.hidden = !names.length;
    if (note.dataset.names === names.map(({ name }) => name).join()) continue;
    note.dataset.names = names.map(({ name }) => name).join();
    const links = names.map(({ name, label }) => knapp(label, () => goTo(name), "lenke"));
    note.replaceChildren(say("depends") + " ", ...links.flatMap((link, i) => (i ? [", ", link] : [link])));
  }
  if (messages.length) announce(messages.join(" "));
}

function showChoices() {
  for (const [id, { item, box, from }] of choices) {
    box.checked = isIn(id);
    item.classList.toggle("ute", !box.checked);
    item.classList.toggle("strok", from && !box.checked);
  }
}

/** Advice that is given now. */
const adviceNow = () => advice.filter(({ condition }) => holds(condition, answered));

/** Advice about nothing but fields nobody has been in waits. @param {Condition} condition */
const isEarly = (condition) =>
  !hasChecked && namesIn(condition).every((name) => fields.has(name) && !answered.field(name) && !visited.has(name));

/** @param {typeof advice[number]} one */
function adviceItem({ level, say: text, see }) {
  const item = el("li", { class: level }, el("p", { class: "varsel-tittel" }, say(level)), el("p", {}, text));
  if (see) item.append(el("p", {}, say("see") + " ", el("a", { href: see.href, lang: see.lang }, see.title)));
  return item;
}

function showAdvice() {
  const now = adviceNow().filter(({ condition }) => !isEarly(condition));
  for (const [at, lists] of adviceLists) {
    const here = now.filter((one) => one.at === at);
    const key = here.map((one) => advice.indexOf(one)).join();
    let isTold = false;
    for (const list of lists) {
      if (list.dataset.now !== key) {
        list.dataset.now = key;
        list.replaceChildren(...here.map(adviceItem));
      }
      // In the text once: at the first of the field's blanks that stands.
      const isInText = list.classList.contains("itekst");
      list.hidden = !here.length || (isInText && isTold);
      isTold ||= isInText && inForce(list);
    }
    describe(at, here.length > 0);
  }
}

/** Ties what is said about a field or choice to its controls. @param {string} at @param {boolean} hasAdvice */
function describe(at, hasAdvice) {
  const id = at.replace(/^choice\./, "");
  const all = at === id ? (controls.get(id) ?? []) : [choices.get(id)?.box];
  const help = at === id && fields.get(id)?.help ? formId(id) + "-hjelp" : "";
  const described = [help, hasAdvice ? adviceLists.get(at)?.[0]?.id : ""].filter(Boolean).join(" ");
  for (const one of all) {
    if (described) one?.setAttribute("aria-describedby", described);
    else one?.removeAttribute("aria-describedby");
    one?.closest(".felt")?.classList.toggle("medrad", hasAdvice);
  }
}

/** A place for advice. @param {string} at @param {string} id @param {string} className */
function adviceList(at, id, className) {
  const list = el("ul", { class: "rad " + className, id, hidden: true });
  adviceLists.set(at, [...(adviceLists.get(at) ?? []), list]);
  return list;
}

/** Everything follows what is answered. @param {boolean} [tell] */
function update(tell = true) {
  showAnswers();
  showChoices();
  showBranches(tell);
  showAdvice();
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
  const choice = choices.get(at.replace(/^choice\./, ""));
  const place = at.startsWith("choice.") ? choice?.box : placeOf(at);
  if (!place) return;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}
