import type { GapCore } from "./types.ts";

/** Prices on the capacities of a core and the bound that they give. */
export interface CorePrices {
  /** Length m, never negative: the price of a unit of capacity. */
  readonly lambda: Float64Array;
  /** Sum of costs of the relaxation at `lambda`, in doubles: a guide, not a proof. Infinity if a task has no pair. */
  readonly bound: number;
}

const PASSES = 1500;
const PATIENCE = 20;

/**
 * Near-optimal capacity prices by a target-level subgradient method with a deflected direction: at most `passes` scans of
 * the allowed pairs. The bound approaches that of the linear relaxation. Source: Goffin, Kiwiel (1999),
 * DOI 10.1007/s101070050034.
 */
export function capacityPrices(core: GapCore, passes = PASSES): CorePrices {
  const { resources, capacity } = core;
  const lambda = new Float64Array(resources);
  const best = new Float64Array(resources);
  const load = new Float64Array(resources);
  const direction = new Float64Array(resources);
  let bound = relaxed(core, lambda, load);
  if (bound === Number.POSITIVE_INFINITY) return { lambda: best, bound };
  let anchor = bound;
  let ahead = Math.max(1, Math.abs(bound)) * 0.05;
  const smallest = Math.max(1, Math.abs(bound)) * 1e-7;
  const dearest = dearestPrice(core);
  let value = bound;
  for (let step = 0, stalled = 0; step < passes && ahead >= smallest; step++) {
    if (value > bound) {
      bound = value;
      best.set(lambda);
    }
    if (bound >= anchor + ahead / 2) {
      anchor = bound;
      ahead *= 1.6;
      stalled = 0;
    } else if (++stalled >= PATIENCE) {
      stalled = 0;
      ahead *= 0.6;
      anchor = bound;
      lambda.set(best);
      direction.fill(0);
      value = relaxed(core, lambda, load);
    }
    let square = 0;
    for (let i = 0; i < resources; i++) {
      direction[i] = 0.75 * (load[i] - capacity[i]) + 0.25 * direction[i];
      if (lambda[i] === 0 && direction[i] < 0) direction[i] = 0;
      square += direction[i] * direction[i];
    }
    if (square === 0) break;
    const stride = (anchor + ahead - value) / square;
    for (let i = 0; i < resources; i++) {
      lambda[i] = Math.min(dearest, Math.max(0, lambda[i] + stride * direction[i]));
    }
    value = relaxed(core, lambda, load);
  }
  return { lambda: best, bound };
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
