import { planWide } from "../heuristics/wide/plan-wide.ts";
import { wideView } from "../heuristics/wide/view.ts";
import { makeRandom } from "../util/random.ts";
import { breathe } from "./clock.ts";
import { goalReached, type LevelEnd, type LevelTask } from "./method.ts";

/** Without a time limit, work beyond this brings next to nothing. */
const MOST_PLANS = 6;

/** Plans a level of an instance whose pairs are too many for tables; whatever else needs tables stays out of the way. */
export async function planWideLevel(task: LevelTask): Promise<LevelEnd> {
  const { incumbent, clock, goal, seed } = task;
  const { instance, target, limits } = incumbent;
  if (limits.length > 0) return declined("only the first objective is planned");
  const view = wideView(instance, target);
  if (typeof view === "string") return declined(view);
  let plans = 0;
  for (const { bound, plan, infeasible } of planWide(view, target, makeRandom(seed))) {
    clock.spend();
    if (infeasible !== undefined) return { termination: "infeasible", note: infeasible };
    if (bound !== undefined) incumbent.raise(bound);
    if (plan !== undefined) {
      incumbent.offer(plan, "prices on time");
      plans++;
    }
    if (goalReached(incumbent, goal)) break;
    await breathe();
    const stopped = clock.stopped();
    if (stopped !== undefined) return { termination: stopped };
    if (clock.left() === undefined && clock.workLeft() === undefined && plans >= MOST_PLANS) break;
  }
  return { termination: "completed" };
}

function declined(why: string): LevelEnd {
  return {
    termination: "unsupported",
    note: `More than 50 million pairs of task and resource entries are planned by prices alone, and here ${why}.`,
  };
}
