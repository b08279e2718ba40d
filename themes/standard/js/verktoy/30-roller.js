// The roles side by side: which to compare, and where they differ. The choice stands in the address:
// `#roller/ROLE,ROLE`, with `/ulike` where rows that are alike are left out; the words are those of the page's language.

const ROLES = `#${t("address-roles")}/`;
const DIFFERENT = t("address-different");
const FEWEST = 2;

/**
 * The first words of a cell: «Ja» of «Ja, med arbeidsavtale».
 * @param {string} text
 */
const firstWords = (text) => text.toLowerCase().split(/[,;.:(]/)[0].trim();

/**
 * The first words of cells, where words that another begins with count as the same: «Ikke noe mandat» and «Ikke noe mandat
 * fra en gruppe».
 * @param {string[]} texts
 */
function saidFirst(texts) {
  const heads = texts.map(firstWords);
  return heads.map((head) => heads.reduce((short, other) => (short.startsWith(other + " ") ? other : short), head));
}

/**
 * How much some cells are alike: `likt`, `nesten` (the same first words), `ulikt`. Where the book says what sets them apart,
 * cells that are not the same are not alike.
 * @param {string[]} texts
 * @param {boolean} isTold
 */
function likeness(texts, isTold) {
  if (new Set(texts).size <= 1) return "likt";
  if (isTold) return "ulikt";
  return new Set(saidFirst(texts)).size <= 1 ? "nesten" : "ulikt";
}

/**
 * The first words of most cells, where more than one has them and no other words are as common.
 * @param {string[]} heads what each says first
 */
function mostSaid(heads) {
  /** @type {Record<string, number>} */
  const times = {};
  for (const words of heads) times[words] = (times[words] || 0) + 1;
  const [first, second] = Object.entries(times).sort((a, b) => b[1] - a[1]);
  return first[1] > (second ? second[1] : 1) ? first[0] : undefined;
}

const SIGNS = { likt: "=", nesten: "≈", ulikt: "≠" };

function roles() {
  const box = document.querySelector(".roller");
  const table = box?.querySelector("table");
  if (!box || !table) return;
  const heads = [...table.querySelectorAll("thead th")];
  const rows = [...table.querySelectorAll("tbody tr:not(.forskjell)")].map((row) => {
    const mark = el("span", { class: "likhet" });
    row.querySelector("th")?.append(" ", mark);
    const next = row.nextElementSibling;
    return { row, mark, cells: [...row.querySelectorAll("td")], told: next?.matches(".forskjell") ? next : undefined };
  });
  const ids = heads.map((head) => head.getAttribute("data-id") || "");
  if (ids.length <= FEWEST) return;
  const boxes = heads.map((head, at) =>
    choice("checkbox", { id: "ui_velg-" + ids[at], checked: true }, el("span", { class: head.className }, textOf(head))),
  );
  const different = choice("checkbox", { id: "ui_velg-ulike" }, t("only-different"));
  const status = statusLine();
  const chooser = el(
    "fieldset",
    { class: "rollevalg" },
    el("legend", {}, t("which-roles")),
    el("div", { class: "kryssrad" }, ...boxes.map(({ row }) => row)),
    different.row,
    status,
  );
  box.before(chooser);

  /** @param {string} before what is said first */
  const show = (before = "") => {
    const on = boxes.map(({ input }) => input.checked);
    heads.forEach((head, at) => head.toggleAttribute("hidden", !on[at]));
    let differ = 0;
    for (const { row, mark, cells, told } of rows) {
      cells.forEach((cell, at) => cell.toggleAttribute("hidden", !on[at]));
      const seen = cells.flatMap((_, at) => (on[at] ? [at] : []));
      const texts = seen.map((at) => textOf(cells[at]));
      // The book's words on what sets them apart are about all of them.
      const isTold = Boolean(told) && seen.length === cells.length;
      const kind = likeness(texts, isTold);
      const first = saidFirst(texts);
      const most = mostSaid(first);
      const apart = kind === "ulikt" && !isTold ? seen.filter((_, i) => first[i] !== most) : [];
      cells.forEach((cell, at) => cell.classList.toggle("skiller", apart.includes(at)));
      mark.className = "likhet " + kind;
      const named = most !== undefined && apart.length > 0;
      const says = named ? t("stands-out", { roles: apart.map((at) => textOf(heads[at])).join(", ") }) : t(kind);
      mark.replaceChildren(el("span", { "aria-hidden": "true" }, SIGNS[kind]), " " + says);
      mark.toggleAttribute("hidden", isTold && kind === "ulikt");
      told?.firstElementChild?.setAttribute("colspan", String(seen.length + 1));
      told?.toggleAttribute("hidden", kind === "likt" || !isTold);
      if (kind === "ulikt") differ += 1;
      row.toggleAttribute("hidden", different.input.checked && kind !== "ulikt");
    }
    // Where every row differs, there is nothing to leave out.
    different.row.toggleAttribute("hidden", differ === rows.length && !different.input.checked);
    const count = on.filter(Boolean).length;
    status.textContent = before + t("roles-shown", { n: count, of: on.length, differ, rows: rows.length });
    if (count > FEWEST && rows.some(({ told }) => !told)) status.append(" " + t("apart-means"));
  };

  const write = () => {
    const chosen = ids.filter((_, at) => boxes[at].input.checked).join(",");
    history.replaceState(history.state, "", ROLES + chosen + (different.input.checked ? "/" + DIFFERENT : ""));
  };

  /** Takes the choice of the address over. */
  const read = () => {
    if (!location.hash.startsWith(ROLES)) return show();
    const [chosen, rest] = location.hash.slice(ROLES.length).split("/");
    const wanted = chosen.split(",");
    const known = ids.filter((id) => wanted.includes(id));
    boxes.forEach(({ input }, at) => (input.checked = known.length < FEWEST || known.includes(ids[at])));
    different.input.checked = rest === DIFFERENT;
    show(known.length < FEWEST || known.length < wanted.length ? t("old-roles") + " " : "");
  };

  for (const { input } of boxes) {
    input.addEventListener("change", () => {
      const few = boxes.filter((other) => other.input.checked).length < FEWEST;
      if (few) input.checked = true;
      show(few ? t("two-at-least") + " " : "");
      write();
    });
  }
  different.input.addEventListener("change", () => {
    show();
    write();
  });
  window.addEventListener("hashchange", read);
  read();
  if (location.hash.startsWith(ROLES)) chooser.scrollIntoView();
}
