import { DEVICE } from "../../src/instance/types.ts";
import { demandOf, deviceDimensions } from "../../src/instance/usable.ts";
import { deviceRanges } from "../../src/plan/piece.ts";
import {
  byPlace,
  type Family,
  type PieceDevices,
  type PlacedFamily,
  type ScheduleDraft,
  startSlots,
  Terms,
} from "./draft.ts";
import type { CopyPool } from "./places.ts";

/**
 * How pieces with a length divide the devices of a dimension on a resource entry: "whole" if no two of them go on one device; the
 * size of a share if all have that size; "by device" where it matters which device a piece is on.
 */
export function sharingOf(
  { instance, pieces }: ScheduleDraft,
  entry: number,
  d: number,
): "whole" | "by device" | number {
  const demands = new Set<number>();
  for (const { unit, place, length } of pieces) {
    if (place.entry !== entry || length === 0) continue;
    const demand = demandOf(instance, unit.entry, entry, d);
    if (demand > 0) demands.add(demand);
  }
  const shares = [...demands].filter((demand) => demand < DEVICE);
  const least = Math.min(...shares);
  if (!shares.some((share) => share + least <= DEVICE)) return "whole";
  return demands.size === 1 ? least : "by device";
}

/**
 * Where shares of several sizes, or shares and whole demands, go on the devices of a resource copy, a piece keeps its devices
 * and nothing can be moved: y[unit, place, slot, device] counts the pieces on a device, with sum over devices of
 * y = ceil(demand) x, and on each device at each slot in which one may start, sum of running min(demand, 1) y <= 1.
 */
export function addDeviceRows(draft: ScheduleDraft): void {
  for (const [place, pieces] of byPlace(draft.pieces)) {
    if (place.seats !== undefined) continue;
    for (const d of deviceDimensions(draft.instance)) {
      if (sharingOf(draft, place.entry, d) === "by device") addByDevice(draft, place, pieces, d);
    }
  }
}

function addByDevice(
  draft: ScheduleDraft,
  { entry }: CopyPool,
  pieces: readonly PlacedFamily[],
  d: number,
): void {
  const { instance, builder } = draft;
  const demand = ({ unit }: PlacedFamily) => demandOf(instance, unit.entry, entry, d);
  const count = instance.resources[entry].capacity[d] / DEVICE;
  const families = pieces
    .filter((family) => family.length > 0 && demand(family) > 0)
    .map((family) => addChoice(draft, family, d, count, demand(family)));
  for (let g = 0; g < count; g++) {
    for (const slot of startSlots(families.map(({ pieces: of }) => of))) {
      const terms = new Terms();
      for (const { pieces: of, devices } of families) {
        terms.addRunning(devices[g], slot, Math.min(demand(of), DEVICE));
      }
      builder.addRow({ upper: DEVICE, ...terms });
    }
  }
  draft.deviceFamilies.push(...families);
  draft.fills.push((point, plan) => fillDevices(draft, families, point, plan));
}

function addChoice(
  { builder }: ScheduleDraft,
  pieces: PlacedFamily,
  dimension: number,
  count: number,
  demand: number,
): PieceDevices {
  const taken = Math.ceil(demand / DEVICE);
  const most = demand < DEVICE ? Math.floor(DEVICE / demand) : 1;
  const y = pieces.columns.map((x) => {
    const columns = Array.from({ length: count }, (_, g) =>
      builder.addColumn({ upper: most, integer: true, name: `y[${x},${g}]` }),
    );
    const terms = new Terms();
    for (const column of columns) terms.add(column, 1);
    terms.add(x, -taken * pieces.factor);
    builder.addRow({ lower: 0, upper: 0, ...terms });
    return columns;
  });
  const devices = Array.from(
    { length: count },
    (_, g): Family => ({ ...pieces, columns: y.map((row) => row[g]), factor: 1 }),
  );
  return { pieces, dimension, devices };
}

/** Copies that have become equal through numbering (see encode.ts) are found by what the point says of their pieces. */
function fillDevices(
  draft: ScheduleDraft,
  families: readonly PieceDevices[],
  point: Float64Array,
  plan: Parameters<ScheduleDraft["fills"][number]>[1],
): void {
  const { instance, grid } = draft;
  for (const { pieces, dimension, devices } of families) {
    const { place, unit } = pieces;
    const range = deviceRanges(instance, place.entry).find((one) => one.dimension === dimension);
    for (let k = 0; k < plan.task.length; k++) {
      if (plan.resource[k] !== place.copies[0] || !unit.copies.includes(plan.task[k])) continue;
      const i = pieces.slots.indexOf(Math.floor(plan.start[k] / grid.tick));
      // A gang may be counted in another of the cells that hold the place.
      if (i < 0 || range === undefined || point[pieces.columns[i]] === 0) continue;
      for (const device of plan.device.subarray(plan.deviceStart[k], plan.deviceStart[k + 1])) {
        const g = device - range.first;
        if (g >= 0 && g < range.count) point[devices[g].columns[i]]++;
      }
    }
  }
}
