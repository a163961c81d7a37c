import { DEVICE } from "../../src/instance/types.ts";
import { demandOf } from "../../src/instance/usable.ts";
import { sharingOf } from "./devices.ts";
import { byPlace, type PlacedFamily, type ScheduleDraft, startSlots, Terms } from "./draft.ts";
import { type CopyPool, countFitting } from "./places.ts";

/**
 * On each place, at each slot in which a piece may start (between two of them no load grows):
 * - with seats: number of running pieces <= copies x seats;
 * - else in each dimension: sum of demands of running pieces <= capacity. An exclusive piece counts as all of it, which is
 *   tighter. Whole devices are interchangeable and a piece keeps the ones it started with, so the number of them is
 *   enough; shares that no other share there goes with count as whole ones, shares of several sizes are in devices.ts.
 * Where z is there (makespan.ts), the right side is times z, which makes the relaxation count all work at once.
 */
export function addCapacityRows(draft: ScheduleDraft): void {
  for (const [place, pieces] of byPlace(draft.pieces)) {
    const long = pieces.filter(({ length }) => length > 0);
    if (place.seats === Infinity) continue;
    if (place.seats !== undefined) {
      addLoadRows(draft, long, place.copies.length * place.seats, () => 1);
      continue;
    }
    for (const d of draft.instance.dimensions.keys()) addDimension(draft, place, long, d);
  }
}

function addDimension(
  draft: ScheduleDraft,
  { entry }: CopyPool,
  pieces: readonly PlacedFamily[],
  d: number,
): void {
  const { instance, rules } = draft;
  const capacity = instance.resources[entry].capacity[d];
  const isExclusive = ({ unit }: PlacedFamily) => rules.exclusiveTask[unit.entry] === 1;
  const demand = ({ unit }: PlacedFamily) => demandOf(instance, unit.entry, entry, d);
  const sharing = instance.dimensions[d].devices ? sharingOf(draft, entry, d) : "by device";
  if (typeof sharing === "number") {
    const seats = countFitting(instance, entry, d, sharing);
    addLoadRows(draft, pieces, seats, (family) => {
      return isExclusive(family) ? seats : Number(demand(family) > 0);
    });
    return;
  }
  const unit = sharing === "whole" ? DEVICE : 1;
  addLoadRows(draft, pieces, capacity, (family) =>
    isExclusive(family) ? capacity : Math.ceil(demand(family) / unit) * unit,
  );
}

/** sum of amount x running <= capacity (times z, if there is any), unless all pieces together keep it. */
export function addLoadRows(
  { builder, going }: ScheduleDraft,
  pieces: readonly PlacedFamily[],
  capacity: number,
  amount: (family: PlacedFamily) => number,
): void {
  const loading = pieces.filter((family) => amount(family) > 0);
  if (mostLoad(loading, amount) <= capacity) return;
  for (const slot of startSlots(loading)) {
    const terms = new Terms();
    for (const family of loading) terms.addRunning(family, slot, amount(family));
    const z = going.columns?.[slot];
    if (z !== undefined) terms.add(z, -capacity);
    builder.addRow({ upper: z === undefined ? capacity : 0, ...terms });
  }
}

/** What the pieces of all units take if they run at once. */
function mostLoad(
  pieces: readonly PlacedFamily[],
  amount: (family: PlacedFamily) => number,
): number {
  const most = new Map<number, number>();
  for (const family of pieces) {
    const { index, copies, workers } = family.unit;
    const load = amount(family) * copies.length * workers;
    most.set(index, Math.max(most.get(index) ?? 0, load));
  }
  return [...most.values()].reduce((sum, load) => sum + load, 0);
}
