import { DEVICE, type Instance } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import { buildPlan, type Piece } from "../../plan/build.ts";
import { deviceRanges } from "../../plan/piece.ts";
import type { Plan } from "../../plan/types.ts";
import type { PartialSchedule } from "./partial-schedule.ts";

/** One piece while devices are dealt out on its copy. */
interface Interval {
  readonly task: number;
  readonly resource: number;
  readonly start: number;
  readonly end: number;
  readonly devices: number[];
  /** It has begun on these devices. */
  readonly isPinned: boolean;
}

/**
 * The plan of a schedule. Whole devices of dimensions without shares are dealt out by time: at its start a piece takes the
 * first that are free, which suffices wherever demands fit at every instant (intervals on a line). What is pinned keeps its
 * own; that suffices too, since it begins before all others. O(n log n).
 */
export function planOf(schedule: PartialSchedule): Plan {
  const { instance, resourceTypes } = schedule.view;
  const byCopy = new Map<number, Interval[]>();
  const begunOn = pinnedDevices(instance);
  schedule.placed.forEach((placement, task) => {
    for (const { copy, option, devices } of placement?.places ?? []) {
      const { start } = placement!;
      const list = byCopy.get(copy) ?? [];
      byCopy.set(copy, list);
      list.push({
        task,
        resource: copy,
        start,
        end: start + option.runtime,
        ...(schedule.view.pinned.has(task)
          ? { isPinned: true, devices: [...(begunOn.get(`${task} ${copy}`)?.shift() ?? [])] }
          : {
              isPinned: false,
              devices: devices.map((row) => deviceOf(resourceTypes[option.entry].groups, row)),
            }),
      });
    }
  });
  const pieces: Piece[] = [];
  for (const [copy, list] of [...byCopy].sort(([a], [b]) => a - b)) {
    list.sort((a, b) => a.start - b.start || a.end - b.end || a.task - b.task);
    const resourceType = resourceTypes[instance.resourceOfCopy[copy]];
    const apart = new Set(resourceType.groups.map(({ dimension }) => dimension));
    for (const { dimension, first, count } of deviceRanges(instance, resourceType.entry)) {
      if (apart.has(dimension) || count === 0) continue;
      const freeFrom = new Float64Array(count);
      for (const piece of list) {
        if (piece.isPinned) {
          for (const device of piece.devices) {
            if (device >= first && device < first + count)
              freeFrom[device - first] = Math.max(freeFrom[device - first], piece.end);
          }
          continue;
        }
        let wanted =
          demandOf(instance, instance.taskOfCopy[piece.task], resourceType.entry, dimension) /
          DEVICE;
        for (let d = 0; d < count && wanted > 0; d++) {
          // What takes no time meets nothing, and is in nobody's way.
          if (piece.end > piece.start) {
            if (freeFrom[d] > piece.start) continue;
            freeFrom[d] = piece.end;
          }
          piece.devices.push(first + d);
          wanted--;
        }
      }
    }
    for (const { task, resource, start, devices } of list)
      pieces.push({ task, resource, start, devices });
  }
  return buildPlan(instance, pieces);
}

/** By "task resource": the devices of each pinned piece there. */
function pinnedDevices({ earlier }: Instance): Map<string, (readonly number[])[]> {
  const lists = new Map<string, (readonly number[])[]>();
  for (const { task, resource, devices } of earlier?.pinned ?? []) {
    const key = `${task} ${resource}`;
    lists.set(key, [...(lists.get(key) ?? []), devices]);
  }
  return lists;
}

function deviceOf(
  groups: readonly { readonly row: number; readonly count: number; readonly first: number }[],
  row: number,
): number {
  const group = groups.find((one) => row >= one.row && row < one.row + one.count)!;
  return group.first + row - group.row;
}
