// Fields: in place of the blanks in the text, and in the form. All controls of a field show the same answer.

/** The controls of a field; the one in the form has an id. @type {Map<string, Control[]>} */
const controls = new Map(data.fields.map((field) => [field.name, []]));
/** The field of each control. @type {Map<Control, string>} */
const nameOfControl = new Map();
/** Fields that the reader has been in. @type {Set<string>} */
const visited = new Set();

/** @param {string} name */
const formId = (name) => "ui_svar-" + name;
const GROWS = CSS.supports("field-sizing", "content");

/** How long it takes a screen reader to know that the focus is elsewhere, in milliseconds. */
const ELSEWHERE = 700;

/** The most letters and lines of an answer that stand in every place where it is shown: a browser lays all of them out at every key. */
const MOST_SHOWN = { letters: 10_000, lines: 200 };
/** The control in which a field was written last: it alone has the whole of a long answer. @type {Map<string, Control>} */
const writing = new Map();

/** The beginning of a long answer, with what tells that it goes on; an answer that is not long as it is. @param {string} answer */
function shortened(answer) {
  let end = -1;
  for (let line = 0; line < MOST_SHOWN.lines; line += 1) {
    end = answer.indexOf("\n", end + 1);
    if (end < 0 || end > MOST_SHOWN.letters) break;
  }
  if (end < 0 && answer.length <= MOST_SHOWN.letters) return answer;
  const most = end < 0 ? MOST_SHOWN.letters : Math.min(end, MOST_SHOWN.letters);
  const begun = answer.slice(0, most).replace(/[\ud800-\udbff]$/, "");
  return `${begun} … ${say("answer-goes-on")}`;
}

/** Shows an answer in a control: of a long one the beginning, which cannot be written in, but where it is written. @param {Control} control @param {string} answer @param {string} short */
function showIn(control, answer, short) {
  const isLong = short !== answer;
  const isCut = isLong && writing.get(nameOfControl.get(control) ?? "") !== control;
  const shows = isCut ? short : answer;
  if (control.value !== shows) control.value = shows;
  if (control instanceof HTMLSelectElement) return;
  control.readOnly = isCut;
  control.classList.toggle("stort", isLong);
}

/** The reader is about to write in a control: it gets the whole of a long answer, and the others its beginning. @param {string} name @param {Control} control */
function writesIn(name, control) {
  if (writing.get(name) === control) return;
  writing.set(name, control);
  const answer = answerOf(name);
  const short = shortened(answer);
  if (short === answer) return;
  for (const one of controls.get(name) ?? []) showIn(one, answer, short);
}

/** Where the browser does not do it, a text field grows with its text. @param {Control} control */
function grow(control) {
  if (GROWS || !(control instanceof HTMLTextAreaElement)) return;
  if (control.classList.contains("stort")) control.style.height = "";
  if (control.classList.contains("stort") || !control.offsetParent) return;
  if (control.classList.contains("enlinje")) {
    control.cols = Math.min(40, Math.max(6, (control.value || control.placeholder).length + 1));
  }
  control.style.height = "auto";
  control.style.height = `${control.scrollHeight + 2}px`;
}

/**
 * @param {Field} field
 * @param {boolean} inText whether it stands in running text, where its label is not to be seen
 * @returns {Control}
 */
function control(field, inText) {
  const common = {
    autocomplete: "off",
    "aria-label": inText ? field.label : undefined,
    "aria-required": field.required ? "true" : undefined,
    id: inText ? undefined : formId(field.name),
  };
  /** @type {Control} */
  let made;
  if (field.choices) {
    const options = field.choices.map(([value, label]) => el("option", { value }, label));
    made = el("select", common, el("option", { value: "" }, inText ? field.label : say("choose")), ...options);
  } else if (field.type === "long" || (inText && field.type === "text")) {
    const rows = field.type === "long" ? (inText ? "2" : "3") : "1";
    made = el("textarea", { ...common, rows, class: field.type === "long" ? "langt" : "enlinje", placeholder: inText && field.label });
  } else if (field.type === "date") {
    made = el("input", { ...common, type: "date" });
  } else {
    const inputmode = field.type === "text" ? undefined : "decimal";
    const size = inText ? String(field.label.length) : undefined;
    made = el("input", { ...common, type: "text", inputmode, size, placeholder: inText && field.label, class: inputmode && "tall" });
  }
  made.addEventListener("input", () => {
    // What is pasted into one line stays one line.
    if (made.classList.contains("enlinje") && made.value.includes("\n")) made.value = inOneLine(made.value);
    writing.set(field.name, made);
    store.field(field.name, made.value);
  });
  made.addEventListener("keydown", (event) => {
    if (/** @type {KeyboardEvent} */ (event).key === "Enter" && made.classList.contains("enlinje")) event.preventDefault();
  });
  made.addEventListener("blur", () => {
    // Once the reader is where they went: a description that changes just then is read there.
    if (data.guard) setTimeout(() => describeFindings(field.name), ELSEWHERE);
    if (document.hasFocus() && !visited.has(field.name)) {
      visited.add(field.name);
      settle();
    }
  });
  made.addEventListener("focus", () => {
    writesIn(field.name, made);
    follow(field.name, made);
  });
  nameOfControl.set(made, field.name);
  controls.get(field.name)?.push(made);
  return made;
}

/** Lines as one, with one space for a break and all space around it. @param {string} text */
function inOneLine(text) {
  const lines = text.split("\n");
  const last = lines.length - 1;
  const parts = lines.map((line, i) => (i > 0 ? (i < last ? line.trim() : line.trimStart()) : line.trimEnd()));
  return parts.filter((part, i) => part || i === 0 || i === last).join(" ");
}

/** The answers in running text, where the form alone takes them: links to it. @type {Map<string, HTMLElement[]>} */
const shownAnswers = new Map(data.fields.map((field) => [field.name, []]));

/** The element that takes a blank's place: a control beside the form; the answer, where there is room for one of them only. @param {Field} field */
function inPlace(field) {
  const made = control(field, true);
  const link = el("a", { class: "svar", href: "#" + anchors.field + field.name });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    goTo(field.name);
  });
  shownAnswers.get(field.name)?.push(link);
  if (made instanceof HTMLSelectElement) {
    // The answer stands in the text and breaks with it; the list lies over it, unseen.
    return [el("span", { class: "velger" }, el("span", { class: "valgt", "aria-hidden": "true" }), made), link];
  }
  if (field.type !== "percent") return [made, link];
  return [el("span", { class: "medenhet" }, made, el("span", { "aria-hidden": "true" }, say("percent", { number: "" }).trim())), link];
}

/** Shows the answers in all controls. */
function showAnswers() {
  for (const [name, all] of controls) {
    const answer = answerOf(name);
    const field = fields.get(name);
    const short = shortened(answer);
    for (const one of all) {
      showIn(one, answer, short);
      const blank = one.closest(".felt");
      if (blank) blank.classList.toggle("fylt", answered.field(name) !== "");
      const inWords = one.previousElementSibling;
      if (field && inWords?.matches(".valgt")) write(inWords, shown(field) || field.label);
      grow(one);
    }
    const inLink = field ? shortened(shown(field)) || field.label : "";
    for (const link of shownAnswers.get(name) ?? []) write(link, inLink);
  }
}

/** @param {Element} element */
const isShown = (element) => element.checkVisibility();

/** Where a field is answered: in the text if it is to be seen there, else in the form. @param {string} name */
function placeOf(name) {
  showStepOf(name);
  const seen = controls.get(name)?.filter(isShown);
  return seen?.find((one) => !one.id) ?? seen?.[0];
}

/** While one control of a field has the focus, the other is marked and brought to sight beside it. @param {string} name @param {Control} from */
function follow(name, from) {
  for (const marked of every(".folges", document)) marked.classList.remove("folges");
  if (!from.id) showStepOf(name, false);
  const inForm = document.getElementById(anchors.field + name);
  const other = from.id ? controls.get(name)?.find((one) => !one.id && isShown(one)) : inForm;
  if (!other) return;
  other.classList.add("folges");
  if (!isBeside()) return;
  if (other === inForm) {
    const { top, bottom } = inForm.getBoundingClientRect();
    const panel = sheet.getBoundingClientRect();
    if (top < panel.top || bottom > panel.bottom) sheet.scrollTop += top - panel.top - panel.height / 3;
  } else {
    const { top, bottom } = other.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) other.scrollIntoView({ block: "center" });
  }
}
