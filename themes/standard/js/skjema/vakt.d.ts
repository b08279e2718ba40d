// What may not be asked: the rules as `sporsmal.js` brings them, and what they find.

interface Brobygger {
  questions?: QuestionRules;
}

interface QuestionRules {
  /** The letters of the language the rules are written in: its own beside a to z, and those of neighbours. */
  letters: { own: string; alike: Record<string, string> };
  words: Record<string, string[]>;
  harmless: string[];
  unless: string[];
  rules: QuestionRule[];
  /** For what is written into a document. */
  texts: QuestionRule[];
  says: GuardWords;
}

/** The words of the book in which a reader is told what the rules find. */
interface GuardWords {
  forbidden: string;
  risky: string;
  "while-writing": string | null;
  "below-findings": string | null;
  "nothing-more": string | null;
  "before-adding": string | null;
}

interface QuestionRule {
  id: string;
  level: "forbidden" | "risky";
  why: string;
  law: string | null;
  instead: string;
  see: { title: string; href: string } | null;
  sure: string[];
  patterns: string[];
  unless: string[];
}

interface QuestionFinding {
  rule: QuestionRule;
  /** The words it is about. */
  quote: string;
}

/** A word of a question: folded, with its sentence and its place. */
interface QuestionWord {
  text: string;
  sentence: number;
  start: number;
  end: number;
}

/** A step of a pattern: at most so many words, or a word that fits. */
type QuestionStep = { gap: number } | { fits: (word: string) => boolean };

/** A pattern: one or two ways to read it. */
type QuestionPattern = QuestionStep[][];

interface GuardRule {
  rule: QuestionRule;
  sure: QuestionPattern[];
  patterns: QuestionPattern[];
  unless: QuestionPattern[];
}

interface QuestionGuard {
  harmless: QuestionPattern[];
  unless: QuestionPattern[];
  rules: GuardRule[];
  texts: GuardRule[];
}

/** What adding questions needs of the store of answers. */
interface AddedStore {
  document(id: string): { added?: Record<string, string[]> };
  changed(): void;
  listen(listener: () => void): void;
}
