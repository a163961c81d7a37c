import { type Instance, type ObjectiveSpec, WHOLE } from "./types.ts";

/**
 * A number that the internal value of an objective does not pass in magnitude, whatever the plan, as
 * long as plans do not wait longer than all work takes. Floating point, rounded far less than the
 * room that `FITS` leaves. O(T R).
 */
export function worstTotal(instance: Instance, spec: ObjectiveSpec): number {
  switch (spec.name) {
    case "cost":
      return worstCost(instance);
    case "energy":
      return sumOverCopies(instance, (t) => pieces(instance, t, "energy"));
    case "completion-time":
      return sumOverCopies(instance, (t) => largest(instance, t, "runtime") + 1);
    case "makespan":
      return latestEnd(instance);
    case "weighted-completion":
      return sumOverCopies(instance, (t) => instance.tasks[t]!.weight * latestEnd(instance, t));
    case "throughput":
      return sumOverCopies(instance, (t) => instance.tasks[t]!.gain);
    case "utilization":
      return placeable(instance, spec.dimension ?? 0);
    case "balance":
    case "spread":
      return WHOLE;
  }
}

/** Totals up to here are exact; the room below 2^53 covers the rounding of `worstTotal` itself. */
export const FITS = 2 ** 53 - 2 ** 24;

/** The sum of what all copies together ask for of a dimension, and of what all resources have. */
export function worstAmount(instance: Instance, dimension: number): number {
  const capacity = instance.resources.map((of) => of.count * of.capacity[dimension]!);
  return Math.max(placeable(instance, dimension), sum(capacity));
}

/** The end of the last piece if every piece took its longest runtime, all on one resource copy. */
function latestEnd(instance: Instance, task?: number): number {
  const { resources, tasks } = instance;
  const begin = Math.max(
    resources.reduce((most, { from }) => Math.max(most, from), 0),
    tasks.reduce((most, { release }) => Math.max(most, release), 0),
  );
  const work = begin + totalWork(instance);
  const until = resources.reduce((most, of) => Math.max(most, of.until ?? Infinity), 0);
  const deadline = task === undefined ? undefined : tasks[task]!.deadline;
  return Math.min(work, until, deadline ?? Infinity);
}

const workOf = new WeakMap<Instance, number>();

/** Remembered, because weighted completion asks for it once for each task. */
function totalWork(instance: Instance): number {
  const known = workOf.get(instance);
  if (known !== undefined) return known;
  const work = sumOverCopies(instance, (t) => pieces(instance, t, "runtime"));
  workOf.set(instance, work);
  return work;
}

function worstCost(instance: Instance): number {
  const pieceCosts = sumOverCopies(instance, (t) => pieces(instance, t, "cost"));
  const fixed = sum(instance.resources.map(({ count, fixedPrice }) => count * fixedPrice));
  const most = instance.transfer.price.reduce((price, one) => Math.max(price, one), 0);
  const products = instance.links.map(({ output }) => output * most);
  const moved = sum(
    instance.links.map(({ from }, k) => instance.tasks[from]!.count * (products[k]! / 2 ** 20 + 1)),
  );
  // Transfers are priced per TiB and rounded; the product must be exact before that.
  const largestProduct = products.reduce((all, one) => Math.max(all, one), 0);
  return Math.max(pieceCosts + fixed + moved, largestProduct);
}

/** The largest sum over the pieces of one copy; each piece of a divisible task is rounded up. */
function pieces(instance: Instance, task: number, column: Column): number {
  const { replicas, divisible } = instance.tasks[task]!;
  const most = largest(instance, task, column);
  return divisible ? most + instance.resourceOfCopy.length : most * replicas;
}

type Column = "runtime" | "cost" | "energy";

/** With features, no less than the largest. */
function largest(instance: Instance, task: number, column: Column): number {
  const { features } = instance.pairs;
  return features === undefined
    ? largestOf(instance, task, instance.pairs[column])
    : features.most(task, column);
}

function largestOf({ resources, pairs }: Instance, task: number, values: Float64Array): number {
  const R = resources.length;
  let most = 0;
  for (let k = task * R; k < (task + 1) * R; k++) {
    if (pairs.eligible[k] === 1 && values[k]! > most) most = values[k]!;
  }
  return most;
}

function placeable(instance: Instance, dimension: number): number {
  const { perPair, values } = instance.demand[dimension]!;
  return sumOverCopies(instance, (t) => {
    const { replicas } = instance.tasks[t]!;
    return replicas * (perPair ? largestOf(instance, t, values) : values[t]!);
  });
}

function sumOverCopies({ tasks }: Instance, of: (task: number) => number): number {
  return sum(tasks.map(({ count }, t) => count * of(t)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
