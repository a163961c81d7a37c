import { piecesOf } from "../../plan/build.ts";
import type { Plan } from "../../plan/types.ts";
import { Board } from "./board.ts";
import { placementsOf } from "./stand.ts";
import type { ScheduleView } from "./view.ts";

/** A board with the pieces of a verified plan. A piece without an option is left out. */
export function loadPlan(view: ScheduleView, plan: Plan): Board {
  const board = new Board(view);
  for (const [task, placement] of placementsOf(view, piecesOf(plan))) {
    if (!view.pinned.has(task)) board.put(task, placement);
  }
  return board;
}
