// What the search is made of, for the type checker.

/** What `sok/index.js` says; see `Contents` in src/search/mod.rs. */
interface SearchContents {
  norwegian: boolean;
  pages: string;
  words: [string, string][];
  texts: [number, string][];
  parts: string;
  stop: string;
  forms: Record<string, string[]>;
  terms: [number, string, string[]][];
  also: [string, string[]][];
}

/** A page in a shard of texts: address, title, group, sections (anchor, heading, text). */
type PageText = [string, string, number, [string, string, string][]];

/** A page that was found. */
interface Hit {
  page: number;
  /** Its best section, counted from its first. */
  section: number;
  score: number;
  group: number;
}

/** What a search found. */
interface Found {
  hits: Hit[];
  /** What is marked in texts. */
  marks: Marks;
}

interface Marks {
  /** Keys of words. */
  keys: Set<string>;
  /** Beginnings of words. */
  starts: string[];
}

/** A hit with what is shown of it. */
interface Shown extends Hit {
  href: string;
  title: string;
  heading: string;
  text: string;
}

interface SearchDialog {
  /** Opens the dialog. */
  open(): void;
}

interface Brobygger {
  /** Takes what a script of the index brings. */
  searchPart?(name: string, value: unknown): void;
  /** The search, once its script is loaded. */
  search?: {
    open(): void;
    page(): void;
    /** Finds pages, best first. */
    find(query: string): Promise<Shown[]>;
  };
}
