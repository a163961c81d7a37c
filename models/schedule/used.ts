import { resourceCopyId } from "../../src/instance/ids.ts";
import { byPlace, byUnit, type PlacedFamily, type ScheduleDraft, Terms } from "./draft.ts";
import type { CopyPool } from "./places.ts";

/**
 * Adds price[r] used[r] for each resource copy that may hold something. Copies of an entry that has a price must stand apart
 * (`Formulation.apart`).
 */
export function addUsed(
  draft: ScheduleDraft,
  priceOf: (entry: number) => number,
  add: (column: number, coefficient: number) => void,
): void {
  for (const [place, families] of byPlace(draft.pieces)) {
    const price = priceOf(place.entry);
    if (price > 0) add(usedColumn(draft, place, families), price);
  }
}

/** used[r] = 1 if the copy holds a piece: of each unit, sum over slots of x <= used times the most that this can be. */
function usedColumn(
  { instance, builder, fills, used: known }: ScheduleDraft,
  place: CopyPool,
  families: readonly PlacedFamily[],
): number {
  const made = known.get(place);
  if (made !== undefined) return made;
  const name = () => `used[${resourceCopyId(instance, place.copies[0])}]`;
  const used = builder.addColumn({ upper: 1, integer: true, name });
  known.set(place, used);
  for (const [unit, own] of byUnit(families)) {
    const terms = new Terms();
    for (const family of own) terms.addAll(family);
    terms.add(used, -unit.copies.length * unit.workers);
    builder.addRow({ upper: 0, ...terms });
  }
  fills.push((point) => {
    const isUsed = families.some(({ columns }) => columns.some((x) => point[x] > 0));
    point[used] = isUsed ? 1 : 0;
  });
  return used;
}
