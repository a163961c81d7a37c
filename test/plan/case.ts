import type { Piece } from "../../src/plan/build.ts";

/** Pieces by ids; the rest as in `Piece`. */
export type Row = Omit<Piece, "task" | "resource"> & {
  readonly on: readonly [task: string, resource: string];
};

/** A lawful plan and one that breaks a rule. */
export interface Case {
  readonly what: string;
  readonly document: object;
  /** What has begun when the plan is made anew. */
  readonly begun?: readonly Row[];
  /** Keeps every rule, often exactly at the limit. */
  readonly lawful: readonly Row[];
  /** Breaks this rule and no other. */
  readonly broken: readonly Row[];
  readonly messages: readonly string[];
}
