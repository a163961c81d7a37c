import { relaxing } from "../../plan/traits.ts";
import type { Incumbent } from "../incumbent.ts";
import type { Event, LevelTask, Method } from "../method.ts";
import { raiseOverTime } from "../over-time/bounds.ts";

/** Bounds of schedules from areas and times, each with a certificate; their prices of time guide the search. */
export const areas: Method = {
  name: "areas",
  role: "bound",
  about: "energy, critical path and rents of schedules, with certificates",
  handles: [relaxing("schedule", "optional", "workers", "transfers")],
  events: areaEvents,
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

async function* areaEvents(task: LevelTask): AsyncGenerator<Event, void> {
  const worths = await raiseOverTime(task);
  if (worths !== undefined) keepWorths(task.incumbent, worths);
  yield { work: 0 };
}
