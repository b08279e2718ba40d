// A text in Markdown, for those who do not know it: buttons that write the marks, and the result beside it.

/**
 * The signs that the buttons write: before and after what is chosen, or at the beginning of each line.
 * @type {{ key: string, around?: [string, string], line?: (number: number) => string, sign: string }[]}
 */
const TOOLS = [
  { key: "bold", around: ["**", "**"], sign: "F" },
  { key: "italic", around: ["*", "*"], sign: "K" },
  { key: "link", around: ["[", "](https://)"], sign: "↗" },
  { key: "list", line: () => "- ", sign: "•" },
  { key: "numbers", line: (number) => `${number}. `, sign: "1." },
  { key: "heading", line: () => "### ", sign: "H" },
];

/**
 * Writes marks around what is chosen, so that the browser can take it back.
 * @param {HTMLTextAreaElement} area
 * @param {typeof TOOLS[number]} tool
 */
function mark(area, tool) {
  const { value } = area;
  let { selectionStart: from, selectionEnd: to } = area;
  let text;
  if (tool.around) {
    const [before, after] = tool.around;
    const chosen = value.slice(from, to);
    const isMarked = chosen.startsWith(before) && chosen.endsWith(after) && chosen.length > before.length + after.length;
    text = isMarked ? chosen.slice(before.length, -after.length) : before + (chosen || word("tool-" + tool.key + "-text")) + after;
  } else {
    from = value.lastIndexOf("\n", from - 1) + 1;
    const end = value.indexOf("\n", to);
    to = end < 0 ? value.length : end;
    const lines = value.slice(from, to).split("\n");
    text = lines.map((line, number) => tool.line?.(number + 1) + line.replace(/^(- |\d+\. |#+ )/, "")).join("\n");
  }
  area.focus();
  area.setSelectionRange(from, to);
  // The one way that keeps what a browser can take back; where it is gone, the text is set.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "select");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const at = tool.around ? from + tool.around[0].length : from;
  area.setSelectionRange(at, from + text.length - (tool.around ? tool.around[1].length : 0));
}

/**
 * Chooses a line of a text, and brings it into view.
 * @param {HTMLTextAreaElement} area
 * @param {number} line from 1
 */
function chooseLine(area, line) {
  const lines = area.value.split("\n");
  const from = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  // Lines are broken where they are long, so this is no more than about right.
  area.scrollTop = ((line - 1) / lines.length) * area.scrollHeight - area.clientHeight / 3;
}

/** Signs that stand in texts beside words, and the pattern by which each is known. */
const SIGNS = /** @type {Record<string, [sign: string, found: RegExp]>} */ ({
  heading: ["##", /^#{1,6} /m],
  bold: ["**…**", /\*\*/],
  list: ["-", /^ *- (?!\[[ x]\])/m],
  task: ["- [ ]", /^ *- \[[ x]\]/m],
  link: ["[…](…)", /\]\(/],
  source: ["[@…]", /\[@/],
  box: ["> [!…]", /^ *> ?\[!/m],
  table: ["|", /^\|/m],
  field: ["{{ … }}", /\{\{ [^#]/],
  condition: ["{% … %}", /\{%/],
  block: ["{{#…}}", /\{\{#/],
  name: ["{#…}", /(^|[^{])\{#/],
});

/** Whether somebody has closed what the signs mean: then it stays closed. */
let knowsSigns = false;

/** The explanation of the signs in a text; nothing where there are none. @param {string} text */
function signs(text) {
  const there = Object.entries(SIGNS).filter(([, [, found]]) => found.test(text));
  if (!there.length) return [];
  const rows = there.flatMap(([key, [sign]]) => [make("dt", {}, make("code", {}, sign)), make("dd", {}, word("sign-" + key))]);
  const ontoggle = (/** @type {Event} */ event) => (knowsSigns = !(/** @type {HTMLDetailsElement} */ (event.target).open));
  return [make("details", { class: "verksted-tegn", open: !knowsSigns, ontoggle }, make("summary", {}, word("signs")), make("dl", {}, ...rows))];
}

/**
 * Puts a text in the place of what is chosen, so that the browser can take it back.
 * @param {HTMLTextAreaElement} area
 * @param {string} text
 */
function insert(area, text) {
  area.focus();
  // Where nobody has chosen a place, it is the end: before the heading nothing can stand.
  if (area.selectionEnd === 0) area.setSelectionRange(area.value.length, area.value.length);
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A list of fields; the one that is chosen is put into the text. @param {HTMLTextAreaElement} area @param {[name: string, label: string][]} fields */
function insertField(area, fields) {
  const title = word("tool-field");
  const list = make("select", { "aria-label": title }, make("option", { value: "" }, title), ...fields.map(([name, label]) => make("option", { value: name }, label)));
  list.addEventListener("change", () => {
    if (list.value) insert(area, `{{ ${list.value} }}`);
    list.value = "";
  });
  return list;
}

/**
 * A text to be changed.
 * @param {{ id: string, label: string, text: string, rows?: number, fields?: [name: string, label: string][], put(text: string, goesOn: boolean): Promise<unknown> }} options `put` is called with the text when it has changed, and whether that goes on with the time before
 */
function editor({ id, label, text, rows, fields = [], put }) {
  const area = make("textarea", { id, rows: rows ?? Math.min(24, Math.max(8, text.split("\n").length + 4)), spellcheck: "true" });
  area.value = text;
  const goesOn = stretch();
  const later = typed(() => put(area.value, goesOn()));
  area.addEventListener("input", () => {
    touched();
    later.later();
  });
  area.addEventListener("change", later.now);
  leavingText.push(later.now);
  const bar = make("div", { class: "verksted-verktoy", role: "group", "aria-label": word("tools", { title: label }) });
  for (const tool of TOOLS) {
    const name = word("tool-" + tool.key);
    bar.append(
      make("button", { type: "button", class: "knapp liten", title: name, onclick: () => mark(area, tool) }, make("span", { "aria-hidden": "true", class: "tegn " + tool.key }, tool.sign), " ", name),
    );
  }
  area.addEventListener("keydown", (event) => {
    const tool = (event.ctrlKey || event.metaKey) && !event.altKey ? { b: 0, i: 1, k: 2 }[event.key.toLowerCase()] : undefined;
    if (tool === undefined) return;
    event.preventDefault();
    mark(area, TOOLS[tool]);
  });
  const tables = tableFields(area);
  const name = word("tool-table");
  bar.append(make("button", { type: "button", class: "knapp liten", title: name, onclick: tables.add }, make("span", { "aria-hidden": "true", class: "tegn" }, "▦"), " ", name));
  if (fields.length) bar.append(insertField(area, fields));
  // On a narrow screen the page is shown far below.
  const see = make("button", { type: "button", class: "knapp liten bare-smal", onclick: () => byId("tekst-vis").scrollIntoView({ block: "center" }) }, word("preview-see"));
  // Where one begins to read.
  area.setSelectionRange(0, 0);
  const element = make("div", { class: "verksted-rediger" }, make("label", { for: id }, label), bar, area, see, tables.element, ...signs(text));
  return { element, area, now: later.now };
}
