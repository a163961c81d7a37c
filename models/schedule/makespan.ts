import type { ObjectiveForm } from "../form.ts";
import { byUnit, type Family, type ScheduleDraft, Terms } from "./draft.ts";

/**
 * makespan = tick x C, C = sum of z, where z[slot] = 1 if the plan goes on after the slot has begun (z never rises):
 * - C >= sum of (slot + length) x of a unit of one copy;
 * - of a unit of m copies: running pieces <= m z at each slot in which one may end.
 * Rows of capacity and limits have z on their right side (capacity.ts), so the relaxation is no weaker than all work by all
 * capacity.
 */
export function makespanForm(draft: ScheduleDraft): ObjectiveForm {
  const { builder, grid, fills, starts } = draft;
  const z = goingColumns(draft);
  const C = builder.addColumn({ name: "C" });
  builder.addRow({ lower: 0, upper: 0, columns: [C, ...z], coefficients: [-1, ...z.map(() => 1)] });
  for (let slot = 1; slot < z.length; slot++) {
    builder.addRow({ upper: 0, columns: [z[slot], z[slot - 1]], coefficients: [1, -1] });
  }
  for (const [{ copies }, families] of byUnit(starts)) {
    if (copies.length === 1) {
      const terms = new Terms();
      for (const { slots, columns, length } of families) {
        slots.forEach((slot, i) => {
          terms.add(columns[i], slot + length);
        });
      }
      terms.add(C, -1);
      builder.addRow({ upper: 0, ...terms });
      continue;
    }
    for (const slot of lastSlots(families)) {
      const terms = new Terms();
      for (const family of families) terms.addRunning(family, slot);
      terms.add(z[slot], -copies.length);
      builder.addRow({ upper: 0, ...terms });
    }
  }
  fills.push((point) => {
    let end = 0;
    for (const { slots, columns, length } of starts) {
      slots.forEach((slot, i) => {
        if (point[columns[i]] > 0) end = Math.max(end, slot + length);
      });
    }
    point[C] = end;
    for (let slot = 0; slot < end; slot++) point[z[slot]] = 1;
  });
  return { columns: [C], coefficients: [grid.tick], offset: 0, integral: true };
}

/** The slots in which some piece of the families runs for the last time. */
function lastSlots(families: readonly Family[]): ReadonlySet<number> {
  return new Set(families.flatMap(({ slots, length }) => slots.map((slot) => slot + length - 1)));
}

function goingColumns({ builder, grid, going }: ScheduleDraft): readonly number[] {
  const z = Array.from({ length: grid.horizon }, (_, slot) =>
    builder.addColumn({ upper: 1, integer: true, name: `z[${slot}]` }),
  );
  going.columns = z;
  return z;
}
