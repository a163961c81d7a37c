import type { GapCore } from "../../cores/types.ts";
import { capacityPrices } from "../../exact/gap/capacity-prices.ts";
import { median } from "../../util/median.ts";
import type { Pairs } from "./loads.ts";

/**
 * A core seen through its capacity prices. The sum of costs of an assignment is a constant plus its reduced costs plus
 * the price of the capacity that it leaves free: both parts are small near an optimum, and each tells where to look.
 */
export interface PricedCore<C extends Pairs = GapCore> extends PricedView {
  readonly core: C;
  /** Price of a unit of capacity by resource. */
  readonly lambda: Float64Array;
  /** What a unit of overload costs at least by resource: where capacity has no price, about a step for a task. */
  readonly overloadPrice: Float64Array;
  /** What is much and little here. */
  readonly step: number;
}

/** Reduced costs at prices of capacity. */
export interface PricedView {
  /** By pair: cost + lambda x weight, less the least of the task; Infinity where the pair is not allowed. */
  readonly reducedCost: Float64Array;
  /** The candidate list of each task: resources of least reduced cost first, `width` a task; -1 behind the last allowed one. */
  readonly candidates: Int32Array;
  readonly width: number;
  /** By task: the reduced cost of its second resource; Infinity if it has only one. */
  readonly second: Float64Array;
  /** By task: what was taken off; Infinity if it has none. */
  readonly least: Float64Array;
}

/** The view at prices, of at most `most` near resources. O(n m log m). */
export function pricedView(core: Pairs, lambda: Float64Array, most: number): PricedView {
  const { tasks, resources } = core;
  const width = Math.min(most, resources);
  const least = new Float64Array(tasks);
  const reducedCost = reducedCosts(core, lambda, least);
  const candidates = new Int32Array(tasks * width).fill(-1);
  const second = new Float64Array(tasks).fill(Number.POSITIVE_INFINITY);
  for (let j = 0; j < tasks; j++) {
    const row = reducedCost.subarray(j * resources, (j + 1) * resources);
    const order = allowedOf(row).sort((a, b) => row[a] - row[b] || a - b);
    candidates.set(order.slice(0, width), j * width);
    if (order.length > 1) second[j] = row[order[1]];
  }
  return { reducedCost, candidates, width, second, least };
}

/** Undefined if a task has no allowed pair. Prices of at most `passes`. O(n m log m) beside the prices. */
export function pricedCoreOf(
  core: GapCore,
  width: number,
  passes?: number,
): PricedCore | undefined {
  const { lambda, bound } = capacityPrices(core, passes);
  if (bound === Number.POSITIVE_INFINITY) return undefined;
  const view = pricedView(core, lambda, Math.max(width, 2));
  const step = medianStep(core, view);
  const typical = core.capacity.reduce((sum, one) => sum + one, 0) / Math.max(1, core.tasks);
  const overloadPrice = lambda.map((one) => Math.max(one, step / Math.max(1, typical)));
  return { core, lambda, overloadPrice, ...view, step };
}

function reducedCosts(core: Pairs, lambda: Float64Array, leasts: Float64Array): Float64Array {
  const { tasks, resources, cost, weight, capacity } = core;
  const reducedCost = new Float64Array(tasks * resources);
  for (let j = 0; j < tasks; j++) {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < resources; i++) {
      const e = j * resources + i;
      const isAllowed = weight[e] <= capacity[i] && weight[e] < Number.POSITIVE_INFINITY;
      reducedCost[e] = isAllowed
        ? (cost?.[e] ?? 0) + lambda[i] * weight[e]
        : Number.POSITIVE_INFINITY;
      least = Math.min(least, reducedCost[e]);
    }
    leasts[j] = least;
    for (let i = 0; i < resources; i++) reducedCost[j * resources + i] -= least;
  }
  return reducedCost;
}

function allowedOf(row: Float64Array): number[] {
  const allowed: number[] = [];
  for (let i = 0; i < row.length; i++) if (row[i] < Number.POSITIVE_INFINITY) allowed.push(i);
  return allowed;
}

/** Reduced costs below this share of their mean are ties. */
const DUST = 1e-3;

/** The median of the tasks' least reduced cost that is more than dust. */
function medianStep(
  { tasks, resources }: GapCore,
  { reducedCost, candidates, width }: PricedView,
): number {
  const finite = reducedCost.filter((x) => x < Number.POSITIVE_INFINITY);
  const mean = finite.reduce((sum, x) => sum + x, 0) / Math.max(1, finite.length);
  const steps: number[] = [];
  for (let j = 0; j < tasks; j++) {
    for (let k = 0; k < width && candidates[j * width + k] >= 0; k++) {
      const x = reducedCost[j * resources + candidates[j * width + k]];
      if (x <= DUST * mean) continue;
      steps.push(x);
      break;
    }
  }
  return median(steps) ?? Math.max(1, mean);
}
