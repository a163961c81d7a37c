import { areasOf, fullAreas } from "../instance/facts/areas.ts";
import type { PartOf } from "../instance/objectives/objective.ts";
import { piecesPerCopy } from "../instance/schedule.ts";
import type { Instance } from "../instance/types.ts";
import { demandOf } from "../instance/usable.ts";
import { gcd } from "../util/divisor.ts";
import { ceilDivide } from "./exact.ts";
import { factsOf } from "./facts.ts";
import { AT_ONCE, OVER_TIME } from "./handles.ts";
import { boundMethod, type PartBound } from "./method.ts";

/** A non-negative fraction. */
interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

const NONE: Fraction = { over: 0n, under: 1n };
const MILLION = 1_000_000n;

/** What utilizations compare: what all pieces of a task copy take together, and what makes a resource copy full. */
interface Filled {
  /** By task x resource entry, row = task. */
  readonly amount: (t: number, r: number) => number;
  /** By resource entry; entries with 0 are not compared. */
  readonly full: readonly number[];
}

/** The amounts that a task copy takes wherever it may be. */
interface Piece {
  readonly count: bigint;
  readonly pieces: bigint;
  readonly must: boolean;
  /** All of its pieces together, where they take least and most. */
  readonly least: bigint;
  readonly most: bigint;
  /** Utilization of one piece where it is least. */
  readonly lowest: Fraction;
  /** The largest full amount among its places. */
  readonly largestPlace: bigint;
}

/**
 * No plan has a lower fullest copy: the piece that fills most wherever it fills least; the mean of all copies, where amounts
 * are multiples of something also rounded to them, copy by copy.
 */
const highest: PartBound<"utilization"> = (instance, part) => {
  const ranges = rangesOf(instance, part);
  return ranges && largestOf(ranges.map(({ peak }) => peak));
};

/** The fullest copy is at least as full, and the emptiest at most as full, as sums and grains of amounts say. */
const width: PartBound<"utilization"> = (instance, part) => {
  const ranges = rangesOf(instance, part);
  return (
    ranges &&
    largestOf(
      ranges.map(({ peak, trough }) => ({
        over: peak.over * trough.under - trough.over * peak.under,
        under: peak.under * trough.under,
      })),
    )
  );
};

/** Of fullest and emptiest copies; serves every mode. */
export const utilizationRange = boundMethod("utilization-range", [AT_ONCE, OVER_TIME], {
  utilization: (instance, part, objective) =>
    (part.isRange ? width : highest)(instance, part, objective),
});

/** In millionths, rounded up, not below 0. */
function largestOf(utilizations: readonly Fraction[]): number {
  return utilizations.reduce(
    (most, { over, under }) => Math.max(most, Number(ceilDivide(over * MILLION, under))),
    0,
  );
}

/** One range for each thing compared; undefined where nothing is said, as of shares, whose amounts are rounded. */
function rangesOf(
  instance: Instance,
  part: PartOf<"utilization">,
): readonly { readonly peak: Fraction; readonly trough: Fraction }[] | undefined {
  if (instance.tasks.some(({ divisible }) => divisible)) return undefined;
  const filled = filledOf(instance, part);
  const ranges = filled?.map((one) => rangeOf(instance, one));
  return ranges?.every((range) => range !== undefined) ? ranges : undefined;
}

function filledOf(
  instance: Instance,
  { dimension }: PartOf<"utilization">,
): readonly Filled[] | undefined {
  const { mode, resources, dimensions, pairs } = instance;
  const R = resources.length;
  const chosen = [...dimensions.keys()].filter((d) => d === (dimension ?? d));
  if (mode === "placement") {
    return chosen.map((d) => ({
      amount: (t, r) => piecesPerCopy(instance, t) * demandOf(instance, t, r, d),
      full: resources.map(({ capacity }) => capacity[d]),
    }));
  }
  if (resources.some(({ until }) => until === undefined)) return undefined;
  if (mode === "batch") {
    const full = resources.map(({ from, until = from }) => until - from);
    const amount = (t: number, r: number) => piecesPerCopy(instance, t) * pairs.runtime[t * R + r];
    return [{ amount, full }];
  }
  const all = chosen.map((d) => {
    const [areas, full] = [areasOf(instance, d), fullAreas(instance, d)];
    return areas && full && { amount: (t: number, r: number) => areas[t * R + r], full };
  });
  return all.every((one) => one !== undefined) ? all : undefined;
}

function rangeOf(instance: Instance, filled: Filled) {
  const { resources } = instance;
  const copies = resources.flatMap(({ count }, r) =>
    count > 0 && filled.full[r] > 0
      ? [{ entry: r, count: BigInt(count), full: BigInt(filled.full[r]) }]
      : [],
  );
  const pieces = piecesOf(instance, filled);
  if (pieces === undefined) return undefined;
  if (copies.length === 0) return { peak: NONE, trough: NONE };
  const must = pieces.filter((piece) => piece.must);
  const full = copies.reduce((sum, one) => sum + one.count * one.full, 0n);
  const least = must.reduce((sum, one) => sum + one.count * one.least, 0n);
  const most = pieces.reduce((sum, one) => sum + one.count * one.most, 0n);
  const grain = grainOf(instance, filled);
  const peak = [...must.map(({ lowest }) => lowest), peakOf(copies, least, grain)].reduce(higher);
  const troughs = [troughOf(copies, most, grain)];
  // A copy with a large piece leaves the others no more than the rest.
  for (const { most: own, pieces: number, largestPlace } of must) {
    const rest = full - largestPlace;
    if (rest > 0n) troughs.push({ over: most * number - own, under: rest * number });
  }
  // With fewer pieces than copies one is empty.
  const filling = pieces.filter((piece) => piece.most > 0n);
  const number = filling.reduce((sum, one) => sum + one.count * one.pieces, 0n);
  if (number < copies.reduce((sum, { count }) => sum + count, 0n)) troughs.push(NONE);
  const lowest = troughs.reduce((a, b) => (higher(a, b) === a ? b : a));
  return { peak, trough: higher(peak, lowest) === peak ? lowest : peak };
}

function piecesOf(instance: Instance, { amount, full }: Filled): readonly Piece[] | undefined {
  const { usable } = factsOf(instance);
  const { tasks, resources } = instance;
  const R = resources.length;
  const pieces: Piece[] = [];
  for (const [t, { count, optional }] of tasks.entries()) {
    if (count === 0) continue;
    const number = BigInt(piecesPerCopy(instance, t));
    let [least, most, largestPlace]: [bigint | undefined, bigint, bigint] = [undefined, 0n, 0n];
    let lowest: Fraction | undefined;
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0 || resources[r].count === 0) continue;
      const here = BigInt(amount(t, r));
      if (least === undefined || here < least) least = here;
      if (here > most) most = here;
      if (BigInt(full[r]) > largestPlace) largestPlace = BigInt(full[r]);
      const utilization = full[r] === 0 ? NONE : { over: here, under: number * BigInt(full[r]) };
      if (lowest === undefined || higher(utilization, lowest) === lowest) lowest = utilization;
    }
    if (least === undefined || lowest === undefined) {
      if (optional) continue;
      return undefined;
    }
    const must = !optional;
    pieces.push({
      ...{ count: BigInt(count), pieces: number, must, least, most, lowest, largestPlace },
    });
  }
  return pieces;
}

/** What divides the amount of every piece on every copy; 0 if all are 0. */
function grainOf(instance: Instance, { amount }: Filled): bigint {
  const { usable } = factsOf(instance);
  const R = instance.resources.length;
  let grain = 0;
  for (let k = 0; k < usable.length && grain !== 1; k++) {
    if (usable[k] === 0) continue;
    const t = Math.floor(k / R);
    grain = gcd(grain, amount(t, k % R) / piecesPerCopy(instance, t));
  }
  return BigInt(grain);
}

interface Copies {
  readonly count: bigint;
  readonly full: bigint;
}

/** Multiples of the grain that are gone through one by one, and what is said after so many: the mean. */
const STEPS = 2000;

/** The least utilization at which all copies, each up to a multiple of the grain, hold an amount. */
function peakOf(copies: readonly Copies[], amount: bigint, grain: bigint): Fraction {
  if (amount <= 0n) return NONE;
  const mean = meanOf(copies, amount);
  // At the mean each holds its part rounded down; the next multiples, lowest first, must hold the rest.
  const next = copies.map(({ count, full }) => {
    return { count, full, times: (mean.over * full) / (mean.under * grain) + 1n };
  });
  let rest = next.reduce((left, { count, times }) => left - count * (times - 1n) * grain, amount);
  if (rest <= 0n) return mean;
  const utilizationOf = ({ times, full }: (typeof next)[number]) => ({
    over: times * grain,
    under: full,
  });
  for (let step = 0; step < STEPS; step++) {
    const lowest = next.reduce((a, b) => (compare(utilizationOf(b), utilizationOf(a)) < 0 ? b : a));
    rest -= lowest.count * grain;
    if (rest <= 0n) return utilizationOf(lowest);
    lowest.times++;
  }
  return mean;
}

/** The highest utilization that all copies reach, each at a multiple of the grain or more, with an amount. */
function troughOf(copies: readonly Copies[], amount: bigint, grain: bigint): Fraction {
  if (grain === 0n || amount <= 0n) return NONE;
  const mean = meanOf(copies, amount);
  // Each copy that stays a multiple below holds the utilization down to that.
  const next = copies.map(({ count, full }) => {
    return { count, full, times: ceilDivide(mean.over * full, mean.under * grain) - 1n };
  });
  let excess = next.reduce((sum, { count, times }) => sum + count * (times + 1n) * grain, -amount);
  if (excess <= 0n) return mean;
  const utilizationOf = ({ times, full }: (typeof next)[number]) => ({
    over: times * grain,
    under: full,
  });
  for (let step = 0; step < STEPS; step++) {
    const highest = next.reduce((a, b) =>
      compare(utilizationOf(b), utilizationOf(a)) > 0 ? b : a,
    );
    if (highest.times < 0n) return NONE;
    excess -= highest.count * grain;
    if (excess <= 0n) return utilizationOf(highest);
    highest.times--;
  }
  return mean;
}

function meanOf(copies: readonly Copies[], amount: bigint): Fraction {
  return { over: amount, under: copies.reduce((sum, { count, full }) => sum + count * full, 0n) };
}

function compare(a: Fraction, b: Fraction): number {
  const difference = a.over * b.under - b.over * a.under;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function higher(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) >= 0 ? a : b;
}
