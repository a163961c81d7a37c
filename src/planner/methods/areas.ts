import { relaxing } from "../../plan/traits.ts";
import type { Incumbent } from "../incumbent.ts";
import type { Method } from "../method.ts";
import { boundsOverTime } from "../over-time/bounds.ts";

/** Bounds of schedules from areas and times, each with a certificate; their prices of time guide the search. */
export const areas: Method = {
  name: "areas",
  role: "bound",
  about: "energy, critical path and rents of schedules, with certificates",
  handles: [relaxing("schedule", "optional", "workers", "transfers")],
  events: (task) => boundsOverTime(task, (worths) => keepWorths(task.incumbent, worths)),
};

const WORTHS = new WeakMap<Incumbent, ArrayLike<number>>();

/** By resource entry: what a millisecond of a whole copy is worth on a level, as its bounds found; undefined if they did not. */
export function worthsOf(incumbent: Incumbent): ArrayLike<number> | undefined {
  return WORTHS.get(incumbent);
}

/** Keeps them for a level that has the same resource entries. */
export function keepWorths(incumbent: Incumbent, worths: ArrayLike<number>): void {
  WORTHS.set(incumbent, worths);
}
