import type { Occupied } from "../billing.ts";
import type { Setting, Task } from "../setting.ts";

/** What an objective is asked of, where not of everything. */
export interface ObjectiveScope {
  /** `utilization` needs one; `balance` and `spread` may restrict themselves to one. Dimension index. */
  readonly dimension?: number;
  /** Only tasks of this priority class count; all of them if absent. */
  readonly priority?: number;
}

/** One placed piece as whoever evaluates a plan sees it; by copies. */
export interface PlacedPiece {
  readonly task: number;
  readonly resource: number;
  /** Millionths. */
  readonly share: number;
  /** Milliseconds; a placement starts everything at 0. */
  readonly start: number;
  readonly end: number;
}

/**
 * One summand of an objective's internal value. Its kind tells every method what it may rest on; all amounts are whole numbers
 * that are never negative, except what is said to be a gain.
 */
export type Part =
  /** The amount of each piece, by entries, times its share, rounded up; a gain counts negatively and is rounded down. */
  | {
      readonly kind: "pieces";
      readonly isGain: boolean;
      /** False if a task has one amount wherever it stands. */
      readonly byPlace: boolean;
      readonly amount: (task: number, resource: number) => number;
      /** Where pairs are worked out when asked for: near amounts, as `near` x runtime, or one for the whole task. */
      readonly near?: {
        readonly perMs: Float64Array;
        readonly flat?: (task: number) => number | undefined;
      };
    }
  /** Minus the gain of each placed copy of a task entry times its share, rounded down. */
  | { readonly kind: "placed"; readonly gain: (task: number) => number }
  /** A value of the longest runtime of each placed task copy, which never falls as that grows; ms. */
  | { readonly kind: "runtimes"; readonly value: (task: Task, longest: number) => number }
  /** A value of the last end of each placed task copy, which never falls as that grows; ms. Over time only. */
  | { readonly kind: "ends"; readonly value: (task: Task, end: number) => number }
  /** What each resource copy that holds a piece counts once, by entry, and for the time in which something runs there. */
  | {
      readonly kind: "copies";
      readonly fixed: (resource: number) => number;
      readonly timed?: (resource: number, occupied: Occupied) => number;
    }
  /** What moves between the sites of linked tasks, in micro-dollars. */
  | { readonly kind: "transfers" }
  /** The last end; in a placement the largest sum of runtimes on a resource copy. */
  | { readonly kind: "last end" }
  /** How full resource copies are, in millionths rounded up: the fullest, or the fullest less the emptiest. */
  | {
      readonly kind: "utilization";
      readonly isRange: boolean;
      readonly dimension: number | undefined;
    }
  /** Anything else, from all pieces at once: every method evaluates it anew at every step. */
  | { readonly kind: "whole"; readonly value: (pieces: readonly PlacedPiece[]) => number };

export type PartKind = Part["kind"];
export type PartOf<K extends PartKind> = Extract<Part, { readonly kind: K }>;

/** An answer for each kind of part. */
export type ByKind<Rest extends readonly unknown[], Answer> = {
  readonly [K in PartKind]: (part: PartOf<K>, ...rest: Rest) => Answer;
};

/** The answer of a table for one part. */
export function answerFor<Rest extends readonly unknown[], Answer>(
  table: ByKind<Rest, Answer>,
  part: Part,
  ...rest: Rest
): Answer {
  return (table[part.kind] as (part: Part, ...rest: Rest) => Answer)(part, ...rest);
}

/**
 * One objective: everything that anyone must know of it, but for its formulation (`models/`). Inside everything is minimised:
 * what is maximised is made of gains alone.
 */
export interface Objective {
  readonly sense: "min" | "max";
  /** Printed unit, such as "USD" or "ms". */
  readonly unit: string;
  /** Internal units in one printed unit. */
  readonly perUnit: (setting: Setting, asked: ObjectiveScope) => number;
  /** The sum that its value is. Throws InvariantError where `lacks` finds something. */
  readonly parts: (setting: Setting, asked: ObjectiveScope) => readonly Part[];
  /**
   * A number that the internal value does not pass in magnitude, whatever the plan, as long as no piece could start earlier
   * with all others where they are. Floating point, rounded far less than the room that `FITS` leaves.
   */
  readonly worst: (setting: Setting, asked: ObjectiveScope) => number;
  /** What the instance lacks for it, as a sentence without its subject; undefined if nothing. */
  readonly lacks?: (setting: Setting, asked: ObjectiveScope) => string | undefined;
  /** What to count in a larger unit where totals grow too large. */
  readonly counts: { readonly what: string; readonly unit: string };
  /** Whether it takes a dimension. */
  readonly dimension?: "needed" | "possible";
  /** A sum over tasks, so it can be asked of one priority class. */
  readonly byTask?: true;
  /** Asked for in a document, it makes a sequence of tasks a schedule: methods for sequences do not know it. */
  readonly onlyOverTime?: true;
  /** Its total is told of every plan, so it must fit whatever is asked. */
  readonly always?: true;
  /** Documents cannot ask for it: it compares a plan with an earlier one (see `Setting.earlier`). */
  readonly ofChange?: true;
  /** The objective that decides between plans of one value. */
  readonly tieBreak?: string;
  /** Words of other tools and of daily speech for it. */
  readonly words?: readonly string[];
}
