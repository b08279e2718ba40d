// The things that scripts share, for the type checker. Nothing here reaches a site.

interface Brobygger {
  /** The way from the page to the site's folder; empty on a page that lies there. */
  root: string;
  /** Texts of the interface, by key. */
  texts: Record<string, string>;
  /** The names of places that are no headings, in the language of the book's source: what there are many of has the beginning of its name here. */
  anchors: AnchorNames;
  /** The address of the page of all that a search finds, as seen from this page; there on pages that lead to it. */
  searchPage: string;
  /** A text, by its key without `js-`, with what stands in braces filled in. */
  text(key: string, values?: Record<string, string | number>): string;
  /** A day in words, in the language of the page; the month is counted from 0. */
  dayInWords(year: number, month: number, day: number): string;
  /** Today where the reader is, as data has it: `2026-11-30`. */
  today(): string;
  /** A text as the name of a file or a part of an address. */
  slug(text: string): string;
  /** The next page on the way, to end a message with; nothing where the way ends. */
  nextOnWay(): (string | Node)[];
  /** Loads a script by its address as seen from the site's folder, once. */
  script(address: string): Promise<void>;
  /** Loads a script whose name says nothing of what it holds, and no old copy of it. */
  current(address: string): Promise<void>;
  /** Loads the script joined from `js/NAME/`, once. */
  load(name: string): Promise<void>;
  /** Starts a part of the page; one that fails leaves the others alone. */
  start(part: () => void): void;
  /** The answers in the history of the tab. */
  tab: AnswerTab;
  /** The reader's answers; there once `load("svar")` is done. */
  answers: AnswerStore;
}

/** The names of places: all of them are explained where the languages are (`AnchorNames`). */
interface AnchorNames {
  choice: string;
  field: string;
  question: string;
  outcome: string;
  statement: string;
  difference: string;
  fields: string;
  advice: string;
  questions: string;
  outcomes: string;
  figure: string;
  statements: string;
  plan: string;
  /** The beginning of a way through a decision. */
  answers: string;
  /** After `ui_`, as those that follow. */
  differences: string;
  source: string;
  work: string;
  letter: string;
  no_letter: string;
}

/** Answers as they stand in the history of a tab. */
interface CarriedAnswers {
  /** The address of the book's folder. */
  home: string;
  /** When they were last changed. */
  at: number;
  /** The text that the store of answers has written. */
  text: string;
}

/** The answers in the history of the tab. */
interface AnswerTab {
  /** The address of the book's folder. */
  home: string;
  /** The newest in any of its pages. */
  newest(): CarriedAnswers | undefined;
  /** Puts answers into the entry of this page, where the tab may be on its way elsewhere; says whether they stand there. */
  keep(answers: CarriedAnswers, isLeaving?: boolean): boolean;
  /** Whether answers go from page to page. */
  carries(): boolean;
}

/** The reason why an answers file is refused: the key of a message, and what stands in its braces. */
interface AnswersFault {
  reason: "too-large" | "not-text" | "not-json" | "not-answers" | "other-version" | "bad-shape";
  /** The keys that lead to what has the wrong shape. */
  path?: string[];
  /** The shape that should stand there. */
  wanted?: "map" | "text" | "texts" | "choice";
}

/** A reader's answers in all documents. Keys that are not known are kept. */
interface Answers {
  /** The version of the format. */
  brobygger: 1;
  /** Answers by field, shared by all documents: a choice by its value, a day as yyyy-mm-dd. */
  fields: Record<string, string>;
  /** The answers of one page alone, by its id. */
  documents: Record<string, DocumentAnswers>;
  [more: string]: unknown;
}

/** A reader's answers on one page. */
interface DocumentAnswers {
  /** Choices that are in or out; one that is not here is as the author set it. */
  choices: Record<string, boolean>;
  /** Texts added to sections, by the id of the heading. */
  added: Record<string, string[]>;
  ratings?: Record<string, string>;
  notes?: Record<string, string>;
  plan?: Record<string, string>;
  respondent?: string;
  /** Advice that the reader has followed. */
  followed?: string[];
  [more: string]: unknown;
}

interface AnswerStore {
  /** A copy of all answers. */
  all(): Answers;
  /** Puts other answers in their place; throws where they are no answers. */
  replace(answers: Answers): void;
  /** Reads a file of answers: the answers, or what is wrong with it. */
  read(file: Blob): Promise<{ answers: Answers } | { fault: AnswersFault }>;
  /** The fault of a file, in words. */
  faultText(fault: AnswersFault): string;
  /** The answers of one page alone: a live object. Ask again after `replace`. */
  document(id: string): DocumentAnswers;
  /** Sets the answer of a field, and says so; an empty text is no answer. */
  field(name: string, answer: string): void;
  /** To be called after a change of what `document` gave. */
  changed(): void;
  /** Calls `listener` after every change. */
  listen(listener: () => void): void;
  /** The buttons that save, open, remember and empty the answers, with their messages. */
  tools(): HTMLElement;
  /** Hands the reader a file. */
  download(blob: Blob, name: string): void;
}

/** An entry in the history of a tab. */
interface HistoryEntry {
  getState(): any;
}

/** The part of the Navigation API that is used; the types of the checker know nothing of it yet. */
interface Navigation extends EventTarget {
  readonly currentEntry: HistoryEntry | null;
  entries(): HistoryEntry[];
  updateCurrentEntry(options: { state: unknown }): void;
}

interface Window {
  brobygger: Brobygger;
  /** The texts of a page in another language than the book's: a script before the others brings them. */
  brobyggerTexts?: Record<string, string>;
  /** Some browsers lack it. */
  navigation?: Navigation;
}

/** Put before the joined script of every page: its texts, and the addresses of the other scripts and their styles. */
declare const TEXTS: Record<string, string>;
declare const ADDRESSES: Record<string, string>;
declare const STYLES: Record<string, string>;
/** The letters of the book's language, and what they are in addresses. */
declare const ADDRESS_LETTERS: Record<string, string>;
declare const ANCHORS: AnchorNames;
