// Step 1: whose edition it is. The front page beside it changes as one types.

/** The fields, and the settings they are: table and key. @type {[string, string, string][]} */
const WHO = [
  ["navn", "organisation", "name"],
  ["slag", "organisation", "kind"],
  ["enhet", "organisation", "unit"],
  ["kontakt", "organisation", "contact"],
  ["erklaering", "organisation", "accessibility-statement"],
  ["tittel", "book", "title"],
];

/** The pictures that can be a logo. */
const LOGOS = ["svg", "png", "jpg", "jpeg", "webp"];

/** An address as a browser has it, of one that was written without its beginning. @param {string} text */
const address = (text) => (/^[\w-]+(\.[\w-]+)+([/?#]|$)/.test(text) ? "https://" + text : text);

/** @type {WorkshopStep & { preview?: Preview }} */
const whoStep = (() => {
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement | HTMLSelectElement} */ (byId(name));
  const colour = /** @type {HTMLInputElement} */ (byId("farge"));
  const logo = /** @type {HTMLInputElement} */ (byId("logo"));
  const dropLogo = byId("logo-bort");
  const plain = byId("farge-standard");
  /** @type {Preview | undefined} */
  let preview;

  const kinds = /** @type {HTMLSelectElement} */ (field("slag"));
  for (const [name, table, key] of WHO) {
    const input = field(name);
    const goesOn = stretch();
    const written = () => (name === "erklaering" ? address(input.value.trim()) : input.value.trim());
    const set = typed(() => change({ ask: "set", table, key, value: written() || null, goes_on: goesOn() }));
    input.addEventListener("input", () => {
      touched();
      set.later();
    });
    input.addEventListener("change", set.now);
    leavers.push(set.now);
  }
  const goesOn = stretch();
  const setColour = typed(() => change({ ask: "set", table: "theme", key: "accent", value: colour.value, goes_on: goesOn() }));
  colour.addEventListener("input", setColour.later);
  leavers.push(setColour.now);
  plain.addEventListener("click", () => void change({ ask: "set", table: "theme", key: "accent", value: null }).then(show));
  logo.addEventListener("change", async () => {
    const file = logo.files?.[0];
    if (!file) return;
    const ending = file.name.split(".").pop()?.toLowerCase() ?? "";
    if (!LOGOS.includes(ending)) {
      say(word("logo-kind"));
      logo.value = "";
      return;
    }
    await change({ ask: "put-logo", name: `logo.${ending}` }, await file.arrayBuffer());
  });
  dropLogo.addEventListener("click", async () => {
    await change({ ask: "put-logo", name: null });
    logo.value = "";
    show();
    logo.focus();
  });

  /** The faults of the settings, below the first field that they are about. */
  function faults() {
    const about = (work.report?.problems ?? []).filter((problem) => problem.file === "book.toml" && problem.severity === "error");
    const told = byId("hvem-feil");
    const fields = about.flatMap((problem) => fieldOf(problem)?.[1] ?? []);
    for (const name of [...WHO.map(([name]) => name), "farge", "logo"]) byId(name).setAttribute("aria-invalid", String(fields.includes(name)));
    const first = fields.length ? byId(fields[0]).closest("p") : null;
    if (first && first.nextElementSibling !== told) first.after(told);
    told.replaceChildren(...(about.length ? [problemList(about, undefined)] : []));
  }

  function show() {
    if (kinds.options.length === 1) {
      for (const [value, label] of work.state.employers) kinds.append(make("option", { value }, label.charAt(0).toLocaleUpperCase() + label.slice(1)));
      kinds.closest("p")?.toggleAttribute("hidden", work.state.employers.length === 0);
    }
    for (const [name, table, key] of WHO) {
      const input = field(name);
      if (document.activeElement !== input) input.value = setting(`${table}.${key}`);
    }
    const own = setting("theme.accent");
    if (document.activeElement !== colour) {
      const standard = getComputedStyle(document.documentElement).getPropertyValue("--aksent-lys").trim();
      colour.value = /^#[0-9a-f]{6}$/i.test(own || standard) ? own || standard : "#1f5c45";
    }
    plain.hidden = own === "";
    dropLogo.hidden = setting("theme.logo") === "";
    faults();
    if (!preview) {
      preview = new Preview(byId("hvem-vis"));
      void preview.show(allPages()[0]?.id ?? "index");
    } else if (work.report) {
      // Whose edition it is stands at the end of the page.
      const focused = document.activeElement?.id.replace("ui_verksted-", "");
      const isBelow = WHO.some(([name, table]) => name === focused && table === "organisation" && setting("organisation.name"));
      void preview.show(undefined, isBelow ? ".bunn" : undefined);
    }
  }
  return { show };
})();
