// The tables of a text as fields: a cell is written in its place, and rows and columns come and go by a button.

/** A table of a text. @typedef {{ from: number, to: number, line: string, rows: string[][] }} TextTable the lines it takes, the line below its heading, and its cells, the heading first */

/** The mark below a new column's head: no side is told. */
const PLAIN_COLUMN = "---";
/** Cells with more than so many letters have room for several lines. */
const LONG_CELL = 28;

/** The cells of a line. @param {string} line */
const cellsOf = (line) => line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "").split(/(?<!\\)\|/).map((cell) => cell.trim());

/** The tables of a text; what stands between lines of code is none. @param {string} text */
function tablesOf(text) {
  const lines = text.split("\n");
  const out = /** @type {TextTable[]} */ ([]);
  let isCode = false;
  for (let at = 0; at < lines.length; at += 1) {
    if (/^ {0,3}(```|~~~)/.test(lines[at])) isCode = !isCode;
    const line = lines[at + 1] ?? "";
    if (isCode || !lines[at].includes("|") || !/^ {0,3}\|?[ :|-]*-[ :|-]*$/.test(line) || !line.includes("|")) continue;
    let to = at + 2;
    while (to < lines.length && lines[to].trim() !== "" && lines[to].includes("|")) to += 1;
    const heading = cellsOf(lines[at]);
    const filled = (/** @type {string[]} */ cells) => heading.map((_, number) => cells[number] ?? "");
    out.push({ from: at, to, line, rows: [heading, ...lines.slice(at + 2, to).map(cellsOf).map(filled)] });
    at = to - 1;
  }
  return out;
}

/** A table as a text has it. @param {TextTable} table */
function tableText({ line, rows }) {
  const places = cellsOf(line);
  const row = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [row(rows[0]), row(rows[0].map((_, number) => places[number] || PLAIN_COLUMN)), ...rows.slice(1).map(row)].join("\n");
}

/**
 * The tables of a text as fields, below it.
 * @param {HTMLTextAreaElement} area
 */
function tableFields(area) {
  const place = make("div", { class: "verksted-tabeller" });
  /** The text whose tables are shown: nothing is drawn anew while somebody writes in it. */
  let shown = "";

  /** Writes a table in the place of one. @param {number} number @param {(table: TextTable) => void} change */
  function write(number, change) {
    const table = tablesOf(area.value)[number];
    if (!table) return draw();
    change(table);
    const lines = area.value.split("\n");
    const from = lines.slice(0, table.from).reduce((length, line) => length + line.length + 1, 0);
    const to = from + lines.slice(table.from, table.to).join("\n").length;
    area.setRangeText(tableText(table), from, to, "preserve");
    shown = JSON.stringify(tablesOf(area.value));
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** A row or a column more or fewer; the focus goes to where one goes on. @param {number} number @param {(table: TextTable) => void} change @param {[row: number, column: number]} focus */
  function reshape(number, change, focus) {
    write(number, change);
    shown = "";
    draw();
    const cells = place.querySelectorAll("details")[number]?.querySelectorAll("textarea");
    const width = tablesOf(area.value)[number]?.rows[0].length ?? 0;
    cells?.[Math.min(focus[0] * width + focus[1], cells.length - 1)]?.focus();
  }

  /** Calls what is in a column by its new heading. @param {HTMLTextAreaElement} heading @param {number} at */
  function rename(heading, at) {
    const column = heading.value.trim() || word("table-column-number", { number: at + 1 });
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (heading.closest("table")?.querySelectorAll(`:not(thead) > tr [data-column="${at}"]`) ?? [])) {
      one.setAttribute("aria-label", one.matches("button") ? word("table-drop-column", { column }) : word("table-cell", { column, row: one.dataset.row ?? "" }));
    }
  }

  /** @param {TextTable} table @param {number} number */
  function grid(table, number) {
    const [heading] = table.rows;
    const column = (/** @type {number} */ at) => heading[at] || word("table-column-number", { number: at + 1 });
    const cell = (/** @type {string} */ text, /** @type {number} */ row, /** @type {number} */ at) => {
      const name = row === 0 ? word("table-heading", { number: at + 1 }) : word("table-cell", { column: column(at), row });
      const input = make("textarea", { rows: text.length > LONG_CELL ? 3 : 1, "aria-label": name, "data-column": at, "data-row": row, spellcheck: "true" });
      // A cell is one line, and no sign in it ends it.
      input.value = text.replaceAll("\\|", "|");
      input.addEventListener("input", () => {
        write(number, (now) => (now.rows[row][at] = input.value.trim().replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|")));
        if (row === 0) rename(input, at);
      });
      // What stands there is written over, as in a field of one line.
      input.addEventListener("focus", () => input.select());
      return make(row === 0 ? "th" : "td", row === 0 ? { scope: "col" } : {}, input);
    };
    const button = (/** @type {string} */ text, /** @type {() => void} */ onclick, /** @type {string} */ name = text) =>
      make("button", { type: "button", class: "knapp liten", "aria-label": name, onclick }, text);
    const row = (/** @type {string[]} */ cells, /** @type {number} */ at) => {
      const drop = button(word("table-drop"), () => reshape(number, (now) => now.rows.splice(at, 1), [Math.max(at - 1, 0), 0]), word("table-drop-row", { row: at }));
      return make("tr", {}, ...cells.map((text, column) => cell(text, at, column)), make("td", {}, ...(at === 0 ? [] : [drop])));
    };
    const columns = make("tr", {}, ...heading.map((_, at) => {
      const drop = button(word("table-drop"), () => reshape(number, (now) => now.rows.forEach((cells) => cells.splice(at, 1)), [0, Math.max(at - 1, 0)]), word("table-drop-column", { column: column(at) }));
      drop.dataset.column = String(at);
      return make("td", {}, ...(heading.length > 1 ? [drop] : []));
    }), make("td", {}));
    const title = word("table-title", { name: heading.filter(Boolean).join(", ") || String(number + 1) });
    const more = make("div", { class: "handlinger" },
      button(word("table-row"), () => reshape(number, (now) => now.rows.push(now.rows[0].map(() => "")), [table.rows.length, 0])),
      button(word("table-column"), () => reshape(number, (now) => now.rows.forEach((cells) => cells.push("")), [0, heading.length])));
    const rows = make("div", { class: "verksted-rutenett" }, make("table", { "aria-label": title }, make("thead", {}, row(heading, 0)), make("tbody", {}, ...table.rows.slice(1).map((cells, at) => row(cells, at + 1))), make("tfoot", {}, columns)));
    return make("details", { class: "verksted-verdier" }, make("summary", {}, title), rows, more);
  }

  function draw() {
    const tables = tablesOf(area.value);
    const now = JSON.stringify(tables);
    if (now === shown) return;
    shown = now;
    const open = [...place.querySelectorAll("details")].map((one) => one.open);
    place.replaceChildren(...tables.map(grid));
    place.querySelectorAll("details").forEach((one, at) => (one.open = open[at] ?? false));
  }
  draw();
  area.addEventListener("input", () => {
    if (!place.contains(document.activeElement)) draw();
  });
  return {
    element: place,
    /** Puts a new table into the text, below the paragraph that is chosen, and opens it. */
    add() {
      const { value, selectionEnd } = area;
      const ends = selectionEnd === 0 ? -1 : value.indexOf("\n\n", selectionEnd);
      const at = ends < 0 ? value.trimEnd().length : ends;
      const number = tablesOf(value.slice(0, at)).length;
      const headings = [1, 2].map((number) => word("table-heading", { number }));
      area.setSelectionRange(at, at);
      insert(area, `${at === 0 ? "" : "\n\n"}${tableText({ from: 0, to: 0, line: "", rows: [headings, ["", ""]] })}`);
      draw();
      const details = place.querySelectorAll("details")[number];
      if (!details) return;
      details.open = true;
      details.querySelector("textarea")?.focus();
    },
  };
}
