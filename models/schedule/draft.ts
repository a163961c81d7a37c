import type { ScheduleRules } from "../../src/instance/schedule-rules.ts";
import type { Instance } from "../../src/instance/types.ts";
import type { ProgramBuilder } from "../../src/program/builder.ts";
import type { Fill } from "../draft.ts";
import type { TimeGrid } from "./grid.ts";
import type { CopyPool } from "./places.ts";
import type { CopyClass } from "./units.ts";

/**
 * The columns of one unit that differ in nothing but when they begin: column `columns[i]` stands for `factor` pieces (or, as a
 * start, for one copy) from slot `slots[i]` on for `length` slots. Slots ascend.
 */
export interface Family {
  readonly unit: CopyClass;
  readonly length: number;
  readonly slots: readonly number[];
  readonly columns: readonly number[];
  readonly factor: number;
}

/** Pieces of a unit on one place. */
export interface PlacedFamily extends Family {
  readonly place: CopyPool;
}

/** y[piece, device]: on which devices of a dimension with shares of several sizes the pieces stand; see devices.ts. */
export interface PieceDevices {
  readonly pieces: PlacedFamily;
  readonly dimension: number;
  /** By device number inside the dimension: as `pieces`, in devices taken. */
  readonly devices: readonly Family[];
}

/** A formulation over time under construction. */
export interface ScheduleDraft {
  readonly instance: Instance;
  readonly rules: ScheduleRules;
  readonly builder: ProgramBuilder;
  /** In the order in which the columns were added. */
  readonly fills: Fill[];
  readonly grid: TimeGrid;
  readonly units: readonly CopyClass[];
  readonly places: readonly CopyPool[];
  /** When copies start, and when pieces do; the same families but for tasks with several workers. */
  readonly starts: readonly Family[];
  readonly pieces: readonly PlacedFamily[];
  /** The starts that pieces of a task with several workers belong to. */
  readonly cellOf: ReadonlyMap<PlacedFamily, Family>;
  readonly deviceFamilies: PieceDevices[];
  /** z[slot] = 1 if the plan goes on after the slot has begun; set where the makespan is asked for. */
  readonly going: { columns?: readonly number[] };
  /** used[r] by place, where something has needed it. */
  readonly used: Map<CopyPool, number>;
  /** Why the program cannot be written; empty where it can. */
  readonly refusals: string[];
}

/** Collects the terms of a row or an objective. */
export class Terms {
  readonly columns: number[] = [];
  readonly coefficients: number[] = [];

  add(column: number, coefficient: number): void {
    this.columns.push(column);
    this.coefficients.push(coefficient);
  }

  /** `amount` for each piece of the family that starts in the slots from `from` to `to`, both included. */
  addStarts(family: Family, from: number, to: number, amount = 1): void {
    for (let i = firstFrom(family.slots, from); i < family.slots.length; i++) {
      if (family.slots[i] > to) break;
      this.add(family.columns[i], amount * family.factor);
    }
  }

  /** `amount` for each piece of the family that runs in the slot that begins at `slot`. */
  addRunning(family: Family, slot: number, amount = 1): void {
    this.addStarts(family, slot - family.length + 1, slot, amount);
  }

  /** `amount` for each piece of the family that starts before an instant and ends after it. */
  addAround(family: Family, slot: number, amount = 1): void {
    this.addStarts(family, slot - family.length + 1, slot - 1, amount);
  }

  /** `amount` for each piece of the family. */
  addAll(family: Family, amount = 1): void {
    for (const column of family.columns) this.add(column, amount * family.factor);
  }
}

/** The index of the first slot at or after `slot`. */
function firstFrom(slots: readonly number[], slot: number): number {
  let [low, high] = [0, slots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slots[middle] < slot) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The families by unit, in the order of units. */
export function byUnit<F extends Family>(
  families: readonly F[],
): ReadonlyMap<CopyClass, readonly F[]> {
  return grouped(families, ({ unit }) => unit);
}

/** The families by place. */
export function byPlace(
  pieces: readonly PlacedFamily[],
): ReadonlyMap<CopyPool, readonly PlacedFamily[]> {
  return grouped(pieces, ({ place }) => place);
}

/** Slots in which some of the families start, ascending: between two of them no load grows. */
export function startSlots(families: readonly Family[]): readonly number[] {
  return [...new Set(families.flatMap(({ slots }) => slots))].sort((a, b) => a - b);
}

function grouped<K, F>(items: readonly F[], key: (item: F) => K): ReadonlyMap<K, readonly F[]> {
  const groups = new Map<K, F[]>();
  for (const item of items) {
    const held = groups.get(key(item));
    if (held === undefined) groups.set(key(item), [item]);
    else held.push(item);
  }
  return groups;
}
