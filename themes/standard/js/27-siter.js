// A definition to quote: copied with its source, shared, printed. Each difference is quoted by itself, from its own place.

start(() => {
  const part = document.querySelector(".definisjon");
  const definition = part?.querySelector(":scope > p");
  const title = document.querySelector("h1")?.textContent ?? "";
  if (!part || !definition) return;
  /** @param {string} key @param {Record<string, string>} [values] */
  const say = (key, values) => text("siter-" + key, values);
  const status = document.createElement("p");
  status.className = "melding";
  status.setAttribute("role", "status");

  /** @param {Element} from */
  const plain = (from) => (from.textContent ?? "").replace(/\s+/g, " ").trim();
  /** @param {string} words @param {string} anchor */
  const quotation = (words, anchor) => {
    const today = new Date();
    const date = dayInWords(today.getFullYear(), today.getMonth(), today.getDate());
    return `${text("quoted", { words })}\n${document.title}, ${knownAddress(anchor)}, ${say("read", { date })}`;
  };

  /** @param {string} words @param {string} anchor */
  const copy = async (words, anchor) => {
    const done = await copied(quotation(words, anchor));
    status.textContent = "";
    setTimeout(() => (status.textContent = say(done ? "copied" : "failed")), 50);
  };

  const row = document.createElement("div");
  row.className = "siter";
  row.append(
    linkButton(say("copy"), () => void copy(`${title}: ${plain(definition)}`, "")),
    ...shareButtons(say("share"), () => plain(definition)),
    linkButton(say("print"), () => print()),
    status,
  );
  definition.after(row);
  for (const term of part.querySelectorAll("dt[id]")) {
    const because = term.nextElementSibling;
    const link = term.querySelector("a");
    if (!because || !link) continue;
    const words = plain(because);
    const made = linkButton(say("short"), () => void copy(words, "#" + term.id));
    made.setAttribute("aria-label", say("difference", { term: plain(link) }));
    term.append(" ", made);
  }
});

// Shown when the buttons stand, or when they failed to.
start(() => {
  if (document.body.classList.contains("definition")) ready();
});
