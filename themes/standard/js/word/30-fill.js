// Fills in the text of a Word file: answers in the place of controls, choices taken in and out, conditions decided,
// guidance left out. It gives what `brobygger fill` gives; `tests/fill/` holds both to it.

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const W14 = "http://schemas.microsoft.com/office/word/2010/wordml";
const XML = "http://www.w3.org/XML/1998/namespace";

/**
 * The facts that a file has of itself: `src/write/docx/data.rs` writes it.
 * @typedef {{
 *   when: [number, string | null][][],
 *   boxes: boolean,
 *   tags: Record<string, string>,
 *   months: string[],
 *   date: string,
 *   percent: string,
 *   decimal: string,
 *   fields?: Record<string, { label: string, type: string, value: string | null, options: [string, string][] }>,
 *   scale?: [string, string][],
 *   unrated?: string,
 *   respondents?: string[],
 *   organisation?: string | null,
 *   owner?: string | null,
 *   slides?: boolean,
 *   heading?: [string | null, ({ text: string } | { field: string })[]][] | null,
 * }} WordData
 */

/** The elements of a name in a node, as they are now. @param {Element | Document} node @param {string} name */
function all(node, name) {
  return [...node.getElementsByTagNameNS(W, name)];
}

/** The child of a name. @param {Element | null | undefined} node @param {string} name */
function child(node, name) {
  return [...(node?.children || [])].find((one) => one.namespaceURI === W && one.localName === name);
}

/** The value of a child. @param {Element | undefined} node @param {string} name */
function valueOf(node, name) {
  return child(node, name)?.getAttributeNS(W, "val") || "";
}

/** The style of a paragraph. @param {Element} paragraph */
function styleOf(paragraph) {
  return valueOf(child(paragraph, "pPr"), "pStyle");
}

/** A control gives way to its content. @param {Element} control */
function unwrap(control) {
  control.replaceWith(...(child(control, "sdtContent")?.childNodes || []));
}

/** Text without the characters that XML has no place for. @param {string} text */
function sound(text) {
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/g, "");
}

/** The lines of a text, without those that would stand before and after it. @param {string} text */
function linesOf(text) {
  const { trim } = brobygger.conditions;
  return trim(sound(text)).split(/\r?\n/).map(trim);
}

/**
 * Writes lines into a run, in place of what it said.
 * @param {Element} run
 * @param {string[]} lines
 */
function write(run, lines) {
  const document = run.ownerDocument;
  for (const node of [...run.childNodes]) if (node !== child(run, "rPr")) node.remove();
  lines.forEach((line, number) => {
    if (number > 0) run.append(document.createElementNS(W, "w:br"));
    if (line === "") return;
    const text = document.createElementNS(W, "w:t");
    text.setAttributeNS(XML, "xml:space", "preserve");
    text.textContent = line;
    run.append(text);
  });
}

/**
 * Sets the style of a run; without a name it gets none.
 * @param {Element} run
 * @param {string} [name]
 */
function setStyle(run, name) {
  let properties = child(run, "rPr");
  child(properties, "rStyle")?.remove();
  if (name === undefined) {
    if (properties && properties.children.length === 0) properties.remove();
    return;
  }
  if (!properties) {
    properties = run.ownerDocument.createElementNS(W, "w:rPr");
    run.prepend(properties);
  }
  const style = run.ownerDocument.createElementNS(W, "w:rStyle");
  style.setAttributeNS(W, "w:val", name);
  properties.prepend(style);
}

/**
 * Fills the run in a control: with lines, or with a label as a blank.
 * @param {Element} control
 * @param {string[] | undefined} lines
 * @param {string} [label] else what stands there
 */
function fillControl(control, lines, label) {
  const run = all(control, "r")[0];
  if (run && lines) {
    setStyle(run);
    write(run, lines);
    if (lines.every((line) => line === "")) run.remove();
  } else if (run) {
    setStyle(run, "Missing");
    write(run, [`[${label ?? run.textContent}]`]);
  }
  unwrap(control);
}

/**
 * Takes away the full stop after an answer that has ended its sentence.
 * @param {Element} control
 * @param {string} answer
 */
function endOnce(control, answer) {
  const next = control.nextElementSibling;
  const text = next?.localName === "r" ? child(next, "t") : undefined;
  if (text) text.textContent = brobygger.conditions.afterAnswer(answer, text.textContent ?? "");
}

/**
 * Writes the title of the finished text in place of the page's, where there is one.
 * @param {Element} control
 * @param {WordData} data
 * @param {Answered} given
 */
function fillTitle(control, data, given) {
  const { parse, holds, afterAnswer } = brobygger.conditions;
  const own = data.heading?.find(([when]) => when === null || holds(parse(when), given));
  const sample = all(control, "r")[0];
  let before = "";
  for (const part of own && sample ? own[1] : []) {
    const run = /** @type {Element} */ (sample.cloneNode(true));
    const answer = "field" in part ? given.field(part.field) : afterAnswer(before, part.text);
    before = "field" in part ? shown(data, part.field, answer) : "";
    if ("field" in part && answer === "") {
      setStyle(run, "Missing");
      write(run, [`[${data.fields?.[part.field]?.label ?? part.field}]`]);
    } else {
      write(run, "field" in part ? linesOf(shown(data, part.field, answer)) : [sound(answer)]);
    }
    sample.before(run);
  }
  if (own) sample?.remove();
  unwrap(control);
}

/**
 * A day in words; what is no day stands as it was written.
 * @param {WordData} data
 * @param {string} text
 */
function dayShown(data, text) {
  const day = brobygger.conditions.dayOf(text);
  if (!day) return text;
  const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()];
  return data.date.replace("{day}", String(date)).replace("{month}", data.months[month]).replace("{year}", String(year));
}

/**
 * An answer as it stands in the text.
 * @param {WordData} data
 * @param {string} name
 * @param {string} text
 */
function shown(data, name, text) {
  const field = data.fields?.[name];
  const option = field?.options.find(([value]) => value === text);
  if (option) return option[1];
  if (field?.type === "date") return dayShown(data, text);
  const digits = field?.type === "percent" ? brobygger.conditions.percentOf(text) : undefined;
  return digits === undefined ? text : data.percent.replace("{number}", () => digits.replaceAll(".", data.decimal));
}

/**
 * Whose the finished document is: the organisation as answered; where nothing asks for it, as the book has it.
 * @param {WordData} data
 * @param {Answered} given
 */
function ownerOf(data, given) {
  const name = data.owner ? shown(data, data.owner, given.field(data.owner)) : data.organisation || "";
  return sound(name).replace(/\s+/g, " ").trim();
}

/**
 * Takes what is the book's out of a footer, and out of what the file says of itself.
 * @param {Document} footer
 * @param {Document} core
 * @param {WordData} data
 * @param {string} owner
 * @param {string} title
 */
function disown(footer, core, data, owner, title) {
  for (const [control, kind] of controls(footer, data)) {
    if (kind === "owner" && owner) fillControl(control, [owner]);
    else control.remove();
  }
  const named = core.getElementsByTagName("dc:title")[0];
  if (named && title) named.textContent = title;
  const creator = core.getElementsByTagName("dc:creator")[0];
  if (owner && creator) creator.textContent = owner;
  else creator?.remove();
}

/**
 * Fills in one part of the file.
 * @param {Document} document
 * @param {WordData} data
 * @param {Answered} given
 * @param {OwnAnswers} own
 */
function fillPart(document, data, given, own) {
  const { trim } = brobygger.conditions;
  for (const heading of headingsLeftEmpty(document)) leftEmpty.add(heading);
  decide(document, data, given);
  for (const paragraph of all(document, "p")) if (styleOf(paragraph) === "Condition") paragraph.remove();
  const rows = assessmentRows(document, data, own);
  for (const [control, kind, id] of controls(document, data)) {
    if (!control.isConnected) continue;
    switch (kind) {
      case "guidance":
        control.remove();
        break;
      case "title":
        fillTitle(control, data, given);
        break;
      case "item":
        if (isIn(control, id, given)) unwrap(control);
        else control.remove();
        break;
      case "added":
        addTexts(control, own.added?.[id] || []);
        break;
      case "field": {
        const text = given.field(id);
        const answer = text === "" ? undefined : shown(data, id, text);
        if (answer !== undefined) endOnce(control, answer);
        fillControl(control, answer === undefined ? undefined : linesOf(answer), data.fields?.[id]?.label);
        break;
      }
      case "rating": {
        const rating = rows.has(control) ? trim(own.ratings?.[id] || "") : "";
        const label = data.scale?.find(([slug, text]) => slug === rating || text === rating)?.[1];
        fillControl(control, linesOf(label || rating || data.unrated || ""));
        break;
      }
      case "note":
        fillControl(control, linesOf(own.notes?.[id] || ""));
        break;
      case "plan": {
        const given = trim(own.plan?.[id] || "");
        const text = id === "when" ? dayShown(data, given) : given;
        fillControl(control, text === "" ? undefined : linesOf(text));
        break;
      }
    }
  }
  for (const [control, kind, id] of controls(document, data)) {
    if (kind === "choice") tick(control, id, given, data.boxes);
  }
}

/**
 * The controls of a part, each with its kind and what it is for.
 * @param {Document} document
 * @param {WordData} data
 * @returns {[Element, string, string][]}
 */
function controls(document, data) {
  return all(document, "sdt").map((control) => {
    const short = valueOf(child(control, "sdtPr"), "tag");
    const tag = Object.hasOwn(data.tags, short) ? data.tags[short] : short;
    const colon = tag.indexOf(":");
    return colon < 0 ? [control, tag, ""] : [control, tag.slice(0, colon), tag.slice(colon + 1)];
  });
}

/**
 * Keeps of each condition the first branch that holds.
 * @param {Document} document
 * @param {WordData} data
 * @param {Answered} given
 */
function decide(document, data, given) {
  const { parse, holds } = brobygger.conditions;
  const stays = new Set(
    data.when.map((branches) => {
      const first = branches.find(([, text]) => text === null || holds(parse(text), given));
      return first ? String(first[0]) : "";
    }),
  );
  for (const [control, kind, id] of controls(document, data)) {
    if (kind !== "when" || !control.isConnected) continue;
    if (stays.has(id)) unwrap(control);
    else control.remove();
  }
}

/** The box in an item. @param {Element} item */
function boxOf(item) {
  return item.getElementsByTagNameNS(W14, "checkbox")[0];
}

/** @param {Element} box */
function isTicked(box) {
  return box.getElementsByTagNameNS(W14, "checked")[0]?.getAttributeNS(W14, "val") === "1";
}

/**
 * Whether an item stands; one without an id is as the author set it.
 * @param {Element} item
 * @param {string} id
 * @param {Answered} given
 */
function isIn(item, id, given) {
  return id === "" ? isTicked(boxOf(item)) : given.chosen(id);
}

/**
 * A box of a checklist is ticked; one of a document leaves, and its item becomes one as all others.
 * @param {Element} control
 * @param {string} id
 * @param {Answered} given
 * @param {boolean} stays
 */
function tick(control, id, given, stays) {
  const paragraph = control.parentElement;
  if (!stays) {
    control.nextElementSibling?.remove();
    control.remove();
    const style = child(child(paragraph, "pPr"), "pStyle");
    style?.setAttributeNS(W, "w:val", valueOf(child(paragraph, "pPr"), "pStyle").replace(/^ChoiceItem/, "ListBullet"));
    return;
  }
  const ticked = id === "" ? isTicked(boxOf(control)) : given.chosen(id);
  boxOf(control).getElementsByTagNameNS(W14, "checked")[0].setAttributeNS(W14, "w14:val", ticked ? "1" : "0");
  const text = all(control, "t")[0];
  if (text) text.textContent = ticked ? "☒" : "☐";
}

/**
 * Items with a reader's own texts, in place of the control.
 * @param {Element} control
 * @param {string[]} texts
 */
function addTexts(control, texts) {
  const sample = all(control, "p")[0];
  for (const text of texts.map(linesOf).filter((lines) => lines.some((line) => line !== ""))) {
    const paragraph = /** @type {Element} */ (sample.cloneNode(true));
    const run = all(paragraph, "r")[0];
    setStyle(run);
    write(run, text);
    control.before(paragraph);
  }
  control.remove();
}

/**
 * Leaves the row of the one who answered in every statement, and gives the controls in them; where that is not known,
 * a row of nobody.
 * @param {Document} document
 * @param {WordData} data
 * @param {OwnAnswers} own
 * @returns {Set<Element>}
 */
function assessmentRows(document, data, own) {
  const left = new Set();
  const who = data.respondents?.indexOf(own.respondent || "") ?? -1;
  for (const table of all(document, "tbl")) {
    const rows = all(table, "tr");
    const rated = rows.filter((row) => controlsOf(row, data, "rating").length > 0);
    rated.forEach((row, number) => {
      if (number !== Math.max(who, 0)) return row.remove();
      controlsOf(row, data, "rating").forEach((control) => left.add(control));
      if (who < 0) all(row, "tc").slice(0, 2).forEach((cell) => write(all(cell, "r")[0], ["–"]));
    });
    if (controlsOf(table, data, "plan").length > 0) {
      rows.filter((row) => !row.textContent).forEach((row) => row.remove());
    }
  }
  return left;
}

/** @param {Element} node @param {WordData} data @param {string} kind */
function controlsOf(node, data, kind) {
  return controls(node.ownerDocument, data).filter((one) => one[1] === kind && node.contains(one[0])).map((one) => one[0]);
}

/** Headings below which their author wrote nothing: room for what is written by hand. @type {WeakSet<Element>} */
const leftEmpty = new WeakSet();

/** The level of a heading; 0 of all else. @param {Element} block */
const levelOf = (block) => Number((block.localName === "p" && /^Heading(\d)$/.exec(styleOf(block))?.[1]) || 0);

/** The headings of a text below which nothing is written, in any branch. @param {Document} document */
function headingsLeftEmpty(document) {
  /** @type {Element[]} */
  const found = [];
  /** @type {[number, Element][]} */
  let open = [];
  const close = (/** @type {number} */ level) => {
    found.push(...open.filter((above) => above[0] >= level).map((above) => above[1]));
    open = open.filter((above) => above[0] < level);
  };
  const look = (/** @type {Element} */ block) => {
    const level = levelOf(block);
    if (level) {
      close(level);
      open.push([level, block]);
    } else if (block.localName === "sdt") [...(child(block, "sdtContent")?.children || [])].forEach(look);
    else if (block.localName !== "sectPr" && styleOf(block) !== "Condition") open = [];
  };
  [...(all(document, "body")[0]?.children || [])].forEach(look);
  close(1);
  return found;
}

/** Sees that the first slide stands on the page of the title. @param {Document} document */
function firstSlide(document) {
  const properties = child(all(document, "p").find((paragraph) => styleOf(paragraph) === "Heading1"), "pPr");
  if (!properties || child(properties, "pageBreakBefore")) return;
  const stays = document.createElementNS(W, "w:pageBreakBefore");
  stays.setAttributeNS(W, "w:val", "0");
  child(properties, "pStyle")?.after(stays);
}

/**
 * Leaves out works that nothing cites any more, and headings of sections in which nothing is left.
 * @param {Document} document
 * @param {WordData} data
 * @param {Document | undefined} notes
 */
function tidy(document, data, notes) {
  const cited = new Set();
  // A footnote that nothing refers to is not read.
  const used = new Set(all(document, "footnoteReference").map((mark) => mark.getAttributeNS(W, "id")));
  for (const note of notes ? all(notes, "footnote") : []) {
    const id = note.getAttributeNS(W, "id");
    if (!note.hasAttributeNS(W, "type") && !used.has(id)) note.remove();
  }
  for (const part of notes ? [document, notes] : [document]) {
    for (const [control, kind, id] of controls(part, data)) {
      if (kind !== "cite") continue;
      id.split(",").forEach((number) => cited.add(number));
      unwrap(control);
    }
  }
  for (const [control, kind, id] of controls(document, data)) {
    if (kind !== "source") continue;
    if (cited.has(id)) unwrap(control);
    else control.remove();
  }
  /** @type {[number, Element][]} */
  let waiting = [];
  /** @type {Element[]} */
  const empty = [];
  for (const block of all(document, "body")[0].children) {
    const level = levelOf(block);
    if (level || block.localName === "sectPr") {
      empty.push(...waiting.filter((above) => above[0] >= level).map((above) => above[1]));
      waiting = waiting.filter((above) => above[0] < level);
    }
    if (level && !leftEmpty.has(block)) waiting.push([level, block]);
    else if (block.localName !== "sectPr") waiting = [];
  }
  empty.forEach((heading) => heading.remove());
  if (data.slides) firstSlide(document);
}
