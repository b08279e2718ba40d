// The store in this browser, where somebody asked for it: it keeps the edition's zip, nothing else.

const KEPT_NAME = "brobygger-verksted";
/** Editions of different books do not meet. */
const KEPT_KEY = new URL(".", location.href).href;

/**
 * Does something with what is kept.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} use
 * @returns {Promise<T>}
 */
function kept(mode, use) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(KEPT_NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("utgaver");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction("utgaver", mode);
      const request = use(transaction.objectStore("utgaver"));
      transaction.oncomplete = () => {
        database.close();
        resolve(request.result);
      };
      transaction.onabort = transaction.onerror = () => {
        database.close();
        reject(transaction.error);
      };
    };
  });
}

/**
 * Whether anything was ever kept here. Asking makes nothing that stays.
 * @returns {Promise<boolean>}
 */
function wasAnythingKept() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(KEPT_NAME, 1);
    let isNew = false;
    opening.onupgradeneeded = () => {
      isNew = true;
      opening.transaction?.abort();
    };
    opening.onsuccess = () => {
      opening.result.close();
      resolve(true);
    };
    opening.onerror = () => (isNew ? resolve(false) : reject(opening.error));
  });
}

/** The error that another has kept an edition since, in another window perhaps. */
class KeptByOthers extends Error {
  /** @param {number} at when */
  constructor(at) {
    super("kept by others");
    this.at = at;
  }
}

const keeper = {
  /** Whether changes are kept from now on. */
  isOn: false,
  /** When what is kept was kept, as far as is known here. @type {number | undefined} */
  at: undefined,
  /** The edition that was kept before, and when. @returns {Promise<{ zip: ArrayBuffer, at: number } | undefined>} */
  async before() {
    // Where nothing was ever kept, nothing is made to look into.
    if (typeof indexedDB === "undefined" || !(await wasAnythingKept())) return undefined;
    return kept("readonly", (store) => store.get(KEPT_KEY));
  },
  /** Keeps what there is. @param {boolean} [anyway] whether what others have kept goes */
  async keep(anyway) {
    const before = await this.before();
    if (before && before.at !== this.at && !anyway) throw new KeptByOthers(before.at);
    await saved(async () => {
      const { bytes } = await ask({ ask: "layer" });
      const at = Date.now();
      await kept("readwrite", (store) => store.put({ zip: bytes, at }, KEPT_KEY));
      this.at = at;
    });
  },
  async forget() {
    this.isOn = false;
    this.at = undefined;
    await kept("readwrite", (store) => store.delete(KEPT_KEY));
  },
};
