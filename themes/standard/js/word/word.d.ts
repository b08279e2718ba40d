// The part of the Word files that other scripts use, for the type checker. Nothing here reaches a site.

/** A reader's answers on one page. */
interface OwnAnswers {
  choices?: Record<string, boolean>;
  added?: Record<string, string[]>;
  ratings?: Record<string, string>;
  notes?: Record<string, string>;
  plan?: Record<string, string>;
  respondent?: string;
}

/** A reader's answers. */
interface WordAnswers {
  fields?: Record<string, string>;
  documents?: Record<string, OwnAnswers>;
}

interface Brobygger {
  /** Takes a Word file from the script `ID.docx.js`. */
  wordFile?(id: string, base64: string): void;
  word?: {
    /** Fills in a Word file, given as base64. */
    fill(id: string, base64: string, answers: WordAnswers): Promise<Blob>;
    /** Fills in the Word file of a page. */
    make(id: string, answers: WordAnswers): Promise<Blob>;
  };
}
