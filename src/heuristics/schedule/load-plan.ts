import { piecesOf } from "../../plan/build.ts";
import { deviceRanges } from "../../plan/piece.ts";
import type { Plan } from "../../plan/types.ts";
import { Board, type Place } from "./board.ts";
import type { ScheduleView } from "./view.ts";

/** A board with the pieces of a verified plan. A piece without an option is left out. */
export function loadPlan(view: ScheduleView, plan: Plan): Board {
  const board = new Board(view);
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
  for (const [task, { start, places }] of byTask) {
    const end = places.reduce((most, { option }) => Math.max(most, start + option.runtime), start);
    board.put(task, { start, end, places });
  }
  return board;
}
