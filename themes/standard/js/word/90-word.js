// A Word file with a reader's answers: the file that the site has ready, filled in here.

/** The files that scripts have handed over, by page. @type {Map<string, string>} */
const files = new Map();

brobygger.wordFile = (id, base64) => {
  files.set(id, base64);
};

/**
 * @param {string} id
 * @param {string} base64
 * @param {WordAnswers} answers
 */
async function fill(id, base64, answers) {
  await brobygger.load("vilkar");
  const parts = readParts(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
  /** @param {string} path */
  const find = (path) => parts.find((part) => part.path === path);
  /** @param {string} path */
  const read = async (path) => {
    const part = find(path);
    return part && new DOMParser().parseFromString(await partText(part), "application/xml");
  };
  const paths = ["customXml/item1.xml", "word/document.xml", "word/footnotes.xml", "word/footer1.xml", "docProps/core.xml"];
  const [item, document, notes, footer, core] = await Promise.all(paths.map(read));
  if (!item || !document || !footer || !core) throw new Error("no form");
  /** @type {WordData} */
  const data = JSON.parse(item.documentElement.textContent || "{}");
  const own = answers.documents?.[id] || {};
  const given = givenIn(document, data, answers, own);
  for (const part of notes ? [document, notes] : [document]) fillPart(part, data, given, own);
  tidy(document, data, notes);
  disown(footer, core, data, ownerOf(data, given), all(document, "p")[0]?.textContent || "");
  item.documentElement.textContent = "";
  const changed = new Map(paths.map((path, number) => [path, [item, document, notes, footer, core][number]]));
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const written = await Promise.all(
    parts.map((part) => {
      const now = changed.get(part.path);
      return now ? withText(part, head + new XMLSerializer().serializeToString(now.documentElement)) : part;
    }),
  );
  return writeParts(written);
}

/**
 * The answers that a file is filled in with: the reader's, else those that the author set.
 * @param {Document} document
 * @param {WordData} data
 * @param {WordAnswers} answers
 * @param {OwnAnswers} own
 * @returns {Answered}
 */
function givenIn(document, data, answers, own) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (const [name, field] of Object.entries(data.fields || {})) {
    const given = answers.fields && Object.hasOwn(answers.fields, name) ? answers.fields[name] : field.value;
    if (given !== null) fields[name] = String(given);
  }
  const choices = new Set();
  for (const [control, kind, id] of controls(document, data)) {
    if (kind !== "choice" || id === "") continue;
    const set = own.choices && Object.hasOwn(own.choices, id) ? own.choices[id] : isTicked(boxOf(control));
    if (set) choices.add(id);
  }
  const { trim } = brobygger.conditions;
  return {
    field: (name) => (Object.hasOwn(fields, name) ? trim(fields[name]) : ""),
    chosen: (id) => choices.has(id),
  };
}

brobygger.word = {
  fill,
  async make(id, answers) {
    if (!files.has(id)) await brobygger.current(`${id.split("/").map(encodeURIComponent).join("/")}.docx.js`);
    return fill(id, files.get(id) || "", answers);
  },
};
