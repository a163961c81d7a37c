import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import type { Certificate } from "../../plan/certificate/types.ts";

/** What a policy looks at for a task entry on a resource entry. All are free of scale, so that sizes are no matter. */
export const PAIR_FEATURES = [
  "runtime over the task's least",
  "runtime over the task's mean",
  "rank of the runtime",
  "cost over the task's least",
  "priced runtime over the task's least",
  "priced runtime over the next best other",
  "rank of the priced runtime",
  "runtime over the bound",
  "all copies' work over the room of the entry",
  "least runtime over the bound",
  "usable entries",
  "share of usable copies",
  "load of the entry if all ran where fastest",
  "load of the entry if all ran where priced least",
  "largest demand over capacity",
  "window over the bound",
] as const;

/** Rows of features of the usable pairs of an instance. */
export interface PairRows {
  /** By row. */
  readonly task: Int32Array;
  readonly resource: Int32Array;
  /** By feature, then row; NaN is missing. */
  readonly columns: readonly Float64Array[];
}

/** Prices on load by resource entry, if a certificate has such. */
export function loadPrices(certificate: Certificate | undefined): readonly number[] | undefined {
  if (certificate?.kind !== "load-prices" && certificate?.kind !== "level-prices") return undefined;
  const { price } = certificate;
  return price.every((columns) => columns.length === 1) ? price.map(([one]) => one) : undefined;
}

/**
 * Features of every usable pair of entries, task by task. `bound` is a lower bound on the target (0 if none is known) and
 * `prices` its prices on load; without them, and where tasks have no runtime, features are missing. O(pairs).
 */
export function pairRows(
  instance: Instance,
  target: Target,
  bound: number,
  prices: readonly number[] | undefined,
): PairRows {
  const { tasks, resources, pairs } = instance;
  const R = resources.length;
  const usable = usablePairs(instance);
  const horizon = horizonOf(instance, target, bound);
  const priced = (t: number, r: number) =>
    prices === undefined ? Number.NaN : prices[r] * pairs.runtime[t * R + r];
  const runtimeOf = (t: number, r: number) => pairs.runtime[t * R + r];
  const places = tasks.map((_, t) =>
    Array.from({ length: R }, (_, r) => r).filter((r) => usable[t * R + r] === 1),
  );
  const fastest = loadsWhere(instance, places, runtimeOf, horizon);
  const cheapest = prices === undefined ? undefined : loadsWhere(instance, places, priced, horizon);
  const rows: number[][] = [];
  const at: (readonly [number, number])[] = [];
  tasks.forEach(({ count }, t) => {
    const own = places[t];
    const runtimes = own.map((r) => runtimeOf(t, r));
    const values = own.map((r) => priced(t, r));
    const costs = own.map((r) => pairs.cost[t * R + r]);
    const least = Math.min(...runtimes);
    const mean = runtimes.reduce((sum, value) => sum + value, 0) / own.length;
    const copies = own.reduce((sum, r) => sum + resources[r].count, 0);
    own.forEach((r, k) => {
      const { from, until } = resources[r];
      const others = Math.min(...values.filter((_, q) => q !== k));
      at.push([t, r]);
      rows.push([
        ratio(runtimes[k], least),
        ratio(runtimes[k], mean),
        rankOf(runtimes, k),
        ratio(costs[k], Math.min(...costs)),
        ratio(values[k], Math.min(...values)),
        ratio(values[k], others),
        prices === undefined ? Number.NaN : rankOf(values, k),
        ratio(runtimes[k], horizon),
        ratio(count * runtimes[k], horizon * resources[r].count),
        ratio(least, horizon),
        own.length,
        resources[r].count / copies,
        fastest[r],
        cheapest?.[r] ?? Number.NaN,
        demandShare(instance, t, r),
        until === undefined ? Number.NaN : ratio(until - from, horizon),
      ]);
    });
  });
  return {
    task: Int32Array.from(at, ([t]) => t),
    resource: Int32Array.from(at, ([, r]) => r),
    columns: PAIR_FEATURES.map((_, c) => Float64Array.from(rows, (row) => row[c])),
  };
}

/** Milliseconds that tell long from short: the bound of a makespan, else the mean work of a copy at least runtimes. */
function horizonOf(instance: Instance, { terms }: Target, bound: number): number {
  const [{ objective, factor }] = terms;
  if (terms.length === 1 && objective.name === "makespan" && bound > 0) return bound / factor;
  const { tasks, resources, pairs, resourceOfCopy } = instance;
  const R = resources.length;
  const total = tasks.reduce((sum, { count }, t) => {
    const row = pairs.runtime.subarray(t * R, t * R + R).filter((value) => value > 0);
    return sum + count * (row.length === 0 ? 0 : Math.min(...row));
  }, 0);
  return Math.max(1, total / resourceOfCopy.length);
}

/** Logarithm of a / b, kept in [-20, 20]; missing where either is no positive number. */
function ratio(a: number, b: number): number {
  if (!(a > 0 && b > 0) || b === Number.POSITIVE_INFINITY) return Number.NaN;
  return Math.max(-20, Math.min(20, Math.log(a / b)));
}

/** How many are smaller. */
function rankOf(values: readonly number[], k: number): number {
  return values.reduce((rank, value) => rank + Number(value < values[k]), 0);
}

/** By resource entry: the work that comes to it if every task goes where `value` is least, over its copies and the horizon. */
function loadsWhere(
  { tasks, resources, pairs }: Instance,
  places: readonly (readonly number[])[],
  value: (t: number, r: number) => number,
  horizon: number,
): Float64Array {
  const R = resources.length;
  const loads = new Float64Array(R);
  tasks.forEach(({ count }, t) => {
    let best = places[t][0];
    for (const r of places[t]) if (value(t, r) < value(t, best)) best = r;
    if (best !== undefined) loads[best] += count * pairs.runtime[t * R + best];
  });
  return loads.map((load, r) => load / (horizon * resources[r].count));
}

function demandShare({ demand, resources }: Instance, t: number, r: number): number {
  return demand.reduce((most, { perPair, values }, d) => {
    const amount = perPair ? values[t * resources.length + r] : values[t];
    const capacity = resources[r].capacity[d];
    return capacity > 0 ? Math.max(most, amount / capacity) : most;
  }, 0);
}
