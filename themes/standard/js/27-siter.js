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
  /** Where a quotation stands: the address that the site is known by, else the one it is read at. @param {string} anchor */
  const address = (anchor) => {
    const known = document.querySelector("link[rel=canonical]");
    return (known instanceof HTMLLinkElement ? known.href : location.href.split("#")[0]) + anchor;
  };
  /** @param {string} words @param {string} anchor */
  const quotation = (words, anchor) => {
    const today = new Date();
    const date = dayInWords(today.getFullYear(), today.getMonth(), today.getDate());
    return `${text("quoted", { words })}\n${document.title}, ${address(anchor)}, ${say("read", { date })}`;
  };

  /** @param {string} words @param {string} anchor */
  const copy = async (words, anchor) => {
    const done = await copied(quotation(words, anchor));
    status.textContent = "";
    setTimeout(() => (status.textContent = say(done ? "copied" : "failed")), 50);
  };

  /** @param {string} words @param {() => void} pressed */
  const button = (words, pressed) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "lenke";
    made.textContent = words;
    made.addEventListener("click", pressed);
    return made;
  };

  const row = document.createElement("div");
  row.className = "siter";
  row.append(button(say("copy"), () => void copy(`${title}: ${plain(definition)}`, "")));
  if ("share" in navigator) {
    row.append(button(say("share"), () => void navigator.share({ title: document.title, text: plain(definition), url: address("") }).catch(() => {})));
  }
  row.append(button(say("print"), () => print()), status);
  definition.after(row);
  for (const term of part.querySelectorAll("dt[id]")) {
    const because = term.nextElementSibling;
    const link = term.querySelector("a");
    if (!because || !link) continue;
    const words = plain(because);
    const made = button(say("short"), () => void copy(words, "#" + term.id));
    made.setAttribute("aria-label", say("difference", { term: plain(link) }));
    because.append(" ", made);
  }
});

// Shown when the buttons stand, or when they failed to.
start(() => {
  if (document.body.classList.contains("definition")) ready();
});
