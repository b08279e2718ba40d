// The theme switch: light or dark. The choice is kept in the browser, as the switch says, until it is what the system
// has too. `head/tema.js` sets it on the next page.

start(() => {
  const button = document.getElementById("ui_temabytte");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const chosen = (root.dataset.theme ?? system) === "dark" ? "light" : "dark";
    root.dataset.theme = chosen;
    try {
      if (chosen === system) localStorage.removeItem("brobygger-tema");
      else localStorage.setItem("brobygger-tema", chosen);
    } catch {
      // It holds for this page.
    }
  });
});
