// The finished document: what stands, with the answers in it. Copying and printing both take it from here.

/** What is no part of the document. */
const LEFT_OUT = ".hjelp, .utenfor, .lovboks, .kilder, .omsiden, .nevnt, .lesogsa, .fotnoter, .anker, .gren-tittel, .avhenger, .rad, .note, .sitat, .skjult, .egne, input, button, select, textarea, script, [data-utenfor]";
const HEADINGS = /^h[1-6]$/;
const BLOCKS = "p, ul, ol, table, blockquote, pre, dl, hr, div, h2, h3, h4, h5, h6";

/** What an element adds to the finished document. @param {Node} node @returns {(Node | string)[]} */
function finishedPart(node) {
  if (node instanceof Text) return [node.data];
  if (!(node instanceof HTMLElement)) return [];
  if (node.dataset.field !== undefined) return answerPart(node.dataset.field);
  if (node.matches(LEFT_OUT)) return [];
  const inner = () => [...node.childNodes].flatMap(finishedPart);
  if (node.matches(".gren")) {
    const branch = chains.flatMap(({ branches }) => branches).find(({ branch }) => branch === node);
    if (!branch || !holds(branch.when, answered)) return [];
    const items = node.localName === "li" ? node.querySelector("ul") : node;
    return [...(items?.childNodes ?? [])].flatMap(finishedPart);
  }
  if (node.dataset.choice !== undefined && !isIn(node.dataset.choice)) return [];
  if (node.matches(".oppgave") && !node.querySelector("input")?.checked) return [];
  if (node.matches(".ov, .tabell, .valg > div, .oppgave > div, span") || (node.matches("a") && !node.matches("[rel~=external]"))) {
    return inner();
  }
  const part = el(/** @type {"div"} */ (node.localName));
  for (const name of ["href", "start", "lang", "scope", "id"]) {
    const value = node.getAttribute(name);
    if (value !== null && (name !== "id" || HEADINGS.test(node.localName))) part.setAttribute(name, value);
  }
  part.append(...inner());
  part.normalize();
  const isEmpty = !part.textContent?.trim() && part.matches("p, li, ul, ol, blockquote, dl, h2, h3, h4, h5, h6");
  return isEmpty ? [] : [part];
}

/**
 * The reader's own texts of a section, each with what the guard has said of it in the page, where that weighs: whoever
 * gets the document sees it too.
 * @param {string} id
 * @param {string[]} texts
 */
function withMarks(id, texts) {
  return texts.map((text, at) => {
    const place = `[data-section="${CSS.escape(id)}"] .egen[data-at="${at}"] .vakt-merke`;
    const mark = document.querySelector(`${place}:is(.forbidden, .risky):not([hidden])`)?.textContent;
    return mark && text.trim() ? `${text.trim()} [${mark}]` : text;
  });
}

/** The reader's own texts come last in the last list of their section. @param {HTMLElement} whole */
function addOwn(whole) {
  for (const [id, texts] of Object.entries(own().added)) {
    const heading = [...whole.children].find((part) => part.id === id);
    const items = withMarks(id, texts).filter((text) => text.trim()).map((text) => el("li", {}, text.trim()));
    if (!heading || !items.length) continue;
    let last = heading;
    /** @type {Element | undefined} */
    let list;
    for (let next = heading.nextElementSibling; next && !HEADINGS.test(next.localName); next = next.nextElementSibling) {
      last = next;
      if (next.localName === "ul") list = next;
    }
    if (list) list.append(...items);
    else last.after(el("ul", {}, ...items));
  }
}

/** Takes away headings under which nothing is left. @param {HTMLElement} whole */
function withoutEmptySections(whole) {
  for (const heading of [...whole.children].reverse()) {
    if (!HEADINGS.test(heading.localName)) continue;
    const next = heading.nextElementSibling;
    if (!next || (HEADINGS.test(next.localName) && next.localName <= heading.localName)) heading.remove();
  }
}

/** A field in the text: its answer, or a blank with its label. @param {string} name @returns {(Node | string)[]} */
function answerPart(name) {
  const field = fields.get(name);
  const text = field ? shown(field) : "";
  if (!text) return [el("span", { class: field?.type === "long" ? "blank langt" : "blank" }, field?.label ?? "")];
  return text.split("\n").flatMap((line, i) => (i ? [el("br"), line] : [line]));
}

/** The title of the finished document. */
function title() {
  const own = data.heading?.find(([when]) => when === null || holds(parseCondition(when), answered));
  const parts = own?.[1].flatMap((part) => ("field" in part ? answerPart(part.field) : [part.text]));
  return el("h1", {}, ...(parts ?? [data.title]));
}

/** The document on its page: all that stands before what the page says of itself. */
function ownParts() {
  const parts = [...body.childNodes];
  const end = parts.findIndex((part) => part instanceof HTMLHRElement && part.matches(".utenfor"));
  return end < 0 ? parts : parts.slice(0, end);
}

/** The finished document. @returns {HTMLElement} */
function finishedDocument() {
  const whole = el("div", { lang: language }, ...ownParts().flatMap(finishedPart));
  for (const child of [...whole.childNodes]) if (child instanceof Text && !child.data.trim()) child.remove();
  addOwn(whole);
  withoutEmptySections(whole);
  whole.prepend(title());
  return whole;
}

/** The finished document to paste: without classes and ids, blanks in brackets. */
function toPaste() {
  const whole = finishedDocument();
  for (const blank of every(".blank", whole)) blank.replaceWith(`[${blank.textContent}]`);
  for (const part of every("[id]", whole)) part.removeAttribute("id");
  return whole;
}

/** A space at which no line breaks stays what it is. @param {Node} node */
const oneLine = (node) => (node.textContent ?? "").replace(/[ \t\n\f\r]+/g, " ").trim();

/** The text of a paragraph, with its line breaks. @param {Node} node */
function lines(node) {
  const copy = node.cloneNode(true);
  if (copy instanceof Element) {
    for (const part of every("br", copy)) part.replaceWith("\u2028");
    for (const part of every("ul, ol", copy)) part.remove();
  }
  return oneLine(copy).split(/ ?\u2028 ?/).join("\n");
}

/** Blocks as plain text. @param {Element} whole @param {string} indent @returns {string[]} */
function plainBlocks(whole, indent = "") {
  return [...whole.children].flatMap((part) => {
    if (part.matches("ul, ol")) {
      const items = [...part.children].map((item, i) => {
        const mark = part.localName === "ol" ? `${i + Number(part.getAttribute("start") ?? 1)}. ` : "- ";
        const below = every(":scope > ul, :scope > ol", item).flatMap((list) => plainBlocks(el("div", {}, list.cloneNode(true)), indent + "  "));
        return [indent + mark + lines(item).replaceAll("\n", "\n" + indent + "  "), ...below].join("\n");
      });
      return [items.join("\n")];
    }
    if (part.localName === "table") {
      return [every("tr", part).map((row) => [...row.children].map(oneLine).join("\t")).join("\n")];
    }
    if (part.matches("blockquote, div, dl")) return plainBlocks(part, indent);
    return [indent + lines(part)];
  });
}

const plainText = () => plainBlocks(toPaste()).join("\n\n") + "\n";

/** The words of a branch, for a message. @param {HTMLElement} branch */
function plainOf(branch) {
  const copy = /** @type {HTMLElement} */ (branch.cloneNode(true));
  // In a copy a field has no control that knows its answer, so names stand for them.
  for (const blank of /** @type {HTMLElement[]} */ (every("[data-field]", copy))) {
    const field = fields.get(blank.dataset.field ?? "");
    blank.replaceWith(field ? shown(field) || field.label : "");
  }
  for (const part of every(LEFT_OUT, copy)) part.remove();
  return oneLine(copy);
}

/**
 * Copies. A page from the disk may lack the newer way, so there are two.
 * @param {boolean} formatted
 */
async function copy(formatted) {
  const text = plainText();
  const html = formatted ? toPaste().outerHTML : "";
  /** @param {string} type @param {string} content */
  const blob = (type, content) => new Blob([content], { type });
  try {
    const parts = { "text/plain": blob("text/plain", text), ...(formatted && { "text/html": blob("text/html", html) }) };
    await navigator.clipboard.write([new ClipboardItem(parts)]);
    return true;
  } catch {
    return copyBySelection(text, html);
  }
}

/** @param {string} text @param {string} html */
function copyBySelection(text, html) {
  const focused = document.activeElement;
  const shelf = el("div", { class: "skjult", "aria-hidden": "true" }, toPaste());
  document.body.append(shelf);
  const onCopy = (/** @type {ClipboardEvent} */ event) => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
    if (html) event.clipboardData?.setData("text/html", html);
  };
  document.addEventListener("copy", onCopy, { once: true });
  getSelection()?.selectAllChildren(shelf);
  const done = document.execCommand("copy");
  document.removeEventListener("copy", onCopy);
  getSelection()?.removeAllRanges();
  shelf.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}

/** The document alone, on paper: under the mark of whose it is, blanks as lines, room for notes by hand where the author put it. */
function toPrint() {
  const whole = finishedDocument();
  const mark = data.marked && document.querySelector(".topp .navn img");
  if (mark instanceof HTMLImageElement) whole.prepend(el("img", { class: "merke", src: mark.src, alt: "" }));
  whole.className = data.slides ? "utskrift lysbilder" : "utskrift";
  if (!data.questions) return whole;
  for (const part of every("p", whole)) {
    if (!/_{5,}/.test(part.textContent ?? "")) continue;
    part.textContent = oneLine(part).replace(/_{5,}/g, "").trim();
    part.after(el("div", { class: "linjer" }, ...Array.from({ length: 5 }, () => el("span"))));
  }
  whole.querySelector("h1")?.after(el("p", { class: "papirnote" }, say("paper-notes")));
  return whole;
}

/** The name of the organisation, as answered: it stands at the foot of the pages, and nothing else but their numbers. */
function owner() {
  const field = fields.get(data.owner ?? "");
  return field ? shown(field).replace(/\s+/g, " ").trim() : "";
}

/** What is printed: the document, how its pages are, and the title that the page of the guide has else. @type {{ whole: HTMLElement, pages: CSSStyleSheet, title: string } | undefined} */
let printed;
function putBack() {
  if (!printed) return;
  printed.whole.remove();
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== printed?.pages);
  document.title = printed.title;
  printed = undefined;
}
addEventListener("beforeprint", () => {
  putBack();
  if (!document.body.classList.contains("fylles")) return;
  const [whole, pages] = [toPrint(), new CSSStyleSheet()];
  const foot = `{@bottom-left{content:"${owner().replace(/["\\]/g, "\\$&")}"}}`;
  pages.replaceSync(`@page dokument${foot}@page lysbilder${foot}`);
  printed = { whole, pages, title: document.title };
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, pages];
  document.title = whole.querySelector("h1")?.textContent ?? data.title;
  document.body.append(whole);
});
addEventListener("afterprint", putBack);

/** The longest name of a file, without its ending. */
const LONGEST_NAME = 80;

/** The name of a file of the document: its title where nothing is left blank in it, else that of the page. */
function fileName() {
  const own = title();
  const name = own.querySelector(".blank") ? data.title : (own.textContent ?? data.title);
  return brobygger.slug(name).slice(0, LONGEST_NAME).replace(/-$/, "");
}

/** Makes the Word file and hands it over. */
async function downloadWord() {
  await brobygger.load("word");
  const { make } = /** @type {{ word: { make(id: string, answers: Answers): Promise<Blob> } }} */ (/** @type {any} */ (brobygger)).word;
  // The answers as they hold on this page: another document may have other choices under the same name.
  const answers = store.all();
  for (const name of fields.keys()) answers.fields[name] = answerOf(name);
  const added = answers.documents[data.id]?.added ?? {};
  for (const [id, texts] of Object.entries(added)) added[id] = withMarks(id, texts);
  store.download(await make(data.id, answers), fileName() + ".docx");
}
