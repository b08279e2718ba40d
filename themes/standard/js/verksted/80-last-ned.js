// Step 5: the edition and the site as files, and how they are published.

/** Places, and the server whose rules the site brings for them. */
const PLACES = /** @type {Record<string, string[]>} */ ({ none: [], iis: ["iis"], apache: ["apache"], nginx: ["nginx"], netlify: ["netlify"], "github-pages": ["github-pages"], "gitlab-pages": ["gitlab-pages"], folder: [] });

/** Hands a file to the reader. @param {ArrayBuffer} bytes @param {string} name */
function download(bytes, name) {
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The beginning of the names of files. */
const stem = () => brobygger.slug(setting("organisation.name") || work.state.base) || word("nameless");

/** @type {WorkshopStep} */
const takeStep = (() => {
  const where = /** @type {HTMLSelectElement} */ (byId("sted"));
  const how = byId("sted-slik");
  const site = /** @type {HTMLButtonElement} */ (byId("last-nettsted"));
  const layer = /** @type {HTMLButtonElement} */ (byId("last-utgave"));

  where.addEventListener("change", async () => {
    const hosts = PLACES[where.value] ?? [];
    await change({ ask: "set", table: "site", key: "hosting", value: hosts.length ? hosts : null });
    told();
  });
  function told() {
    how.textContent = word("place-" + where.value);
  }

  /** @param {HTMLButtonElement} button @param {string} what @param {string} name */
  async function take(button, what, name) {
    button.setAttribute("aria-disabled", "true");
    say(word("making"));
    try {
      const { answer, bytes } = await ask({ ask: what });
      const files = /** @type {{ files: number }} */ (/** @type {unknown} */ (answer)).files;
      download(bytes, name);
      say(word("downloaded", { name, files, size: (bytes.byteLength / 1e6).toFixed(1).replace(".", word("decimal")) }));
      return true;
    } catch (error) {
      say(why(error));
      return false;
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }
  layer.addEventListener("click", async () => {
    const { written } = work;
    if ((await take(layer, "layer", word("file-edition", { name: stem() }))) && written === work.written) work.isUnsaved = false;
  });
  site.addEventListener("click", () => void take(site, "site", word("file-site", { name: stem() })));

  return {
    show() {
      const hosting = work.state.settings["site.hosting"];
      const host = Array.isArray(hosting) ? hosting[0] : undefined;
      if (host && PLACES[where.value]?.[0] !== host) where.value = host;
      told();
      const errors = (work.report?.problems ?? []).filter((problem) => problem.severity === "error").length;
      byId("nettsted-feil").hidden = errors === 0;
      site.disabled = errors > 0;
    },
  };
})();
