import { type Currency, divide, LEAST, MOST_GAIN, type Seeker } from "./divide.ts";
import type { UnitRecord } from "./record.ts";
import type { BatchUnit } from "./types.ts";

/** Limits of a whole batch: milliseconds of wall clock, units of work. */
export interface BatchLimits {
  readonly timeLimit?: number;
  readonly workLimit?: number;
}

/** A unit and what is known of it. */
export interface Standing {
  readonly unit: BatchUnit;
  readonly record?: UnitRecord | undefined;
}

/** What one unit may use in a round; absent is no limit. */
export interface Allotment {
  readonly timeLimit?: number;
  readonly workLimit?: number;
}

/** True if a unit takes part in this round: it was not final before, and has not used up a time of its own. */
export function isOpen({ unit, record }: Standing, round: number): boolean {
  if (record === undefined || record.rounds.some((known) => known.round >= round)) return true;
  return !record.final && ownLeft(unit, record, round) >= LEAST.milliseconds;
}

/** True if this round, or one behind it, is known already: an earlier run did it. */
export function isDone({ record }: Standing, round: number): boolean {
  return record?.rounds.some((known) => known.round >= round) ?? false;
}

/**
 * What the units that take part in a round may use. It depends on nothing but limits, what is left of the wall clock, and
 * the rounds before this one: so under a work limit a run that was killed and resumed gives what an unbroken one gives.
 * `wall` is the milliseconds that are left for `slots` jobs side by side; undefined without a time limit.
 */
export function allot(
  round: number,
  open: readonly Standing[],
  all: readonly Standing[],
  { workLimit }: BatchLimits,
  wall: number | undefined,
  slots: number,
): Allotment[] {
  const caps = open.map(({ unit, record }) => Math.min(wall ?? Infinity, own(unit, record, round)));
  const share = (left: number, currency: Currency, cap: readonly number[]) => {
    const seekers = open.map((standing, i) => seeker(standing, round, cap[i]));
    return divide(round, left, seekers, currency);
  };
  const time = wall === undefined ? caps : share(wall * slots, "milliseconds", caps);
  const unspent =
    workLimit === undefined ? 0 : workLimit - usedWhere(all, (known) => known < round).work;
  const none = open.map(() => Infinity);
  const work = workLimit === undefined ? none : share(unspent, "work", none);
  return open.map((_, i) => ({
    ...(time[i] === Infinity ? {} : { timeLimit: time[i] }),
    ...(work[i] === Infinity ? {} : { workLimit: work[i] }),
  }));
}

/** True if an allotment is worth a job. */
export function isWorthwhile({ timeLimit, workLimit }: Allotment): boolean {
  return timeLimit !== 0 && workLimit !== 0;
}

/** Milliseconds that earlier rounds took, of all units together. */
export function spentTime(all: readonly Standing[]): number {
  return usedWhere(all, () => true).milliseconds;
}

/** What one round used, of all units together. */
export function usedIn(all: readonly Standing[], round: number): Used {
  return usedWhere(all, (known) => known === round);
}

interface Used {
  readonly milliseconds: number;
  readonly work: number;
}

function usedWhere(all: readonly Standing[], counts: (round: number) => boolean): Used {
  const used = { milliseconds: 0, work: 0 };
  for (const { record } of all) {
    for (const { round, seconds, work } of record?.rounds ?? []) {
      if (!counts(round)) continue;
      used.milliseconds += 1000 * seconds;
      used.work += work ?? 0;
    }
  }
  return used;
}

function seeker({ record }: Standing, round: number, cap: number): Seeker {
  const before = record?.rounds.filter((known) => known.round < round).at(-1);
  return { gain: Math.max(1, before?.gain ?? MOST_GAIN), cap };
}

function own(unit: BatchUnit, record: UnitRecord | undefined, round: number): number {
  return record === undefined ? (unit.time ?? Infinity) : ownLeft(unit, record, round);
}

/** Milliseconds that a unit has left of a time of its own before a round. */
function ownLeft({ time }: BatchUnit, { rounds }: UnitRecord, round: number): number {
  if (time === undefined) return Infinity;
  let left = time;
  for (const known of rounds) if (known.round < round) left -= 1000 * known.seconds;
  return Math.max(0, Math.floor(left));
}
