// A page as readers will see it: in a frame that runs no scripts and asks nobody for anything.

class Preview {
  /** @param {HTMLElement} around the place for it */
  constructor(around) {
    /** The page that is shown. */
    this.page = "";
    /** Called with the id of a heading that somebody presses. @type {((id: string) => void) | undefined} */
    this.onheading = undefined;
    /** Called when another page is shown. @type {(() => void) | undefined} */
    this.onpage = undefined;
    this.asked = 0;
    /** The address of the styles that the frame has: it says what they are. @type {string | null | undefined} */
    this.styles = undefined;
    this.old = make("p", { class: "merknad", hidden: true }, word("preview-old"));
    this.frame = make("iframe", { class: "verksted-ramme", sandbox: "allow-same-origin", title: word("preview-title"), srcdoc: "<!DOCTYPE html><title></title>" });
    this.loaded = new Promise((resolve) => this.frame.addEventListener("load", () => resolve(undefined), { once: true }));
    around.replaceChildren(this.old, this.frame);
  }

  /**
   * Shows a page as it is now.
   * @param {string} [page] nothing: the one that is shown
   * @param {string} [heading] the id of a heading to be seen; `.bunn`: the end of the page
   */
  async show(page = this.page, heading) {
    const isOther = page !== this.page;
    this.page = page;
    this.asked += 1;
    const mine = this.asked;
    try {
      const { answer, bytes } = await ask({ ask: "show", page, language: null });
      await this.loaded;
      if (mine !== this.asked) return;
      const shown = /** @type {{ path: string, is_old: boolean }} */ (/** @type {unknown} */ (answer));
      this.old.hidden = !shown.is_old;
      await this.put(new TextDecoder().decode(bytes), shown.path, isOther, heading);
    } catch (error) {
      if (error instanceof Refused && error.reason === "no-page") this.old.hidden = false;
      else if (!(error instanceof Refused)) throw error;
      else this.old.hidden = false;
    }
    if (isOther) this.onpage?.();
  }

  /**
   * @param {string} html
   * @param {string} path
   * @param {boolean} isOther
   * @param {string} [heading]
   */
  async put(html, path, isOther, heading) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const styles = page.querySelector("link[rel=stylesheet]")?.getAttribute("href");
    for (const gone of page.querySelectorAll("script, link, meta[http-equiv]")) gone.remove();
    await Promise.all([...page.querySelectorAll("img[src]")].map((image) => this.picture(image, path)));
    const css = styles && styles !== this.styles ? new TextDecoder().decode(await this.file(resolved(path, styles))) : "";
    const frame = /** @type {(Window & typeof globalThis) | null} */ (this.frame.contentWindow);
    const inside = this.frame.contentDocument;
    if (!frame || !inside) return;
    const at = frame.scrollY;
    const root = page.documentElement;
    root.querySelector("body")?.classList.add("klar");
    const theme = document.documentElement.dataset.theme;
    if (theme) root.dataset.theme = theme;
    if (isOther || this.styles === undefined) inside.documentElement.replaceWith(inside.adoptNode(root));
    else makeAlike(inside.documentElement, root);
    if (styles !== this.styles) {
      const sheet = new frame.CSSStyleSheet();
      sheet.replaceSync(css);
      inside.adoptedStyleSheets = [sheet];
      this.styles = styles;
    }
    inside.onclick = (event) => this.pressed(event, path);
    frame.scrollTo(0, isOther ? 0 : at);
    const seen = heading === ".bunn" ? inside.querySelector(heading) : heading ? inside.getElementById(heading) : null;
    seen?.scrollIntoView();
  }

  /** A file of the edition's site. @param {string} path */
  async file(path) {
    return (await ask({ ask: "file", path })).bytes;
  }

  /** @param {Element} image @param {string} page */
  async picture(image, page) {
    const source = image.getAttribute("src") ?? "";
    if (/^[a-z]+:/i.test(source)) return;
    try {
      const path = resolved(page, source);
      const bytes = await this.file(path);
      image.setAttribute("src", await dataAddress(new Blob([bytes], { type: pictureType(path) })));
    } catch {
      image.removeAttribute("src");
    }
  }

  /** @param {MouseEvent} event @param {string} path */
  pressed(event, path) {
    const target = /** @type {Element | null} */ (event.target);
    const link = target?.closest("a");
    if (link) {
      event.preventDefault();
      const href = link.getAttribute("href") ?? "";
      if (/^[a-z]+:/i.test(href)) return;
      const [file, anchor] = resolved(path, href.split("#")[0] || path.split("/").pop() || "").split("#");
      const id = file.replace(/\.html$/, "");
      if (pageOf(id)) void this.show(id, href.split("#")[1] ?? anchor);
      return;
    }
    const heading = target?.closest("h2[id]");
    if (heading) this.onheading?.(heading.id);
  }
}

/**
 * Makes an element as another one is, and leaves alone what is the same in both: so little is drawn anew.
 * @param {Element} old
 * @param {Element} wanted
 */
function makeAlike(old, wanted) {
  for (const { name } of [...old.attributes]) if (!wanted.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of wanted.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const [before, after] = [[...old.childNodes], [...wanted.childNodes]];
  const isSame = (/** @type {number} */ at, /** @type {number} */ other) => before[at].isEqualNode(after[other]);
  const shortest = Math.min(before.length, after.length);
  // What is the same at the beginning and at the end stays.
  let begins = 0;
  while (begins < shortest && isSame(begins, begins)) begins += 1;
  let ends = 0;
  while (ends < shortest - begins && isSame(before.length - 1 - ends, after.length - 1 - ends)) ends += 1;
  const gone = before.slice(begins, before.length - ends);
  const come = after.slice(begins, after.length - ends);
  gone.forEach((node, at) => {
    const other = come[at];
    if (gone.length !== come.length) node.remove();
    else if (node.nodeName === other.nodeName && node.nodeType === Node.ELEMENT_NODE) makeAlike(/** @type {Element} */ (node), /** @type {Element} */ (other));
    else old.replaceChild(other, node);
  });
  if (gone.length === come.length) return;
  const next = old.childNodes[begins] ?? null;
  for (const node of come) old.insertBefore(node, next);
}

/** The path in the site that an address on a page leads to. @param {string} page @param {string} href */
function resolved(page, href) {
  const address = new URL(href, "http://x/" + page.split("/").map(encodeURIComponent).join("/"));
  return decodeURIComponent(address.pathname.slice(1));
}

/** @param {string} path */
function pictureType(path) {
  const ending = path.split(".").pop()?.toLowerCase() ?? "";
  const types = { svg: "image/svg+xml", jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", gif: "image/gif", webp: "image/webp", avif: "image/avif" };
  return types[/** @type {keyof typeof types} */ (ending)] ?? "image/png";
}

/** @param {Blob} blob @returns {Promise<string>} */
function dataAddress(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
