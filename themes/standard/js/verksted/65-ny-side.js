// A new page: its kind, its title, what it is about, and where it stands.

(() => {
  const dialog = /** @type {HTMLDialogElement} */ (byId("ny-side"));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  const kind = /** @type {HTMLSelectElement} */ (byId("ny-slag"));
  const title = /** @type {HTMLInputElement} */ (byId("ny-tittel"));
  const about = /** @type {HTMLInputElement} */ (byId("ny-om"));
  const where = /** @type {HTMLSelectElement} */ (byId("ny-sted"));
  const fault = byId("ny-feil");

  kind.addEventListener("change", asks);
  byId("ny").addEventListener("click", () => {
    form.reset();
    fault.textContent = "";
    const parts = work.state.parts.filter((part) => !part.is_unlisted);
    where.replaceChildren(
      ...parts.flatMap((part) => part.pages.filter((page) => page.change !== "taken-out").map((page) => make("option", { value: page.id }, word("new-after", { title: page.title })))),
    );
    asks();
  });
  byId("ny-avbryt").addEventListener("click", () => dialog.close());

  /** A term has its place by itself. */
  function asks() {
    where.closest("p")?.toggleAttribute("hidden", kind.value === "definition");
    byId("ny-om-navn").textContent = word(kind.value === "definition" ? "new-about-term" : "new-about");
  }

  /** What a page begins with. */
  function body() {
    const text = known("body-" + kind.value);
    return text === undefined ? null : text.replaceAll("\\n", "\n").replace("{about}", about.value.trim());
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const missing = [title, about].find((input) => input.value.trim() === "");
    if (missing) {
      fault.textContent = word("new-missing", { name: missing.labels?.[0]?.textContent ?? "" });
      missing.focus();
      return;
    }
    const isTerm = kind.value === "definition";
    const beside = isTerm ? allPages().find((page) => page.kind === "definition")?.id : where.value;
    const folder = beside?.includes("/") ? beside.slice(0, beside.lastIndexOf("/") + 1) : "";
    const id = folder + brobygger.slug(title.value);
    try {
      const place = isTerm ? null : { after: where.value };
      const request = { ask: "new-page", kind: kind.value, page: id, title: title.value.trim(), summary: about.value.trim(), body: body(), place };
      const { answer } = await ask(request);
      work.state = /** @type {EditionState} */ (answer);
      work.isUnsaved = true;
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
