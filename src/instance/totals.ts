import { remember } from "../util/remember.ts";
import { piecesPerCopy, type ScheduleRules } from "./schedule.ts";
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
      return instance.schedule === undefined
        ? sumOverCopies(instance, (t) => pieces(instance, t, "energy"))
        : overResources(instance, ({ power = 0 }) => (power * billedTime(instance, 0)) / 1000);
    case "completion-time":
      return sumOverCopies(instance, (t) => largest(instance, t, "runtime") + 1);
    case "makespan":
      return latestEnd(instance);
    case "weighted-completion":
      return sumOverCopies(instance, (t) => instance.tasks[t]!.weight * latestEnd(instance, t));
    case "weighted-tardiness":
      return sumOverCopies(instance, (t) => instance.tasks[t]!.weight * latestEnd(instance, t));
    case "late-tasks":
      return sumOverCopies(instance, (t) => instance.tasks[t]!.weight);
    case "migrations":
      return sumOverCopies(instance, (t) => piecesPerCopy(instance, t));
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
  if (instance.schedule !== undefined) return begin + workOver(instance, instance.schedule);
  const until = resources.reduce((most, of) => Math.max(most, of.until ?? Infinity), 0);
  const deadline = task === undefined ? undefined : tasks[task]!.deadline;
  return Math.min(work, until, deadline ?? Infinity);
}

/** All work one after another, with every lag, setup and maintenance between; no window ends it, for windows may be long. */
function workOver(instance: Instance, { precedence, setup, maintenance }: ScheduleRules): number {
  const lags = sum(precedence.map(({ lag }) => lag));
  const setups = setup.reduce((most, time) => Math.max(most, time), 0) * instance.taskOfCopy.length;
  const closed = maintenance.map((list) => list.at(-1)?.[1] ?? 0);
  return totalWork(instance) + lags + setups + closed.reduce((most, end) => Math.max(most, end), 0);
}

/** A resource copy is paid for no longer than this; each interval may be rounded up to `every`. */
function billedTime(instance: Instance, every: number): number {
  return latestEnd(instance) + every * instance.taskOfCopy.length;
}

function overResources(
  { resources }: Instance,
  of: (resource: Instance["resources"][number], r: number) => number,
): number {
  return sum(resources.map((resource, r) => resource.count * of(resource, r)));
}

/** Remembered, because weighted completion asks for it once for each task. */
const totalWork = remember((instance: Instance): number =>
  sumOverCopies(instance, (t) => pieces(instance, t, "runtime")),
);

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
  const rents =
    instance.schedule === undefined
      ? 0
      : overResources(instance, ({ pricePerHour }, r) => {
          const { every } = instance.schedule!.billing[r]!;
          return (pricePerHour * billedTime(instance, every)) / 3_600_000 + 1;
        });
  return Math.max(pieceCosts + fixed + moved + rents, largestProduct);
}

/** The largest sum over the pieces of one copy; each piece of a divisible task is rounded up. */
function pieces(instance: Instance, task: number, column: Column): number {
  const most = largest(instance, task, column);
  const { divisible } = instance.tasks[task]!;
  return divisible ? most + instance.resourceOfCopy.length : most * piecesPerCopy(instance, task);
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
    return piecesPerCopy(instance, t) * (perPair ? largestOf(instance, t, values) : values[t]!);
  });
}

function sumOverCopies({ tasks }: Instance, of: (task: number) => number): number {
  return sum(tasks.map(({ count }, t) => count * of(t)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
