import { type AdditiveValues, additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import type { CapacityPrices, Certificate, LoadPrices } from "../../plan/certificate/types.ts";
import { factsOf } from "../facts.ts";

/** Sums below this are exact in doubles. */
const ROOM = 2 ** 52;

/**
 * The usable pairs without those that every plan of value `atMost` or less leaves alone: with one copy of the task forced
 * there, the relaxation behind the certificate passes `atMost`. Undefined if no pair falls away, or where the certificate, the
 * target or the size of numbers says nothing. Pairs of divisible and of replicated tasks stay. In exact integers.
 * O(pairs x dimensions). Reduced-cost fixing: Dantzig, Fulkerson, Johnson (1954), DOI 10.1287/opre.2.4.393.
 */
export function pairsWithin(
  instance: Instance,
  target: Target,
  certificate: Certificate,
  atMost: number,
): Uint8Array | undefined {
  const priced =
    certificate.kind === "capacity-prices"
      ? capacityPricing(instance, target, certificate, atMost)
      : certificate.kind === "load-prices"
        ? loadPricing(instance, target, certificate, atMost)
        : undefined;
  if (priced === undefined) return undefined;
  const least = leastByTask(instance, priced);
  if (least === undefined) return undefined;
  const { slack, at } = priced;
  let room = slack;
  instance.tasks.forEach(({ count, replicas }, t) => {
    room -= BigInt(count) * BigInt(replicas) * BigInt(least[t]);
  });
  // A certificate that proves more than `atMost` leaves nothing to keep; that is not for a filter to say.
  if (room < 0n || room > BigInt(ROOM)) return undefined;
  return filter(instance, (t, r) => at(t, r) - least[t] > Number(room));
}

/** A relaxation that prices pieces: `slack` is what they may add up to within the value. */
interface Pricing {
  readonly slack: bigint;
  /** What a piece adds, a whole number; Infinity: not within the value at all. */
  at(task: number, resource: number): number;
}

function capacityPricing(
  instance: Instance,
  target: Target,
  { denominator, price, time, big, given }: CapacityPrices,
  atMost: number,
): Pricing | undefined {
  // Their capacities and windows are other than the plain ones.
  if (big !== undefined || given !== undefined) return undefined;
  const values = additiveValues(instance, target);
  if (values === undefined) return undefined;
  // A placed task counts once, however many pieces it has; as a gain it may count for each.
  const counts = instance.tasks.some(({ replicas }, t) => replicas > 1 && values.place[t] > 0);
  if (counts) return undefined;
  const { resources, dimensions, pairs } = instance;
  const R = resources.length;
  const dims = [...dimensions.keys()].filter((d) => price.some((row) => row[d] > 0));
  return {
    slack:
      BigInt(denominator) * BigInt(atMost) - restOf(instance, values, denominator, price, time),
    at(t, r) {
      const pair = t * R + r;
      const value = denominator * (values.pair[pair] + values.place[t]);
      let priced = time === undefined ? 0 : time[r] * pairs.runtime[pair];
      for (const d of dims) priced += price[r][d] * demandOf(instance, t, r, d);
      // Large parts of opposite sign would cancel without being exact.
      return Math.abs(value) + priced < ROOM ? value + priced : Number.NaN;
    },
  };
}

function restOf(
  { resources }: Instance,
  { fixed }: AdditiveValues,
  denominator: number,
  price: CapacityPrices["price"],
  time: CapacityPrices["time"],
): bigint {
  let sum = 0n;
  resources.forEach(({ count, capacity, from, until = from }, r) => {
    let rest = BigInt(denominator) * BigInt(fixed[r]);
    if (time !== undefined) rest -= BigInt(time[r]) * BigInt(until - from);
    price[r].forEach((one, d) => {
      rest -= BigInt(one) * BigInt(capacity[d]);
    });
    if (rest < 0n) sum += BigInt(count) * rest;
  });
  return sum;
}

function loadPricing(
  instance: Instance,
  { terms }: Target,
  { price }: LoadPrices,
  atMost: number,
): Pricing | undefined {
  const [{ objective, factor }] = terms;
  if (terms.length !== 1 || objective.name !== "makespan" || factor <= 0) return undefined;
  const longest = Math.floor(atMost / factor);
  const { resources, pairs } = instance;
  const weight = resources.reduce(
    (sum, { count }, r) => sum + BigInt(count) * BigInt(price[r][0]),
    0n,
  );
  return {
    slack: weight * BigInt(longest),
    at(t, r) {
      const runtime = pairs.runtime[t * resources.length + r];
      return runtime > longest ? Number.POSITIVE_INFINITY : price[r][0] * runtime;
    },
  };
}

/** The least of every task's pieces (an optional one: at most 0); undefined where numbers are too large or none is left. */
function leastByTask(instance: Instance, { at }: Pricing): Float64Array | undefined {
  const { tasks, resources } = instance;
  const { usable } = factsOf(instance);
  const least = new Float64Array(tasks.length);
  for (let t = 0; t < tasks.length; t++) {
    let low = tasks[t].optional ? 0 : Number.POSITIVE_INFINITY;
    for (let r = 0; r < resources.length; r++) {
      if (usable[t * resources.length + r] === 0) continue;
      const value = at(t, r);
      if (value !== Number.POSITIVE_INFINITY && !(Math.abs(value) < ROOM)) return undefined;
      low = Math.min(low, value);
    }
    if (low === Number.POSITIVE_INFINITY) return undefined;
    // A divisible task's shares sum to no more than one whole one, and may be left out in part.
    least[t] = tasks[t].divisible ? Math.min(0, low) : low;
  }
  return least;
}

function filter(
  instance: Instance,
  isRefuted: (t: number, r: number) => boolean,
): Uint8Array | undefined {
  const { tasks, resources } = instance;
  const kept = factsOf(instance).usable.slice();
  let removed = 0;
  for (let t = 0; t < tasks.length; t++) {
    if (tasks[t].divisible || tasks[t].replicas > 1) continue;
    for (let r = 0; r < resources.length; r++) {
      const pair = t * resources.length + r;
      if (kept[pair] === 1 && isRefuted(t, r)) {
        kept[pair] = 0;
        removed++;
      }
    }
  }
  return removed === 0 ? undefined : kept;
}
