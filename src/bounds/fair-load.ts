import type { Instance } from "../instance/types.ts";
import { ceilMillionths } from "./exact.ts";
import {
  factsOf,
  itemValue,
  leastValues,
  type PairValue,
  sumOfLeast,
  usableDemand,
  usableValue,
} from "./facts.ts";
import { AT_ONCE } from "./handles.ts";
import { boundMethod, type PartBound } from "./method.ts";

/**
 * The fullest that one item alone must make a copy, and the fraction that all demand takes of all capacity.
 * Batch: of busy time and windows.
 */
const fullestCopy: PartBound<"utilization"> = (instance, { isRange, dimension }) => {
  if (isRange) return undefined;
  const utilizations = capacitiesFor(instance, dimension).flatMap(({ value, capacity }) => [
    fullest(instance, value, capacity),
    together(instance, value, capacity),
  ]);
  return utilizations.some((utilization) => utilization === undefined)
    ? undefined
    : Math.max(0, ...(utilizations as number[]));
};

/** What is compared: a demand and the capacity that it fills, by resource entry. */
interface Filled {
  readonly value: PairValue;
  readonly capacity: readonly number[];
}

function capacitiesFor(instance: Instance, dimension: number | undefined): readonly Filled[] {
  const { resources, mode, dimensions } = instance;
  if (mode === "placement") {
    return [...dimensions.keys()]
      .filter((d) => dimension === undefined || d === dimension)
      .map((d) => ({
        value: usableDemand(instance, d),
        capacity: resources.map((resource) => resource.capacity[d]),
      }));
  }
  // A window without an end has no fraction, and busy time no dimension.
  if (dimension !== undefined || resources.some(({ until }) => until === undefined)) return [];
  return [
    {
      value: usableValue(instance, instance.pairs.runtime),
      capacity: resources.map(({ from, until = from }) => until - from),
    },
  ];
}

function fullest(instance: Instance, value: PairValue, capacity: readonly number[]) {
  let most = 0;
  for (const item of factsOf(instance).items) {
    if (instance.tasks[item.members[0].task].divisible) continue;
    const utilizations = leastValues(instance, item, (r) => {
      const amount = itemValue(item, r, value);
      if (amount === undefined || capacity[r] === 0) return amount === undefined ? amount : 0;
      return ceilMillionths(amount, capacity[r]);
    });
    if (utilizations === undefined) return undefined;
    most = Math.max(most, ...utilizations);
  }
  return most;
}

function together(instance: Instance, value: PairValue, capacity: readonly number[]) {
  const demand = sumOfLeast(instance, value);
  if (demand === undefined) return undefined;
  const total = instance.resources.reduce((sum, { count }, r) => sum + count * capacity[r], 0);
  return total === 0 ? 0 : ceilMillionths(Number(demand), total);
}

/** See `fullestCopy` above. */
export const fairLoad = boundMethod("fair-load", [AT_ONCE], { utilization: fullestCopy });
