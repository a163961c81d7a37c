import { remember } from "../util/remember.ts";
import { piecesPerCopy } from "./schedule.ts";
import type { ScheduleRules } from "./schedule-rules.ts";
import { type Instance, type ObjectiveSpec, WHOLE } from "./types.ts";

/**
 * A number that the internal value of an objective does not pass in magnitude, whatever the plan, as long as no piece could
 * start earlier with all others where they are. Plans that wait for nothing may pass it; evaluating one says so. Floating
 * point, rounded far less than the room that `FITS` leaves. O(T R + T log T).
 */
export function worstTotal(instance: Instance, spec: ObjectiveSpec): number {
  switch (spec.name) {
    case "cost":
      return worstCost(instance);
    case "energy":
      return instance.schedule === undefined
        ? sumOverCopies(instance, (t) => pieces(instance, t, "energy"))
        : worstEnergyOverTime(instance);
    case "completion-time":
      return sumOverCopies(instance, (t) => largest(instance, t, "runtime") + 1);
    case "makespan":
      return latestEnd(instance);
    case "weighted-completion":
    case "weighted-tardiness":
      return worstWeightedEnds(instance);
    case "late-tasks":
      return totalWeight(instance);
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

/** No piece of a task, or of any, ends later: all of them one after another, or the end of all windows, or a deadline. */
export function latestEnd(instance: Instance, task?: number): number {
  const deadline = task === undefined ? undefined : instance.tasks[task]!.deadline;
  return Math.min(lastEnd(instance), deadline ?? Infinity);
}

/** Of any task. Remembered, because it is asked for once for each task and each resource. */
const lastEnd = remember((instance: Instance): number => {
  const work = latestBegin(instance) + totalWork(instance) + totalSetup(instance);
  const until = instance.resources.reduce((most, of) => Math.max(most, of.until ?? Infinity), 0);
  return Math.min(work, until);
});

/** Where the first piece of a chain may start, with every lag that may come between its pieces. */
function latestBegin({ resources, tasks, schedule }: Instance): number {
  const begin = Math.max(
    resources.reduce((most, { from }) => Math.max(most, from), 0),
    tasks.reduce((most, { release }) => Math.max(most, release), 0),
  );
  if (schedule === undefined) return begin;
  const { precedence, maintenance } = schedule;
  // A chain may pass from copy to copy by a lag again and again.
  const lags = precedence.map(({ lag, after }) => lag * tasks[after]!.count);
  const closed = maintenance.map((list) => list.at(-1)?.[1] ?? 0);
  return begin + sum(lags) + closed.reduce((most, end) => Math.max(most, end), 0);
}

/** The weights of all copies together, in the unit of weights. */
export function totalWeight(instance: Instance): number {
  return sumOverCopies(instance, (t) => instance.tasks[t]!.weight);
}

/** The longest setup, which comes before each piece of a chain at most once. */
function longestSetup({ schedule }: Instance): number {
  return schedule?.setup.reduce((most, time) => Math.max(most, time), 0) ?? 0;
}

function totalSetup(instance: Instance): number {
  return longestSetup(instance) * instance.taskOfCopy.length;
}

/**
 * Sum of weight x end. What ends before a piece starts and holds it back forms a chain of pieces that do not overlap, so each
 * end is at most the latest begin, the piece itself and the pieces of its chain, and of two pieces only one is in the
 * chain of the other. All pieces in one chain, those with the least weight for their length first, come to the most (the
 * reverse of Smith 1956). Windows and deadlines may come to less.
 */
function worstWeightedEnds(instance: Instance): number {
  const { tasks } = instance;
  const setup = longestSetup(instance);
  const begin = latestBegin(instance);
  const jobs = tasks.map(({ weight, count }, t) => {
    return { weight, count, length: pieces(instance, t, "runtime") + setup };
  });
  jobs.sort((a, b) => b.length * a.weight - a.length * b.weight);
  let [before, chained] = [begin, 0];
  for (const { weight, count, length } of jobs) {
    chained += weight * count * (before + (length * (count + 1)) / 2);
    before += count * length;
  }
  const apart = sumOverCopies(instance, (t) => tasks[t]!.weight * latestEnd(instance, t));
  return Math.min(chained, apart);
}

/** What all resource copies may take together, or all pieces wherever they take most, whichever is less. */
function worstEnergyOverTime(instance: Instance): number {
  const everywhere = overResources(instance, ({ power = 0 }) => power * latestEnd(instance));
  const most = instance.resources.reduce((all, { power = 0 }) => Math.max(all, power), 0);
  const rounding = instance.resourceOfCopy.length;
  return Math.min(everywhere, most * totalWork(instance)) / 1000 + rounding;
}

/** The same for what resource copies are paid; each interval may be rounded up, those of a rental only once. */
function worstRents(instance: Instance, { billing }: ScheduleRules): number {
  const copies = instance.taskOfCopy.length;
  const piecesInAll = sumOverCopies(instance, (t) => piecesPerCopy(instance, t));
  let [rented, everywhere, price, every] = [0, 0, 0, 0];
  instance.resources.forEach(({ count, pricePerHour }, r) => {
    const { by, every: step } = billing[r]!;
    const latest = latestEnd(instance);
    if (by === "rental") rented += Math.min(count, piecesInAll) * pricePerHour * (latest + step);
    else {
      everywhere += count * pricePerHour * (latest + step * copies);
      [price, every] = [Math.max(price, pricePerHour), Math.max(every, step)];
    }
  });
  const occupied = Math.min(everywhere, price * (totalWork(instance) + every * piecesInAll));
  return (rented + occupied) / 3_600_000 + instance.resourceOfCopy.length;
}

function overResources(
  { resources }: Instance,
  of: (resource: Instance["resources"][number], r: number) => number,
): number {
  return sum(resources.map((resource, r) => resource.count * of(resource, r)));
}

/** The runtimes of all pieces. */
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
  const rents = instance.schedule === undefined ? 0 : worstRents(instance, instance.schedule);
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
