import { additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf, usablePairs } from "../../instance/usable.ts";
import type { CapacityPrices, LoadPrices } from "../../plan/certificate/types.ts";

/**
 * A fleet as counts: classes of equal tasks (entries) and pools of equal resource copies (entries), with one load that
 * fills a copy. Tables are by class and pool, row = class.
 */
export interface Fleet {
  readonly classes: number;
  readonly pools: number;
  /** Copies by class and by pool. */
  readonly count: Int32Array;
  readonly copies: Int32Array;
  /** What one task loads; Infinity where it cannot be. */
  readonly weight: Float64Array;
  /** What one task costs beside the price of its load; what is minimised, up to a factor. */
  readonly priced: Float64Array;
  /** By pool: the most load of one copy; Infinity if nothing limits it. */
  readonly limit: Float64Array;
  /** By pool: the load that makes a level of 1 where the largest level is minimised, else absent. */
  readonly size?: Float64Array;
  /** Least level that any plan reaches, as far as the prices tell; with `size`. */
  readonly level: number;
}

/** Why an instance cannot be planned as a fleet, or true. */
export function isFleet(instance: Instance, target: Target): true | string {
  const { tasks, colocate, separate, budget, mode } = instance;
  if (colocate.length + separate.length > 0) return "groups tie task copies together";
  if (budget !== undefined) return "there is a budget";
  for (const task of tasks) {
    if (task.optional || task.divisible) return "not every task is placed once and whole";
    if (task.replicas > 1) return "tasks have replicas";
    if (task.release > 0 || task.deadline !== undefined) return "tasks have times of their own";
  }
  const { name } = target.terms[0].objective;
  const isLevel = target.terms.length === 1 && (name === "makespan" || name === "balance");
  if (!isLevel && additiveValues(instance, target) === undefined) {
    return "the objective is neither a sum over tasks nor a largest load";
  }
  const loads = demanded(instance);
  if (mode === "batch") return true;
  if (name === "makespan") return loads.length === 0 ? true : "tasks share capacity beside time";
  if (instance.dimensions.some(({ devices }, d) => devices && loads.includes(d))) {
    return "tasks share devices";
  }
  return loads.length === 1 ? true : "the load has not exactly one dimension";
}

/** The fleet of an instance that `isFleet` accepts, priced by a certificate of a bound on the target. */
export function fleetOf(
  instance: Instance,
  target: Target,
  certificate: CapacityPrices | LoadPrices,
): Fleet {
  const { tasks, resources, mode } = instance;
  const R = resources.length;
  const { name } = target.terms[0].objective;
  const isTime = mode === "batch" || name === "makespan";
  const dimension = isTime ? -1 : demanded(instance)[0];
  const usable = usablePairs(instance);
  const weight = Float64Array.from(usable, (one, pair) => {
    if (one === 0) return Infinity;
    if (isTime) return instance.pairs.runtime[pair];
    return demandOf(instance, Math.floor(pair / R), pair % R, dimension);
  });
  const room = resources.map(({ capacity, from, until = Infinity }) => {
    if (isTime) return mode === "batch" ? until - from : Infinity;
    return capacity[dimension];
  });
  const frame = {
    classes: tasks.length,
    pools: R,
    count: Int32Array.from(tasks, ({ count }) => count),
    copies: Int32Array.from(resources, ({ count }) => count),
    weight,
    limit: Float64Array.from(room),
  };
  const price = priceOfLoad(certificate, isTime, dimension);
  if (certificate.kind === "capacity-prices") {
    const values = additiveValues(instance, target)?.pair ?? new Float64Array(weight.length);
    const priced = weight.map((one, pair) => values[pair] + price[pair % R] * one);
    return { ...frame, priced, level: 0 };
  }
  const priced = weight.map((one, pair) => price[pair % R] * one);
  const size = Float64Array.from(room, (one) => (name === "makespan" ? 1 : one));
  return { ...frame, priced, size, level: meanLevel(frame, priced, price, size) };
}

function demanded({ demand, dimensions }: Instance): readonly number[] {
  return [...dimensions.keys()].filter((d) => demand[d].values.some((one) => one > 0));
}

/** By resource entry, for a unit of the load. */
function priceOfLoad(
  certificate: CapacityPrices | LoadPrices,
  isTime: boolean,
  dimension: number,
): readonly number[] {
  if (certificate.kind === "load-prices") {
    return certificate.price.map((row) => row[isTime ? 0 : dimension]);
  }
  const { denominator, time = [], price } = certificate;
  return price.map((row, r) => (isTime ? (time[r] ?? 0) : row[dimension]) / denominator);
}

function meanLevel(
  { classes, pools, count, copies }: Pick<Fleet, "classes" | "pools" | "count" | "copies">,
  priced: Float64Array,
  price: readonly number[],
  size: Float64Array,
): number {
  let load = 0;
  for (let t = 0; t < classes; t++) {
    let least = Infinity;
    for (let r = 0; r < pools; r++) {
      // 0 x Infinity is no number and never the least.
      if (priced[t * pools + r] < least) least = priced[t * pools + r];
    }
    load += count[t] * least;
  }
  let weight = 0;
  for (let r = 0; r < pools; r++) if (price[r] > 0) weight += copies[r] * price[r] * size[r];
  return weight === 0 ? 0 : load / weight;
}
