// «On this page»: the part that is being read is marked in the list beside the text.

start(() => {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("article > details.innhold a"));
  if (!links.length) return;
  /** @type {Map<Element, HTMLAnchorElement>} */
  const listed = new Map();
  for (const link of links) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) listed.set(heading, link);
  }
  /** @type {HTMLAnchorElement | undefined} */
  let marked;
  const mark = () => {
    // The last heading that has come as far up as a reader's eyes.
    const line = innerHeight / 3;
    /** @type {HTMLAnchorElement | undefined} */
    let read;
    for (const [heading, link] of listed) {
      if (heading.getBoundingClientRect().top > line) break;
      if (link.checkVisibility()) read = link;
    }
    if (read === marked) return;
    marked?.removeAttribute("aria-current");
    read?.setAttribute("aria-current", "true");
    marked = read;
  };
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  };
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later, { passive: true });
  mark();
});
