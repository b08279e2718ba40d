// The program in its worker, asked and answered.

const place = /** @type {HTMLElement} */ (document.getElementById("ui_verksted"));

/** An answer that nothing was done. */
class Refused extends Error {
  /** @param {WorkshopRefused} answer */
  constructor(answer) {
    super(answer.detail);
    this.reason = answer.reason;
  }
}

/** @type {Worker | undefined} */
let worker;
/** @type {Map<number, { resolve(value: any): void, reject(error: Error): void }>} */
const waiting = new Map();
let asked = 0;

/**
 * Fetches the program and the book, and starts.
 * @param {(share: number) => void} progress
 * @returns {Promise<EditionState>}
 */
function begun(progress) {
  const { program, kit, worker: address } = place.dataset;
  return new Promise((resolve, reject) => {
    // One that did not come to begin is in nobody's way.
    worker?.terminate();
    const started = new Worker(/** @type {string} */ (address));
    worker = started;
    started.onerror = () => reject(new Error("worker"));
    started.onmessage = ({ data }) => {
      if ("progress" in data) progress(data.progress);
      else if ("ready" in data) resolve(data.ready);
      else if ("failed" in data) {
        // Nothing more comes: whoever waits is told so.
        const error = new Error(data.failed);
        reject(error);
        for (const asker of waiting.values()) asker.reject(error);
        waiting.clear();
      }
      else settle(data);
    };
    const absolute = (/** @type {string | undefined} */ path) => new URL(path ?? "", document.baseURI).href;
    started.postMessage({ begin: { program: absolute(program), kit: absolute(kit), today: brobygger.today(), language: document.documentElement.lang } });
  });
}

/** @param {{ id: number, answer: any, bytes: ArrayBuffer }} data */
function settle({ id, answer, bytes }) {
  const asker = waiting.get(id);
  waiting.delete(id);
  if (!asker) return;
  if (answer.is === "refused") asker.reject(new Refused(answer));
  else asker.resolve({ answer, bytes });
}

/**
 * Asks the program; a refusal is an error.
 * @param {WorkshopRequest} request
 * @param {ArrayBuffer} [bytes]
 * @returns {Promise<{ answer: unknown, bytes: ArrayBuffer }>}
 */
function ask(request, bytes) {
  return new Promise((resolve, reject) => {
    asked += 1;
    waiting.set(asked, { resolve, reject });
    worker?.postMessage({ id: asked, request, bytes });
  });
}
