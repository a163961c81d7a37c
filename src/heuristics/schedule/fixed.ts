import { deviceRanges } from "../../plan/piece.ts";
import type { Placement, ScheduleView, WorkerPlace } from "./types.ts";

/** A piece as plans and pinned lists give it. */
interface FixedPiece {
  readonly task: number;
  readonly resource: number;
  readonly start: number;
  readonly devices: readonly number[];
}

/** The pieces as placements of their task copies. A piece without an option is left out. */
export function placementsAt(
  { instance, jobs, resourceTypes }: Pick<ScheduleView, "instance" | "jobs" | "resourceTypes">,
  pieces: Iterable<FixedPiece>,
): ReadonlyMap<number, Placement> {
  const byTask = new Map<number, { readonly start: number; readonly places: WorkerPlace[] }>();
  for (const { task, resource, start, devices } of pieces) {
    const entry = instance.resourceOfCopy[resource];
    const { pools } = jobs[instance.taskOfCopy[task]];
    const option = pools.flatMap(({ options }) => options).find((one) => one.entry === entry);
    if (option === undefined) continue;
    const ranges = deviceRanges(instance, entry);
    const rows = resourceTypes[entry].groups.flatMap(({ dimension, first, row }) => {
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
  const placements = new Map<number, Placement>();
  for (const [task, { start, places }] of byTask) {
    const end = places.reduce((most, { option }) => Math.max(most, start + option.runtime), start);
    placements.set(task, { start, end, places });
  }
  return placements;
}
