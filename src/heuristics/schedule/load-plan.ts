import { piecesOf } from "../../plan/build.ts";
import type { Plan } from "../../plan/types.ts";
import { ScheduleBoard } from "./board.ts";
import { placementsAt } from "./fixed.ts";
import type { Placement, ScheduleView } from "./types.ts";

/** A task copy of a plan as a board takes it. Pieces without an option are left out. */
export interface Planned extends Placement {
  readonly copy: number;
}

/** A board with the pieces of a verified plan. A piece without an option is left out. */
export function loadPlan(view: ScheduleView, plan: Plan): ScheduleBoard {
  const board = new ScheduleBoard(view);
  for (const planned of placementsOf(view, plan)) {
    if (!view.pinned.has(planned.copy)) board.put(planned.copy, planned);
  }
  return board;
}

/** The placed task copies of a plan, with the runtimes of `view`, in the order of its pieces. */
export function placementsOf(view: ScheduleView, plan: Plan): Planned[] {
  const byTask = placementsAt(view, piecesOf(plan));
  return [...byTask].map(([copy, placement]) => ({ copy, ...placement }));
}
