// What is kept in this browser, where somebody asked for it: the edition's zip, nothing else.

const KEPT_NAME = "brobygger-verksted";
/** Editions of different guides do not meet. */
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

const keeper = {
  /** Whether changes are kept from now on. */
  isOn: false,
  /** What was kept before, and when. @returns {Promise<{ zip: ArrayBuffer, at: number } | undefined>} */
  async before() {
    // Where nothing was ever kept, nothing is made to look into.
    if (typeof indexedDB === "undefined" || !indexedDB.databases) return undefined;
    const known = await indexedDB.databases();
    if (!known.some((database) => database.name === KEPT_NAME)) return undefined;
    return kept("readonly", (store) => store.get(KEPT_KEY));
  },
  async keep() {
    const { bytes } = await ask({ ask: "layer" });
    await kept("readwrite", (store) => store.put({ zip: bytes, at: Date.now() }, KEPT_KEY));
    work.isUnsaved = false;
  },
  async forget() {
    this.isOn = false;
    await kept("readwrite", (store) => store.delete(KEPT_KEY));
  },
};
