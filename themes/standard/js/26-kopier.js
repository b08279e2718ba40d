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

/**
 * A button that looks like a link.
 * @param {string} words
 * @param {() => void} pressed
 */
function linkButton(words, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "lenke";
  made.textContent = words;
  made.addEventListener("click", pressed);
  return made;
}

/** The address that the site is known by, else the one it is read at. @param {string} anchor */
function knownAddress(anchor) {
  const known = document.querySelector("link[rel=canonical]");
  return (known instanceof HTMLLinkElement ? known.href : location.href.split("#")[0]) + anchor;
}

/**
 * A button for the system's own sheet, where it is there.
 * @param {string} words
 * @param {() => string} said what is shared beside the title and the address
 */
function shareButtons(words, said) {
  if (!("share" in navigator)) return [];
  const share = () => navigator.share({ title: document.title, text: said(), url: knownAddress("") });
  // Whoever closes the sheet wants nothing.
  return [linkButton(words, () => void share().catch(() => {}))];
}

// A page can be printed and shared from where it tells about itself.
start(() => {
  const about = document.querySelector(".omsiden");
  // A definition has buttons of its own for it, and a document one for print.
  if (!about || document.body.matches(".definition")) return;
  const summary = document.querySelector("meta[name=description]");
  const row = document.createElement("p");
  row.className = "skrivut";
  row.append(
    ...(document.body.matches(".document") ? [] : [linkButton(text("print-page"), () => print())]),
    ...shareButtons(text("share-page"), () => (summary instanceof HTMLMetaElement ? summary.content : "")),
  );
  about.append(row);
});
