import { planWide } from "../heuristics/wide/plan-wide.ts";
import { wideView } from "../heuristics/wide/view.ts";
import type { Instance } from "../instance/types.ts";
import { makeRandom } from "../util/random.ts";
import { breathe } from "./clock.ts";
import { goalReached, type LevelEnd, type LevelTask } from "./method.ts";

/** Pairs of entries from which on prices over all of them take long, and plans should not wait for them. */
const LEAST_PAIRS = 2_000_000;
/** Task copies of one entry from which on counts say more. */
const MOST_COPIES = 4;
const MOST_CORE_PAIRS = 4_000_000;
/** Plans after which other methods take over, or, without any limit, more bring next to nothing. */
const MOST_PLANS = 4;

/**
 * Plans and a bound by prices where pairs are very many. Ends the level if they are too many for tables, since all other
 * methods need those.
 */
export async function offerWide(task: LevelTask): Promise<LevelEnd | undefined> {
  const { incumbent, clock, goal, seed } = task;
  const { instance, target, limits } = incumbent;
  const isAlone = instance.pairs.features !== undefined;
  if (!isAlone && !hasManyPairs(task)) return undefined;
  if (limits.length > 0) {
    return isAlone ? declined("only the first objective is planned") : undefined;
  }
  const view = wideView(instance, target);
  if (typeof view === "string") return isAlone ? declined(view) : undefined;
  let plans = 0;
  let longest = 0;
  let resumed = clock.seconds();
  for (const { bound, plan, infeasible } of planWide(view, target, makeRandom(seed))) {
    clock.spend();
    longest = Math.max(longest, clock.seconds() - resumed);
    if (infeasible !== undefined) {
      return isAlone ? { termination: "infeasible", note: infeasible } : undefined;
    }
    if (bound !== undefined) incumbent.raise(bound);
    if (plan !== undefined) {
      incumbent.offer(plan, "prices on the fly");
      plans++;
    }
    if (goalReached(incumbent, goal)) break;
    await breathe();
    const stopped = clock.stopped();
    if (stopped !== undefined) return { termination: stopped };
    // Checking a bound reads all pairs in one go: there may be no time for another.
    if ((clock.left() ?? Infinity) < 1000 * longest) return { termination: "time-limit" };
    const isEndless = clock.left() === undefined && clock.workLeft() === undefined;
    resumed = clock.seconds();
    if (plans >= (isTooLarge(instance) && !isEndless ? Number.POSITIVE_INFINITY : MOST_PLANS))
      break;
  }
  return isAlone || goalReached(incumbent, goal) ? { termination: "completed" } : undefined;
}

/** Pairs past which no other method gets further than prices and an annealed plan along them. */
function isTooLarge({ tasks, resources }: Instance): boolean {
  return tasks.length * resources.length > MOST_CORE_PAIRS;
}

/** True if pairs of entries are very many, and most entries stand for one copy or few. */
export function hasManyPairs({ incumbent }: LevelTask): boolean {
  const { tasks, resources, taskOfCopy } = incumbent.instance;
  const isDiverse = taskOfCopy.length <= MOST_COPIES * tasks.length;
  return tasks.length * resources.length >= LEAST_PAIRS && isDiverse;
}

function declined(why: string): LevelEnd {
  return {
    termination: "unsupported",
    note: `More than 50 million pairs of task and resource entries are planned by prices alone, and here ${why}.`,
  };
}
