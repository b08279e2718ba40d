// What the scripts share, for the type checker. Nothing here reaches a site.

interface Brobygger {
  /** The way from the page to the site's folder; empty on a page that lies there. */
  root: string;
  /** Texts of the interface, by key. */
  texts: Record<string, string>;
  /** A text, by its key without `js-`, with what stands in braces filled in. */
  text(key: string, values?: Record<string, string | number>): string;
  /** Loads a script by its address as seen from the site's folder, once. */
  script(address: string): Promise<void>;
  /** Loads the script joined from `js/NAME/`, once. */
  load(name: string): Promise<void>;
  /** Starts a part of the page; one that fails leaves the others alone. */
  start(part: () => void): void;
}

interface Window {
  brobygger: Brobygger;
}

/** Put before the joined script of every page: its texts, and the addresses of the other scripts. */
declare const TEXTS: Record<string, string>;
declare const ADDRESSES: Record<string, string>;
