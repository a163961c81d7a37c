import type { ClauseSolver } from "../../../exact/clauses/solver.ts";
import { inOrder } from "../order.ts";
import { PartialSchedule } from "../partial-schedule.ts";
import type { ScheduleView } from "../types.ts";
import type { PartModel } from "./part-model.ts";

/** The schedule that a solution of a part stands for: every copy on its hosts, in the order of starts, as early as there is room. */
export function followPart(
  view: ScheduleView,
  { copies, seats }: PartModel,
  { starts, placings }: ReturnType<ClauseSolver["solution"]>,
): PartialSchedule | undefined {
  const schedule = new PartialSchedule(view);
  const jobOf = new Map(copies.map((copy, j) => [copy, j]));
  const own = view.free.filter((copy) => jobOf.has(copy));
  for (const copy of inOrder(view, own, (one) => starts[jobOf.get(one) as number])) {
    const j = jobOf.get(copy) as number;
    const ready = schedule.ready(copy);
    const seat = seats[j][placings[j]];
    if (ready === undefined || !schedule.mayStand(copy, seat)) return undefined;
    const placement = schedule.onHosts(copy, ready, seat);
    if (placement === undefined || placement.end > view.jobs[view.instance.taskOfCopy[copy]].latest)
      return undefined;
    schedule.put(copy, placement);
  }
  return schedule;
}
