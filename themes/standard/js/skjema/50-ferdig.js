// The finished document: what stands, with the answers in it. Copying and printing both take it from here.

/** Elements that are no part of the document. */
const LEFT_OUT = ".hjelp, .utenfor, .lovboks, .kilder, .omsiden, .nevnt, .lesogsa, .fotnoter, .anker, .gren-tittel, .avhenger, .rad, .note, .tilbake, .skjult, .egne, input, button, select, textarea, script, [data-utenfor]";
/** Elements that no author wrote. */
const NOT_WRITTEN = ".utenfor, .lovboks, .kilder, .omsiden, .nevnt, .lesogsa, .fotnoter, .gren-tittel, .avhenger, .rad, .skjult, .egne, script";
const HEADINGS = /^h[1-6]$/;
const BLOCKS = "p, ul, ol, table, blockquote, pre, dl, hr, div, h2, h3, h4, h5, h6";

/** Whether the finished document has its notes and works: data have the text alone. */
let isNoted = true;
/** The notes of the finished document, in the order in which they are referred to. @type {HTMLElement[]} */
let notes = [];
/** The works that it cites. @type {Set<Element>} */
let works = new Set();
/** The most notes that stand in another one, and the most letters of such notes in the document: of the rest there are dots. */
const MOST_IN_NOTE = 64;
const MOST_OF_NOTES = 2 ** 20;
let noteRoom = MOST_OF_NOTES;
/** Within a note: that one, and the others that stand in it. @type {Set<Element> | undefined} */
let noted;
/** Headings below which their author wrote nothing: room for what is written by hand. @type {Set<Element>} */
let emptyHeadings = new Set();
/** Those headings as the finished document has them. @type {WeakSet<Element>} */
const stillEmpty = new WeakSet();

/** The headings of a text below which nothing is written, in any branch. */
function headingsLeftEmpty() {
  /** @type {Set<Element>} */
  const found = new Set();
  /** @type {Element[]} */
  let open = [];
  const close = (/** @type {string} */ level) => {
    for (const heading of open.filter(({ localName }) => localName >= level)) found.add(heading);
    open = open.filter(({ localName }) => localName < level);
  };
  const look = (/** @type {Node} */ node) => {
    if (!(node instanceof HTMLElement) || node.matches(NOT_WRITTEN)) return;
    const heading = HEADINGS.test(node.localName) ? node : node.matches(".ov") ? node.querySelector("h2, h3, h4, h5, h6") : null;
    if (heading) {
      close(heading.localName);
      open.push(heading);
    } else if (node.matches(".gren")) node.childNodes.forEach(look);
    else open = [];
  };
  ownParts().forEach(look);
  close("");
  return found;
}

/** The target of a link on the page. @param {Element | null} link */
const targetOf = (link) => (link instanceof HTMLAnchorElement ? document.getElementById(decodeURIComponent(link.hash.slice(1))) : null);

/** A citation: as it is shown, and the work comes after the text. @param {HTMLElement} mark @returns {string[]} */
function citePart(mark) {
  if (!isNoted) return [];
  for (const link of [mark, ...every("a", mark)]) {
    const work = targetOf(link);
    if (work) works.add(work);
  }
  return [mark.textContent ?? ""];
}

/** The works that are cited, in the order of the page, below the heading that they have there. @returns {HTMLElement[]} */
function citedWorks() {
  const cited = every(".kilder li").filter((work) => works.has(work));
  if (!cited.length) return [];
  const heading = el("h2", {}, body.querySelector(".kilder h2")?.textContent ?? "");
  return [heading, ...cited.map((work) => el("p", {}, ...[...work.childNodes].flatMap(finishedPart)))];
}

/** The text of a note, without the way back. @param {Element} note */
const ofNote = (note) => [...note.childNodes].flatMap(finishedPart);

/** A reference to a note: its number, and the note comes last; in a note the text of another stands in brackets. @param {HTMLElement} mark @returns {(Node | string)[]} */
function notePart(mark) {
  const note = targetOf(mark.querySelector("a"));
  if (!isNoted || !note || noted?.has(note)) return [];
  if (noted) {
    const length = note.textContent?.length ?? 0;
    if (noted.size > MOST_IN_NOTE || length > noteRoom) return [" […]"];
    noteRoom -= length;
    noted.add(note);
    const words = ofNote(note).map((part) => oneLine(part instanceof Node ? part : document.createTextNode(part)));
    return [` [${words.filter(Boolean).join(" ")}]`];
  }
  noted = new Set([note]);
  const item = el("li", {});
  notes.push(item);
  const number = notes.length;
  item.append(...ofNote(note));
  noted = undefined;
  return [el("sup", {}, String(number))];
}

/** The part that an element adds to the finished document. @param {Node} node @returns {(Node | string)[]} */
function finishedPart(node) {
  if (node instanceof Text) return [brobygger.conditions.afterAnswer(answerIn(node.previousSibling), node.data)];
  if (!(node instanceof HTMLElement)) return [];
  if (node.matches("sup.note")) return notePart(node);
  if (node.matches(".sitat")) return citePart(node);
  if (node instanceof HTMLImageElement) return [el("img", { src: node.src, alt: node.alt, width: node.getAttribute("width"), height: node.getAttribute("height") })];
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
  for (const within of inner()) part.append(within);
  part.normalize();
  if (emptyHeadings.has(node)) stillEmpty.add(part);
  const isEmpty = !part.textContent?.trim() && !part.querySelector("img") && part.matches("p, li, ul, ol, blockquote, dl, h2, h3, h4, h5, h6");
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

/** Takes away headings under which nothing is left of what was there. @param {HTMLElement} whole */
function withoutEmptySections(whole) {
  for (const heading of [...whole.children].reverse()) {
    if (!HEADINGS.test(heading.localName) || stillEmpty.has(heading)) continue;
    const next = heading.nextElementSibling;
    if (!next || (HEADINGS.test(next.localName) && next.localName <= heading.localName)) heading.remove();
  }
}

/** A field in the text: its answer, or a blank with its label. @param {string} name @returns {(Node | string)[]} */
function answerPart(name) {
  const field = fields.get(name);
  const text = field ? shown(field) : "";
  if (!text) return [el("span", { class: field?.type === "long" ? "blank langt" : "blank" }, field?.label ?? "")];
  // However many lines there are: a function takes only so many arguments.
  const lines = document.createDocumentFragment();
  text.split("\n").forEach((line, i) => {
    if (i) lines.append(el("br"));
    lines.append(line);
  });
  return [lines];
}

/** The answer of a field in the text; nothing of anything else. @param {Node | null} node */
function answerIn(node) {
  const field = node instanceof HTMLElement ? fields.get(node.dataset.field ?? "") : undefined;
  return field ? shown(field) : "";
}

/** The title of the finished document. */
function title() {
  const own = data.heading?.find(([when]) => when === null || holds(parseCondition(when), answered));
  let answer = "";
  const parts = own?.[1].flatMap((part) => {
    const before = answer;
    const field = "field" in part ? fields.get(part.field) : undefined;
    answer = field ? shown(field) : "";
    return "field" in part ? answerPart(part.field) : [brobygger.conditions.afterAnswer(before, part.text)];
  });
  return el("h1", {}, ...(parts ?? [data.title]));
}

/** The document on its page: all that stands before what the page says of itself. */
function ownParts() {
  const parts = [...body.childNodes];
  const end = parts.findIndex((part) => part instanceof HTMLHRElement && part.matches(".utenfor"));
  return end < 0 ? parts : parts.slice(0, end);
}

/** The finished document. @param {boolean} [withNotes] @returns {HTMLElement} */
function finishedDocument(withNotes = true) {
  isNoted = withNotes;
  notes = [];
  noteRoom = MOST_OF_NOTES;
  works = new Set();
  emptyHeadings = headingsLeftEmpty();
  const whole = el("div", { lang: language }, ...ownParts().flatMap(finishedPart));
  for (const child of [...whole.childNodes]) if (child instanceof Text && !child.data.trim()) child.remove();
  addOwn(whole);
  withoutEmptySections(whole);
  whole.append(...citedWorks());
  if (notes.length) whole.append(el("ol", { class: "noter" }, ...notes));
  whole.prepend(title());
  return whole;
}

/** The finished document in what can be pasted: blanks and pictures in brackets. @param {boolean} [withNotes] */
function inWords(withNotes) {
  const whole = finishedDocument(withNotes);
  for (const blank of every(".blank", whole)) blank.replaceWith(`[${blank.textContent}]`);
  for (const picture of /** @type {HTMLImageElement[]} */ (every("img", whole))) picture.replaceWith(`[${picture.alt}]`);
  return whole;
}

/** The finished document to paste: without classes and ids. @param {boolean} [withNotes] */
function toPaste(withNotes) {
  const whole = inWords(withNotes);
  for (const part of every("[id], [class]", whole)) {
    part.removeAttribute("id");
    part.removeAttribute("class");
  }
  return whole;
}

/** A space at which no line breaks stays what it is. @param {Node} node */
const oneLine = (node) => (node.textContent ?? "").replace(/[ \t\n\f\r]+/g, " ").trim();

/** The text of a paragraph, with its line breaks. @param {Node} node */
function lines(node) {
  const copy = node.cloneNode(true);
  if (copy instanceof Element) {
    for (const part of every("br", copy)) part.replaceWith("\u2028");
  }
  return oneLine(copy).split(/ ?\u2028 ?/).join("\n");
}

/** The blocks of an item of a list, each run of a line as a paragraph. @param {Element} item */
function blocksIn(item) {
  const whole = el("div");
  let run = el("p");
  const end = () => {
    if (run.textContent?.trim()) whole.append(run);
    run = el("p");
  };
  for (const node of item.cloneNode(true).childNodes) {
    if (!(node instanceof Element) || !node.matches(BLOCKS)) {
      run.append(node.cloneNode(true));
      continue;
    }
    end();
    whole.append(node.cloneNode(true));
  }
  end();
  return whole;
}

/** Blocks as plain text. @param {Element} whole @returns {string[]} */
function plainBlocks(whole) {
  return [...whole.children].flatMap((part) => {
    if (part.matches("ul, ol")) {
      const items = [...part.children].map((item, i) => {
        const mark = part.localName === "ol" ? `${i + Number(part.getAttribute("start") ?? 1)}. ` : "- ";
        return mark + plainBlocks(blocksIn(item)).join("\n").replaceAll("\n", "\n  ");
      });
      return [items.join("\n")];
    }
    if (part.localName === "table") {
      return [every("tr", part).map((row) => [...row.children].map((cell) => lines(cell).replaceAll("\n", " ")).join("\t")).join("\n")];
    }
    if (part.localName === "pre") return [(part.textContent ?? "").replace(/\n$/, "")];
    if (part.localName === "hr") return ["* * *"];
    if (part.localName === "dl") return plainBlocks(part);
    return part.matches("blockquote, div, dd") ? plainBlocks(blocksIn(part)) : [lines(part)];
  });
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** A number in raised digits. @param {string | number} number */
const raised = (number) => [...String(number)].map((digit) => RAISED[Number(digit)]).join("");

function plainText() {
  const whole = inWords();
  for (const number of every("sup", whole)) number.replaceWith(raised(number.textContent ?? ""));
  for (const list of every("ol.noter", whole)) {
    const texts = [...list.children].map((note, i) => {
      const [first = note] = every(":scope > p", note);
      first.prepend(`${raised(i + 1)} `);
      return first === note ? el("p", {}, ...note.childNodes) : el("div", {}, ...note.childNodes);
    });
    list.replaceWith(...texts);
  }
  return plainBlocks(whole).join("\n\n") + "\n";
}

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

/** The document that is printed, the style of its pages, and the title that the page has else. @type {{ whole: HTMLElement, pages: CSSStyleSheet, title: string } | undefined} */
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
