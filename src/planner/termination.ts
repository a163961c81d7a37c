import type { Termination } from "./types.ts";

/** Every reason to stop, from the strongest on. */
export const TERMINATIONS = [
  "optimal",
  "gap-reached",
  "completed",
  "unsupported",
  "memory-limit",
  "time-limit",
  "work-limit",
  "interrupted",
  "infeasible",
] as const satisfies readonly Termination[];

/** The termination of the level that is furthest from a proof; "optimal" of none. */
export function weakest(terminations: readonly Termination[]): Termination {
  const ranks = terminations.map((termination) => TERMINATIONS.indexOf(termination));
  return TERMINATIONS[Math.max(0, ...ranks)]!;
}
