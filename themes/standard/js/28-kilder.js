// Citations: a note says that it leads to a source, and a source that a reader came to leads back to where they read.

start(() => {
  const BACK = "ui_sitat";
  for (const note of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".sitat"))) {
    const number = (note.textContent ?? "").replace(/[[\]]/g, "").trim();
    note.setAttribute("aria-label", text("source-note", { n: number }));
    note.addEventListener("click", () => {
      const source = document.getElementById(decodeURIComponent(note.hash.slice(1)));
      if (!source) return;
      document.getElementById(BACK)?.removeAttribute("id");
      note.id = BACK;
      for (const old of document.querySelectorAll(".kilder .tilbake")) old.remove();
      const back = document.createElement("a");
      back.className = "tilbake";
      back.href = "#" + BACK;
      back.textContent = "↩";
      back.setAttribute("aria-label", text("source-back"));
      source.append(" ", back);
    });
  }
});
