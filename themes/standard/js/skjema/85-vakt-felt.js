// The guard on what is written into the fields: it says what it thinks at the field, and leaves the decision to the
// reader. A book without rules for texts has none.

/** The findings in each field, with the answer they were found in. @type {Map<string, { text: string, findings: QuestionFinding[] }>} */
const guarded = new Map();
let guarding = 0;
/** How long the guard reads before the page has its turn, in milliseconds, and how many sentences it remembers. */
const GUARD_TURN = 15;
const MOST_REMEMBERED = 50_000;
/** The findings in the sentences that were read. @type {Map<string, QuestionFinding[]>} */
let readBefore = new Map();
/** How often the guard began to read: what it began on before is left where it is. */
let readings = 0;

/** Fields that take what a reader writes. */
const freeFields = data.guard ? data.fields.filter(({ type, choices }) => !choices && (type === "text" || type === "long")) : [];

/** The findings of the guard in a field that counts. @param {string} name */
const foundIn = (name) => (counts(name) ? (guarded.get(name)?.findings ?? []) : []);

/** A place at a field for what the guard says, and one for what is read out of it where the field is. @param {string} name */
const guardPlaces = (name) => [
  el("div", { id: formId(name) + "-vakt", class: "vakt-alt", hidden: true }),
  el("span", { id: formId(name) + "-vaktsagt", hidden: true }),
];

/** A finding as one text that is read out: what it is about, why, and what to write instead. @param {QuestionFinding} finding */
function toldFinding({ rule, quote }) {
  const instead = rule.instead && `${guardText("instead-text")} ${rule.instead}`;
  const told = [`${guardSays(rule.level)}:`, brobygger.text("skjema-vakt-about", { quote }), rule.why, instead].filter(Boolean).join(" ");
  return /[.?!…]$/.test(told) ? told : told + ".";
}

/**
 * The text that is read out where a field is. Whoever writes in it hears each finding once, at once: a description that changes
 * meanwhile would be read from its beginning, with the help, at every pause.
 * @param {string} name
 */
function describeFindings(name) {
  const place = document.getElementById(formId(name) + "-vaktsagt");
  const findings = foundIn(name);
  if (!place || (findings.length && controls.get(name)?.some((one) => one === document.activeElement))) return;
  write(place, findings.map(toldFinding).join(" "));
  describe(name);
}

/** Looks at the fields once nobody types. */
function guardFields() {
  clearTimeout(guarding);
  readings += 1;
  const changed = freeFields.filter(({ name }) => answered.field(name) !== (guarded.get(name)?.text ?? ""));
  if (changed.length) guarding = window.setTimeout(() => void lookAt(changed), GUARD_WAIT);
}

/** The findings of the guard in a text, read in turns; nothing where somebody wrote on meanwhile. @param {QuestionGuard} guard @param {string} text */
async function findIn(guard, text) {
  const began = readings;
  if (readBefore.size > MOST_REMEMBERED) readBefore = new Map();
  const reading = readText(guard, text, readBefore);
  for (let turn = performance.now(), step = reading.next(); ; step = reading.next()) {
    if (step.done) return step.value;
    if (performance.now() - turn < GUARD_TURN) continue;
    await new Promise((done) => setTimeout(done));
    if (readings !== began) return undefined;
    turn = performance.now();
  }
}

/** @param {Field[]} changed */
async function lookAt(changed) {
  const guard = await loadGuard(data.guard ?? "");
  if (!guard) return;
  /** @type {QuestionFinding[]} */
  const fresh = [];
  for (const { name } of changed) {
    const text = answered.field(name);
    const before = guarded.get(name)?.findings ?? [];
    const all = await findIn(guard, text);
    // What was written meanwhile is read as soon as nobody writes.
    if (!all) break;
    const findings = all.slice(0, MOST_FINDINGS);
    guarded.set(name, { text, findings });
    fresh.push(...findings.filter(({ rule }) => !before.some((old) => old.rule === rule)));
    const place = document.getElementById(formId(name) + "-vakt");
    if (!place) continue;
    place.replaceChildren(...findings.map((finding) => findingBox(finding)));
    const below = guardSays("below-findings");
    if (findings.length && below) place.append(el("p", { class: "egne-om" }, below));
    place.hidden = !findings.length;
    describeFindings(name);
  }
  if (fresh.length) announce(fresh.map(toldFinding).join(" "), alarm);
  showChecks();
}

/** The entries of the check for all that the guard has found. */
const guardEntries = () =>
  freeFields.flatMap(({ name, label }) =>
    foundIn(name).map((finding) => {
      const { rule, quote } = finding;
      const item = entry(name, label);
      const why = [el("strong", {}, levelText([finding]) + ":"), ` ${brobygger.text("quoted", { words: quote })}. ${rule.why}`];
      item.append(el("p", { class: "grunn " + (rule.level === "forbidden" ? "stop" : "warning") }, ...why));
      return item;
    }),
  );
