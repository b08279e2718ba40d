// The reader's own hand on the answers: saved as a file, opened, remembered, deleted, emptied.

/**
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {string} [text] the key of what it says
 * @param {string} [className]
 * @returns {HTMLElementTagNameMap[N]}
 */
function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = brobygger.text(text);
  if (className) made.className = className;
  return made;
}

/** @param {string} text @param {() => void} pressed @param {string} [className] */
function button(text, pressed, className = "knapp") {
  const made = element("button", text, className);
  made.type = "button";
  made.addEventListener("click", pressed);
  return made;
}

/** @type {AnswerStore["download"]} */
function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 6e4);
}

/**
 * Asks before something is lost. The focus goes back to where it was.
 * @param {string} about what stands before `-title`, `-text` and `-yes` in the keys
 * @returns {Promise<boolean>}
 */
function ask(about) {
  const dialog = element("dialog", "", "sporring");
  const title = element("h2", `svar-${about}-title`);
  title.id = "ui_sporring";
  dialog.setAttribute("aria-labelledby", title.id);
  const buttons = element("div", "", "knapper");
  const close = (/** @type {string} */ value) => () => dialog.close(value);
  // The focus comes to the first of them: the one that loses nothing.
  buttons.append(button("svar-cancel", close("")), button(`svar-${about}-yes`, close("yes"), "knapp farlig"));
  dialog.append(title, element("p", `svar-${about}-text`), buttons);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    }),
  );
}

/** Keys that only an assessment has. */
const ASSESSED = ["ratings", "notes", "plan", "respondent"];

/** The answers in two: what is filled in and ticked, and what somebody has said in an assessment. */
function parted() {
  const forms = all();
  /** @type {Answers["documents"]} */
  const assessments = {};
  for (const [id, page] of Object.entries(forms.documents)) {
    if (!ASSESSED.some((key) => key in page)) continue;
    assessments[id] = page;
    delete forms.documents[id];
  }
  return { forms, assessments };
}

/** Opens a file of answers; an assessment that the file has nothing of stays. @param {File} file @returns {Promise<string>} what to say */
async function open(file) {
  const found = await read(file);
  if ("fault" in found) return faultText(found.fault);
  if (!isEmpty() && !(await ask("replace"))) return brobygger.text("svar-kept");
  const { answers } = found;
  brobygger.answers.replace({ ...answers, documents: { ...parted().assessments, ...answers.documents } });
  return brobygger.text("svar-opened");
}

/** @type {AnswerStore["tools"]} */
function tools() {
  const box = element("div", "", "svarverktoy");
  const status = element("p", "", "melding");
  status.setAttribute("role", "status");
  const tell = (/** @type {string} */ text) => {
    status.textContent = "";
    // A message that is the same as before is read again.
    setTimeout(() => (status.textContent = text), 50);
  };
  const say = (/** @type {string} */ key) => tell(brobygger.text(key));

  const chooser = element("input");
  chooser.type = "file";
  chooser.accept = ".json,application/json";
  chooser.hidden = true;
  chooser.setAttribute("aria-label", brobygger.text("svar-open"));
  chooser.addEventListener("change", async () => {
    const file = chooser.files?.[0];
    if (file) tell(await open(file));
    chooser.value = "";
  });

  // What is said in an assessment leaves its own page only, where its writer chooses what.
  const save = () => {
    const { forms, assessments } = parted();
    const day = brobygger.today();
    const file = new Blob([JSON.stringify(forms, null, 1) + "\n"], { type: "application/json" });
    download(file, brobygger.text("svar-file", { day }));
    if (file.size > MAX_FILE) return say("svar-saved-too-large");
    say(Object.keys(assessments).length ? "svar-saved-without" : "svar-saved");
  };
  const empty = async () => {
    if (isEmpty()) return say("svar-nothing");
    if (!(await ask("empty"))) return;
    brobygger.answers.replace(nothing());
    say("svar-emptied");
  };
  const files = element("div", "", "knapper");
  files.append(
    button("svar-save", save),
    button("svar-open", () => chooser.click()),
    button("svar-empty", empty),
    chooser,
  );

  const explanation = element("p", "", "forklaring");
  const remembering = button("svar-remember", async () => {
    const on = !isRemembered();
    if (on && stored() !== null && !(await ask("remember-over"))) return;
    const worked = remember(on);
    keep();
    say(worked ? (on ? "svar-remembered" : "svar-deleted") : "svar-cannot");
    show();
  });
  const show = () => {
    const on = isRemembered();
    const off = carries ? "svar-remember-off" : "svar-remember-stays";
    const kept = brobygger.text(on ? "svar-remember-on" : off);
    const beside = apart && stored() !== null ? " " + brobygger.text("svar-remember-apart") : "";
    const pressed = brobygger.text(on ? "svar-delete" : "svar-remember");
    // Whatever is written, a screen reader is told of.
    if (explanation.textContent !== kept + beside) explanation.textContent = kept + beside;
    if (remembering.textContent !== pressed) remembering.textContent = pressed;
  };
  show();
  listeners.add(show);
  troubled.add((isStored) => {
    show();
    if (isStored) return;
    box.closest("details")?.setAttribute("open", "");
    say("svar-not-stored");
  });
  addEventListener("storage", show);
  box.append(files, element("p", "svar-file-holds", "forklaring"), explanation, remembering, status);
  return box;
}
