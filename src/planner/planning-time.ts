import type { Instance } from "../instance/types.ts";
import { durationText } from "../plan/wording.ts";

/** What is left of a time limit once an instance is read. */
export interface PlanningTime {
  /** Milliseconds for planning; absent without a limit. */
  readonly timeLimit?: number;
  /** A sentence for the user where reading took all of it. */
  readonly note?: string;
}

/**
 * Writing and printing: at least so long, so long for each task or resource copy, ms, and such a part of what reading took,
 * which tells how fast the machine is.
 */
const LEAST_REST = 50;
const REST = 0.004;
const OF_READING = 0.15;

/**
 * The time for planning in a limit that counts reading, writing and printing too, all in ms: what the time `spent` so far
 * leaves, less what comes after planning, for which at most half is kept back.
 */
export function planningTime(
  limit: number | undefined,
  spent: number,
  { taskOfCopy, resourceOfCopy }: Pick<Instance, "taskOfCopy" | "resourceOfCopy">,
): PlanningTime {
  if (limit === undefined) return {};
  const left = limit - spent;
  if (left > 0) {
    const copies = taskOfCopy.length + resourceOfCopy.length;
    const rest = LEAST_REST + REST * copies + OF_READING * spent;
    return { timeLimit: Math.max(left / 2, left - rest) };
  }
  const times = `${durationText(Math.round(spent))}, and the time limit is ${durationText(limit)}`;
  const note = `Reading the instance took ${times}: only what is found at once was looked for.`;
  return { timeLimit: 0, note };
}
