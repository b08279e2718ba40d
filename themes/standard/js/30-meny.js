// The menu on a phone closes with Esc; beside the text it shows where one is.

start(() => {
  const menu = document.querySelector("details.meny");
  if (!(menu instanceof HTMLDetailsElement)) return;
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  const nav = menu.querySelector("nav");
  const here = menu.querySelector("[aria-current]") ?? menu.querySelector(".apen");
  if (!nav || !here) return;
  const [frame, entry] = [nav.getBoundingClientRect(), here.getBoundingClientRect()];
  // By itself: scrolling the entry into view would move the page too.
  if (entry.bottom > frame.top + nav.clientHeight) nav.scrollTop = entry.top - frame.top - nav.clientHeight / 3;
});
