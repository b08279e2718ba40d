// The workshop itself: fetched with a bar that tells how far it has come, then its five steps.

/** @type {Record<string, WorkshopStep>} */
const STEPS = { hvem: whoStep, sider: pagesStep, tekst: textStep, over: lookStep, ned: takeStep };
/** The step that is open. */
let step = "hvem";

/** Shows a step. @param {string} name */
function turnTo(name) {
  STEPS[step]?.leave?.();
  leaving();
  // What was said belongs to the step that is left.
  say("");
  step = name;
  for (const one of Object.keys(STEPS)) {
    byId("steg-" + one).hidden = one !== name;
    const button = byId("til-" + one);
    if (one === name) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  }
  if (name === "over" || name === "ned") othersSoon.now();
  STEPS[name]?.show();
  const title = byId("steg-" + name).querySelector("h2");
  // Where there is room for it, the steps are in sight.
  title?.focus({ preventScroll: true });
  (innerWidth < 640 ? title : place)?.scrollIntoView({ block: "start" });
}

/** The tools that stand over all steps. */
function drawTools() {
  /** @type {HTMLButtonElement} */ (byId("angre")).disabled = !work.state.can_undo;
  /** @type {HTMLButtonElement} */ (byId("gjenta")).disabled = !work.state.can_redo;
  const errors = (work.report?.problems ?? []).filter((problem) => problem.severity === "error").length;
  const mark = byId("til-over").querySelector(".merke");
  if (mark) mark.textContent = errors ? word("errors-short", { count: errors }) : "";
}

afterChange.add(drawTools);
afterOthers.add(() => {
  drawTools();
  if (step === "over" || step === "ned") STEPS[step].show();
});
afterBuild.add(() => {
  drawTools();
  STEPS[step]?.show();
});

for (const one of Object.keys(STEPS)) {
  byId("til-" + one).addEventListener("click", () => turnTo(one));
  for (const next of byId("steg-" + one).querySelectorAll("[data-til]")) {
    next.addEventListener("click", () => turnTo(next.getAttribute("data-til") ?? one));
  }
}
for (const [id, request] of [["angre", "undo"], ["gjenta", "redo"]]) {
  byId(id).addEventListener("click", async () => {
    leaving();
    // What is taken back is what was written last.
    await textStep.written;
    if (!(await change({ ask: request }))) return;
    say(word(request + "-done"));
    STEPS[step]?.show();
  });
}

const keepButton = byId("ta-vare");
const forgetButton = byId("slett");
const keepSoon = delayed(() => void keepNow(), 1500);

/** The time of day, as all our languages write it. @param {Date} at */
function clock(at) {
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

/** A moment in words. @param {number} moment */
function dayAndTime(moment) {
  const at = new Date(moment);
  return { day: brobygger.dayInWords(at.getFullYear(), at.getMonth(), at.getDate()), time: clock(at) };
}

/** @param {boolean} [anyway] */
async function keepNow(anyway) {
  try {
    await keeper.keep(anyway);
    byId("tatt-vare").textContent = word("kept", { time: clock(new Date()) });
    forgetButton.hidden = false;
    keepButton.hidden = true;
  } catch (error) {
    keeper.isOn = false;
    keepButton.hidden = false;
    byId("tatt-vare").textContent = word(error instanceof KeptByOthers ? "kept-by-others" : "not-kept", error instanceof KeptByOthers ? dayAndTime(error.at) : {});
    if (!(error instanceof KeptByOthers)) console.error(error);
  }
}
keepButton.addEventListener("click", async () => {
  // What was kept before is gone then, which nobody would know otherwise.
  const before = await keeper.before().catch(() => undefined);
  const isOther = before !== undefined && before.at !== keeper.at;
  if (isOther && !confirm(word("keep-sure", dayAndTime(before.at)))) return;
  keeper.isOn = true;
  await keepNow(isOther);
  (keeper.isOn ? forgetButton : keepButton).focus();
});
forgetButton.addEventListener("click", async () => {
  await keeper.forget();
  work.isUnsaved = true;
  forgetButton.hidden = true;
  keepButton.hidden = false;
  byId("tatt-vare").textContent = word("forgotten");
  keepButton.focus();
});
afterChange.add(() => {
  if (keeper.isOn) keepSoon.later();
});

addEventListener("beforeunload", (event) => {
  leaving();
  if (work.isUnsaved) event.preventDefault();
});

/** Opens an edition that was made before. @param {ArrayBuffer} zip */
async function openEdition(zip) {
  const { isUnsaved } = work;
  const done = await change({ ask: "open-edition" }, zip);
  work.isUnsaved = done ? false : isUnsaved;
  if (done) work.wasOpened = true;
  return done;
}

const openers = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".verksted-apne"));
for (const input of openers) input.addEventListener("change", () => void openFile(input));

/** @param {HTMLInputElement} input */
async function openFile(input) {
  const file = input.files?.[0];
  if (!file || (work.isUnsaved && !confirm(word("open-sure")))) {
    input.value = "";
    return;
  }
  const zip = await file.arrayBuffer();
  input.value = "";
  if (!work.state) {
    if (await begin(zip)) say(word("opened", { name: file.name }));
  } else if (await openEdition(zip)) {
    await build();
    turnTo("over");
    say(word("opened", { name: file.name }));
  }
}

/** Begins; with an edition that was made before, or with none. @param {ArrayBuffer} [zip] */
async function begin(zip) {
  if (work.state) return false;
  const bar = /** @type {HTMLProgressElement} */ (byId("framdrift"));
  const button = byId("start");
  button.setAttribute("aria-disabled", "true");
  bar.hidden = false;
  say(word("fetching"));
  let isDone = true;
  try {
    work.state = await begun((share) => (bar.value = share));
    byId("inngang").hidden = true;
    byId("arbeid").hidden = false;
    document.body.classList.add("i-arbeid");
    if (zip) isDone = await openEdition(zip);
    await build();
    turnTo(zip && isDone ? "over" : "hvem");
    if (isDone) say(word("ready"));
  } catch (error) {
    console.error(error);
    say(word("not-fetched"));
    bar.hidden = true;
    isDone = false;
  } finally {
    button.removeAttribute("aria-disabled");
  }
  return isDone;
}

/** The first thing shown: work that was kept in this browser, to be gone on with; where nothing was, the work begins. */
async function first() {
  const chosen = [...openers].find((input) => input.files?.length);
  if (chosen) {
    await openFile(chosen);
    return;
  }
  const before = await keeper.before().catch(() => undefined);
  if (!before) {
    await begin();
    return;
  }
  const again = byId("fortsett");
  again.textContent = word("go-on", dayAndTime(before.at));
  again.hidden = false;
  byId("start").textContent = word("begin-anew");
  again.focus();
  again.addEventListener("click", async () => {
    if (!(await begin(before.zip))) return;
    keeper.at = before.at;
    keeper.isOn = true;
    keepButton.hidden = true;
    forgetButton.hidden = false;
  });
}

byId("start").addEventListener("click", () => void begin());
first().catch(console.error);
