// The part of the search that other scripts use, for the type checker.

/** A page that was found. */
interface Hit {
  page: number;
  /** Its best section, counted from its first. */
  section: number;
  score: number;
  group: number;
  /** The term that its own is told apart from, by its page, where that is what was found. */
  difference?: number;
}

/** A hit with what is shown of it. */
interface Shown extends Hit {
  href: string;
  title: string;
  heading: string;
  text: string;
}

interface Brobygger {
  /** Stemmers by name, from the scripts `stammer-NAME`: each makes a function from a folded word to its stem. */
  stemmers?: Record<string, () => (word: string) => string>;
  /** The base of the stemmers of the Snowball project. */
  BaseStemmer?: any;
  /** Takes the value that a script of the search index brings. */
  searchPart?(name: string, value: unknown): void;
  /** The values that the scripts of the index have brought, by their names: they may come before the search. */
  searchParts?: Map<string, any>;
  /** The key `/`, which opens the search unless the reader has turned it off. */
  slash: {
    works(): boolean;
    /** Off is kept in the browser until it is on again. */
    turn(on: boolean): void;
  };
  /** The search, once its script is loaded. */
  search?: {
    /** Opens the dialog; `typed` is what was typed before it was there, for its field. */
    open(typed: string): void;
    /** Starts the page with all results; done when it first stands. */
    page(): Promise<void>;
    /** Finds pages, best first, and `most` at most. */
    find(query: string, most?: number): Promise<Shown[]>;
  };
}
