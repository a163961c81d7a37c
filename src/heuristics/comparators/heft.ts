import { handling } from "../../plan/traits.ts";
import { PartialSchedule } from "../schedule/partial-schedule.ts";
import { planOf } from "../schedule/plan-of.ts";
import type { ScheduleView } from "../schedule/types.ts";
import { scheduleView } from "../schedule/view.ts";
import type { Heuristic } from "../types.ts";

/**
 * Heterogeneous earliest finish time: tasks by falling upward rank (the mean runtime of a task plus the largest lag and rank of what waits
 * for it), each where it ends soonest, in gaps between what is there. Topcuoglu, Hariri, Wu (2002), DOI 10.1109/71.993206; lags stand for its
 * times of communication, which here do not depend on places.
 */
export const heft: Heuristic = {
  name: "heft",
  about: "HEFT: one pass by the mean length of what waits behind, each where it ends soonest",
  handles: handling(
    ...(["schedule", "optional", "workers", "colocate", "separate", "devices"] as const),
    ...(["exclusive", "setup", "release", "deadline", "available", "maintenance"] as const),
    ...(["after", "limits"] as const),
  ),
  supports: (instance) =>
    instance.mode !== "schedule"
      ? "it is for tasks that run side by side over time (schedule)"
      : scheduleView(instance) !== undefined || "some task has no resource that it may run on",
  *plans(instance) {
    const view = scheduleView(instance);
    if (view === undefined) return;
    const schedule = new PartialSchedule(view);
    const { ranks, behind } = upwardRanks(view);
    const { taskOfCopy } = instance;
    const order = [...taskOfCopy.keys()].sort((a, b) => {
      const [one, other] = [taskOfCopy[a], taskOfCopy[b]];
      return ranks[other] - ranks[one] || behind[other] - behind[one] || a - b;
    });
    for (const copy of order) {
      const ready = schedule.ready(copy);
      const offers = ready === undefined ? [] : [...schedule.offers(copy, ready, Infinity)];
      const soonest = offers.reduce(
        (best, one) => (best === undefined || one.end < best.end ? one : best),
        offers[0],
      );
      if (soonest !== undefined) schedule.put(copy, soonest);
      else if (!schedule.jobOf(copy).optional) return;
    }
    yield planOf(schedule);
  },
};

/** By task entry: the upward rank, and the most tasks that wait behind each other for it, which tell ranks without length apart. */
function upwardRanks({ jobs }: ScheduleView) {
  const ranks = new Float64Array(jobs.length).fill(-1);
  const behind = new Int32Array(jobs.length);
  const rankOf = (entry: number): number => {
    if (ranks[entry] >= 0) return ranks[entry];
    const { pools, waiting } = jobs[entry];
    const runtimes = pools.flatMap(({ options }) => options.map(({ runtime }) => runtime));
    let longest = 0;
    for (const { entry: other, lag } of waiting) {
      longest = Math.max(longest, lag + rankOf(other));
      behind[entry] = Math.max(behind[entry], behind[other] + 1);
    }
    const mean = runtimes.reduce((sum, one) => sum + one, 0) / Math.max(1, runtimes.length);
    ranks[entry] = mean + longest;
    return ranks[entry];
  };
  for (const entry of jobs.keys()) rankOf(entry);
  return { ranks, behind };
}
