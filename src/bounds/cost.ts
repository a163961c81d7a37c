import type { Instance } from "../instance/types.ts";
import { floorRatio, safeNumber } from "./exact.ts";
import { type PairValue, sumOfLeast, usableDemand, usableValue } from "./facts.ts";
import { fixedPriceCover } from "./fixed-price.ts";
import { AT_ONCE } from "./handles.ts";
import { boundMethod, type ObjectiveBound } from "./method.ts";

/** Cheapest pairs plus the cheapest set of copies that could hold all. */
export const cheapestPairs: ObjectiveBound = (instance) => {
  const pairs = sumOfLeast(instance, usableValue(instance, instance.pairs.cost));
  const fixed = fixedPriceCover(instance);
  return pairs === undefined || fixed === undefined ? undefined : safeNumber(pairs + fixed);
};

/**
 * Each task pays, beside its own cost, the part of the fixed price that matches its part of a capacity
 * (batch: of the window): the parts on one copy never pass the whole price. The best single capacity counts.
 */
export const pricedShares: ObjectiveBound = (instance) => {
  if (instance.resources.every((resource) => resource.fixedPrice === 0)) return undefined;
  const { resources, pairs, mode } = instance;
  const cost = usableValue(instance, pairs.cost);
  const withPart =
    (part: PairValue, whole: (resource: number) => number): PairValue =>
    (task, r) => {
      const own = cost(task, r);
      const amount = part(task, r);
      if (own === undefined || amount === undefined) return undefined;
      const capacity = whole(r);
      return capacity > 0 ? own + floorRatio(resources[r].fixedPrice, amount, capacity) : own;
    };
  const values =
    mode === "batch"
      ? [withPart(usableValue(instance, pairs.runtime), (r) => window(instance, r))]
      : instance.dimensions.map((_, d) =>
          withPart(usableDemand(instance, d), (r) => resources[r].capacity[d]),
        );
  const sums = values
    .map((value) => sumOfLeast(instance, value))
    .filter((sum) => sum !== undefined);
  return sums.length === 0
    ? undefined
    : safeNumber(sums.reduce((most, sum) => (sum > most ? sum : most)));
};

function window(instance: Instance, resource: number): number {
  const { from, until } = instance.resources[resource];
  return until === undefined ? 0 : until - from;
}

/** See `cheapestPairs`. */
export const costBound = boundMethod("cheapest-pairs-and-prices", [AT_ONCE], {
  cost: cheapestPairs,
});

/** See `pricedShares`. */
export const pricedShareBound = boundMethod("priced-shares", [AT_ONCE], { cost: pricedShares });
