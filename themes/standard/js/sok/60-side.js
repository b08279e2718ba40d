// The page with all results, `sok.html?q=…`.

/** How many hits are shown at once, on a small and on a large site. */
const AT_ONCE = [200, 15];

async function startPage() {
  const form = document.getElementById("search-form");
  const field = document.getElementById("search-field");
  const status = document.getElementById("search-status");
  const results = document.getElementById("search-results");
  if (!(form instanceof HTMLFormElement && field instanceof HTMLInputElement && status && results)) return;
  let asked = 0;

  const search = async () => {
    const query = field.value;
    const mine = (asked += 1);
    try {
      const index = await openIndex();
      if (!query.trim()) {
        results.replaceChildren();
        status.textContent = status.dataset.empty ?? "";
        return;
      }
      const { hits, marks } = await find(query);
      const most = index.whole ? AT_ONCE[0] : AT_ONCE[1];
      const show = async (/** @type {number} */ count) => {
        const shown = await withTexts(hits.slice(0, count));
        if (mine !== asked) return;
        const list = element("ol", { class: "sok-liste" });
        for (const hit of shown) {
          const kind = element("span", { class: "sok-slag" }, brobygger.text("sok-kind-" + hit.group));
          list.append(element("li", {}, kind, hitLink(index, marks, hit, {})));
        }
        results.replaceChildren(list);
        if (count < hits.length) {
          const more = element("button", { type: "button", class: "sok-flere" }, brobygger.text("sok-more"));
          more.addEventListener("click", () => show(count + most));
          results.append(more);
        }
        status.textContent = countText(hits.length, shown.length);
      };
      if (hits.length) return await show(most);
      const help = await helpFor(index, query);
      if (mine !== asked) return;
      results.replaceChildren(help);
      status.textContent = countText(0);
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
  document.getElementById("search-without-script")?.remove();
  field.value = (new URLSearchParams(location.search).get("q") ?? "").slice(0, LONGEST_QUERY);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  field.addEventListener("input", () => {
    address();
    search();
  });
  return search();
}

brobygger.search = {
  open: openBox,
  page: startPage,
  find: async (query, most) => withTexts((await find(query)).hits.slice(0, most)),
};
