// Step 2: which pages are in. What is taken out leaves links behind, which is said at once.

/** @type {WorkshopStep} */
const pagesStep = (() => {
  const tree = byId("tre");
  const outcome = byId("tre-utfall");
  /** The pages that were taken out, until the build tells what it meant. @type {string[]} */
  let last = [];
  /** The page that was taken out last: what it meant is told there. */
  let told = "";

  afterBuild.add(() => {
    const changed = [...work.changed];
    work.changed.clear();
    if (!last.length) return;
    const title = last.map((id) => pageOf(id)?.title ?? id).join("», «");
    const others = changed.filter((id) => !last.includes(id) && id !== "SUMMARY" && pageOf(id) && pageOf(id)?.change !== "taken-out");
    const faults = (work.report?.problems ?? []).filter((problem) => problem.code === "removed-page");
    told = last[last.length - 1];
    last = [];
    outcome.replaceChildren();
    place();
    if (faults.length) outcome.append(make("p", { class: "feil" }, word("taken-needed", { title })), problemList(faults, goTo));
    else if (others.length) {
      const names = others.map((id) => pageOf(id)?.title ?? id);
      outcome.append(make("p", {}, word("taken-links", { title, count: others.length })), make("ul", {}, ...names.map((name) => make("li", {}, name))));
    } else outcome.append(make("p", {}, word("taken-none", { title })));
  });

  /** The place of what it meant: below the page that was taken out. */
  function place() {
    const row = told ? document.getElementById("ui_verksted-side-" + told)?.closest("li") : undefined;
    if (row) row.append(outcome);
    else tree.before(outcome);
  }

  /** @param {ListedPage} page */
  function row(page) {
    const id = "ui_verksted-side-" + page.id;
    const item = make("li", { class: "n" + Math.min(page.depth, 3) });
    if (page.change === "own") {
      item.append(page.title, " ", make("span", { class: "merke" }, word("page-own")));
      return item;
    }
    const box = make("input", { type: "checkbox", id, onchange: () => void toggle(page, box) });
    box.checked = page.change !== "taken-out";
    // The first page of the book is where everything begins.
    const home = allPages()[0]?.id === page.id;
    box.disabled = home;
    item.append(make("span", { class: "kryss" }, box, make("label", { for: id }, page.title)));
    if (home) item.append(" ", make("span", { class: "merke" }, word("page-home")));
    if (page.change === "changed" || page.change === "replaced") item.append(" ", make("span", { class: "merke" }, word("page-changed")));
    return item;
  }

  /** @param {ListedPage} page @param {HTMLInputElement} box */
  async function toggle(page, box) {
    const isOut = !box.checked;
    last = isOut ? [...last, page.id] : last.filter((id) => id !== page.id);
    told = "";
    outcome.replaceChildren();
    const done = await change(isOut ? { ask: "take-out", page: page.id, to: null } : { ask: "take-back", page: page.id });
    if (!done) box.checked = isOut;
    else say(word(isOut ? "taken-out" : "taken-back", { title: page.title }));
    count();
  }

  function count() {
    const pages = allPages();
    const out = pages.filter((page) => page.change === "taken-out").length;
    byId("tre-antall").textContent = word("pages-count", { in: pages.length - out, all: pages.length });
  }

  return {
    show() {
      const focused = document.activeElement?.id;
      const open = new Set([...tree.querySelectorAll("details[open]")].map((part) => part.getAttribute("data-part")));
      const isFirst = tree.childElementCount === 0;
      tree.replaceChildren(
        ...work.state.parts.map((part, number) => {
          const title = titleOf(part, number);
          const out = part.pages.filter((page) => page.change === "taken-out").length;
          const of = word("pages-count", { in: part.pages.length - out, all: part.pages.length });
          const details = make("details", { "data-part": title, open: isFirst ? number < 2 : open.has(title) });
          details.append(make("summary", {}, title, " ", make("span", { class: "merke" }, of)));
          details.append(make("ul", { class: "verksted-sider" }, ...part.pages.map(row)));
          return details;
        }),
      );
      if (focused?.startsWith("ui_verksted-side-")) document.getElementById(focused)?.focus({ preventScroll: true });
      place();
      count();
    },
  };
})();
