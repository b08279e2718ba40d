// The dialog: a field, and below it what is found while typing.

/** How many hits the dialog shows. */
const SHOWN = 10;
/** Milliseconds of rest before the number of hits is read out. */
const REST = 500;

class Box {
  constructor() {
    const title = brobygger.text("sok-title");
    this.input = element("input", {
      type: "search",
      role: "combobox",
      "aria-label": title,
      "aria-controls": "ui_sok-treff",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      maxlength: String(LONGEST_QUERY),
      enterkeyhint: "search",
      placeholder: brobygger.text("sok-hint"),
    });
    this.close = element("button", { type: "button", class: "sok-lukk" }, brobygger.text("sok-close"));
    this.status = element("p", { role: "status", class: "skjult" });
    this.list = element("div", { id: "ui_sok-treff", role: "listbox", "aria-label": brobygger.text("sok-results"), hidden: "" });
    this.help = element("div", { class: "sok-hjelp" });
    this.all = element("a", { class: "sok-alle", hidden: "" });
    this.slash = element("input", { type: "checkbox" });
    const shortcut = element("label", { class: "sok-snarvei" }, this.slash, brobygger.text("sok-slash"));
    const keys = element("span", { class: "sok-taster", "aria-hidden": "true" }, brobygger.text("sok-keys"));
    this.dialog = element(
      "dialog",
      { class: "sok-boks", "aria-label": title },
      element("div", { class: "sok-linje" }, this.input, this.close),
      this.status,
      element("div", { class: "sok-innhold" }, this.list, this.help),
      element("div", { class: "sok-fot" }, this.all, keys, shortcut),
    );
    /** @type {HTMLAnchorElement[]} */
    this.options = [];
    this.active = -1;
    this.asked = 0;
    /** @type {Element | null} */
    this.before = null;
    /** @type {number | undefined} */
    this.resting = undefined;
    document.body.append(this.dialog);
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.close.addEventListener("click", () => this.dialog.close());
    this.slash.addEventListener("change", () => brobygger.slash.turn(this.slash.checked));
    this.dialog.addEventListener("click", (event) => this.click(event));
    this.dialog.addEventListener("close", () => this.closed());
  }

  /** @param {string} typed what was typed before the box was there: it stands in the field instead of the last query */
  open(typed) {
    if (this.dialog.open) return;
    this.before = document.activeElement;
    this.slash.checked = brobygger.slash.works();
    this.dialog.showModal();
    this.input.focus();
    if (typed) this.input.value = typed.slice(0, LONGEST_QUERY);
    else this.input.select();
    this.search();
  }

  closed() {
    if (this.before instanceof HTMLElement) this.before.focus();
    this.before = null;
  }

  /** A click beside the box closes it, and so does one on a link: it may lead to a place on this page. @param {MouseEvent} event */
  click(event) {
    if (event.target === this.dialog) {
      this.dialog.close();
    } else if (event.target instanceof Element && event.target.closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      this.before = null;
      this.dialog.close();
    }
  }

  async search() {
    const query = this.input.value;
    const asked = (this.asked += 1);
    try {
      await inCurrentIndex(() => this.answer(query, asked));
    } catch (error) {
      console.error(error);
      if (asked === this.asked) this.show([], element("p", {}, brobygger.text("sok-failed")));
    }
  }

  /**
   * @param {string} query
   * @param {number} asked
   */
  async answer(query, asked) {
    if (!query.trim()) {
      this.show([], element("p", {}, brobygger.text("sok-empty")));
      this.say("");
      // What every search on a small site needs is there before the first letter.
      const index = await openIndex();
      if (index.whole) await index.load([], new Set());
      return;
    }
    const index = await openIndex();
    const { hits, marks } = await find(query);
    const shown = await withTexts(hits.slice(0, SHOWN));
    if (asked !== this.asked) return;
    this.all.href = resultsAddress(query);
    this.all.textContent = brobygger.text("sok-all", { n: hits.length });
    this.all.hidden = hits.length <= shown.length;
    if (hits.length) this.show(this.groups(index, marks, shown));
    else {
      const nearest = await nearestPart(index, query);
      if (asked !== this.asked) return;
      this.show([], element("div", {}, element("p", {}, noneText(query)), ...nearest));
    }
    this.say(countText(hits.length, shown.length));
  }

  /**
   * @param {Index} index
   * @param {Marks} marks
   * @param {Shown[]} hits
   */
  groups(index, marks, hits) {
    let number = 0;
    return Array.from(groupsOf(hits), ([group, members]) => {
      const id = "ui_sok-gruppe-" + group;
      const name = element("div", { id, class: "sok-gruppe", role: "presentation" }, groupName(index, group));
      const links = members.map((hit) => {
        number += 1;
        return hitLink(index, marks, hit, { id: "ui_sok-valg-" + number, role: "option", tabindex: "-1", "aria-selected": "false" });
      });
      return element("div", { role: "group", "aria-labelledby": id }, name, ...links);
    });
  }

  /**
   * @param {HTMLElement[]} groups
   * @param {HTMLElement} [help]
   */
  show(groups, help) {
    this.list.replaceChildren(...groups);
    this.list.hidden = groups.length === 0;
    this.input.setAttribute("aria-expanded", String(groups.length > 0));
    this.help.replaceChildren(...(help ? [help] : []));
    if (help) this.all.hidden = true;
    this.options = Array.from(this.list.querySelectorAll("a"));
    this.choose(-1);
  }

  /** Says something to who does not see the list, once typing rests. @param {string} text */
  say(text) {
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => (this.status.textContent = text), REST);
  }

  /** @param {number} active position of the option that is chosen; -1: none */
  choose(active) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = active;
    const option = this.options[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return;
    const count = this.options.length;
    if (event.key === "ArrowDown" && count) this.choose(this.active + 1 >= count ? 0 : this.active + 1);
    else if (event.key === "ArrowUp" && count) this.choose(this.active <= 0 ? count - 1 : this.active - 1);
    else if (event.key === "Enter") this.enter();
    else if (event.key === "Escape") this.dialog.close();
    else return;
    event.preventDefault();
  }

  /** Opens what is chosen, else the page with all results. */
  enter() {
    const option = this.options[this.active];
    if (option) option.click();
    else if (this.input.value.trim()) location.assign(resultsAddress(this.input.value));
  }
}

/** That nothing was found, and what to do then. @param {string} query */
const noneText = (query) => brobygger.text("sok-help-none", { query: query.trim().slice(0, 60) });

/**
 * The terms nearest to a query that found nothing, where there are any.
 * @param {Index} index
 * @param {string} query
 */
async function nearestPart(index, query) {
  const terms = await nearestTerms(index, query, 5);
  if (!terms.length) return [];
  const links = terms.map(({ href, title }) => element("li", {}, element("a", { href }, title)));
  return [element("p", {}, brobygger.text("sok-nearest")), element("ul", {}, ...links)];
}

/** The address of all results. @param {string} query */
function resultsAddress(query) {
  return brobygger.searchPage + "?q=" + encodeURIComponent(query.replace(/\p{Surrogate}/gu, ""));
}

/** @type {Box | undefined} */
let box;

/** Opens the dialog. @param {string} typed what was typed before it was there */
function openBox(typed) {
  box ??= new Box();
  box.open(typed);
}
