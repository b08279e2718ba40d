// The theme that a reader chose with the switch, set before anything is shown: the head of every page loads this first.

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
  // A page that «Back» brings as it was may be older than the choice.
  addEventListener("pageshow", (event) => {
    if (event.persisted) set();
  });
})();
