import { piecesOf } from "../../plan/build.ts";
import { deviceRanges } from "../../plan/piece.ts";
import type { Plan } from "../../plan/types.ts";
import { Board, type Place, type Placement } from "./board.ts";
import type { ScheduleView } from "./view.ts";

/** A task copy of a plan as a board takes it. Pieces without an option are left out. */
export interface Planned extends Placement {
  readonly copy: number;
}

/** A board with the pieces of a verified plan. A piece without an option is left out. */
export function loadPlan(view: ScheduleView, plan: Plan): Board {
  const board = new Board(view);
  for (const planned of placementsOf(view, plan)) board.put(planned.copy, planned);
  return board;
}

/** The placed task copies of a plan, with the runtimes of `view`, in the order of its pieces. */
export function placementsOf(view: ScheduleView, plan: Plan): Planned[] {
  const { instance } = view;
  const byTask = new Map<number, { readonly start: number; readonly places: Place[] }>();
  for (const { task, resource, start, devices } of piecesOf(plan)) {
    const entry = instance.resourceOfCopy[resource];
    const job = view.jobs[instance.taskOfCopy[task]];
    const option = job.pools.flatMap(({ options }) => options).find((one) => one.entry === entry);
    if (option === undefined) continue;
    const { groups } = view.sites[entry];
    const ranges = deviceRanges(instance, entry);
    const rows = groups.flatMap(({ dimension, first, row }) => {
      const range = ranges.find((one) => one.dimension === dimension)!;
      return devices
        .filter((device) => device >= range.first && device < range.first + range.count)
        .map((device) => row + device - first);
    });
    const known = byTask.get(task);
    const place = { copy: resource, option, devices: rows };
    if (known === undefined) byTask.set(task, { start, places: [place] });
    else known.places.push(place);
  }
  return [...byTask].map(([copy, { start, places }]) => {
    const end = places.reduce((most, { option }) => Math.max(most, start + option.runtime), start);
    return { copy, start, end, places };
  });
}
