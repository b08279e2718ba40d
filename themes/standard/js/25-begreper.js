// Terms in the text: pointing at one, standing on it with the keyboard or tapping it shows its definition. What shows it
// is loaded the first time. A browser without popovers, or a script that does not load, leaves an ordinary link.

start(() => {
  if (!("popover" in HTMLElement.prototype)) return;
  let touched = false;

  /** @param {Event} event */
  const termOf = ({ target }) =>
    target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (target.closest("a.term")) : null;

  /**
   * @param {HTMLAnchorElement} link
   * @param {() => boolean} wanted
   */
  const show = async (link, wanted) => {
    await load("begreper");
    await brobygger.showTerm?.(link, wanted);
  };

  document.addEventListener("pointerover", (event) => {
    const link = termOf(event);
    if (link && event.pointerType === "mouse") show(link, () => link.matches(":hover")).catch(() => {});
  });
  document.addEventListener("focusin", (event) => {
    const link = termOf(event);
    if (link?.matches(":focus-visible")) show(link, () => link.matches(":focus")).catch(() => {});
  });
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType !== "mouse";
  });
  document.addEventListener("click", (event) => {
    const link = termOf(event);
    // The first tap shows the definition, the second follows the link. Enter and the mouse follow it at once.
    if (!link || !touched || event.detail === 0 || link.hasAttribute("aria-describedby")) return;
    event.preventDefault();
    show(link, () => true).catch(() => location.assign(link.href));
  });
});
