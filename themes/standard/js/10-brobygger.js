// The base of the other scripts: texts, scripts that are loaded when needed, starting safely.

/** The way from this page to the site's folder. */
const root = document.body.dataset.root || "";

/**
 * A text of the interface, with what stands in braces filled in.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
function text(key, values) {
  const found = brobygger.texts["js-" + key] || key;
  return values ? found.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all)) : found;
}

/**
 * A day in words, in the language of the page: by the same texts as the program, whatever languages the browser knows.
 * @param {number} year
 * @param {number} month counted from 0, as this language does
 * @param {number} day
 */
function dayInWords(year, month, day) {
  return text("date", { day, month: text(`month-${month + 1}`), year });
}

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/**
 * Loads a script of the site, once. Nothing is fetched: a script works from a folder on disk too.
 * @param {string} address as seen from the site's folder
 * @returns {Promise<void>}
 */
function script(address) {
  let promise = loading.get(address);
  if (!promise) {
    promise = new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = root + address;
      element.onload = () => resolve();
      element.onerror = () => {
        loading.delete(address);
        element.remove();
        reject(new Error("cannot load " + address));
      };
      document.head.append(element);
    });
    loading.set(address, promise);
  }
  return promise;
}

/** For how many milliseconds a browser keeps a script whose name says nothing of what it holds, whatever a server says. */
const KEPT = 600_000;

/**
 * Loads a script whose name says nothing of what it holds: no copy that a browser keeps, or anything on the way, is old.
 * @param {string} address as seen from the site's folder
 * @returns {Promise<void>}
 */
function current(address) {
  const asked = location.protocol === "file:" ? "" : "?" + Math.floor(Date.now() / KEPT);
  return script(address + asked);
}

/**
 * Loads the styles of a script, once. Without them it works all the same.
 * @param {string} address as seen from the site's folder
 * @returns {Promise<void>}
 */
function style(address) {
  const loaded = loading.get(address);
  if (loaded) return loaded;
  const promise = new Promise((/** @type {(value: void) => void} */ resolve) => {
    const element = document.createElement("link");
    element.rel = "stylesheet";
    element.href = root + address;
    element.onload = element.onerror = () => resolve();
    document.head.append(element);
  });
  loading.set(address, promise);
  return promise;
}

/**
 * Has a script of the theme and its styles brought before it is their turn.
 * @param {string} name
 */
function bringAhead(name) {
  for (const [address, as] of [[STYLES[name], "style"], [ADDRESSES[name], "script"]]) {
    if (!address || loading.has(address)) continue;
    const element = document.createElement("link");
    element.rel = "preload";
    element.as = as;
    element.href = root + address;
    document.head.append(element);
  }
}

/**
 * Loads a script of the theme: the files of `js/NAME/`, joined, after the styles of `css/NAME/`.
 * @param {string} name
 * @returns {Promise<void>}
 */
async function load(name) {
  if (!(name in ADDRESSES)) throw new Error("no script " + name);
  if (name in STYLES) {
    if (!loading.has(ADDRESSES[name])) bringAhead(name);
    await style(STYLES[name]);
  }
  await script(ADDRESSES[name]);
}

/**
 * A name for a file, or a part of an address: letters of the language as it writes them there, spaces as hyphens.
 * @param {string} text
 */
function slug(text) {
  const plain = Array.from(text.toLowerCase(), (letter) => ADDRESS_LETTERS[letter] ?? letter).join("");
  return plain.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/**
 * The next page on the way, to end a message with: the words for it, and copies of its links. Nothing where the way ends.
 * @returns {(string | Node)[]}
 */
function nextOnWay() {
  const links = Array.from(document.querySelectorAll(".neste a"), (link) => link.cloneNode(true));
  const words = document.getElementById("ui_nestet")?.textContent?.trim() ?? "";
  const [before, after] = [` ${words}${words.includes(":") ? " –" : ":"} `, "."];
  return links.length ? [before, ...links.flatMap((link, at) => (at ? [", ", link] : [link])), after] : [];
}

/** Today where the reader is, as data has it: `2026-11-30`. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** The page stands as it will stand: what the styles held back until now is shown. */
function ready() {
  document.body.classList.add("klar");
}

/**
 * Starts a part of the page. One that fails leaves the others alone, and the text as it is readable without scripts.
 * @param {() => void} part
 */
function start(part) {
  try {
    part();
  } catch (error) {
    console.error(error);
  }
}

/** The answers come with their own script. */
const brobygger = /** @type {Brobygger} */ ({ root, texts: TEXTS, anchors: ANCHORS, text, dayInWords, today, slug, nextOnWay, script, current, load, start });
window.brobygger = brobygger;
