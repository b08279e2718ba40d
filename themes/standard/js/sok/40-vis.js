// A hit as it is shown: title, heading and a piece of the text, with the words marked.

/**
 * How many words of the text are shown, and how many of them stand before the first that is marked: chosen by hand, not
 * measured.
 */
const SNIPPET = 30;
const LEAD = 8;

/**
 * The shard of texts with a page, and where in it the page stands.
 * @param {Index} index
 * @param {number} page
 * @returns {Promise<PageText>}
 */
async function textOf(index, page) {
  const [first, name] = index.texts[firstAt(index.texts.length, (at) => index.texts[at][0] > page) - 1];
  return (await bring(name))[page - first];
}

/**
 * Some hits with what is shown of them.
 * @param {Hit[]} hits
 * @returns {Promise<Shown[]>}
 */
async function withTexts(hits) {
  const index = await openIndex();
  return Promise.all(
    hits.map(async (hit) => {
      const [address, title, , sections, differences] = await textOf(index, hit.page);
      const told = differences.find(([other]) => other === hit.difference);
      const apart = () => brobygger.text("sok-difference", { term: termTitle(index, hit.difference) });
      const [anchor, heading, text] = told ? [told[1], apart(), told[2]] : (sections[hit.section] ?? sections[0]);
      const href = brobygger.root + address + (anchor && "#" + encodeURIComponent(anchor));
      return { ...hit, href, title, heading, text };
    }),
  );
}

/**
 * The title of a term.
 * @param {Index} index
 * @param {number | undefined} page
 */
const termTitle = (index, page) => index.contents.terms.find(([number]) => number === page)?.[1] ?? "";

/**
 * Whether a word of a text is one that was searched for.
 * @param {Index} index
 * @param {Marks} marks
 * @param {Word} of
 */
function isMarked(index, marks, { word, pieces }) {
  if (marks.keys.has(index.keys.key(word)) || marks.starts.some((start) => word.startsWith(start))) return true;
  if (pieces.some((piece) => marks.keys.has(index.keys.key(piece)))) return true;
  for (const key of marks.keys) {
    if (key.length >= PART && word.length > key.length + 2 && word.includes(key)) {
      return index.keys.split(word)?.some((part) => marks.keys.has(part)) ?? false;
    }
  }
  return false;
}

/**
 * A text with the words marked that were searched for. What a reader wrote never becomes HTML.
 * @param {Index} index
 * @param {Marks} marks
 * @param {string} text
 */
function marked(index, marks, text) {
  const out = document.createDocumentFragment();
  let end = 0;
  for (const word of wordsOf(text)) {
    if (!isMarked(index, marks, word)) continue;
    const { from, to } = word;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    out.append(text.slice(end, from), mark);
    end = to;
  }
  out.append(text.slice(end));
  return out;
}

/**
 * The piece of a text in which most of what was searched for stands.
 * @param {Index} index
 * @param {Marks} marks
 * @param {string} text
 */
function snippet(index, marks, text) {
  const words = wordsOf(text);
  const hits = words.map((word) => isMarked(index, marks, word) && !index.stop.has(word.word));
  let [best, start] = [0, 0];
  for (let at = 0; at < words.length; at += 1) {
    if (!hits[at]) continue;
    const kinds = new Set();
    for (let next = at; next < Math.min(words.length, at + SNIPPET - LEAD); next += 1) {
      if (hits[next]) kinds.add(index.keys.key(words[next].word));
    }
    if (kinds.size > best) [best, start] = [kinds.size, at];
  }
  // Towards the end of the text there is room for more before it.
  return excerpt(text, words, sentence(text, words, Math.min(start, Math.max(0, words.length - SNIPPET + LEAD))));
}

/**
 * So much of a text from a word on as is shown.
 * @param {string} text
 * @param {Word[]} words
 * @param {number} first
 */
function excerpt(text, words, first) {
  const last = Math.min(words.length, first + SNIPPET);
  if (first >= last) return "";
  const piece = text.slice(first === 0 ? 0 : words[first].from, last === words.length ? undefined : words[last - 1].to);
  return (first === 0 ? "" : "… ") + piece + (last === words.length ? "" : " …");
}

/**
 * Where to begin: with the sentence, where it does not begin too far before.
 * @param {string} text
 * @param {Word[]} words
 * @param {number} at
 */
function sentence(text, words, at) {
  for (let back = at; back > 0 && back > at - LEAD; back -= 1) {
    if (/[.!?:] /.test(text.slice(words[back - 1].to, words[back].from))) return back;
  }
  return at < LEAD ? 0 : at - LEAD / 2;
}

/** How far a term may be from a query to be what was meant, as a share of the letters: chosen by hand, not measured. */
const NEAR = 0.5;

/**
 * The terms that are written most like a query; none is like nonsense.
 * @param {Index} index
 * @param {string} query
 * @param {number} most
 * @returns {Promise<Shown[]>}
 */
async function nearestTerms(index, query, most) {
  const words = index.strong(foldedWords(query.slice(0, LONGEST_QUERY)).slice(0, MOST_WORDS));
  const asked = words.join("").slice(0, LONGEST);
  const named = index.contents.terms.map(([page, title, names]) => {
    const far = [title, ...names].map((name) => {
      const other = foldedWords(name).join("");
      return distance(asked, other, LONGEST) / Math.max(asked.length, other.length, 1);
    });
    return { page, section: 0, score: -Math.min(...far), group: HIT_GROUP.terms };
  });
  const near = named.filter(({ score }) => -score <= NEAR);
  return withTexts(near.sort((a, b) => b.score - a.score || a.page - b.page).slice(0, most));
}

/**
 * An element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} content
 * @returns {HTMLElementTagNameMap[T]}
 */
function element(name, attributes, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/**
 * So much of the text of a hit as is shown: a difference is a sentence, which says nothing in part, and a term's page begins
 * with what the term means.
 * @param {Index} index
 * @param {Marks} marks
 * @param {Shown} hit
 */
function shownText(index, marks, { page, difference, heading, text }) {
  if (difference !== undefined) return text;
  return !heading && termTitle(index, page) ? excerpt(text, wordsOf(text), 0) : snippet(index, marks, text);
}

/**
 * A link to a hit.
 * @param {Index} index
 * @param {Marks} marks
 * @param {Shown} hit
 * @param {Record<string, string>} attributes
 */
function hitLink(index, marks, hit, attributes) {
  const link = element("a", { href: hit.href, ...attributes });
  link.append(element("span", { class: "sok-tittel" }, marked(index, marks, hit.title)));
  if (hit.heading) link.append(" ", element("span", { class: "sok-avsnitt" }, marked(index, marks, hit.heading)));
  const text = shownText(index, marks, hit);
  if (text) link.append(" ", element("span", { class: "sok-utdrag" }, marked(index, marks, text)));
  return link;
}

/**
 * How many hits there are, in words.
 * @param {number} count
 * @param {number} [shown]
 */
function countText(count, shown = count) {
  if (count === 0) return brobygger.text("sok-none");
  if (count === 1) return brobygger.text("sok-one");
  return shown < count
    ? brobygger.text("sok-shown", { n: count, shown })
    : brobygger.text("sok-many", { n: count });
}

/**
 * The name of a group.
 * @param {Index} index
 * @param {number} group
 */
const groupName = (index, group) => (group === HIT_GROUP.last ? index.contents.last : brobygger.text("sok-group-" + group));

/**
 * The groups in the order of their best hits.
 * @template {Hit} T
 * @param {T[]} hits
 */
function groupsOf(hits) {
  /** @type {Map<number, T[]>} */
  const groups = new Map();
  for (const hit of hits) groups.set(hit.group, [...(groups.get(hit.group) ?? []), hit]);
  return groups;
}
