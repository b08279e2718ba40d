// What the search is made of, for the type checker.

/** What `sok/index.js` says; see `Contents` in src/search/mod.rs. */
interface SearchContents {
  norwegian: boolean;
  whole: boolean;
  alike: string;
  pages: string;
  words: string;
  texts: string;
  parts: string;
  stop: string;
  forms: Record<string, string[]>;
  translations: [string, string];
  terms: [number, string, string[]][];
  also: [string, number[], string[]][];
}

/** A page in a shard of texts: address, title, group, sections (anchor, heading, text). */
type PageText = [string, string, number, [string, string, string][]];

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
