import type { PairFeatures } from "../../instance/pair-features.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { isUsable } from "../../instance/usable.ts";
import { CertificateRejection } from "./reading.ts";

/** By how much of itself a near runtime or product may be off; far more than it is. */
const ERROR = 1e-12;

/**
 * The least that all pieces together can add up to, as `leastSum` says, for instances whose pairs are worked out when
 * asked for: each task copy where denominator x value + time[r] x runtime is least among its usable resources. Near values
 * with their error choose the few pairs that can be least; those are summed exactly. O(task entries x resource entries).
 * Throws Rejection if a task has no place, if a number passes 2^52, or for rules and targets that it does not know.
 */
export function leastFeatureSum(
  instance: Instance,
  features: PairFeatures,
  target: Target,
  denominator: number,
  time: readonly number[],
): bigint {
  const factors = factorsOf(target);
  const { cost, energy, runtime } = factors;
  const half = denominator * (cost + energy);
  const priced = time.map(
    (one, r) => one + denominator * (runtime + energy * features.energyPerMs[r]),
  );
  const flat = Float64Array.from(priced);
  const rented = Float64Array.from(
    priced,
    (one, r) => one + denominator * cost * features.pricePerMs[r],
  );
  const row = new Float64Array(instance.resources.length);
  const exact = (t: number, r: number): number => {
    const p = features.runtime(t, r);
    let value = runtime === 0 ? 0 : runtime * p;
    if (cost !== 0) value += cost * features.cost(t, r);
    if (energy !== 0) value += energy * features.energy(t, r);
    const sum = denominator * value + time[r] * p;
    if (!(sum < 2 ** 52)) throw new CertificateRejection("a product of its prices is too large");
    return sum;
  };
  let sum = 0n;
  instance.tasks.forEach(({ id, count, replicas, optional, divisible }, t) => {
    if (replicas > 1 || optional || divisible) {
      throw new CertificateRejection(
        "optional, divisible and replicated tasks of so many pairs are not bounded",
      );
    }
    features.nearRuntimes(t, row);
    const paid = features.flatCost(t);
    const base = paid === undefined ? 0 : denominator * cost * paid;
    const factor = paid === undefined ? rented : flat;
    let least = Number.POSITIVE_INFINITY;
    // The nearly least first: hardly any other comes below it.
    const first = nearlyLeast(instance, t, row, factor);
    if (first < 0)
      throw new CertificateRejection(`the task "${id}" has no place, so there is no plan`);
    least = exact(t, first);
    for (let r = 0; r < row.length; r++) {
      const low = (row[r] * factor[r] + base) * (1 - ERROR) - half;
      if (low < least && r !== first && isUsable(instance, t, r))
        least = Math.min(least, exact(t, r));
    }
    sum += BigInt(count) * BigInt(least);
  });
  return sum;
}

function nearlyLeast(
  instance: Instance,
  t: number,
  row: Float64Array,
  factor: Float64Array,
): number {
  let least = Number.POSITIVE_INFINITY;
  let at = -1;
  for (let r = 0; r < row.length; r++) {
    const value = row[r] * factor[r];
    if (value < least && isUsable(instance, t, r)) {
      least = value;
      at = r;
    }
  }
  return at;
}

interface Factors {
  readonly cost: number;
  readonly energy: number;
  readonly runtime: number;
}

function factorsOf(target: Target): Factors {
  const factors = { cost: 0, energy: 0, runtime: 0 };
  for (const { objective, factor } of target.terms) {
    if (objective.priority !== undefined)
      throw new CertificateRejection("classes of so many pairs are not bounded");
    const name = objective.name === "completion-time" ? "runtime" : objective.name;
    if ((name !== "cost" && name !== "energy" && name !== "runtime") || factor < 0) {
      throw new CertificateRejection(`prices of so many pairs do not bound ${target.name}`);
    }
    factors[name] += factor;
  }
  return factors;
}
