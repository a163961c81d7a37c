import { type ScheduleEvent, searchSchedule } from "../../heuristics/schedule/search.ts";
import { scheduleView } from "../../heuristics/schedule/view.ts";
import type { Instance } from "../../instance/types.ts";
import { makeRandom } from "../../util/random.ts";
import { breathe } from "../clock.ts";
import { goalReached, type LevelEnd, type LevelTask, type Method } from "../method.ts";
import { raiseOverTime } from "./bounds.ts";

/** Without a time or work limit: events in all, and in a row without a better plan, after which a search ends. */
const MOST_EVENTS = 3000;
const STALE_EVENTS = 400;

/** The method of that name for the mode of an instance: what plans sequences and placements knows nothing of schedules. */
export function methodFor({ mode }: Instance, method: Method): Method {
  if (mode !== "schedule") return method;
  const run = OVER_TIME[method.name];
  if (run !== undefined) return { ...method, usesSolver: method.name === "auto", run };
  return {
    ...method,
    usesSolver: false,
    run: async () => ({
      termination: "unsupported",
      note: `The method ${method.name} does not plan tasks side by side over time.`,
    }),
  };
}

const OVER_TIME: Readonly<Record<string, Method["run"]>> = {
  greedy: (task) =>
    searchOverTime(task, (event) => event.plan === undefined && task.incumbent.plan !== undefined),
  local: (task) => searchOverTime(task),
  auto: async (task) => {
    const price = await raiseOverTime(task);
    return await searchOverTime(task, () => false, price);
  },
};

/** Lists and local search until the goal, the clock or, where nothing else limits it, `enough`. */
async function searchOverTime(
  task: LevelTask,
  enough: (event: ScheduleEvent) => boolean = () => false,
  price?: ArrayLike<number>,
): Promise<LevelEnd> {
  const { incumbent, clock, goal } = task;
  const { instance, target, limits } = incumbent;
  const view = scheduleView(instance);
  if (view === undefined) return { termination: "completed" };
  const start = incumbent.plan?.plan;
  const events = searchSchedule(
    {
      view,
      target,
      limits,
      heard: () => incumbent.plan?.plan,
      ...(incumbent.bound !== undefined && { bound: incumbent.bound.value }),
      ...(start !== undefined && { start }),
      ...(price !== undefined && { price }),
    },
    makeRandom(task.seed),
  );
  let [count, stale] = [0, 0];
  for (const event of events) {
    count++;
    const better = event.plan !== undefined && incumbent.offer(event.plan, "schedule search");
    stale = better ? 0 : stale + 1;
    clock.spend();
    if (goalReached(incumbent, goal) || enough(event)) return { termination: "completed" };
    const stopped = clock.stopped();
    if (stopped !== undefined) return { termination: stopped };
    const isLimited = clock.left() !== undefined || clock.workLeft() !== undefined;
    if (!isLimited && (count >= MOST_EVENTS || stale >= STALE_EVENTS)) break;
    await breathe();
  }
  return { termination: "completed" };
}
