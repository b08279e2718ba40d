// The answers of the workshop, as `src/workshop/protocol.rs` has them.

interface WorkshopRefused {
  is: "refused";
  reason: string;
  detail: string;
}

interface ListedPage {
  id: string;
  title: string;
  kind: string;
  depth: number;
  change: "none" | "changed" | "replaced" | "own" | "taken-out";
  changes: string[];
}

interface ListedPart {
  title: string | null;
  is_unlisted: boolean;
  pages: ListedPage[];
}

interface KindState {
  name: string;
  is_offered: boolean;
  is_term: boolean;
  of_text: boolean;
  keys: string[];
}

interface EditionState {
  is: "edition";
  base: string;
  languages: string[];
  settings: Record<string, string | string[]>;
  kinds: KindState[];
  employers: [string, string][];
  purposes: [string, string][];
  parts: ListedPart[];
  files: string[];
  can_undo: boolean;
  can_redo: boolean;
}

interface PartState {
  id: string;
  title: string;
  original: string;
  own: string | null;
  elsewhere: string | null;
}

type PlainValue = string | number | boolean | string[];

interface ValueState {
  way: string;
  original: PlainValue | null;
  own: PlainValue | null;
}

interface PageState {
  is: "page";
  id: string;
  title: string;
  kind: string;
  change: ListedPage["change"];
  text: string;
  parts: PartState[];
  values: ValueState[];
}

interface Problem {
  code: string;
  severity: "error" | "warning" | "note";
  message: string;
  help: string | null;
  notes: string[];
  file: string | null;
  line?: number;
  column?: number;
  page: string | null;
  part: string | null;
  heading: string | null;
  way: string | null;
  /** Its line in the text that one sees who changes it. */
  shown_line: number | null;
  is_own: boolean;
}

interface WordRemark {
  sort: string;
  author: string;
  about: string;
  says: string;
}

/** A Word file, as it was read. */
interface WordState {
  is: "word";
  title: string | null;
  summary: string | null;
  pictures: number;
  problems: Problem[];
  remarks: WordRemark[];
}

interface BuildReport {
  is: "built";
  is_sound: boolean;
  problems: Problem[];
  changed: string[];
}

interface MovedUnit {
  name: string;
  page: string;
  unit: string;
  state: string;
  /** The title of the page. */
  page_title: string;
  /** The name of the unit on the page; nothing of a whole page. */
  unit_title: string | null;
  is_urgent: boolean;
  is_law: boolean;
  digest: string | null;
  then: string | null;
  now: string | null;
  ours: string;
  elsewhere: string | null;
  difference: [string, string][];
}

interface DriftAnswer {
  is: "drift";
  units: MovedUnit[];
}

interface WorkshopRequest {
  ask: string;
  [more: string]: unknown;
}

/** A step of the workshop. */
interface WorkshopStep {
  /** Shows it as things are now; called whenever they have changed while it is open. */
  show(): void;
  /** Called when it is left. */
  leave?(): void;
}
