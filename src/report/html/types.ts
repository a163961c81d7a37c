import type { Origin } from "../../instance/types.ts";

/** A report: what one page shows, as plain data. Texts are as they are; whoever writes or shows them escapes them. */
export interface ReportPage {
  /** What it is a report of, such as "a plan". */
  readonly about: string;
  readonly title: string;
  /** The verdict: a paragraph. */
  readonly verdict: string;
  /** How good the news is: all proven, a gap left, or no plan. */
  readonly tone: "proven" | "open" | "none";
  /** A word on `tone`, such as "optimal" or "gap 2.7 %". */
  readonly badge: string;
  /** What was run, as name and value. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly ReportSection[];
}

/** A part of the page with a heading. */
export interface ReportSection {
  /** Letters and dashes, unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly parts: readonly ReportPart[];
}

export type ReportPart =
  | { readonly kind: "text"; readonly text: string }
  | ReportTable
  | { readonly kind: "chart"; readonly chart: ReportChart };

/** A table; `file` names its download. */
export interface ReportTable {
  readonly kind: "table";
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly ReportCell[])[];
  readonly file: string;
  /** Shown only where the reader opens it. */
  readonly isFolded?: true;
}

/** A text; or one with what a download has in its place, and what is drawn beside it. */
export type ReportCell =
  | string
  | {
      readonly text: string;
      readonly raw?: number | string;
      readonly isNumber?: true;
      /** Parts of a whole, each from 0 to 1: what is certified, and what is bounded at all. */
      readonly proof?: { readonly certified: number; readonly bounded: number };
      /** A stretch of a scale that all rows share, from 0 to 1 each. */
      readonly stretch?: { readonly from: number; readonly until: number };
    };

export type ReportChart = BarChart | CurveChart | HeatChart;

/** What all charts have. */
interface Drawn {
  /** For who cannot see it: what it shows, in a sentence. */
  readonly label: string;
  /** Name of its download. */
  readonly file: string;
}

/** Amounts of a dimension: by row what it has, by piece what that takes. */
export interface BarMeasure {
  readonly name: string;
  readonly unit: "milli" | "MiB" | "ms" | "pieces";
  readonly capacity: readonly number[];
  readonly load: readonly number[];
}

/** What a bound rests on: bars of these rows, of these tasks where only some are meant, and in this time where it has one. */
export interface BarBlame {
  readonly label: string;
  readonly text: string;
  readonly rows: readonly number[];
  /** Indices into `stems`; absent: all. */
  readonly stems?: readonly number[];
  /** ms. */
  readonly from?: number;
  readonly until?: number;
}

/** Pieces on resource copies: along time, or, in a placement, by how much of a measure they take. Columns, one entry for each piece. */
export interface BarChart extends Drawn {
  readonly kind: "bars";
  readonly axis: "time" | "share";
  /** ms in a unit of `start` and `length`. */
  readonly unit: number;
  /** ms. */
  readonly end: number;
  readonly origin?: Origin;
  /** Resource copies, and their lanes. */
  readonly rows: readonly string[];
  readonly lanes: readonly number[];
  /** Names of tasks without the number of the copy. */
  readonly stems: readonly string[];
  readonly stem: readonly number[];
  /** Number of the copy, 0 where the task has one. */
  readonly number: readonly number[];
  readonly row: readonly number[];
  readonly start: readonly number[];
  readonly length: readonly number[];
  /** Millionths; absent where all pieces are whole. */
  readonly share?: readonly number[];
  /** By piece an index into `deviceLists`; absent where there are none. */
  readonly devices?: readonly number[];
  readonly deviceLists?: readonly string[];
  /** What is drawn, where that is not a bar for each piece in lane `lane`. */
  readonly bars?: readonly number[];
  readonly lane: readonly number[];
  readonly span?: readonly number[];
  readonly measures: readonly BarMeasure[];
  /** When nothing may run on a row: row, from, until in ms. */
  readonly closed: readonly (readonly [row: number, from: number, until: number])[];
  readonly marks: readonly { readonly at: number; readonly label: string }[];
  readonly blames: readonly BarBlame[];
  /** Pieces that follow each other without a pause up to the last end. */
  readonly path: readonly number[];
}

/** Curves over one axis; each stays as it is up to the next x. */
export interface CurveChart extends Drawn {
  readonly kind: "curves";
  /** Of the axis below: "ms" of the plan, "s" of the run, or how many times as bad as the best. */
  readonly unit: "ms" | "s" | "ratio";
  readonly origin?: Origin;
  /** Of the values, as objectives have them. */
  readonly valueUnit: string;
  readonly x: readonly number[];
  readonly curves: readonly {
    readonly name: string;
    readonly y: readonly (number | null)[];
    readonly isDashed?: true;
  }[];
}

/** How full rows are, in cells from left to right, each in percent: where single bars would be too many. */
export interface HeatChart extends Drawn {
  readonly kind: "heat";
  readonly axis: "time" | "copies";
  /** ms. */
  readonly end: number;
  readonly origin?: Origin;
  readonly rows: readonly string[];
  readonly cells: readonly (readonly number[])[];
}
