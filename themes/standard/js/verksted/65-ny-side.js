// A new page: its kind, its title, what it is about, and where it stands; or a Word file that becomes one.

(() => {
  const dialog = /** @type {HTMLDialogElement} */ (byId("ny-side"));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  const kinds = /** @type {HTMLSelectElement} */ (byId("ny-slag"));
  const title = /** @type {HTMLInputElement} */ (byId("ny-tittel"));
  const about = /** @type {HTMLInputElement} */ (byId("ny-om"));
  const where = /** @type {HTMLSelectElement} */ (byId("ny-sted"));
  const purpose = /** @type {HTMLSelectElement} */ (byId("ny-formal"));
  const words = /** @type {HTMLInputElement} */ (byId("ny-ord"));
  const fault = byId("ny-feil");
  const chooser = /** @type {HTMLInputElement} */ (byId("ny-word"));
  const told = byId("ny-fra-word");
  /** The Word file that becomes the page. @type {{ name: string, bytes: ArrayBuffer } | undefined} */
  let file;
  let reading = 0;
  /** The reading of a file that was chosen. @type {Promise<void>} */
  let pending = Promise.resolve();

  kinds.addEventListener("change", asks);
  byId("ny").addEventListener("click", open);
  chooser.addEventListener("change", () => {
    pending = read(chooser.files?.[0]);
  });
  for (const place of [byId("steg-tekst"), dialog]) {
    place.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    });
    place.addEventListener("drop", (event) => {
      const dropped = event.dataTransfer?.files;
      if (!dropped?.length) return;
      // A browser would leave the page for the file.
      event.preventDefault();
      if (!dialog.open) open();
      chooser.files = dropped;
      pending = read(dropped[0]);
    });
  }

  /** The kind of the page. */
  const kind = () => kindNamed(kinds.value);
  /** Whether its front matter has a key: `document` names its purpose. @param {string} key */
  const has = (key) => kind()?.keys.includes(key) ?? false;

  /** Opens the dialog, with nothing written in it. */
  function open() {
    if (kinds.options.length === 0) {
      const offered = work.state.kinds.filter((one) => one.is_offered);
      kinds.append(...offered.map(({ name }) => make("option", { value: name }, known("kind-" + name) ?? name)));
    }
    form.reset();
    for (const input of [title, about]) delete input.dataset.given;
    fault.textContent = "";
    pending = read(undefined);
    const parts = work.state.parts.filter((part) => !part.is_unlisted);
    where.replaceChildren(
      ...parts.flatMap((part) => part.pages.filter((page) => page.change !== "taken-out").map((page) => make("option", { value: page.id }, word("new-after", { title: page.title })))),
    );
    // Beside the page that somebody looks at.
    if ([...where.options].some((option) => option.value === textStep.page)) where.value = textStep.page;
    if (purpose.options.length === 0) purpose.append(...work.state.purposes.map(([value, label]) => make("option", { value }, label)));
    asks();
    dialog.showModal();
  }
  byId("ny-avbryt").addEventListener("click", () => dialog.close());

  /** Reads a Word file, and says what of it does not come along. @param {File | undefined} chosen */
  async function read(chosen) {
    reading += 1;
    const mine = reading;
    file = undefined;
    told.replaceChildren();
    asks();
    if (!chosen) return;
    const { name } = chosen;
    told.textContent = word("word-reading", { name });
    try {
      const bytes = await chosen.arrayBuffer();
      const { answer } = await ask({ ask: "read-word", name }, bytes);
      if (mine !== reading) return;
      const page = /** @type {WordState} */ (answer);
      file = { name, bytes };
      fill(title, page.title ?? name.replace(/\.docx$/i, ""));
      fill(about, page.summary ?? "");
      told.replaceChildren(make("p", {}, word("word-read", { name })), ...lost(page));
    } catch (error) {
      if (mine !== reading) return;
      chooser.value = "";
      told.replaceChildren(make("p", { class: "feil" }, why(error)));
    }
    asks();
  }

  /** Writes into a field what nobody has written another thing in. @param {HTMLInputElement} input @param {string} text */
  function fill(input, text) {
    if (input.value === (input.dataset.given ?? "")) input.value = text;
    input.dataset.given = text;
  }

  /** The things of a Word file that do not come along. @param {WordState} page */
  function lost({ problems, remarks }) {
    const out = [];
    if (problems.length) {
      const item = (/** @type {Problem} */ { message, help }) => make("li", {}, sentence(message), ...(help ? [make("span", { class: "hint" }, sentence(help))] : []));
      out.push(make("details", { open: problems.length < 4 }, make("summary", {}, word("word-lost", { count: problems.length })), make("ul", {}, ...problems.map(item))));
    }
    if (remarks.length) {
      const item = (/** @type {WordRemark} */ { sort, author, about: text, says }) => make("li", {}, make("strong", {}, word(sort)), ` (${author || word("nobody")}): `, says ? `«${text}» – ${says}` : `«${text}»`);
      out.push(make("details", {}, make("summary", {}, word("word-remarks", { count: remarks.length })), make("ul", {}, ...remarks.map(item))));
    }
    return out.length ? out : [make("p", {}, word("word-all"))];
  }

  /** A term has its place by itself, and a Word file becomes a page with text. */
  function asks() {
    if (file) kinds.value = work.state.kinds.find((one) => one.of_text)?.name ?? kinds.value;
    const isTerm = kind()?.is_term ?? false;
    kinds.closest("p")?.toggleAttribute("hidden", file !== undefined);
    where.closest("p")?.toggleAttribute("hidden", isTerm);
    words.closest("p")?.toggleAttribute("hidden", !isTerm);
    purpose.closest("p")?.toggleAttribute("hidden", !has("document") || purpose.options.length === 0);
    byId("ny-om-navn").textContent = word(isTerm ? "new-about-term" : "new-about");
  }

  /** The text that a new page begins with. */
  function body() {
    const text = known("body-" + kinds.value);
    return text === undefined ? null : text.replaceAll("\\n", "\n").replace("{about}", about.value.trim());
  }

  /** The values that a new page begins with: where it has fields one, which its text shows; of a term the other words for it. */
  function values() {
    if (kind()?.is_term) {
      const others = words.value.split(",").map((text) => text.trim()).filter(Boolean);
      return others.length ? { synonyms: others.map((text) => ({ text, type: "synonym" })) } : {};
    }
    if (!has("fields")) return {};
    const of = has("document") && purpose.value ? { document: purpose.value } : {};
    return { ...of, fields: { navn: { label: word("body-field"), type: "text" } }, advice: null };
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // A file that is being read belongs to the page.
    await pending;
    if (chooser.value && !file) return;
    const missing = [title, about].find((input) => input.value.trim() === "");
    if (missing) {
      fault.textContent = word("new-missing", { name: missing.labels?.[0]?.textContent ?? "" });
      missing.focus();
      return;
    }
    const isTerm = kind()?.is_term ?? false;
    const beside = isTerm ? allPages().find((page) => kindNamed(page.kind)?.is_term)?.id : where.value;
    const folder = beside?.includes("/") ? beside.slice(0, beside.lastIndexOf("/") + 1) : "";
    const id = folder + brobygger.slug(title.value);
    try {
      const place = isTerm ? null : { after: where.value };
      const request = { ask: "new-page", kind: kinds.value, page: id, title: title.value.trim(), summary: about.value.trim(), body: file ? null : body(), values: values(), place, word: file !== undefined };
      const { answer } = await ask(request, file?.bytes);
      work.state = /** @type {EditionState} */ (answer);
      touched();
    } catch (error) {
      fault.textContent = why(error);
      return;
    }
    dialog.close();
    await build();
    textStep.open(id, ".");
    turnTo("tekst");
    say(word("new-made", { title: title.value.trim() }));
  });
})();
