import { WITH_RECOVERIES } from "../../heuristics/handles.ts";
import { recoverSchedule } from "../../heuristics/robust/over-time/recover.ts";
import { SurvivingSchedule } from "../../heuristics/robust/over-time/surviving-schedule.ts";
import { scheduleView } from "../../heuristics/schedule/view.ts";
import { lossCount } from "../../instance/losses.ts";
import type { Plan } from "../../plan/types.ts";
import { makeRandom } from "../../util/random.ts";
import type { LevelTask, Method } from "../method.ts";
import { local } from "../methods/local.ts";
import { perLevel } from "../methods/per-level.ts";
import { scheduleEvents } from "../methods/schedule-search.ts";

/** Losses times resource copies up to which a schedule is kept for each loss. */
const MOST_SCHEDULES = 1000;

/** True if losses are so few that a search can look at all of them at each place. */
export function hasFewLosses({ incumbent: { instance } }: LevelTask): boolean {
  return lossCount(instance) * instance.resourceOfCopy.length <= MOST_SCHEDULES;
}

/** Places tried for each loss of a plan that the search offers: most that survive do so at once. */
const NODE_LIMIT = 200;

/** The search over time among plans that survive: a better plan counts if a recovery from each loss is found. */
export const survivors: Method = {
  ...local,
  handles: WITH_RECOVERIES,
  events: (task) => scheduleEvents(task, { admits: admitsOf(task.incumbent) }),
};

/** The same only at places that leave room for each loss, which is slower and strays less. */
export const survivorsByPlace: Method = {
  ...survivors,
  fits: (task) => hasFewLosses(task) || "losses are many",
  events: (task) => {
    const view = scheduleView(task.incumbent.instance);
    const random = makeRandom(task.seed);
    return scheduleEvents(task, {
      admits: admitsOf(task.incumbent),
      ...(view !== undefined && {
        makeSchedule: (plan?: Plan) => new SurvivingSchedule(view, random, plan),
      }),
    });
  },
};

/** A plan with its recoveries, where they are found; it remembers where others were found, and which loss is the hardest. */
const admitsOf = perLevel(({ instance }) => {
  let hint: Plan["recoveries"];
  let first: number | undefined;
  return (plan: Plan): Plan | undefined => {
    const found = recoverSchedule(instance, plan, {
      nodeLimit: NODE_LIMIT,
      ...(hint !== undefined && { hint }),
      ...(first !== undefined && { first }),
    });
    if ("plan" in found) {
      hint = found.plan.recoveries;
      return found.plan;
    }
    first = found.loss;
    return undefined;
  };
});
