// The data of a job posting, for the type checker. Nothing here reaches a site.

/** By property, what says it: branches, each with its condition and its parts. */
type PostingProperties = Record<string, [string | null, ({ text: string } | { field: string })[]][]>;

/** A field as the form knows it. */
interface PostingField {
  name: string;
  label: string;
  type: string;
  required?: boolean;
  choices?: [string, string][];
}

/** A filled-in advertisement, as its page knows it. */
interface FinishedPosting {
  id: string;
  /** The script that says what the answers are, as seen from the site's folder. */
  script: string;
  fields: PostingField[];
  answered: Answered;
  /** An answer as it stands in the text. */
  shown(field: PostingField): string;
  /** The finished text below its title, to paste. */
  whole: HTMLElement;
  /** The labels of the blanks that are left. */
  blanks: string[];
  /** The words that the guard stops, and why. */
  guarded: { quote: string; why: string }[];
  /** `yyyy-mm-dd` */
  today: string;
}

/** Something that stops it: what it is about, and in words. */
interface PostingStop {
  about: string;
  says: string;
}

interface Brobygger {
  /** Hands over what says the properties of a page. */
  postingProperties(id: string, says: PostingProperties): void;
  posting: {
    /** The data of a posting in a form, or what stops it. */
    make(form: "jobposting" | "arbeidsplassen", finished: FinishedPosting): Promise<{ data: object } | { stops: PostingStop[] }>;
  };
}
