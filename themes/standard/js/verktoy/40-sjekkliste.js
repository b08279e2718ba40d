// A checklist to tick: how far one is, only what is left, print and Word with the ticks.

/** @typedef {{id: string, item: HTMLElement, input: HTMLInputElement, set: boolean}} Task */

function checklist() {
  const id = pageId();
  const text = document.querySelector("body.checklist .tekst");
  if (!text || !id) return;
  /** @type {Task[]} */
  const tasks = [...text.querySelectorAll("li.valg")].flatMap((item) => {
    const input = item.querySelector("input");
    if (!(item instanceof HTMLElement) || !input) return [];
    return [{ id: item.dataset.choice || "", item, input, set: input.defaultChecked }];
  });
  const lists = [...text.querySelectorAll("ul.oppgaver")].map((list) => ({
    list,
    tasks: tasks.filter(({ item }) => list.contains(item)),
    count: el("p", { class: "delvis" }),
    done: el("p", { class: "ferdig", hidden: true }, t("section-done")),
  }));
  if (!tasks.length) return;

  const bar = el("progress", { class: "framdrift", max: String(tasks.length), "aria-label": t("progress") });
  const count = el("p", { class: "antall", role: "status" });
  const only = choice("checkbox", { id: "ui_bare-resten" }, t("only-left"));
  const status = statusLine();
  const undo = button(t("undo"), () => restore());
  undo.hidden = true;
  /** @type {Record<string, boolean>} */
  let removed = {};
  const clear = button(t("clear-ticks"), () => {
    removed = choices();
    store.document(id).choices = Object.fromEntries(tasks.map((task) => [task.id, false]));
    store.changed();
    status.textContent = t("ticks-cleared");
    undo.hidden = false;
  });
  const restore = () => {
    store.document(id).choices = removed;
    store.changed();
    status.textContent = t("ticks-back");
    clear.focus();
    undo.hidden = true;
  };
  const word = button(t("word"), () => void saveWord(copyOf(store.document(id)), status));
  const actions = el("div", { class: "handlinger" }, word, button(t("print"), () => window.print()), clear, undo);
  const panel = el("section", { class: "listepanel", "aria-label": t("your-ticks") }, count, bar, only.row);
  const before = lists[0].list.previousElementSibling;
  const heading = text.querySelector(":scope > .ov, :scope > h2");
  (heading || before || lists[0].list).before(panel);
  (text.querySelector(":scope > :is(.neste, .lesogsa, .lovboks, .kilder, .omsiden)") || panel).before(
    el("section", { class: "listeslutt", "aria-labelledby": "ui_del-videre" }, el("h2", { id: "ui_del-videre" }, t("list-along")), actions, status, ...(store.tools ? [store.tools()] : [])),
  );
  const how = document.querySelector(".bruk");
  if (how) how.textContent = t("checklist-how");
  lists.forEach(({ list, count: line, done }) => list.before(line, done));

  const choices = () => ({ ...store.document(id).choices });

  /** @param {Task} task */
  const ticked = (task) => store.document(id).choices?.[task.id] ?? task.set;

  const show = () => {
    let n = 0;
    for (const task of tasks) {
      task.input.checked = ticked(task);
      task.item.classList.toggle("gjort", task.input.checked);
      if (task.input.checked) n += 1;
    }
    bar.value = n;
    bar.textContent = t("progress-of", { n, of: tasks.length });
    count.textContent = n === tasks.length ? t("all-done", { n }) : t("progress-of", { n, of: tasks.length });
    for (const { tasks: own, count: line } of lists) {
      line.textContent = t("section-of", { n: own.filter(ticked).length, of: own.length });
    }
  };

  /** Hides what is done. What is ticked afterwards stays in its place until the reader asks again. */
  const filter = () => {
    for (const task of tasks) task.item.hidden = only.input.checked && ticked(task);
    for (const { list, tasks: own, done, count: line } of lists) {
      const empty = only.input.checked && own.length > 0 && own.every(ticked);
      list.toggleAttribute("hidden", empty);
      line.hidden = empty;
      done.hidden = !empty;
    }
  };

  for (const task of tasks) {
    task.input.disabled = false;
    task.input.addEventListener("change", () => {
      const answers = store.document(id);
      answers.choices = { ...answers.choices, [task.id]: task.input.checked };
      undo.hidden = true;
      status.textContent = "";
      store.changed();
    });
    task.item.addEventListener("click", (event) => {
      const on = event.target;
      if (on instanceof Element && !on.closest("a, input, button") && !String(getSelection())) task.input.click();
    });
  }
  only.input.addEventListener("change", filter);
  store.listen(show);
  show();
}

/**
 * A copy that later changes leave alone.
 * @template T
 * @param {T} value
 * @returns {T}
 */
const copyOf = (value) => JSON.parse(JSON.stringify(value));
