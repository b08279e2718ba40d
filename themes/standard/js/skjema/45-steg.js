// The steps of the form: one section of the text at a time, and any of them when the reader wants it.

/** The fields of a step, by section. @type {Field[][]} */
const stepFields = sections.map(() => []);
/** @type {HTMLFieldSetElement[]} */
const stepSets = [];
/** @type {HTMLButtonElement[]} */
const stepButtons = [];
let step = 0;

const stepList = el("details", { class: "stegliste" });
const stepWhere = el("summary");
const back = knapp(say("step-back"), () => walk(step - 1));
const on = knapp("", () => (step + 1 < sections.length ? walk(step + 1) : openChecks()));

/** The section of the text in which a field is first asked for, by its position. @param {Field} field */
function sectionOf(field) {
  const blank = body.querySelector(`.felt[data-field="${CSS.escape(field.name)}"]`);
  const branch = () => chains.flatMap(({ branches }) => branches).find(({ when }) => namesIn(when).includes(field.name))?.branch;
  const place = blank ?? branch();
  return place ? sectionAt(place) : undefined;
}

/** Puts the fields into their steps. */
function sortFields() {
  const places = data.fields.map(sectionOf);
  // One that steers the text further down is asked where its author put it.
  for (let i = data.fields.length - 1; i >= 0; i -= 1) {
    const next = places[i + 1];
    const isInText = body.querySelector(`.felt[data-field="${CSS.escape(data.fields[i].name)}"]`) !== null;
    if (places[i] === undefined || (!isInText && next !== undefined && next < Number(places[i]))) places[i] = next;
  }
  data.fields.forEach((field, i) => stepFields[Math.max(0, places[i] ?? 0)]?.push(field));
}

/** The explanation of a field and of how it is answered, one line that opens; read whole where the field is. @param {string} id @param {string} help */
function helpOf(id, help) {
  const shown = openable(help);
  shown.classList.add("forklaring");
  return [shown, el("span", { id, hidden: true }, help)];
}

/** @param {Field} field */
function formRow(field) {
  const id = formId(field.name);
  const label = el("label", { for: id }, field.label);
  // Screen readers say of a control itself that it is required; of a list to choose from not all of them do.
  if (field.required) label.append(" ", el("span", { class: "krav", "aria-hidden": field.choices ? undefined : "true" }, say("required")));
  const help = field.help ? helpOf(id + "-hjelp", field.help) : [];
  return el("div", { id: anchors.field + field.name, class: "sporrefelt" }, label, ...help, control(field, false), ...guardPlaces(field.name), adviceList(field.name, id + "-rad", ""));
}

/** The form, in its steps. */
function form() {
  sortFields();
  const list = el("ol");
  sections.forEach((section, i) => {
    const legend = el("legend", { tabindex: "-1" }, section.title);
    const note = el("p", { class: "forklaring", hidden: true });
    stepSets.push(el("fieldset", {}, legend, note, ...stepFields[i].map(formRow)));
    stepButtons.push(knapp("", () => walk(i), "lenke"));
    list.append(el("li", {}, stepButtons[i]));
  });
  const made = el("form", { novalidate: true, autocomplete: "off" });
  made.addEventListener("submit", (event) => event.preventDefault());
  if (folds) {
    stepList.append(stepWhere, list);
    made.append(stepList, ...stepSets, el("div", { class: "knapper formsteg" }, back, on));
  } else {
    made.append(...stepSets.filter((_, i) => stepFields[i].length));
  }
  return made;
}

/** Shows a step; its section of the text with it, and no other, unless the reader is at work there. @param {number} to @param {boolean} [withText] */
function showStep(to, withText = true) {
  if (!folds || !sections[to]) return;
  step = to;
  stepSets.forEach((set, i) => (set.hidden = i !== to));
  const all = isWhole();
  if (withText) sections.forEach((section, i) => openSection(section, i === to || all));
  showSteps();
}

/** @param {string} name @param {boolean} [withText] */
function showStepOf(name, withText) {
  const at = stepFields.findIndex((own) => own.some((field) => field.name === name));
  if (at >= 0 && at !== step) showStep(at, withText);
  else if (at >= 0 && withText !== false && sections[at] && !isOpen(sections[at])) openSection(sections[at], true);
}

/** The reader goes to a step. @param {number} to */
function walk(to) {
  showStep(to);
  stepList.open = false;
  const legend = stepSets[to].querySelector("legend");
  legend?.focus({ preventScroll: true });
  if (isBeside()) {
    sheet.scrollTop = 0;
    const { top } = (sections[to].bar ?? body).getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) (sections[to].bar ?? body).scrollIntoView({ block: "start" });
  } else {
    side.scrollIntoView({ block: "start" });
  }
}

/** Fields that are asked for now: the others wait for the answer that makes them count. */
function showFields() {
  for (const { name } of data.fields) {
    const row = document.getElementById(anchors.field + name);
    // Nobody loses the field they are in.
    if (row) row.hidden = !counts(name) && !row.contains(document.activeElement);
  }
  showSteps();
}

/** Says where the reader is, and how much is left in each step. */
function showSteps() {
  const lacking = missing();
  write(stepWhere, say("step", { n: step + 1, of: sections.length }));
  sections.forEach((section, i) => {
    const left = lacking.filter((field) => stepFields[i].includes(field)).length;
    const asked = stepFields[i].filter(({ name }) => counts(name));
    const state = left ? leftWords(left) : asked.length ? say("step-done") : "";
    if (stepButtons[i]) {
      write(stepButtons[i], section.title, ...(state ? [" ", el("span", { class: "slag" }, state)] : []));
      attribute(stepButtons[i], "aria-current", i === step ? "step" : undefined);
    }
    const note = stepSets[i]?.querySelector(":scope > .forklaring");
    if (!(note instanceof HTMLElement)) return;
    note.hidden = asked.length > 0;
    write(note, say([...choices.values()].some(({ item }) => sectionAt(item) === i) ? "step-tick" : "step-read"));
  });
  back.hidden = step === 0;
  write(on, step + 1 < sections.length ? say("step-on", { title: sections[step + 1].title }) : say("step-last"));
}

const whole = knapp(say("whole"), () => {
  const open = !isWhole();
  sections.forEach((section, i) => openSection(section, open || i === step));
  whole.textContent = say(open ? "one" : "whole");
}, "lenke");

/** Whether the reader has opened the whole text. */
const isWhole = () => sections.every(isOpen);

/** Puts a button at each heading of the text that opens and folds its section. */
function foldSections() {
  if (!folds) return;
  for (const section of sections) {
    if (!section.bar) continue;
    const opener = knapp("", () => openSection(section, !isOpen(section)), "apner");
    opener.setAttribute("aria-label", say("section", { title: section.title }));
    opener.setAttribute("aria-expanded", "false");
    section.opener = opener;
    section.bar.append(opener);
    undo.push(() => opener.remove());
  }
  const show = el("p", { class: "heltekst utenfor" }, whole);
  body.prepend(show);
  undo.push(() => {
    show.remove();
    for (const part of body.children) part.classList.remove("lukket");
  });
  showStep(0);
  openTarget();
  addEventListener("hashchange", openTarget);
}

/** A link to a section that is folded, or to something in it, opens it. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || !body.contains(target)) return;
  const section = sections[sectionAt(target)];
  if (section) openSection(section, true);
  for (let closed = target.closest("details"); closed; closed = closed.parentElement?.closest("details") ?? null) closed.open = true;
  target.scrollIntoView();
}
