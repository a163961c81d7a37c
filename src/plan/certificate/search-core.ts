import { additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import type { CertificateFrame } from "./given.ts";
import { commonDivisor } from "./knapsack.ts";
import { CertificateRejection, readIntegers } from "./reading.ts";

/**
 * What a search proof is about: task copies on resource copies (and a last one that stands for "not placed" if a task
 * is optional), with a reduced cost c for each open pair, so that a plan of value V has sum of c <= (V - offset) / step.
 */
export interface SearchCore {
  readonly tasks: number;
  readonly resources: number;
  /** Length tasks x resources. */
  readonly open: Uint8Array;
  readonly cost: Float64Array;
  readonly weight: Float64Array;
  readonly capacity: Float64Array;
  /** Units of weight in one of a knapsack, by resource copy. */
  readonly grain: readonly number[];
  readonly step: number;
  readonly offset: bigint;
}

const MOST_PAIRS = 4_000_000;

/**
 * Reduced costs are (v - least v of the task) / step; weights are divided by their common divisor on each resource, and
 * are 0 where everything fits together. Fixed prices, groups and other rules are left out, which only lowers the
 * least value; what used copies pay for a limit on a sum is never negative, and left out too. Requires tasks in one piece.
 */
export function searchCore(
  instance: Instance,
  target: Target,
  filled: number | "time",
  frame: CertificateFrame,
  grain: unknown,
): SearchCore {
  const values = additiveValues(instance, target);
  if (values === undefined)
    throw new CertificateRejection(`a search does not bound ${target.name}`);
  const { tasks, taskOfCopy, resourceOfCopy } = instance;
  const R = instance.resources.length;
  const real = resourceOfCopy.length;
  const m = real + (tasks.some(({ optional }) => optional) ? 1 : 0);
  const n = taskOfCopy.length;
  if (n * m > MOST_PAIRS) throw new CertificateRejection("it has too many pairs to be searched");
  const { usable, limits, products } = frame;
  const perCopy = tasks.map((_, t) => safe(values.place[t] + Number(frame.perCopy(t))));
  const priced = (t: number, r: number): number =>
    products.reduce(
      (sum, { factor, amount }) => safe(sum + safe(factor[r] * amount[t * R + r])),
      safe(perCopy[t] + values.pair[t * R + r]),
    );
  const amount = (t: number, r: number) =>
    filled === "time" ? instance.pairs.runtime[t * R + r] : demandOf(instance, t, r, filled);
  const open = new Uint8Array(n * m);
  const cost = new Float64Array(n * m);
  const weight = new Float64Array(n * m);
  for (let e = 0; e < n * m; e++) {
    const [t, i] = [taskOfCopy[Math.floor(e / m)], e % m];
    if (i === real) {
      open[e] = tasks[t].optional ? 1 : 0;
      continue;
    }
    const r = resourceOfCopy[i];
    open[e] = usable[t * R + r];
    if (open[e] === 0) continue;
    cost[e] = priced(t, r);
    weight[e] = amount(t, r);
  }
  const capacity = new Float64Array(m);
  for (let i = 0; i < real; i++) {
    const r = resourceOfCopy[i];
    capacity[i] = filled === "time" ? limits.time[r] : limits.capacity[r][filled];
  }
  reduceWeights(open, weight, capacity);
  const { step, offset } = reduceCosts(open, cost, m);
  return {
    tasks: n,
    resources: m,
    open,
    weight,
    capacity,
    cost,
    grain: readGrain(grain, m),
    step,
    offset: offset + frame.once,
  };
}

function safe(sum: number): number {
  if (!Number.isSafeInteger(sum))
    throw new CertificateRejection("its prices on limits are too large");
  return sum;
}

/** Exact knapsacks unless the certificate says otherwise. Throws Rejection. */
export function readGrain(value: unknown, resources: number): readonly number[] {
  if (value === undefined) return new Array<number>(resources).fill(1);
  return readIntegers(value, resources, 1, "grain");
}

/** Divides the weights on each resource by their common divisor; all are 0 where everything fits together. */
export function reduceWeights(
  open: Uint8Array,
  weight: Float64Array,
  capacity: Float64Array,
): void {
  const m = capacity.length;
  for (let i = 0; i < m; i++) {
    let total = 0;
    let divisor = 0;
    for (let e = i; e < weight.length; e += m) {
      if (open[e] === 0) continue;
      total += weight[e];
      divisor = commonDivisor(divisor, weight[e]);
    }
    const isFree = total <= capacity[i];
    for (let e = i; e < weight.length; e += m) weight[e] = isFree ? 0 : weight[e] / divisor;
    capacity[i] = isFree ? 0 : Math.floor(capacity[i] / divisor);
  }
}

function reduceCosts(
  open: Uint8Array,
  cost: Float64Array,
  m: number,
): { readonly step: number; readonly offset: bigint } {
  let step = 0;
  let offset = 0n;
  for (let start = 0; start < cost.length; start += m) {
    let least = Infinity;
    for (let e = start; e < start + m; e++) if (open[e] === 1) least = Math.min(least, cost[e]);
    if (least === Infinity) continue;
    offset += BigInt(least);
    for (let e = start; e < start + m; e++) {
      if (open[e] === 0) continue;
      cost[e] -= least;
      step = commonDivisor(step, cost[e]);
    }
  }
  if (step === 0) step = 1;
  for (let e = 0; e < cost.length; e++) cost[e] /= step;
  return { step, offset };
}
