import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { Bound } from "../../plan/types.ts";
import { durationText } from "../../plan/wording.ts";
import { endOf } from "../ceiling.ts";
import { plainTarget } from "../plain-target.ts";

const MAKESPAN = plainTarget("makespan");

/** Pairs of task and resource entries past which bounds of parts take too long, and ends that are looked at. */
const MOST_PAIRS = 1_000_000;
const MOST_ENDS = 8;

/**
 * Mode batch: what must have ended by some time, deadlines and windows together, cannot. Each end is tried with the bounds on
 * the makespan of the tasks that it binds; all others may stay away then.
 */
export function lateWork(
  instance: Instance,
  boundOf: (instance: Instance, target: Target) => Bound | undefined,
): string | undefined {
  const { mode, tasks, resources } = instance;
  if (mode !== "batch" || tasks.length * resources.length > MOST_PAIRS) return undefined;
  const ends = tasks.map((_, t) => endOf(instance, t));
  for (const end of chosen(ends.filter((one, t) => one < Infinity && !tasks[t].optional))) {
    const part = Object.freeze({
      ...instance,
      tasks: tasks.map((task, t) => (ends[t] <= end ? task : { ...task, optional: true })),
    });
    const bound = boundOf(part, MAKESPAN);
    if (bound === undefined || bound.value <= end) continue;
    return `What must have ended by ${durationText(end)} ends at ${durationText(bound.value)} at the earliest (${bound.source}).`;
  }
  return undefined;
}

function chosen(values: readonly number[]): readonly number[] {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  if (sorted.length <= MOST_ENDS) return sorted;
  const step = (sorted.length - 1) / (MOST_ENDS - 1);
  return Array.from({ length: MOST_ENDS }, (_, i) => sorted[Math.round(i * step)]);
}
