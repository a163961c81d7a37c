import { piecesOf } from "../../plan/build.ts";
import type { Plan } from "../../plan/types.ts";
import { placementsAt } from "./fixed.ts";
import { PartialSchedule } from "./partial-schedule.ts";
import type { Placement, ScheduleView } from "./types.ts";

/** A task copy of a plan as a schedule takes it. Pieces without an option are left out. */
export interface Planned extends Placement {
  readonly copy: number;
}

/** A schedule with the pieces of a verified plan. A piece without an option is left out. */
export function loadPlan(view: ScheduleView, plan: Plan): PartialSchedule {
  const schedule = new PartialSchedule(view);
  for (const planned of placementsOf(view, plan)) {
    if (!view.pinned.has(planned.copy)) schedule.put(planned.copy, planned);
  }
  return schedule;
}

/** The placed task copies of a plan, with the runtimes of `view`, in the order of its pieces. */
export function placementsOf(view: ScheduleView, plan: Plan): Planned[] {
  const byTask = placementsAt(view, piecesOf(plan));
  return [...byTask].map(([copy, placement]) => ({ copy, ...placement }));
}
