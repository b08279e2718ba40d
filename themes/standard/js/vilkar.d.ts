// Conditions held against answers, for the type checker. Nothing here reaches a site.

type Literal = string | number;

/** A condition, read. */
type Condition =
  | { is: "has"; name: string }
  | { is: "chosen"; id: string }
  | { is: "compare"; name: string; how: string; to: Literal }
  | { is: "in"; name: string; of: Literal[] }
  | { is: "not"; part: Condition }
  | { is: "and" | "or"; parts: Condition[] };

/** Answers that a condition asks for: fields without space around the answer, where an empty text is no answer; choices that are in. */
interface Answered {
  field(name: string): string;
  chosen(id: string): boolean;
}

interface Brobygger {
  /** There once `load("vilkar")` is done. */
  conditions: {
    /** Reads a condition; throws where it is none. */
    parse(text: string): Condition;
    holds(condition: Condition, answered: Answered): boolean;
    /** The fields without an answer that decide whether a condition holds. */
    waitsFor(condition: Condition, answered: Answered): string[];
    /** The fields a condition asks for; `choice.ID` for a choice. */
    namesIn(condition: Condition): string[];
    /** The digits of an answer in per cent. */
    percentOf(answer: string): string | undefined;
    /** The day a text is, written `yyyy-mm-dd`, at midnight UTC. */
    dayOf(text: string): Date | undefined;
    /** The text after an answer in a sentence: without a full stop of its own where the answer has ended it. */
    afterAnswer(answer: string, text: string): string;
    /** Without space around. */
    trim(text: string): string;
  };
}
