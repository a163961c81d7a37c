import type { Instance } from "../../instance/types.ts";
import { type Fraction, levelRanges, millionthsUp } from "../levels.ts";
import type { Plan } from "../types.ts";

/**
 * Millionths, rounded up: over dimensions, the largest minus the smallest load / capacity among the
 * copies that have the dimension; of these the largest. Batch mode: of busy time / window.
 */
export function spread(instance: Instance, plan: Plan, dimension: number | undefined): number {
  return levelRanges(instance, plan, dimension).reduce(
    (largest, { least, greatest }) => Math.max(largest, millionthsUp(difference(greatest, least))),
    0,
  );
}

function difference(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: a.numerator * b.denominator - b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}
