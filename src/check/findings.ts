import type { Violation } from "../plan/types.ts";
import type { Issue } from "../util/errors.ts";

/** What a check of a plan file found. Everything in it was computed from the instance and the plan, unless it says otherwise. */
export interface Findings {
  /** The plan keeps every rule, and nothing that the file states is contradicted. */
  readonly ok: boolean;
  readonly violations: readonly Violation[];
  readonly contradictions: readonly Contradiction[];
  /** Of a plan that keeps every rule: the objectives of the instance in their order, then others that the file names. */
  readonly objectives: readonly ObjectiveFinding[];
  /** Names of those that the plan is judged by, in their order: the instance's own or those that were asked for. */
  readonly order: readonly string[];
  /** Names of objectives of that order whose bound was not checked, or holds only within limits that nothing earns. */
  readonly uncertified: readonly string[];
  /** JSON pointers of what the file says and nothing here can tell, such as how long it took. */
  readonly unchecked: readonly string[];
  /** Sentences for a person. */
  readonly notes: readonly string[];
}

/** A statement of the file that is not so: the JSON pointer, what it states and what is so, and where it stands in its text if that is known. */
export type Contradiction = Omit<Issue, "hint">;

/** One objective, in printed units; exact integers are in units of 1 / `per_unit`. */
export interface ObjectiveFinding {
  readonly name: string;
  readonly unit: string;
  readonly sense: "min" | "max";
  readonly per_unit: number;
  readonly value: number;
  readonly value_exact: number;
  readonly bound: BoundFinding;
  /** A better bound without a certificate, beside one that was checked. */
  readonly claim?: Omit<BoundFinding, "proof" | "trusts">;
  /**
   * Of a later objective of the order: among the plans that are as good as this one in the objectives before it, each within its tolerance. With
   * a gap where it was checked or proven. Absent where it says no more than `bound`.
   */
  readonly within?: BoundFinding;
  /** Where a better plan was met: its value, of all plans and of those of `within`. */
  readonly met?: MetValue;
  readonly met_within?: MetValue;
}

/** The value of another plan that keeps every rule. */
export interface MetValue {
  readonly value: number;
  readonly value_exact: number;
  /** Where it was met: a file, or the search of this check. */
  readonly source: string;
}

/** What is known of a bound. */
export interface BoundFinding {
  /**
   * "checked": recomputed from its certificate, or it needs none, and it holds for the optimum that the instance asks for.
   * "conditional": recomputed, and it holds for the plans of `condition` only. "claimed": a solver's word. "stated": the file's
   * word that Berth proved it, without a certificate or not looked at. "proven": Berth proved it in this check in exact integers,
   * and has no certificate that would show it. "none": nothing is stated.
   */
  readonly status: "checked" | "proven" | "conditional" | "claimed" | "stated" | "none";
  readonly bound?: number;
  readonly bound_exact?: number;
  /** Between value and bound; of a checked or proven bound only. */
  readonly gap?: number;
  /** "among plans with completion-time of at most 4h"; absent where the bound holds for every plan. */
  readonly condition?: string;
  /** The kind of certificate of a checked or conditional bound; "never negative" where it needs none. */
  readonly proof?: string;
  /** What a checked bound trusts beside the checker: nothing if absent. */
  readonly trusts?: "formulation";
  /** Who claims or states it. */
  readonly source?: string;
}
