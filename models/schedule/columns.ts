import { resourceCopyId, taskCopyId } from "../../src/instance/ids.ts";
import { rulesOf } from "../../src/instance/schedule.ts";
import type { Instance } from "../../src/instance/types.ts";
import { demandOf } from "../../src/instance/usable.ts";
import type { ProgramBuilder } from "../../src/program/builder.ts";
import type { Family, PlacedFamily } from "./draft.ts";
import type { TimeGrid } from "./grid.ts";
import { type CopyPool, countFitting } from "./places.ts";
import type { CopyClass } from "./units.ts";
import { keepsLimits, slotRange, slotsOf, type TaskWindows } from "./windows.ts";

/** What columns are made of. */
export interface ColumnSources {
  readonly instance: Instance;
  readonly grid: TimeGrid;
  readonly windows: TaskWindows;
  readonly usable: ArrayLike<number>;
  readonly units: readonly CopyClass[];
  readonly places: readonly CopyPool[];
}

interface Columns {
  readonly starts: Family[];
  readonly pieces: PlacedFamily[];
  readonly cellOf: Map<PlacedFamily, Family>;
}

/** Where workers of one copy may start together: places of one kind and domain on which none runs longer than `length`. */
interface Cell {
  readonly length: number;
  readonly places: readonly CopyPool[];
}

/**
 * x[unit, place, slot]: how many copies of a unit start on a place in a slot. For a task with k workers g[unit, cell, slot] says
 * that they start together in a cell, and x[unit, place, slot] how many of them on each place of it: sum of x = k g.
 *
 * Equal resource copies are numbered in the order in which units first use them, so the unit before which n pieces come
 * needs only the first n + its own pieces of them.
 */
export function addColumns(builder: ProgramBuilder, sources: ColumnSources): Columns {
  const columns: Columns = { starts: [], pieces: [], cellOf: new Map() };
  const { starts, pieces } = columns;
  const placesOfUnit = placesByUnit(sources);
  for (const unit of sources.units) {
    const places = placesOfUnit[unit.index];
    if (unit.workers === 1) {
      for (const place of places) {
        const family = addStarts(builder, sources, unit, place);
        starts.push(family);
        pieces.push(family);
      }
      continue;
    }
    for (const cell of cellsOf(sources, unit, places)) {
      addGang(builder, sources, unit, cell, columns);
    }
  }
  return columns;
}

/** An upper bound on the number of columns that `addColumns` makes. */
export function countColumns(sources: ColumnSources): number {
  const { instance, grid, windows } = sources;
  const placesOfUnit = placesByUnit(sources);
  let count = 0;
  for (const unit of sources.units) {
    for (const { entry } of placesOfUnit[unit.index]) {
      const [first, last] = slotRange(instance, grid, windows, unit.entry, entry);
      count += Math.max(0, last - first + 1) * (unit.workers === 1 ? 1 : 2);
    }
  }
  return count;
}

/** The places that each unit may use, by unit. */
function placesByUnit({
  instance,
  usable,
  units,
  places,
}: ColumnSources): readonly (readonly CopyPool[])[] {
  const { workers, within, topology } = rulesOf(instance);
  const R = instance.resources.length;
  const before = new Float64Array(R);
  return units.map(({ entry: t, copies }) => {
    const domains = within[t] < 0 ? undefined : topology[within[t]];
    const isPossible = (r: number) =>
      usable[t * R + r] === 1 &&
      (domains === undefined || domains.of[r] >= 0) &&
      keepsLimits(instance, t, r);
    for (let r = 0; r < R; r++) if (isPossible(r)) before[r] += copies.length * workers[t];
    return places.filter(({ entry, copies: [copy] }) => {
      return isPossible(entry) && copy - instance.resourceCopyStart[entry] < before[entry];
    });
  });
}

function addStarts(
  builder: ProgramBuilder,
  { instance, grid, windows }: ColumnSources,
  unit: CopyClass,
  place: CopyPool,
): PlacedFamily {
  const slots = slotsOf(instance, grid, windows, unit.entry, place.entry);
  const upper = mostOn(instance, unit, place);
  const columns = slots.map((slot) =>
    builder.addColumn({
      upper,
      integer: true,
      name: () => `x[${unitName(instance, unit)},${placeName(instance, place)},${slot}]`,
    }),
  );
  const length = lengthOn(instance, grid, unit, place);
  return { unit, place, length, slots, columns, factor: 1 };
}

function addGang(
  builder: ProgramBuilder,
  sources: ColumnSources,
  unit: CopyClass,
  { length, places }: Cell,
  { starts, pieces, cellOf }: Columns,
): void {
  const { instance, grid, windows } = sources;
  const slotsOn = new Map(
    places.map((place) => [place, slotsOf(instance, grid, windows, unit.entry, place.entry)]),
  );
  const slots = gangSlots(sources, unit, length, slotsOn);
  if (slots.length === 0) return;
  const name = unitName(instance, unit);
  const columns = slots.map((slot) =>
    builder.addColumn({
      upper: 1,
      integer: true,
      name: () => `g[${name},${placeName(instance, places[0])},${length},${slot}]`,
    }),
  );
  const gang: Family = { unit, length, slots, columns, factor: 1 };
  starts.push(gang);
  const addPieces = (family: PlacedFamily) => {
    pieces.push(family);
    cellOf.set(family, gang);
  };
  if (places.length === 1) {
    const [place] = places;
    const own = lengthOn(instance, grid, unit, place);
    addPieces({ unit, place, length: own, slots, columns, factor: unit.workers });
    return;
  }
  const startOf = new Map(slots.map((slot, i) => [slot, columns[i]]));
  const rows = new Map<number, number[]>(slots.map((slot) => [slot, []]));
  for (const [place, possible] of slotsOn) {
    const upper = mostOn(instance, unit, place);
    const own = possible.filter((slot) => startOf.has(slot));
    const x = own.map((slot) => {
      const column = builder.addColumn({
        upper,
        integer: true,
        name: () => `x[${name},${placeName(instance, place)},${length},${slot}]`,
      });
      rows.get(slot)?.push(column);
      const start = startOf.get(slot);
      if (start !== undefined && upper < unit.workers) {
        builder.addRow({ upper: 0, columns: [column, start], coefficients: [1, -upper] });
      }
      return column;
    });
    const runs = lengthOn(instance, grid, unit, place);
    addPieces({ unit, place, length: runs, slots: own, columns: x, factor: 1 });
  }
  for (const [slot, x] of rows) {
    const start = startOf.get(slot) ?? 0;
    const coefficients = [...x.map(() => 1), -unit.workers];
    builder.addRow({ lower: 0, upper: 0, columns: [...x, start], coefficients });
  }
}

/** Where all workers have room and some place of the cell takes all of its length, ascending. */
function gangSlots(
  { instance, grid }: ColumnSources,
  unit: CopyClass,
  length: number,
  slotsOn: ReadonlyMap<CopyPool, readonly number[]>,
): readonly number[] {
  const room = new Map<number, number>();
  const longest = new Set<number>();
  for (const [place, slots] of slotsOn) {
    const isLongest = lengthOn(instance, grid, unit, place) === length;
    for (const slot of slots) {
      room.set(slot, (room.get(slot) ?? 0) + mostOn(instance, unit, place));
      if (isLongest) longest.add(slot);
    }
  }
  const slots = [...longest].filter((slot) => (room.get(slot) ?? 0) >= unit.workers);
  return slots.sort((a, b) => a - b);
}

/** One cell for each kind, domain and longest runtime of the places that a gang may use. */
function cellsOf(
  { instance, grid }: ColumnSources,
  unit: CopyClass,
  places: readonly CopyPool[],
): readonly Cell[] {
  const { within, topology } = rulesOf(instance);
  const domains = within[unit.entry] < 0 ? undefined : topology[within[unit.entry]];
  const groups = new Map<string, CopyPool[]>();
  for (const place of places) {
    const key = JSON.stringify([instance.resources[place.entry].kind, domains?.of[place.entry]]);
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  const lengthOf = (place: CopyPool) => lengthOn(instance, grid, unit, place);
  return [...groups.values()].flatMap((group) =>
    [...new Set(group.map(lengthOf))].map((length) => ({
      length,
      places: group.filter((place) => lengthOf(place) <= length),
    })),
  );
}

/** The most pieces of a unit that can start in one slot on a place. */
function mostOn(
  instance: Instance,
  { entry: t, copies, workers }: CopyClass,
  place: CopyPool,
): number {
  const all = copies.length * workers;
  const { runtime } = instance.pairs;
  if (runtime[t * instance.resources.length + place.entry] === 0) return all;
  return Math.min(all, place.copies.length * (place.seats ?? seatsFor(instance, t, place.entry)));
}

function seatsFor(instance: Instance, t: number, entry: number): number {
  if (rulesOf(instance).exclusiveTask[t] === 1) return 1;
  return instance.dimensions.reduce(
    (least, _, d) =>
      Math.min(least, countFitting(instance, entry, d, demandOf(instance, t, entry, d))),
    Infinity,
  );
}

function lengthOn(
  { pairs, resources }: Instance,
  { tick }: TimeGrid,
  unit: CopyClass,
  place: CopyPool,
): number {
  return pairs.runtime[unit.entry * resources.length + place.entry] / tick;
}

function unitName(instance: Instance, { copies, task }: CopyClass): string {
  return copies.length === 1 ? taskCopyId(instance, copies[0]) : task.id;
}

function placeName(instance: Instance, { copies, entry }: CopyPool): string {
  return copies.length === 1 ? resourceCopyId(instance, copies[0]) : instance.resources[entry].id;
}
