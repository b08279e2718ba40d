// An advertisement as data, where the document says what its answers are in one: made only when the reader asks.

/** The reasons that stop it, where somebody who listens hears them. */
const postingStops = el("div", { role: "status" });

/** The words that the guard stops in all that is written, also in what the reader added. */
async function stoppedByGuard() {
  const guard = data.guard ? await loadGuard(data.guard) : undefined;
  if (!guard) return [];
  const written = [...freeFields.map(({ name }) => answered.field(name)), ...Object.values(own().added).flat()];
  const found = written.flatMap((text) => checkText(guard, text));
  return found.filter(({ rule }) => rule.level === "forbidden").map(({ rule, quote }) => ({ quote, why: rule.why }));
}

/** The data of the advertisement as it is filled in, or what stops it. @param {"jobposting" | "arbeidsplassen"} form */
async function makePosting(form) {
  await brobygger.load("annonse");
  const finished = finishedDocument(false);
  const blanks = every(".blank", finished).map((blank) => blank.textContent ?? "");
  const whole = toPaste(false);
  whole.querySelector("h1")?.remove();
  const { posting } = /** @type {{ posting: { make(form: string, finished: object): Promise<{ data: object } | { stops: { about: string, says: string }[] }> } }} */ (/** @type {any} */ (brobygger));
  return posting.make(form, { id: data.id, script: data.posting, fields: data.fields, answered, shown, whole, blanks, guarded: await stoppedByGuard(), today: brobygger.today() });
}

/** Hands the data over, or says what stops it. @param {"jobposting" | "arbeidsplassen"} form */
async function downloadPosting(form) {
  postingStops.replaceChildren();
  const made = await makePosting(form);
  if ("data" in made) {
    const [type, ending] = form === "jobposting" ? ["application/ld+json", "jsonld"] : ["application/json", "json"];
    store.download(new Blob([JSON.stringify(made.data, null, 2) + "\n"], { type }), `${fileName()}.${ending}`);
    postingStops.replaceChildren(el("p", {}, say("posting-done")));
    return;
  }
  const reasons = made.stops.map(({ says }) => el("li", {}, says));
  postingStops.replaceChildren(el("p", {}, say("posting-stopped")), el("ul", {}, ...reasons));
}

/** The way out as data; nothing in a document that is no advertisement. */
function waysAsData() {
  if (!data.posting) return [];
  const button = (/** @type {"jobposting" | "arbeidsplassen"} */ form) =>
    knapp(say("posting-" + form), () => {
      downloadPosting(form).catch((error) => {
        console.warn(error);
        postingStops.replaceChildren(el("p", {}, say("posting-failed")));
      });
    });
  const buttons = el("div", { class: "knapper" }, button("arbeidsplassen"), button("jobposting"));
  return [el("details", { class: "utveier data" }, el("summary", {}, say("posting")), el("p", { class: "forklaring" }, say("posting-about")), buttons, postingStops)];
}
