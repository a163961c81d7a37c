import { ascend, finish } from "../../bounds/prices/ascent.ts";
import type { GapCore } from "../../cores/types.ts";

/** Prices on the capacities of a core and the bound that they give. */
export interface CorePrices {
  /** Length m, never negative: the price of a unit of capacity. */
  readonly lambda: Float64Array;
  /** Sum of costs of the relaxation at `lambda`, in doubles: a guide, not a proof. Infinity if a task has no pair. */
  readonly bound: number;
}

const PASSES = 1500;

/**
 * Near-optimal capacity prices (see `ascend`): at most `passes` scans of the allowed pairs. The bound approaches that of the
 * linear relaxation.
 */
export function capacityPrices(core: GapCore, passes = PASSES): CorePrices {
  const { tasks, resources, capacity } = core;
  const load = new Float64Array(resources);
  const lambda = new Float64Array(resources);
  if (relaxed(core, lambda, load) === Number.POSITIVE_INFINITY) {
    return { lambda, bound: Number.POSITIVE_INFINITY };
  }
  const dual = {
    size: resources,
    work: tasks * resources,
    highest: dearestPrice(core),
    unit: 1,
    evaluate(prices: Float64Array, slope: Float64Array) {
      const value = relaxed(core, prices, load);
      for (let i = 0; i < resources; i++) slope[i] = load[i] - capacity[i];
      return value;
    },
  };
  const { prices, value } = finish(ascend(dual, lambda, passes, Number.POSITIVE_INFINITY));
  return { lambda: prices, bound: value };
}

/**
 * A unit of capacity that costs more than all tasks together could save is only missing where no assignment exists;
 * without an end prices grow there until doubles lose the costs.
 */
function dearestPrice({ tasks, cost }: GapCore): number {
  let least = 0;
  let most = 0;
  for (const one of cost) {
    least = Math.min(least, one);
    most = Math.max(most, one);
  }
  return (tasks + 1) * (most - least + 1);
}

/** The value of the relaxation at `lambda`; leaves the loads of its minimiser in `load`. O(n m). */
function relaxed(core: GapCore, lambda: Float64Array, load: Float64Array): number {
  const { tasks, resources, cost, weight, capacity } = core;
  load.fill(0);
  let value = 0;
  for (let j = 0, e = 0; j < tasks; j++) {
    let least = Number.POSITIVE_INFINITY;
    let at = 0;
    for (let i = 0; i < resources; i++, e++) {
      const price = cost[e] + lambda[i] * weight[e];
      if (price < least && weight[e] <= capacity[i]) {
        least = price;
        at = i;
      }
    }
    value += least;
    load[at] += weight[j * resources + at];
  }
  for (let i = 0; i < resources; i++) value -= lambda[i] * capacity[i];
  return value;
}
