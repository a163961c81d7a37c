import { costOf } from "../../instance/features.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import { billedTime, HOUR, timesTime } from "../../plan/occupied.ts";
import type { Board, Placement } from "./board.ts";
import type { Job } from "./view.ts";

/**
 * A target as a search adds it up: a value of each placed task copy, a value of each resource copy and a factor on the last
 * end. What it cannot add up (balance, spread, transfers) is left to whoever takes the plan.
 */
export interface Goal {
  /** 0 for a copy that is not placed. */
  ofTask(job: Job, placement: Placement): number;
  /** Undefined if resource copies do not count. `more` stands beside what the board holds. */
  readonly ofCopy?: (board: Board, copy: number, more?: Placement) => number;
  readonly lastEnd: number;
}

/** See `Goal`. */
export function makeGoal(instance: Instance, target: Target): Goal {
  const parts = target.terms.flatMap(({ objective, factor }) => {
    const value = TASK_VALUE[objective.name]?.(instance, objective);
    return value === undefined ? [] : [{ factor, value }];
  });
  const rents = target.terms.filter(({ objective }) => objective.name === "cost");
  const powers = target.terms.filter(({ objective }) => objective.name === "energy");
  const lastEnd = factorOf(target, "makespan");
  const rent = rents.reduce((sum, { factor }) => sum + factor, 0);
  const power = powers.reduce((sum, { factor }) => sum + factor, 0);
  return {
    lastEnd,
    ofTask: (job, placement) =>
      parts.reduce((sum, { factor, value }) => sum + factor * value(job, placement), 0),
    ...(rent + power > 0 && {
      ofCopy: (board, copy, more) => copyValue(board, copy, rent, power, more),
    }),
  };
}

function factorOf({ terms }: Target, name: string): number {
  return terms.reduce(
    (sum, { objective, factor }) => sum + (objective.name === name ? factor : 0),
    0,
  );
}

type TaskValue = (job: Job, placement: Placement) => number;

/** What each placed copy adds; the same formulas as the evaluation of plans, which has the last word. */
const TASK_VALUE: Partial<
  Record<ObjectiveSpec["name"], (instance: Instance, objective: ObjectiveSpec) => TaskValue>
> = {
  throughput:
    () =>
    ({ gain }) =>
      -gain,
  utilization:
    (instance, { dimension = 0 }) =>
    ({ entry }, { places }) =>
      -places.reduce(
        (sum, { option }) => sum + demandOf(instance, entry, option.entry, dimension),
        0,
      ),
  "completion-time":
    () =>
    (_, { places }) =>
      places.reduce((longest, { option }) => Math.max(longest, option.runtime), 0),
  cost:
    (instance) =>
    ({ entry }, { places }) =>
      places.reduce((sum, { option }) => sum + costOf(instance, entry, option.entry), 0),
  migrations:
    ({ earlier, resources }) =>
    ({ entry }, { places }) =>
      places.reduce(
        (sum, { option }) =>
          sum + (earlier?.migrates?.[entry * resources.length + option.entry] ?? 0),
        0,
      ),
  "weighted-completion":
    (_, { priority }) =>
    (job, { end }) =>
      counts(job, priority) ? job.weight * end : 0,
  "weighted-tardiness":
    (_, { priority }) =>
    (job, { end }) =>
      counts(job, priority) && end > job.due ? job.weight * (end - job.due) : 0,
  "late-tasks":
    (_, { priority }) =>
    (job, { end }) =>
      counts(job, priority) && end > job.due ? job.weight : 0,
};

function counts(job: Job, priority: number | undefined): boolean {
  return priority === undefined || job.priority === priority;
}

/** What a resource copy pays for its rent and energy. O(n log n) in its pieces. */
function copyValue(
  board: Board,
  copy: number,
  rent: number,
  power: number,
  more?: Placement,
): number {
  const { instance } = board.view;
  const entry = instance.resourceOfCopy[copy];
  const intervals: [from: number, until: number][] = [];
  const collect = (placement: Placement | undefined) => {
    for (const place of placement?.places ?? []) {
      if (place.copy !== copy) continue;
      intervals.push([placement!.start, placement!.start + place.option.runtime]);
    }
  };
  for (const task of new Set(board.held[copy])) collect(board.placed[task]);
  collect(more);
  if (intervals.length === 0) return 0;
  intervals.sort((a, b) => a[0] - b[0]);
  const from: number[] = [];
  const until: number[] = [];
  for (const [start, end] of intervals) {
    if (end === start) continue;
    const last = until.length - 1;
    if (last >= 0 && start <= until[last]) until[last] = Math.max(until[last], end);
    else {
      from.push(start);
      until.push(end);
    }
  }
  const { pricePerHour, fixedPrice, power: watts = 0 } = instance.resources[entry];
  const busy = from.reduce((sum, start, i) => sum + until[i] - start, 0);
  const billed = billedTime(instance, entry, { from, until });
  return (
    rent * (fixedPrice + timesTime(pricePerHour, billed, HOUR)) +
    power * timesTime(watts, busy, 1000)
  );
}
