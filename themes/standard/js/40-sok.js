// Search: the button, `/` and Ctrl+K open it; all of it is loaded first then. A key alone is in the way of those who
// speak to their machine: `/` can be turned off. That it is off is kept in the browser, and only then.

const SLASH_OFF = "brobygger-uten-skraastrek";
let slash = true;
try {
  slash = localStorage.getItem(SLASH_OFF) === null;
} catch {
  // A browser that keeps nothing has the shortcut.
}

brobygger.slash = {
  works: () => slash,
  /** @param {boolean} on */
  turn(on) {
    slash = on;
    try {
      if (on) localStorage.removeItem(SLASH_OFF);
      else localStorage.setItem(SLASH_OFF, "1");
    } catch {
      // It holds for this page.
    }
    sayShortcuts();
  },
};

/** The button shows and tells which keys open the search. */
function sayShortcuts() {
  const button = document.querySelector("button.sok");
  button?.setAttribute("aria-keyshortcuts", slash ? "/ Control+K" : "Control+K");
  button?.querySelector("kbd")?.toggleAttribute("hidden", !slash);
}

/**
 * Keeps what is typed while the search is on its way, for its field: keys that were pressed too soon would be lost.
 * @returns {() => string} ends it, and gives what was typed
 */
function keepTyping() {
  let typed = "";
  /** @param {KeyboardEvent} event */
  const keep = (event) => {
    const command = (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState("AltGraph");
    if (command || event.isComposing) return;
    if (event.key === "Backspace") typed = [...typed].slice(0, -1).join("");
    else if ([...event.key].length === 1) typed += event.key;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("keydown", keep, true);
  return () => {
    removeEventListener("keydown", keep, true);
    return typed;
  };
}

start(() => {
  const link = document.querySelector("a.sok");
  if (!(link instanceof HTMLAnchorElement)) return;
  const parts = (brobygger.searchParts = new Map());
  brobygger.searchPart = (name, value) => void parts.set(name, value);
  brobygger.searchPage = link.getAttribute("href") ?? "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.setAttribute("aria-haspopup", "dialog");
  button.append(...link.childNodes);
  link.replaceWith(button);
  sayShortcuts();
  let opening = false;
  /** The search, and meanwhile the script of its index that it will ask for first. */
  const bring = () => {
    current("sok/index.js").catch(() => undefined);
    return load("sok");
  };
  const open = async () => {
    if (opening) return;
    opening = true;
    const typed = keepTyping();
    try {
      await bring();
      brobygger.search?.open(typed());
    } catch {
      // Where the script cannot be loaded, the page still leads on.
      location.assign(link.href);
    } finally {
      typed();
      opening = false;
    }
  };
  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const slashAlone = slash && event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const controlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    // For a moment a field of a box that was just closed still has the focus: nobody writes there.
    const place = event.target instanceof Element && !event.target.closest("dialog:not([open])") ? event.target : null;
    const writing = place?.closest("input, textarea, select, [contenteditable]");
    if (!(slashAlone || controlK) || writing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
  const isAsked = new URLSearchParams(location.search).get("q")?.trim();
  if (document.getElementById("ui_search-form")) (isAsked ? bring() : load("sok")).then(() => brobygger.search?.page()).finally(ready);
});
