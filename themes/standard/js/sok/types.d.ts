// The parts of the search, for the type checker.

/** Facts of the book's language that the search needs; see `Speech` in src/search/speech.rs. */
interface SearchLanguage {
  /** The stemmer's name. */
  stemmer: string | null;
  /** Its own letters beside a to z. */
  own: string;
  /** Letters, and what they are read as. */
  typed: Record<string, string>;
  /** Pairs of letters, and what they are read as. */
  pairs: Record<string, string>;
  /** The ending that most words get in the genitive. */
  genitive: string;
  /** Letters that join the parts of a compound; nothing: words are not split. */
  joints: string[] | null;
  derived: string[];
  turned: string[];
}

/** The contents of `sok/index.js`; see `Contents` in src/search/mod.rs. */
interface SearchContents {
  language: SearchLanguage;
  whole: boolean;
  alike: string;
  pages: string;
  words: string;
  texts: string;
  parts: string;
  stop: string;
  forms: Record<string, string[]>;
  translations: { words: string; near: string; endings: string[]; within: boolean }[];
  terms: [number, string, string[], number[]][];
  also: [string, number[], string[]][];
  last: string;
}

/** A page in a shard of texts: address, title, group, sections (anchor, heading, text), terms that its own is not (page, anchor, why). */
type PageText = [string, string, number, [string, string, string][], [number, string, string][]];

/** The result of a search. */
interface Found {
  hits: Hit[];
  /** The words that are marked in texts. */
  marks: Marks;
}

interface Marks {
  /** Keys of words. */
  keys: Set<string>;
  /** Beginnings of words. */
  starts: string[];
}
