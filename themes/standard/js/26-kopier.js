// Copying: what the reader asks for goes to the clipboard, an anchor's address too.

/**
 * Puts a text on the clipboard, and tells whether it is there.
 * @param {string} words
 */
async function copied(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return copiedBySelection(words);
  }
}

/** The older way, which a page from the disk may need. @param {string} words */
function copiedBySelection(words) {
  const focused = document.activeElement;
  const shelf = document.createElement("textarea");
  shelf.className = "skjult";
  shelf.value = words;
  document.body.append(shelf);
  shelf.select();
  const done = document.execCommand("copy");
  shelf.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}

// The mark beside a heading leads to it, and copies its address.
start(() => {
  /** @type {HTMLElement | undefined} */
  let status;
  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element ? event.target.closest("a.anker") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const done = await copied(link.href);
    if (!status) {
      status = document.createElement("span");
      status.className = "kopiert";
      status.setAttribute("role", "status");
    }
    link.after(status);
    status.textContent = "";
    setTimeout(() => status && (status.textContent = text(done ? "link-copied" : "link-not-copied")), 50);
    setTimeout(() => status?.replaceChildren(), 4000);
  });
});

// A page can be printed from where it tells about itself.
start(() => {
  const about = document.querySelector(".omsiden");
  // A definition and a document have buttons of their own for it.
  if (!about || document.body.matches(".document, .definition")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lenke";
  button.textContent = text("print-page");
  button.addEventListener("click", () => print());
  const row = document.createElement("p");
  row.className = "skrivut";
  row.append(button);
  about.append(row);
});
