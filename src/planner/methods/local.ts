import { PLACEMENTS, ROBUST_PLACEMENTS, SCHEDULES } from "../../heuristics/handles.ts";
import { improvePlan } from "../../heuristics/local/improve.ts";
import { makeRandom } from "../../util/random.ts";
import type { Events, LevelTask, Method } from "../method.ts";
import { scheduleEvents } from "./schedule-search.ts";

/**
 * Local search from the best plan, which hears of better ones: shifts, swaps, ejections and drains of a placement or a sequence,
 * ruin and recreate of a schedule.
 */
export const local: Method = {
  name: "local",
  role: "improve",
  about: "annealing by shifts, swaps and ejections; over time ruin and recreate",
  after: ["greedy"],
  source: "local search",
  needsPlan: ({ incumbent }) => incumbent.instance.mode !== "schedule",
  patience: ({ incumbent: { instance } }) =>
    instance.mode === "schedule"
      ? patienceOverTime(instance.taskOfCopy.length)
      : { most: 20_000, stale: 3000 },
  handles: [PLACEMENTS, ROBUST_PLACEMENTS, SCHEDULES],
  events: searchFrom,
};

/** An event is as much work whatever the size, and few tasks have few orders. */
function patienceOverTime(tasks: number): { readonly most: number; readonly stale: number } {
  return { most: Math.min(3000, 60 * (1 + tasks)), stale: Math.min(400, 8 * (1 + tasks)) };
}

function searchFrom(task: LevelTask): Events {
  const { incumbent } = task;
  const { instance, target, limits } = incumbent;
  if (instance.mode === "schedule") return scheduleEvents(task);
  const start = incumbent.plan?.plan;
  if (start === undefined) return [][Symbol.iterator]();
  const heard = () => incumbent.plan?.plan;
  return improvePlan({ instance, target, limits, start, heard }, makeRandom(task.seed));
}
