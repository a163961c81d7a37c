import type { Instance } from "../../instance/types.ts";
import type { Plan } from "../../plan/types.ts";
import { UsageError } from "../../util/errors.ts";
import { placementsOf } from "./load-plan.ts";
import { PartialSchedule } from "./partial-schedule.ts";
import { planOf } from "./plan-of.ts";
import { scheduleView } from "./view.ts";

/**
 * What becomes of a plan when runtimes turn out otherwise: task copies keep their resource copies, and start in the order
 * of the plan, each as early as there is room; deadlines are not looked at. `truth` has the same tasks and resources as the
 * plan's instance. Throws UsageError where one no longer fits before its resource closes.
 */
export function executedSchedule(plan: Plan, truth: Instance): Plan {
  const view = scheduleView(truth);
  if (view === undefined) return plan;
  const schedule = new PartialSchedule(view);
  const waiting = placementsOf(view, plan).sort((a, b) => a.start - b.start || a.copy - b.copy);
  while (waiting.length > 0) {
    // Of tasks of length 0 that start together, one may wait for another.
    const next = waiting.findIndex(({ copy }) => schedule.ready(copy) !== undefined);
    const [{ copy, places }] = waiting.splice(Math.max(0, next), 1);
    const placement = schedule.onHosts(copy, schedule.ready(copy) ?? 0, places);
    if (placement === undefined) {
      const { id } = truth.tasks[truth.taskOfCopy[copy]];
      throw new UsageError(
        `With its true runtime ${id} no longer fits before its resource closes.\n` +
          "Maybe measure without horizon and until.",
      );
    }
    schedule.put(copy, placement);
  }
  return planOf(schedule);
}
