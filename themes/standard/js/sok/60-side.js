// The page with all results, the address of which ends in `?q=…`.

/** How many hits of a group are shown at once, on a small and on a large site. */
const AT_ONCE = [6, 4];
/** How many more at a press. */
const MORE = 30;

/**
 * The hits of one group under its heading, with a button for the rest.
 * @param {Index} index
 * @param {Marks} marks
 * @param {Hit[]} hits all of the group, the best first
 * @param {Shown[]} shown the first of them, with their texts
 */
function groupPart(index, marks, hits, shown) {
  const heading = element("h2", { id: "ui_sok-del-" + hits[0].group }, groupName(index, hits[0].group), " ");
  heading.append(element("span", { class: "sok-antall" }, `(${hits.length})`));
  const list = element("ol", { class: "sok-liste" });
  const add = (/** @type {Shown[]} */ more) => list.append(...more.map((hit) => element("li", {}, hitLink(index, marks, hit, {}))));
  add(shown);
  const part = element("section", { "aria-labelledby": heading.id }, heading, list);
  if (shown.length === hits.length) return part;
  const rest = hits.slice(shown.length);
  const more = element("button", { type: "button", class: "sok-flere" }, brobygger.text("sok-more", { n: rest.length }));
  more.addEventListener("click", async () => {
    more.disabled = true;
    const first = list.children.length;
    add(await withTexts(rest.splice(0, MORE)));
    // The reader goes on where the new ones begin.
    list.children[first]?.querySelector("a")?.focus();
    if (!rest.length) more.remove();
    more.disabled = false;
    more.textContent = brobygger.text("sok-more", { n: rest.length });
  });
  part.append(more);
  return part;
}

async function startPage() {
  const form = document.getElementById("ui_search-form");
  const field = document.getElementById("ui_search-field");
  const status = document.getElementById("ui_search-status");
  const results = document.getElementById("ui_search-results");
  if (!(form instanceof HTMLFormElement && field instanceof HTMLInputElement && status && results)) return;
  let asked = 0;

  /**
   * @param {string} query
   * @param {number} mine
   */
  const answer = async (query, mine) => {
    if (!query.trim()) {
      results.replaceChildren();
      status.textContent = status.dataset.empty ?? "";
      return;
    }
    const index = await openIndex();
    const { hits, marks } = await find(query);
    if (hits.length) {
      const groups = [...groupsOf(hits).values()];
      const most = index.whole ? AT_ONCE[0] : AT_ONCE[1];
      const shown = await Promise.all(groups.map((group) => withTexts(group.slice(0, most))));
      const parts = [];
      for (const [at, group] of groups.entries()) {
        parts.push(groupPart(index, marks, group, shown[at]));
        await breath();
      }
      if (mine !== asked) return;
      results.replaceChildren(...parts);
      status.textContent = countText(hits.length);
      return;
    }
    const nearest = await nearestPart(index, query);
    if (mine !== asked) return;
    results.replaceChildren(element("div", {}, ...nearest, ...(terms ? [element("p", {}, terms)] : [])));
    status.textContent = noneText(query);
  };

  const search = async () => {
    const mine = (asked += 1);
    try {
      await inCurrentIndex(() => answer(field.value, mine));
    } catch (error) {
      console.error(error);
      if (mine === asked) status.textContent = brobygger.text("sok-failed");
    }
  };

  const address = () => {
    const url = new URL(location.href);
    url.searchParams.set("q", field.value);
    try {
      history.replaceState(null, "", url);
    } catch {
      // Some browsers keep the address of a file as it is.
    }
  };

  form.hidden = false;
  const terms = document.getElementById("ui_search-index");
  document.getElementById("ui_search-without-script")?.remove();
  field.value = (new URLSearchParams(location.search).get("q") ?? "").slice(0, LONGEST_QUERY);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  // Nothing is searched yet, but it will be.
  field.addEventListener("focus", () => void openIndex().catch(() => undefined), { once: true });
  field.addEventListener("input", () => {
    address();
    search();
  });
  return search();
}

brobygger.search = {
  open: openBox,
  page: startPage,
  find: (query, most) => inCurrentIndex(async () => withTexts((await find(query)).hits.slice(0, most))),
};
