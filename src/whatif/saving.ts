import { isEasier } from "./cells.ts";
import type { CellOutcome } from "./whatif.ts";

/** How much better the best plan is in one cell than in another, in internal units: proven to lie between, either end absent if open. */
export interface Saving {
  readonly least?: number;
  readonly most?: number;
}

/**
 * The saving of `to` against `from`: with optima between bound and value each, it lies between the difference of one's bound
 * and the other's value and that the other way round; of an easier cell it is never below 0, of a harder one never above.
 */
export function savingOf(from: CellOutcome, to: CellOutcome, isMonotone: boolean): Saving {
  const low = difference(from.bound, to.value);
  const high = difference(from.value, to.bound);
  const isNoWorse = isMonotone && isEasier(to.cell, from.cell);
  const isNoBetter = isMonotone && isEasier(from.cell, to.cell);
  const least = isNoWorse ? Math.max(0, low ?? 0) : low;
  const most = isNoBetter ? Math.min(0, high ?? 0) : high;
  return { ...(least !== undefined && { least }), ...(most !== undefined && { most }) };
}

function difference(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b;
}
