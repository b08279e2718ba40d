// Search: the button, `/` and Ctrl+K open it; all of it is loaded first then.

start(() => {
  const link = document.querySelector("a.sok");
  if (!(link instanceof HTMLAnchorElement)) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.setAttribute("aria-keyshortcuts", "/ Control+K");
  button.setAttribute("aria-haspopup", "dialog");
  button.append(...link.childNodes);
  link.replaceWith(button);
  // Where the script cannot be loaded, the page still leads on.
  const open = () => load("sok").then(() => brobygger.search?.open()).catch(() => location.assign(link.href));
  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const controlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const writing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (!(slash || controlK) || writing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
  if (document.getElementById("search-form")) load("sok").then(() => brobygger.search?.page()).finally(ready);
});
