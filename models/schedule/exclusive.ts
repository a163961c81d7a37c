import {
  byPlace,
  byUnit,
  type PlacedFamily,
  type ScheduleDraft,
  startSlots,
  Terms,
} from "./draft.ts";
import type { CopyPool } from "./places.ts";

/**
 * An exclusive piece e has its resource copy to itself: where n pieces of another unit may run there,
 *     n sum of running e + running pieces of the unit <= n,
 * and at most one exclusive piece runs. A piece of length 0 at an instant stands in no other one (started before, ending
 * after) that it may not share with: where n of its unit may stand there, x + n sum of those around <= n. On places with seats only
 * the latter is left to say.
 */
export function addExclusiveRows(draft: ScheduleDraft): void {
  for (const [place, pieces] of byPlace(draft.pieces)) {
    if (place.seats === undefined) addSharing(draft, pieces);
    addStanding(draft, place, pieces);
  }
}

function isExclusive({ rules }: ScheduleDraft, { unit }: PlacedFamily): boolean {
  return rules.exclusiveTask[unit.entry] === 1;
}

/** Pieces of a unit that may be on a place at once. */
function most(pieces: readonly PlacedFamily[]): number {
  const { copies, workers } = pieces[0].unit;
  return copies.length * workers;
}

function addSharing(draft: ScheduleDraft, pieces: readonly PlacedFamily[]): void {
  const long = pieces.filter(({ length }) => length > 0);
  const alone = long.filter((family) => isExclusive(draft, family));
  if (alone.length === 0) return;
  const { builder } = draft;
  for (const slot of startSlots(alone)) {
    const terms = new Terms();
    for (const family of alone) terms.addRunning(family, slot);
    builder.addRow({ upper: 1, ...terms });
  }
  for (const families of byUnit(long.filter((family) => !isExclusive(draft, family))).values()) {
    const n = most(families);
    for (const slot of startSlots([...alone, ...families])) {
      const terms = new Terms();
      for (const family of alone) terms.addRunning(family, slot, n);
      for (const family of families) terms.addRunning(family, slot);
      builder.addRow({ upper: n, ...terms });
    }
  }
}

function addStanding(draft: ScheduleDraft, place: CopyPool, pieces: readonly PlacedFamily[]): void {
  const { builder, rules } = draft;
  const long = pieces.filter(({ length }) => length > 0);
  const isAlone = rules.exclusiveResource[place.entry] === 1;
  for (const families of byUnit(pieces.filter(({ length }) => length === 0)).values()) {
    const around = (others: readonly PlacedFamily[]) => {
      const n = most(families);
      for (const slot of startSlots(families)) {
        const terms = new Terms();
        for (const family of others) terms.addAround(family, slot, n);
        if (terms.columns.length === 0) continue;
        for (const family of families) terms.addStarts(family, slot, slot);
        builder.addRow({ upper: n, ...terms });
      }
    };
    if (isAlone) {
      around(long);
      continue;
    }
    const alone = long.filter((family) => isExclusive(draft, family));
    if (alone.length > 0) around(alone);
    if (!families.some((family) => isExclusive(draft, family))) continue;
    for (const others of byUnit(long.filter((family) => !isExclusive(draft, family))).values()) {
      if (most(others) === 1) around(others);
      else addApart(draft, families, others);
    }
  }
}

/** Of an exclusive task of length 0 with one worker: n x + pieces of the other unit around it <= n. */
function addApart(
  { builder, refusals }: ScheduleDraft,
  families: readonly PlacedFamily[],
  others: readonly PlacedFamily[],
): void {
  const n = most(others);
  if (most(families) > 1) {
    refusals.push(
      "Several workers of length 0 that are exclusive, beside tasks of which several run at once, have no integer program.",
    );
    return;
  }
  for (const slot of startSlots(families)) {
    const terms = new Terms();
    for (const family of others) terms.addAround(family, slot);
    if (terms.columns.length === 0) continue;
    for (const family of families) terms.addStarts(family, slot, slot, n);
    builder.addRow({ upper: n, ...terms });
  }
}
