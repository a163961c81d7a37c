import { gcd } from "../../src/util/divisor.ts";
import { byPlace, byUnit, type PlacedFamily, type ScheduleDraft, Terms } from "./draft.ts";
import type { CopyPool } from "./places.ts";

/** What a resource entry is paid for (or draws) while something runs on a copy of it. */
export interface Rate {
  /** Amount for `per` ms: micro-dollars for an hour, or milliwatts for a second. */
  readonly amount: number;
  readonly per: number;
  readonly by: "occupied" | "rental";
  /** Each interval is rounded up to a multiple of this; ms. */
  readonly every: number;
}

type Add = (column: number, coefficient: number) => void;

/** True if pieces never overlap on a copy and nothing is rounded up, so that occupied time is the sum of runtimes. */
export function isSumOfRuntimes({ by, every }: Rate, seats: number | undefined): boolean {
  return seats === 1 && by === "occupied" && every === 1;
}

/** amount x ms / per, if that is whole for the time; else undefined. */
export function wholeAmount({ amount, per }: Rate, time: number): number | undefined {
  const product = BigInt(amount) * BigInt(time);
  return product % BigInt(per) === 0n ? Number(product / BigInt(per)) : undefined;
}

/**
 * Adds what each place costs for its occupied or rented time, rounded half up for each copy:
 * - where pieces never overlap and nothing is rounded up: amount x sum of runtimes;
 * - occupied, in steps of a tick: on[slot] >= running pieces; amount x sum of on (intervals that a tick is rounded up to merge);
 * - rented: from the first slot on that is on to the last one, held[slot] >= begun + more - 1, in blocks of `every`.
 * Another step of occupied time is refused.
 */
export function addRates(draft: ScheduleDraft, rateOf: (entry: number) => Rate, add: Add): void {
  for (const [place, all] of byPlace(draft.pieces)) {
    const rate = rateOf(place.entry);
    const pieces = all.filter(({ length }) => length > 0);
    if (rate.amount === 0 || pieces.length === 0) continue;
    if (isSumOfRuntimes(rate, place.seats)) addRuntimes(draft, place, pieces, rate, add);
    else if (rate.by === "rental") addRental(draft, pieces, rate, add);
    else if (stepOf(rate, draft.grid.tick) === draft.grid.tick)
      addOccupied(draft, pieces, rate, add);
    else refuse(draft, rate);
  }
}

/** The step by which time on the grid is paid: intervals of ticks are never rounded up to a part of a tick. */
function stepOf({ every }: Rate, tick: number): number {
  return tick % every === 0 ? tick : every;
}

function refuse({ refusals }: ScheduleDraft, { per }: Rate): void {
  const what = per === 1000 ? "Energy" : "Occupied time";
  refusals.push(
    `${what} of resources on which tasks overlap, or that is rounded up, has no integer program: ` +
      "only rented time (billing by rental with every) and exclusive resources have one.",
  );
}

function addRuntimes(
  draft: ScheduleDraft,
  { copies }: CopyPool,
  pieces: readonly PlacedFamily[],
  rate: Rate,
  add: Add,
): void {
  const { tick } = draft.grid;
  const whole = pieces.map(({ length }) => wholeAmount(rate, length * tick));
  if (copies.length > 1 || whole.every((amount) => amount !== undefined)) {
    pieces.forEach(({ columns, factor }, i) => {
      for (const column of columns) add(column, (whole[i] ?? 0) * factor);
    });
    return;
  }
  const terms = new Terms();
  for (const family of pieces) terms.addAll(family, family.length);
  addRounded(draft, terms, tick, rate, add);
}

/** on[slot] = 1 if something runs on a resource copy, by slot. */
function onColumns({ builder, grid, fills }: ScheduleDraft, pieces: readonly PlacedFamily[]) {
  const on = Array.from({ length: grid.horizon }, (_, slot) =>
    builder.addColumn({
      upper: 1,
      integer: true,
      name: `on[${pieces[0].place.copies[0]},${slot}]`,
    }),
  );
  for (const families of byUnit(pieces).values()) {
    const { copies, workers } = families[0].unit;
    for (let slot = 0; slot < on.length; slot++) {
      const terms = new Terms();
      for (const family of families) terms.addRunning(family, slot);
      if (terms.columns.length === 0) continue;
      terms.add(on[slot], -copies.length * workers);
      builder.addRow({ upper: 0, ...terms });
    }
  }
  fills.push((point) => {
    for (const { slots, columns, length } of pieces) {
      slots.forEach((slot, i) => {
        if (point[columns[i]] > 0) for (let s = slot; s < slot + length; s++) point[on[s]] = 1;
      });
    }
  });
  return on;
}

function addOccupied(
  draft: ScheduleDraft,
  pieces: readonly PlacedFamily[],
  rate: Rate,
  add: Add,
): void {
  const terms = new Terms();
  for (const column of onColumns(draft, pieces)) terms.add(column, 1);
  addRounded(draft, terms, draft.grid.tick, rate, add);
}

function addRental(
  draft: ScheduleDraft,
  pieces: readonly PlacedFamily[],
  rate: Rate,
  add: Add,
): void {
  const { builder, fills, grid } = draft;
  const on = onColumns(draft, pieces);
  const name = pieces[0].place.copies[0];
  const [begun, more, held] = ["begun", "more", "held"].map((what) =>
    on.map((_, slot) => builder.addColumn({ upper: 1, name: `${what}[${name},${slot}]` })),
  );
  on.forEach((column, slot) => {
    const atMost = (a: number, b: number) =>
      builder.addRow({ upper: 0, columns: [a, b], coefficients: [1, -1] });
    atMost(column, begun[slot]);
    atMost(column, more[slot]);
    atMost(column, held[slot]);
    if (slot > 0) {
      atMost(begun[slot - 1], begun[slot]);
      atMost(more[slot], more[slot - 1]);
    }
    const columns = [begun[slot], more[slot], held[slot]];
    builder.addRow({ upper: 1, columns, coefficients: [1, 1, -1] });
  });
  const blocks = builder.addColumn({ integer: true, name: `blocks[${name}]` });
  const step = stepOf(rate, grid.tick);
  const size = step / grid.tick;
  builder.addRow({
    upper: 0,
    columns: [...held, blocks],
    coefficients: [...held.map(() => 1), -size],
  });
  fills.push((point) => {
    const first = on.findIndex((column) => point[column] > 0);
    if (first < 0) return;
    const last = on.findLastIndex((column) => point[column] > 0);
    on.forEach((_, slot) => {
      point[begun[slot]] = slot >= first ? 1 : 0;
      point[more[slot]] = slot <= last ? 1 : 0;
      point[held[slot]] = slot >= first && slot <= last ? 1 : 0;
    });
    point[blocks] = Math.ceil((last - first + 1) / size);
  });
  const terms = new Terms();
  terms.add(blocks, 1);
  addRounded(draft, terms, step, rate, add);
}

/**
 * The cost of `terms` steps of `step` ms, rounded half up to a whole amount c: 2 per c >= 2 amount step N - per + 1, over the
 * greatest common divisor of the coefficients. No column is needed where a step costs a whole amount.
 */
function addRounded(
  { builder, fills, refusals }: ScheduleDraft,
  { columns, coefficients }: Terms,
  step: number,
  rate: Rate,
  add: Add,
): void {
  const whole = wholeAmount(rate, step);
  if (whole !== undefined) {
    columns.forEach((column, i) => {
      add(column, whole * coefficients[i]);
    });
    return;
  }
  const [left, right] = [2 * rate.per, 2 * rate.amount * step];
  if (!Number.isSafeInteger(right * coefficients.reduce((sum, c) => sum + c, 0))) {
    refusals.push("Prices of time are too finely divided for an integer program.");
    return;
  }
  const divisor = gcd(left, right);
  const c = builder.addColumn({ integer: true, name: `c${builder.columns}` });
  const least = Math.ceil((rate.per - 1) / -divisor) + 0;
  builder.addRow({
    lower: least,
    columns: [c, ...columns],
    coefficients: [left / divisor, ...coefficients.map((one) => (-right / divisor) * one)],
  });
  fills.push((point) => {
    const steps = columns.reduce((sum, column, i) => sum + coefficients[i] * point[column], 0);
    const value =
      BigInt(rate.amount) * BigInt(step) * BigInt(Math.round(steps)) * 2n + BigInt(rate.per);
    point[c] = Number(value / BigInt(left));
  });
  add(c, 1);
}
