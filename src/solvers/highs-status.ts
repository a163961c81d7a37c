import type { SolveTermination } from "../program/types.ts";

/** What a HiGHS model status means for us. */
export interface HighsVerdict {
  readonly name: string;
  /** Absent: HiGHS gave up without saying anything we can use. */
  readonly meaning?:
    | Exclude<SolveTermination, "unsupported" | "gap-reached">
    | "unbounded-or-infeasible";
}

/** The meaning of each HiGHS model status (HighsModelStatus, HiGHS 1.15). */
export const HIGHS_STATUS: Readonly<Record<number, HighsVerdict>> = {
  0: { name: "Not set" },
  1: { name: "Load error" },
  2: { name: "Model error" },
  3: { name: "Presolve error" },
  4: { name: "Solve error" },
  5: { name: "Postsolve error" },
  6: { name: "Empty" },
  7: { name: "Optimal", meaning: "optimal" },
  8: { name: "Infeasible", meaning: "infeasible" },
  9: { name: "Primal infeasible or unbounded", meaning: "unbounded-or-infeasible" },
  10: { name: "Unbounded", meaning: "unbounded-or-infeasible" },
  11: { name: "Bound on objective reached" },
  12: { name: "Target for objective reached" },
  13: { name: "Time limit reached", meaning: "time-limit" },
  14: { name: "Iteration limit reached", meaning: "node-limit" },
  15: { name: "Unknown" },
  // What it answers at `mip_max_nodes`.
  16: { name: "Solution limit reached", meaning: "node-limit" },
  17: { name: "Interrupted by user", meaning: "interrupted" },
  18: { name: "Memory limit reached", meaning: "memory-limit" },
};
