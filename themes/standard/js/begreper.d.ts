// The definitions of terms, shown over the word in the text.

/** A term as its own script tells it (`begreper/x.kort.js` beside `begreper/x.html`). */
interface TermCard {
  /** The term, as written inside a sentence. */
  title: string;
  /** The definition. */
  says: string;
  /** For a role: its number, 1 to 4. */
  role?: number;
  /** The language, where it is not the site's. */
  lang?: string;
  /** Terms it is not the same as, with their addresses as seen from the site's folder. */
  notSame: { title: string; path: string }[];
}

interface Brobygger {
  /** Takes a term's definition; its script calls this. */
  termCard?(id: string, card: TermCard): void;
  /** Shows the definition of the term a link leads to, while it is still `wanted`. */
  showTerm?(link: HTMLAnchorElement, wanted: () => boolean): Promise<void>;
}
