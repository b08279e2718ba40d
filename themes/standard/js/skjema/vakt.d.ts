// The guard of questions: the rules as `sporsmal.js` brings them, and what they find.

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
  model: PackedQuestionModel | null;
}

/** The scores from which on the model is listened to. */
interface ModelBounds {
  "look-again-from": number;
  "let-pass-below": number;
  "name-ground-from": number;
}

/** A model as `src/questions/model/packed.rs` packs it. */
interface PackedQuestionModel extends ModelBounds {
  bias: number;
  features: string;
  weights: string;
  voices: string;
}

/** A model: by feature its weight, and the ground that it speaks for, -1 for none. */
interface QuestionModel {
  bounds: ModelBounds;
  bias: number;
  known: Map<number, { weight: number; ground: number; loud: number }>;
}

interface QuestionReading {
  score: number;
  ground: number | undefined;
  lead: number;
}

/** The words of the book in which a reader is told what the rules find. */
interface GuardWords {
  forbidden: string;
  risky: string;
  "while-writing": string | null;
  "below-findings": string | null;
  "nothing-more": string | null;
  "before-adding": string | null;
  "look-again": string | null;
  "look-again-why": string | null;
  "look-again-ground": string | null;
}

interface QuestionRule {
  id: string;
  /** The last is that of a doubt of the model. */
  level: "forbidden" | "risky" | "look-again";
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
  /** Whether it counts wherever it stands. */
  sure: boolean;
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
  /** The lists of words, in order of their names. */
  lists: { name: string; tests: ((word: string) => boolean)[] }[];
  model: QuestionModel | undefined;
  says: GuardWords;
}

/** The part of the store of answers that adding questions needs. */
interface AddedStore {
  document(id: string): { added?: Record<string, string[]> };
  changed(): void;
  listen(listener: () => void): void;
}
