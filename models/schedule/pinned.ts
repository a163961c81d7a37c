import type { PinnedPiece } from "../../src/instance/types.ts";
import { deviceRanges } from "../../src/plan/piece.ts";
import { type PlacedFamily, type ScheduleDraft, Terms } from "./draft.ts";

/**
 * What has begun stays. Its windows leave one start and its own resource copies, so two things are left to say: how many workers of
 * a gang are on each copy, sum over cells and slots of x = number of its pinned pieces there; and where y chooses devices,
 * sum of y on a device = number of its pinned pieces on that device.
 */
export function addPinnedRows(draft: ScheduleDraft): void {
  for (const own of pinnedGroups(draft.instance.earlier?.pinned ?? []).values()) {
    const isOwn = isOf(draft, own[0]);
    const families = draft.pieces.filter(isOwn);
    if (families.some(({ unit }) => unit.workers > 1)) {
      const terms = new Terms();
      for (const family of families) terms.addAll(family);
      draft.builder.addRow({ lower: own.length, upper: own.length, ...terms });
    }
    addDeviceRows(draft, own, isOwn);
  }
}

/** The pinned pieces of each task copy on each resource copy, by "task resource". */
export function pinnedGroups(
  pinned: readonly PinnedPiece[],
): ReadonlyMap<string, readonly [PinnedPiece, ...PinnedPiece[]]> {
  const groups = new Map<string, [PinnedPiece, ...PinnedPiece[]]>();
  for (const piece of pinned) {
    const key = `${piece.task} ${piece.resource}`;
    const held = groups.get(key);
    if (held === undefined) groups.set(key, [piece]);
    else held.push(piece);
  }
  return groups;
}

function isOf({ instance }: ScheduleDraft, { task, resource }: PinnedPiece) {
  const entry = instance.resourceOfCopy[resource];
  return ({ unit, place }: PlacedFamily) => place.entry === entry && unit.copies.includes(task);
}

function addDeviceRows(
  { instance, builder, deviceFamilies }: ScheduleDraft,
  own: readonly PinnedPiece[],
  isOwn: (pieces: PlacedFamily) => boolean,
): void {
  const ranges = deviceRanges(instance, instance.resourceOfCopy[own[0].resource]);
  for (const { dimension, first, count } of ranges) {
    const families = deviceFamilies.filter(
      (family) => family.dimension === dimension && isOwn(family.pieces),
    );
    if (families.length === 0) continue;
    for (let g = 0; g < count; g++) {
      const terms = new Terms();
      for (const { devices } of families) terms.addAll(devices[g]);
      const held = own.filter(({ devices }) => devices.includes(first + g)).length;
      builder.addRow({ lower: held, upper: held, ...terms });
    }
  }
}
