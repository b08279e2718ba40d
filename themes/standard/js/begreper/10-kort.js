// The card with a term's definition: one for the page, moved to the word it is about. Tab goes from the word to what
// comes after it; into the card go those who ask for it, with the arrow down. It stays while the word or the card is pointed at or has the focus, closes with Esc, and never
// covers the word.

const GAP = 6;
const EDGE = 8;
/** How long the pointer rests on a word before the card comes, and how long it may be away before the card goes. */
const REST = 250;
const AWAY = 300;

/** @type {Map<string, TermCard>} */
const cards = new Map();
const card = document.createElement("div");
card.popover = "manual";
card.id = "ui_begrepskort";
card.setAttribute("role", "group");

/** @type {HTMLAnchorElement | null} */
let word = null;
/**
 * The word whose card a reader sent away: none comes before it is left.
 * @type {HTMLAnchorElement | null}
 */
let quiet = null;
/** @type {number | undefined} */
let leaving;

/**
 * The definition of a term, from the script beside its page.
 * @param {HTMLAnchorElement} link
 */
async function cardOf(link) {
  const id = link.dataset.term ?? "";
  if (!cards.has(id)) {
    const own = new URL(brobygger.root || ".", location.href).href;
    // The page of a term that is not translated lies in the site above; its card lies in this one.
    const home = link.href.startsWith(own) ? own : new URL("..", own).href;
    await brobygger.script(link.href.slice(home.length).replace(/\.html(#.*)?$/, ".kort.js"));
  }
  return cards.get(id);
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/**
 * @param {string} className
 * @param {(string | Node)[]} content
 */
function paragraph(className, ...content) {
  const element = document.createElement("p");
  element.className = className;
  element.append(...content);
  return element;
}

/**
 * @param {string} href
 * @param {string} text
 */
function way(href, text) {
  const element = document.createElement("a");
  element.href = href;
  element.textContent = text;
  element.tabIndex = -1;
  return element;
}

/** The links of the card: out of the way of Tab, until they are asked for. */
const ways = () => /** @type {HTMLAnchorElement[]} */ ([...card.querySelectorAll("a")]);

/** Goes into the card. */
function enter() {
  for (const link of ways()) link.tabIndex = 0;
  ways()[0]?.focus();
}

/**
 * @param {HTMLAnchorElement} link
 * @param {TermCard} term
 */
function fill(link, term) {
  const role = term.role ? `rolle-${term.role}` : "";
  const says = paragraph("kort-sier", term.says);
  says.id = "ui_begrepskort-sier";
  card.className = `kort ${role}`;
  card.lang = term.lang ?? document.body.dataset.lang ?? document.documentElement.lang;
  card.setAttribute("aria-label", capital(term.title));
  card.replaceChildren(paragraph(`kort-tittel ${role && `rolle ${role}`}`, capital(term.title)), says);
  if (term.notSame.length) {
    const others = term.notSame.flatMap(({ title, path }, index) => {
      const last = index === term.notSame.length - 1;
      const between = index === 0 ? " " : last ? ` ${brobygger.text("begreper-or")} ` : ", ";
      return [between, way(brobygger.root + path, title)];
    });
    card.append(paragraph("kort-ikke", brobygger.text("begreper-not-same"), ...others));
  }
  card.append(paragraph("kort-mer", way(link.href, brobygger.text("begreper-more", { term: term.title }))));
  if (!link.matches(":focus-visible")) return;
  const hint = paragraph("kort-tast", brobygger.text("begreper-enter"));
  hint.id = "ui_begrepskort-tast";
  card.append(hint);
}

/**
 * Below the word, or above it where there is room only there.
 * @param {HTMLAnchorElement} link
 */
function place(link) {
  const lines = link.getClientRects();
  const [first, last] = [lines[0], lines[lines.length - 1]];
  if (!first || !last) return;
  const { clientWidth, clientHeight } = document.documentElement;
  const { offsetWidth: width, offsetHeight: height } = card;
  const below = last.bottom + GAP + height <= clientHeight || first.top - GAP - height < 0;
  const left = Math.min((below ? last : first).left, clientWidth - width - EDGE);
  const top = below ? last.bottom + GAP : first.top - GAP - height;
  card.style.left = `${Math.max(EDGE, left) + scrollX}px`;
  card.style.top = `${top + scrollY}px`;
}

function shut() {
  clearTimeout(leaving);
  if (!word) return;
  word.removeAttribute("aria-describedby");
  if (card.contains(document.activeElement)) word.focus();
  word = null;
  card.hidePopover();
  card.remove();
}

/** @param {string} how */
const held = (how) => word !== null && (word.matches(how) || card.matches(how));

/**
 * The pointer goes: the card too, soon, unless it is come back to.
 * @param {Event} event
 */
function leave({ target }) {
  if (target === quiet) quiet = null;
  clearTimeout(leaving);
  leaving = setTimeout(() => {
    if (!held(":hover, :focus-within")) shut();
  }, AWAY);
}

/**
 * The focus goes: the card too, at once, for it must not lie over where the focus went.
 * @param {FocusEvent} event
 */
function blur({ target, relatedTarget }) {
  if (target === quiet) quiet = null;
  const stays = relatedTarget instanceof Node && (relatedTarget === word || card.contains(relatedTarget));
  if (!stays && !held(":hover")) shut();
}

brobygger.termCard = (id, term) => {
  cards.set(id, term);
};

brobygger.showTerm = async (link, wanted) => {
  if (link === quiet || link === word) return;
  const pointedAt = link.matches(":hover") && !link.matches(":focus");
  const rest = new Promise((resolve) => setTimeout(resolve, pointedAt ? REST : 0));
  const [term] = await Promise.all([cardOf(link), rest]);
  if (!term) throw new Error("no definition: " + link.dataset.term);
  if (!wanted() || link === quiet || link === word) return;
  shut();
  fill(link, term);
  link.after(card);
  card.showPopover();
  place(link);
  link.setAttribute("aria-describedby", card.querySelector(".kort-tast") ? "ui_begrepskort-sier ui_begrepskort-tast" : "ui_begrepskort-sier");
  word = link;
};

document.addEventListener("pointerout", leave);
document.addEventListener("focusout", blur);
document.addEventListener("pointerdown", ({ target }) => {
  if (target instanceof Node && !card.contains(target) && !word?.contains(target)) shut();
});
document.addEventListener(
  "keydown",
  (event) => {
    if (!word) return;
    if (event.key === "ArrowDown" && event.target === word) {
      event.preventDefault();
      enter();
    }
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    const link = word;
    shut();
    quiet = link.matches(":hover, :focus") ? link : null;
  },
  true,
);
addEventListener("resize", () => {
  if (word) place(word);
});
