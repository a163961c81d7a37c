import type { Plan } from "../../src/plan/types.ts";
import { InvariantError } from "../../src/util/errors.ts";
import { byUnit, type Family, type PlacedFamily, type ScheduleDraft } from "./draft.ts";

/**
 * The point of a plan: starts are rounded down to the grid and equal resource copies numbered in the order in which the plan
 * first uses them, which breaks no rule and makes no value worse (see grid.ts and columns.ts).
 * Throws InvariantError if the program has no column for a piece. O(columns + pieces).
 */
export function encodePlan(draft: ScheduleDraft, columns: number, given: Plan): Float64Array {
  const point = new Float64Array(columns);
  const plan = renumbered(draft, given);
  const starts = byUnit(draft.starts);
  const pieces = byUnit(draft.pieces);
  const unitOf = new Map(draft.units.flatMap((unit) => unit.copies.map((copy) => [copy, unit])));
  for (let k = 0; k < plan.task.length; ) {
    const copy = plan.task[k];
    const from = k;
    while (k < plan.task.length && plan.task[k] === copy) k++;
    const unit = unitOf.get(copy);
    if (unit === undefined || k - from !== unit.workers) throw missing(copy);
    const held = pieces.get(unit) ?? [];
    const used = Array.from({ length: k - from }, (_, i) => {
      const resource = plan.resource[from + i];
      return held.filter(({ place }) => place.copies.includes(resource));
    });
    const slots = used.map((_, i) => Math.floor(plan.start[from + i] / draft.grid.tick));
    if (unit.workers === 1)
      for (const [i, own] of used.entries()) add(point, own[0], slots[i], copy);
    else addGang(draft, point, starts.get(unit) ?? [], used, slots, copy);
  }
  for (const fill of draft.fills) fill(point, plan);
  return point;
}

/** Of the cells with a column for each piece the one with the shortest length. */
function addGang(
  draft: ScheduleDraft,
  point: Float64Array,
  starts: readonly Family[],
  used: readonly (readonly PlacedFamily[])[],
  slots: readonly number[],
  copy: number,
): void {
  const [slot] = slots;
  if (slots.some((other) => other !== slot)) throw missing(copy);
  const sorted = [...starts].sort((a, b) => a.length - b.length);
  for (const start of sorted) {
    const i = start.slots.indexOf(slot);
    if (i < 0) continue;
    const own = used.map((families) => families.find((one) => draft.cellOf.get(one) === start));
    if (own.some((family) => family === undefined || !family.slots.includes(slot))) continue;
    point[start.columns[i]] += 1;
    for (const family of own) {
      if (family !== undefined && family.columns !== start.columns) add(point, family, slot, copy);
    }
    return;
  }
  throw missing(copy);
}

function add(point: Float64Array, family: Family | undefined, slot: number, copy: number): void {
  const i = family?.slots.indexOf(slot) ?? -1;
  if (family === undefined || i < 0) throw missing(copy);
  point[family.columns[i]] += 1;
}

function missing(copy: number): InvariantError {
  return new InvariantError(
    `Task copy ${copy} is planned where or when the program has no column.`,
  );
}

/** The plan with copies of each resource entry numbered by their first piece. */
function renumbered({ instance }: ScheduleDraft, plan: Plan): Plan {
  const numbers = new Map<number, number>();
  const next = instance.resourceCopyStart.slice();
  const resource = plan.resource.map((copy) => {
    const known = numbers.get(copy);
    if (known !== undefined) return known;
    const number = next[instance.resourceOfCopy[copy]]++;
    numbers.set(copy, number);
    return number;
  });
  return { ...plan, resource };
}
