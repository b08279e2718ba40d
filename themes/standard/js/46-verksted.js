// Loads the workshop when somebody begins to work in it; the page tells what it is without it.

start(() => {
  const place = document.getElementById("ui_verksted");
  if (!place) return;
  const isFile = location.protocol === "file:";
  const why = document.getElementById(isFile ? "ui_verksted-fil" : "ui_verksted-gammel");
  if (isFile || !("WebAssembly" in window && "Worker" in window && "DecompressionStream" in window)) {
    if (why) why.hidden = false;
    return;
  }
  place.hidden = false;
  /** @type {Promise<void> | undefined} */
  let loaded;
  // From here on the script listens itself, and takes up what was pressed.
  const begin = (/** @type {Event} */ event) => {
    const target = /** @type {Element} */ (event.target);
    if (!target.closest(event.type === "click" ? "#ui_verksted-start" : ".verksted-apne")) return;
    const { script: address = "", styles = "" } = place.dataset;
    loaded ??= style(styles).then(() => script(address)).catch((error) => {
      loaded = undefined;
      console.error(error);
    });
  };
  place.addEventListener("click", begin);
  place.addEventListener("change", begin);
});
