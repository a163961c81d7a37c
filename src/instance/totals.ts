import { placeable, sumOf } from "./amounts.ts";
import { type Named, objectiveOf } from "./objectives/registry.ts";
import type { Setting } from "./setting.ts";

/** What the internal value of an objective does not pass; see `Objective.worst`. Evaluating plans that wait for nothing says so. */
export function worstTotal(setting: Setting, named: Named): number {
  return objectiveOf(named.name).worst(setting, named);
}

/** Totals up to here are exact; the room below 2^53 covers the rounding of `worstTotal` itself. */
export const FITS = 2 ** 53 - 2 ** 24;

/** The sum of what all copies together ask for of a dimension, and of what all resources have. */
export function worstAmount(setting: Setting, dimension: number): number {
  const capacity = setting.resources.map((of) => of.count * of.capacity[dimension]!);
  return Math.max(placeable(setting, dimension), sumOf(capacity));
}
