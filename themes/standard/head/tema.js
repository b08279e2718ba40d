// The facts to be known before anything is shown, which the head of every page loads first: the theme that a reader chose
// with the switch, and whether a script failed, so that what the styles hold back for it is shown.

(() => {
  "use strict";
  const root = document.documentElement;
  const set = () => {
    try {
      const chosen = localStorage.getItem("brobygger-tema");
      if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
      else delete root.dataset.theme;
    } catch {
      // A browser that keeps nothing follows the system.
    }
  };
  set();
  // Captured: what cannot be loaded is told to its own element alone.
  addEventListener("error", () => root.classList.add("uten"), true);
  // A page that «Back» brings as it was may be older than the choice.
  addEventListener("pageshow", (event) => {
    if (event.persisted) set();
  });
})();
