import type { Target } from "../instance/targets.ts";
import { type Instance, type ObjectiveName, WHOLE } from "../instance/types.ts";

/**
 * By how much, in internal units, rounding shares to millionths can change a target's value: for each
 * divisible task copy one millionth of its largest amount, and one unit for rounding the amount itself.
 * 0 without divisible tasks. Later levels may use this much beside the tolerance: a point of their program
 * lies on the limit, and rounding its shares may carry the plan across.
 */
export function shareResolution(instance: Instance, target: Target): number {
  let copies = 0;
  for (const { divisible, count } of instance.tasks) if (divisible) copies += count;
  if (copies === 0) return 0;
  let total = 0;
  for (const { objective, factor } of target.terms) {
    const largest = LARGEST_AMOUNT[objective.name](instance);
    total += factor * copies * (1 + Math.ceil(largest / WHOLE));
  }
  return total;
}

const largestOf = (values: Iterable<number>): number => {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  return largest;
};

const LARGEST_AMOUNT = {
  throughput: (instance) => largestOf(instance.tasks.map(({ gain }) => gain)),
  utilization: (instance) => largestOf(instance.demand.map(({ values }) => largestOf(values))),
  "completion-time": (instance) => largestOf(instance.pairs.runtime),
  makespan: (instance) => largestOf(instance.pairs.runtime),
  cost: (instance) => largestOf(instance.pairs.cost),
  // A whole task fills at most a whole resource, so a millionth of it changes a utilisation by one unit.
  balance: () => WHOLE,
  spread: () => WHOLE,
  "weighted-completion": (instance) => largestOf(instance.pairs.runtime),
  energy: (instance) => largestOf(instance.pairs.energy),
} satisfies Record<ObjectiveName, (instance: Instance) => number>;
