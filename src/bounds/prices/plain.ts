import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { BigPrices, LevelPrices } from "../../plan/certificate/types.ts";
import type { Bound } from "../../plan/types.ts";
import { certified } from "./certified.ts";

/** Pieces of more than a half, a third, ... of the refuted makespan, of which a copy holds 1, 2, ... */
const PARTS = [1, 2, 3, 4];

/**
 * The value as a bound on a makespan with a certificate that takes no search: a task that fits nowhere below it, or more pieces of
 * equal parts of it than all copies hold. Undefined for other targets, and where neither shows it. O(T R).
 */
export function plainLevelBound(
  instance: Instance,
  target: Target,
  value: number,
): Bound | undefined {
  const [{ objective, factor }] = target.terms;
  if (target.terms.length > 1 || objective.name !== "makespan") return undefined;
  const { resources } = instance;
  const refuted = Math.ceil(value / factor) - 1;
  const without = (big: readonly BigPrices[]): LevelPrices => ({
    ...{ kind: "level-prices", refuted, price: resources.map(() => [0]) },
    ...(big.length > 0 && { big }),
  });
  const price = resources.map(() => 1);
  const ways = [[], ...PARTS.map((parts) => [{ load: "time" as const, parts, price }])];
  for (const big of ways) {
    const bound = certified(instance, target, "level-prices", without(big));
    if (bound !== undefined && bound.value >= value) return bound;
  }
  return undefined;
}

/**
 * Each task where it counts least, with a certificate: capacities at no price. Undefined for targets without a sum over pieces, and
 * where a task has no place. O(T R).
 */
export function plainSumBound(instance: Instance, target: Target): Bound | undefined {
  const { resources, dimensions } = instance;
  return certified(instance, target, "cheapest-pairs", {
    ...{ kind: "capacity-prices", denominator: 1 },
    price: resources.map(() => dimensions.map(() => 0)),
  });
}
