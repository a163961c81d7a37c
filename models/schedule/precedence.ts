import type { Precedence } from "../../src/instance/schedule-rules.ts";
import { byUnit, type Family, type ScheduleDraft, startSlots, Terms } from "./draft.ts";
import type { CopyClass } from "./units.ts";

/**
 * Copy b waits for copy a: for each slot s, copies of b started by s <= copies of a ended by s - lag, the disaggregated
 * form (Christofides, Alvarez-Valdes and Tamarit 1987, DOI 10.1016/0377-2217(87)90240-2). At the last slot
 * it says that a is placed if b is. Rows that a mandatory a keeps anyway are left out.
 */
export function addPrecedenceRows(draft: ScheduleDraft): void {
  const families = byUnit(draft.starts);
  const unitsOf = (entry: number) => draft.units.filter((unit) => unit.entry === entry);
  for (const relation of draft.rules.precedence) {
    const [before, after] = [unitsOf(relation.before), unitsOf(relation.after)];
    after.forEach((b, i) => {
      for (const a of relation.pairwise ? [before[i]] : before) {
        addPair(draft, relation, a, families.get(a) ?? [], families.get(b) ?? []);
      }
    });
  }
}

function addPair(
  { builder, grid }: ScheduleDraft,
  { lag }: Precedence,
  unit: CopyClass,
  before: readonly Family[],
  after: readonly Family[],
): void {
  const wait = lag / grid.tick;
  const lastEnd = before.reduce((most, { slots, length }) => {
    return Math.max(most, (slots.at(-1) ?? -1) + length);
  }, 0);
  for (const slot of startSlots(after)) {
    const isPast = lastEnd + wait <= slot;
    if (isPast && !unit.task.optional && before.length > 0) return;
    const terms = new Terms();
    for (const family of after) terms.addStarts(family, 0, slot);
    for (const family of before) terms.addStarts(family, 0, slot - wait - family.length, -1);
    builder.addRow({ upper: 0, ...terms });
  }
}
