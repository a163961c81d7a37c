import { formulate } from "../../../models/formulate.ts";
import { isMakespan } from "../../bounds/schedule/makespan.ts";
import { gridOf } from "../../instance/facts/grid.ts";
import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Plan } from "../../plan/types.ts";
import { InvariantError } from "../../util/errors.ts";
import { admittedLimits } from "../limits.ts";
import type { Event, LevelEnd, LevelTask } from "../method.ts";
import { cannot, solverEvents } from "./solver-events.ts";

/**
 * Entries of a program that a solver gets: where a clock ends it, and where nothing does, for its linear programs alone may take
 * hours and count no nodes.
 */
const MOST_ENTRIES = { timed: 2_000_000, endless: 100_000 } as const;

/**
 * Hands the program indexed by time to a solver, started from the best plan. For a makespan it holds only plans no longer than
 * that one: all others are worse, so its bound is one of the level.
 */
export async function* timedEvents(task: LevelTask): AsyncGenerator<Event, LevelEnd> {
  const { instance, target, value } = task.incumbent;
  const limits: LevelLimit[] = [...admittedLimits(task.incumbent)];
  if (value !== undefined && isMakespan(target)) limits.push({ target, atMost: value });
  const encoding = formulate(instance, target, limits);
  if ("unsupported" in encoding) return cannot(task, encoding.unsupported);
  const entries = encoding.program.coefficient.length;
  const most = MOST_ENTRIES[task.clock.left() === undefined ? "endless" : "timed"];
  if (entries > most) return cannot(task, tooLarge(entries, most));
  const grid = gridOf(instance);
  const onGrid = (plan: Plan): Plan => ({
    ...plan,
    start: plan.start.map((time) => Math.floor(time / grid) * grid),
  });
  // Starts rounded down keep every rule; see `gridOf`. The program knows no others.
  const rounded = { ...encoding, encode: (plan: Plan) => encoding.encode(onGrid(plan)) };
  if (!holds(rounded.encode, task.incumbent.plan?.plan)) {
    return cannot(task, "The best plan lies outside the times of the integer program.");
  }
  return yield* solverEvents(task, rounded, true);
}

function tooLarge(entries: number, most: number): string {
  const [found, limit] = [entries, most].map((count) => count.toLocaleString("en"));
  return (
    `The integer program indexed by time has ${found} entries, more than the ${limit} that a solver gets here: ` +
    "coarser times, fewer tasks or a time limit help."
  );
}

/** False for a plan that the program has no columns for, such as one that waits longer than any needs to. */
function holds(encode: (plan: Plan) => unknown, plan: Plan | undefined): boolean {
  try {
    if (plan !== undefined) encode(plan);
    return true;
  } catch (error) {
    if (error instanceof InvariantError) return false;
    throw error;
  }
}
