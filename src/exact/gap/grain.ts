import type { GapCore } from "../../cores/types.ts";

/** When knapsacks count in coarser units than the core. */
export interface Coarseness {
  /** Table cells up to which all knapsacks are exact. */
  readonly whole: number;
  /** Capacities up to which a knapsack is exact whatever the others are. */
  readonly keep: number;
}

/** Of assignments: their tables hold many small knapsacks, each of which decides. */
export const ASSIGNMENTS: Coarseness = { whole: 6e7, keep: 2 ** 14 };
/** Of makespans: all knapsacks are equally large, and limits are asked for one after another. */
export const MAKESPANS: Coarseness = { whole: 6e7, keep: 0 };

/** Table cells in all, and units of one capacity, where knapsacks are coarse: finer ones prove little more. */
const CELLS = 5e6;
const UNITS = 2 ** 13;

/** Units of weight in one unit of each knapsack: such that tables stay small, whatever unit a document counts in. */
export function grainsOf(
  { tasks, resources, capacity }: GapCore,
  { whole, keep }: Coarseness,
): Int32Array {
  const cells = capacity.reduce((sum, one) => sum + tasks * (one + 1), 0);
  const pairs = Math.max(1, tasks * resources);
  const units = Math.max(1, Math.min(UNITS, Math.floor(CELLS / pairs)));
  return capacity.map((one) => (cells <= whole || one <= keep ? 1 : Math.ceil(one / units)));
}
