import { remember } from "../util/remember.ts";
import { piecesPerCopy } from "./schedule.ts";
import type { Setting } from "./setting.ts";

/** No piece of a task, or of any, ends later: all of them one after another, or the end of all windows, or a deadline. */
export function latestEnd(setting: Setting, task?: number): number {
  const deadline = task === undefined ? undefined : setting.tasks[task]!.deadline;
  return Math.min(lastEnd(setting), deadline ?? Infinity);
}

/** Of any task. Remembered, because it is asked for once for each task and each resource. */
const lastEnd = remember((setting: Setting): number => {
  const work = latestBegin(setting) + totalWork(setting) + totalSetup(setting);
  const until = setting.resources.reduce((most, of) => Math.max(most, of.until ?? Infinity), 0);
  return Math.min(work, until);
});

/** Where the first piece of a chain may start, with every lag that may come between its pieces. */
function latestBegin({ resources, tasks, schedule }: Setting): number {
  const begin = Math.max(
    resources.reduce((most, { from }) => Math.max(most, from), 0),
    tasks.reduce((most, { release }) => Math.max(most, release), 0),
  );
  if (schedule === undefined) return begin;
  const { precedence, maintenance } = schedule;
  // A chain may pass from copy to copy by a lag again and again.
  const lags = precedence.map(({ lag, after }) => lag * tasks[after]!.count);
  const closed = maintenance.map((list) => list.at(-1)?.[1] ?? 0);
  return begin + sumOf(lags) + closed.reduce((most, end) => Math.max(most, end), 0);
}

/** The weights of all copies together, in the unit of weights. */
export function totalWeight(setting: Setting): number {
  return sumOverCopies(setting, (t) => setting.tasks[t]!.weight);
}

/** The longest setup, which comes before each piece of a chain at most once. */
function longestSetup({ schedule }: Setting): number {
  return schedule?.setup.reduce((most, time) => Math.max(most, time), 0) ?? 0;
}

function totalSetup(setting: Setting): number {
  return longestSetup(setting) * setting.taskOfCopy.length;
}

/**
 * Sum of weight x end. What ends before a piece starts and holds it back forms a chain of pieces that do not overlap, so each
 * end is at most the latest begin, the piece itself and the pieces of its chain, and of two pieces only one is in the
 * chain of the other. All pieces in one chain, those with the least weight for their length first, come to the most (the
 * reverse of Smith 1956). Windows and deadlines may come to less.
 */
export function worstWeightedEnds(setting: Setting): number {
  const { tasks } = setting;
  const setup = longestSetup(setting);
  const begin = latestBegin(setting);
  const jobs = tasks.map(({ weight, count }, t) => {
    return { weight, count, length: mostOfCopy(setting, t, "runtime") + setup };
  });
  jobs.sort((a, b) => b.length * a.weight - a.length * b.weight);
  let [before, chained] = [begin, 0];
  for (const { weight, count, length } of jobs) {
    chained += weight * count * (before + (length * (count + 1)) / 2);
    before += count * length;
  }
  const apart = sumOverCopies(setting, (t) => tasks[t]!.weight * latestEnd(setting, t));
  return Math.min(chained, apart);
}

/** The runtimes of all pieces. */
export const totalWork = remember((setting: Setting): number =>
  sumOverCopies(setting, (t) => mostOfCopy(setting, t, "runtime")),
);

/** The largest sum over the pieces of one copy; each piece of a divisible task is rounded up. */
export function mostOfCopy(setting: Setting, task: number, column: Column): number {
  const most = largest(setting, task, column);
  const { divisible } = setting.tasks[task]!;
  return divisible ? most + setting.resourceOfCopy.length : most * piecesPerCopy(setting, task);
}

type Column = "runtime" | "cost" | "energy";

/** The largest value of a task; with features, no less than that. */
export function largest(setting: Setting, task: number, column: Column): number {
  const { features } = setting.pairs;
  return features === undefined
    ? largestOf(setting, task, setting.pairs[column])
    : features.most(task, column);
}

function largestOf({ resources, pairs }: Setting, task: number, values: Float64Array): number {
  const R = resources.length;
  let most = 0;
  for (let k = task * R; k < (task + 1) * R; k++) {
    if (pairs.eligible[k] === 1 && values[k]! > most) most = values[k]!;
  }
  return most;
}

/** What all copies together ask for of a dimension, each where it asks most. */
export function placeable(setting: Setting, dimension: number): number {
  const { perPair, values } = setting.demand[dimension]!;
  return sumOverCopies(setting, (t) => {
    return piecesPerCopy(setting, t) * (perPair ? largestOf(setting, t, values) : values[t]!);
  });
}

/** The sum over all task copies of what one of its entry has. */
export function sumOverCopies({ tasks }: Setting, of: (task: number) => number): number {
  return sumOf(tasks.map(({ count }, t) => count * of(t)));
}

/** The sum of a list. */
export function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
