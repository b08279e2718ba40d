// The form beside the text, the checks, the bar with what one does in the end; and how it all is put in place.

/** The section with the form. @type {HTMLElement} */
const side = el("section", { class: "utenfor utfylling", "aria-labelledby": anchors.fields });
/** The part of it that scrolls: the bar stands below and covers nothing. */
const sheet = el("div", { class: "skjemaark" });
const message = el("p", { class: "melding", role: "status" });
const bar = el("div", { class: "handling", role: "group", "aria-label": say("actions") });
const checks = el("section", { class: "kontroll", "aria-labelledby": "ui_kontroll", hidden: true });
const checksTitle = el("h3", { id: "ui_kontroll", tabindex: "-1" }, say("check"));
const checksBody = el("div");
const checkButton = knapp(say("check"), openChecks);

/** Whether the form stands beside the text. */
const isBeside = () => matchMedia("(min-width: 76rem)").matches;

/** @param {string} text @param {(string | Node)[]} more that is read out together with it */
function tell(text, ...more) {
  message.textContent = "";
  setTimeout(() => message.replaceChildren(text, ...more), 50);
}

/** Fields the document is unfinished without, and blanks that stand in the text. */
function missing() {
  const isBlank = (/** @type {string} */ name) => controls.get(name)?.some((one) => !one.id && inForce(one));
  return data.fields.filter(({ name, required }) => !answered.field(name) && counts(name) && (required || isBlank(name)));
}

/** How many fields are left, in words. @param {number} n */
const leftWords = (n) => say(n === 1 ? "check-count-one" : "check-count", { n });

/** Advice that should stop the reader, on what was answered. @param {typeof advice} now @param {Field[]} lacking */
const stopsIn = (now, lacking) => now.filter(({ at, level }) => level === "stop" && !lacking.some(({ name }) => name === at));

/** The findings of the check in few words: what is wrong with what was written, and what is missing. @param {Field[]} lacking */
function inShort(lacking) {
  const found = guardEntries().length + stopsIn(adviceNow(), lacking).length;
  return [...(found ? [say(found === 1 ? "found-one" : "found", { n: found })] : []), ...(lacking.length ? [leftWords(lacking.length)] : [])];
}

/**
 * An entry that leads to its place.
 * @param {string} at
 * @param {string} text
 * @param {(typeof advice[number])[]} [about]
 */
function entry(at, text, about = []) {
  const goThere = knapp(text, () => goTo(at), "lenke");
  goThere.dataset.at = at;
  const notes = about.map((one) => el("p", { class: "grunn " + one.level }, el("strong", {}, say(one.level) + ":"), " " + one.say));
  return el("li", {}, goThere, ...notes);
}

/** @param {string} at */
function nameOf(at) {
  const item = choices.get(at.replace(/^choice\./, ""))?.item.querySelector("span");
  return at.startsWith("choice.") && item ? beginning(plainOf(item)) : (fields.get(at)?.label ?? at);
}

/** @param {string} title @param {HTMLElement[]} entries */
const group = (title, entries) =>
  entries.length ? [el("h4", {}, `${title} (${entries.length})`), el("ul", {}, ...entries)] : [];

/** Advice that the reader has followed, and the way to take that back. @param {typeof advice[number]} one */
function followedEntry(one) {
  const item = entry(one.at, nameOf(one.at));
  item.append(el("p", { class: "grunn " + one.level }, one.say, " ", knapp(say("unfollow"), () => follows(one, false), "lenke")));
  return item;
}

function showChecks() {
  const lacking = missing();
  const short = inShort(lacking);
  const badge = short.map((part, i) => el("span", {}, part + (i + 1 < short.length ? "," : "")));
  write(checkButton, say("check"), ...(badge.length ? [" ", el("span", { class: "gjenstar" }, ...badge.flatMap((part, i) => (i ? [" ", part] : [part])))] : []));
  write(checksTitle, say("check"), ...(short.length ? [`: ${short.join(", ")}`] : []));
  if (checks.hidden) return;
  const now = adviceNow();
  const isLacking = (/** @type {string} */ at) => lacking.some(({ name }) => name === at);
  const cut = [...choices].filter(([id, { item, from }]) => from && !isIn(id) && inForce(item));
  const adviceOf = (/** @type {typeof advice} */ some) => some.map((one) => entry(one.at, nameOf(one.at), [one]));
  const warnings = now.filter(({ at, level }) => !isLacking(at) && level === "warning");
  const followed = adviceGiven().filter(isFollowed);
  const folded = (/** @type {string} */ title, /** @type {HTMLElement[]} */ entries) =>
    entries.length ? [el("details", {}, el("summary", {}, `${title} (${entries.length})`), el("ul", {}, ...entries))] : [];
  const written = guardEntries();
  const stops = now.filter(({ level }) => level === "stop").length + written.length;
  const ready = stops ? say(stops === 1 ? "ready-but-one" : "ready-but", { n: stops }) : say("ready");
  const fresh = el(
    "div",
    {},
    ...(lacking.length ? [] : [el("p", { class: stops ? "igjen" : "igjen klar" }, ready)]),
    ...group(say("written"), written),
    ...group(say("stop"), adviceOf(stopsIn(now, lacking))),
    ...group(say("missing"), lacking.map(({ name, label }) => entry(name, label, now.filter(({ at }) => at === name)))),
    ...group(say("advised"), adviceOf(warnings)),
    ...folded(say("more-advice"), adviceOf(now.filter(({ at, level }) => !isLacking(at) && level === "info"))),
    ...folded(say("followed-list"), followed.map(followedEntry)),
    ...group(say("cut"), cut.map(([id]) => entry("choice." + id, nameOf("choice." + id)))),
  );
  const open = every("details", checksBody).map((one) => /** @type {HTMLDetailsElement} */ (one).open);
  every("details", fresh).forEach((one, i) => /** @type {HTMLDetailsElement} */ (one).toggleAttribute("open", open[i] === true));
  if (fresh.innerHTML === checksBody.innerHTML) return;
  const focused = checksBody.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
  checksBody.replaceChildren(...fresh.childNodes);
  if (!focused) return;
  const same = every("[data-at]", checksBody).find((one) => /** @type {HTMLElement} */ (one).dataset.at === focused.dataset.at);
  /** @type {HTMLElement} */ (same ?? checksTitle).focus({ preventScroll: true });
}

function openChecks() {
  hasChecked = true;
  checks.hidden = false;
  update();
  checksTitle.focus({ preventScroll: true });
  checks.scrollIntoView({ block: "start" });
  if (isBeside()) sheet.scrollTop = 0;
}

function closeChecks() {
  checks.hidden = true;
  checkButton.focus();
}

/** The sentence on what the document that was made still lacks, and the way to it; nothing where it is finished. @returns {(string | Node)[]} */
function unfinished() {
  const short = inShort(missing());
  return short.length ? [` ${say("unfinished", { what: short.join(", ") })} `, knapp(say("see-check"), openChecks, "lenke"), "."] : [];
}

function makeWord() {
  tell(say("word-making"));
  downloadWord().then(
    () => tell(say("word-done"), ...unfinished(), ...brobygger.nextOnWay()),
    (error) => {
      console.warn(error);
      tell(say("word-failed"));
    },
  );
}

/** @param {boolean} formatted */
async function copyAndTell(formatted) {
  if (await copy(formatted)) tell(say("copied"), ...unfinished());
  else tell(say("copy-failed"));
}

function ways() {
  const buttons = el(
    "div",
    { class: "knapper" },
    knapp(say("print"), () => print()),
    knapp(say("copy"), () => void copyAndTell(true)),
    knapp(say("copy-plain"), () => void copyAndTell(false)),
  );
  return el("div", { class: "utveier" }, el("h3", {}, say("out")), buttons);
}

/** Functions that take back what was done, if the rest fails. @type {(() => void)[]} */
const undo = [];

/** @param {Element} parent @param {(Node | string)[]} content */
function fill(parent, content) {
  const before = [...parent.childNodes];
  undo.push(() => parent.replaceChildren(...before));
  parent.replaceChildren(...content);
}

/** @param {Element} place @param {Node} added */
function putBefore(place, added) {
  undo.push(() => added.parentNode?.removeChild(added));
  place.before(added);
}

/** A mark after a field never begins a line: both go into what does not break. @param {HTMLElement} blank */
function holdMark(blank) {
  const rest = blank.nextSibling;
  const mark = rest instanceof Text ? /^[.,;:!?)»]+/.exec(rest.data)?.[0] : undefined;
  if (!(rest instanceof Text) || !mark || blank.matches(".langt")) return;
  const whole = rest.data;
  const held = el("span", { class: "samlet" });
  undo.push(() => {
    held.replaceWith(blank);
    rest.data = whole;
  });
  blank.replaceWith(held);
  held.append(blank, mark);
  rest.data = whole.slice(mark.length);
}

/** Help in the text becomes one line that opens. @param {HTMLElement} box */
function foldHelp(box) {
  const title = box.querySelector(".hjelp-tittel");
  if (!title) return;
  const words = beginning(oneLine(title.nextElementSibling ?? title)).split(" ").slice(0, 7).join(" ");
  const line = el("summary", { class: "hjelp-tittel" }, title.textContent ?? "", " ", el("span", { class: "utdrag" }, words.replace(/[\s.,:;…]*$/, " …")));
  const content = [...box.childNodes].filter((part) => part !== title);
  fill(box, [el("details", {}, line, ...content)]);
}

/** The most boxes of help that stand in a row: of more, one line opens them all. */
const MOST_HELP = 2;

/** The boxes of help that stand together, first to last. @param {HTMLElement} first */
function helpFrom(first) {
  const row = [first];
  for (let next = first.nextElementSibling; next instanceof HTMLElement && next.matches(".hjelp"); next = next.nextElementSibling) row.push(next);
  return row;
}

/** Many boxes in a row become one line, which names what is in them. @param {HTMLElement[]} row */
function bundleHelp(row) {
  if (row.length <= MOST_HELP) return;
  const titles = new Set(row.map((box) => box.querySelector("summary")?.firstChild?.textContent?.trim()).filter(Boolean));
  const all = el("details", {}, el("summary", { class: "hjelp-tittel" }, `${[...titles].join(" · ")} (${row.length})`));
  const bundle = el("div", { class: "hjelp" }, all);
  undo.push(() => bundle.replaceWith(...row));
  row[0].before(bundle);
  all.append(...row);
}

/** Puts everything in its place. */
function putInPlace() {
  const formElement = form();
  for (const blank of /** @type {HTMLElement[]} */ (every(".felt[data-field]"))) {
    const field = fields.get(blank.dataset.field ?? "");
    if (!field || blank.closest(".hjelp")) continue;
    const made = inPlace(field);
    fill(blank, made);
    holdMark(blank);
  }
  for (const [id, { item, box }] of choices) {
    undo.push(() => (box.disabled = true));
    box.disabled = false;
    box.addEventListener("change", () => {
      own().choices[id] = box.checked;
      store.changed();
    });
    // The whole text ticks the box, but for what does something else in it.
    item.querySelector("div > span")?.addEventListener("click", ({ target }) => {
      const isOwn = target instanceof Element && target.closest("a, button, input, select, textarea, .felt");
      if (!isOwn && !getSelection()?.toString()) box.click();
    });
    if (advice.some(({ at }) => at === "choice." + id)) {
      const list = adviceList("choice." + id, `ui_valg-${id}-rad`, "");
      undo.push(() => list.remove());
      box.nextElementSibling?.append(list);
    }
  }
  for (const { branches, note } of chains) putBefore(branches[0].branch, note);
  const help = /** @type {HTMLElement[]} */ (every(".hjelp"));
  help.forEach(foldHelp);
  for (const box of help) if (!box.previousElementSibling?.matches(".hjelp, .hjelp-tittel")) bundleHelp(helpFrom(box));
  const sources = body.querySelector(".kilder");
  if (sources) {
    const [heading, ...rest] = sources.children;
    fill(sources, [el("details", {}, el("summary", {}, heading), ...rest)]);
  }

  const old = document.getElementById(anchors.fields)?.closest("section");
  checks.append(
    checksTitle,
    checksBody,
    knapp(say("check-close"), closeChecks),
  );
  const buttons = el("div", { class: "knapper" }, checkButton, knapp(say("word"), makeWord, "knapp hoved"));
  bar.append(message, buttons);
  sheet.append(
    el("h2", { id: anchors.fields, tabindex: "-1" }, old?.querySelector("h2")?.textContent ?? say("out")),
    el("p", { class: "trygt" }, say("private")),
    checks,
    ...(data.fields.length ? [formElement] : []),
    ways(),
    ...waysAsData(),
    el("details", { class: "utveier" }, el("summary", {}, say("answers")), store.tools()),
  );
  side.append(sheet, bar);
  if (old) {
    old.remove();
    undo.push(() => body.insertBefore(old, body.querySelector(":scope > :is(.utenfor, .lovboks, .kilder, .omsiden)")));
  }
  // First: whoever comes to fill in is there at once, by keyboard and on a phone.
  const how = main.querySelector(".bruk");
  undo.push(() => side.remove());
  (how ?? main.querySelector("h1") ?? body).after(side);
  const skip = el("a", { class: "hopp", href: "#" + anchors.fields }, say("skip"));
  undo.push(() => skip.remove());
  document.querySelector(".hopp")?.after(skip);
  if (allAdvice) {
    const folded = el("details", {}, el("summary", {}, say("all-advice", { n: advice.length })));
    undo.push(() => folded.replaceWith(allAdvice));
    allAdvice.replaceWith(folded);
    folded.append(allAdvice);
  }
  if (how) fill(how, [say("how")]);
  foldSections();
  undo.push(() => document.body.classList.remove("fylles"));
  document.body.classList.add("fylles");
  document.body.append(voice, alarm);
  update(false);
}

brobygger.start(() => {
  try {
    putInPlace();
  } catch (error) {
    for (const back of undo.reverse()) back();
    throw error;
  }
  store.listen(() => update());
  document.addEventListener("pointerdown", () => (pressed = true), true);
  for (const released of ["pointerup", "pointercancel"]) {
    document.addEventListener(
      released,
      () => {
        pressed = false;
        if (due) settle();
      },
      true,
    );
  }
  body.addEventListener("focusout", ({ target }) => {
    if (target instanceof Element && target.closest(".gar")) settle();
  });
});
