import { rulesOf } from "../../src/instance/schedule.ts";
import type { Target } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { gridOf, type TimeGrid } from "./grid.ts";
import { type Rate, wholeAmount } from "./rents.ts";

/** A grid, and by how much the best value on it may lie above the best of all plans; internal units of the target. */
export interface ValuedGrid {
  readonly grid: TimeGrid;
  readonly loss: number;
}

/** What decides whether time that is paid to the millisecond needs a grid of milliseconds. */
export interface PaidTime {
  readonly instance: Instance;
  readonly usable: ArrayLike<number>;
  readonly target: Target;
  /** True if a term of the target is what time costs or draws, beside amounts of pieces that starts do not change. */
  readonly isOfTime: boolean;
  /** True if there are limits of earlier levels on anything but the makespan. */
  readonly hasOtherLimits: boolean;
  /** The largest makespan that a limit allows; Infinity without one. */
  readonly atMost: number;
  /** By resource entry: rates that are no sums of runtimes. */
  readonly rates: readonly (readonly Rate[])[];
}

/**
 * A grid without the milliseconds by which time is paid, where those are all that makes it fine. Of any plan, move all starts by theta from [0, 1)
 * ticks and round them down. Rules are differences of starts and ends against multiples of the tick, deadlines and ends of windows included here, so
 * every theta keeps them. Time paid from one start to one end is, on average over theta, what it was, and time that is rounded up to whole steps never grows;
 * so some theta costs no more, but for the rounding of amounts to whole units: half a unit for each copy before, and half after. Only where a level
 * asks for nothing but that cost, since one theta must do for all: no budget, no limits but one on a makespan that is a multiple of the tick (no theta passes it).
 */
export function averagedGrid(strict: TimeGrid, paid: PaidTime): ValuedGrid {
  const { instance, usable, target, isOfTime, hasOtherLimits, atMost, rates } = paid;
  const own: ValuedGrid = { grid: strict, loss: 0 };
  const [{ factor }] = target.terms;
  if (target.terms.length !== 1 || !isOfTime || hasOtherLimits) return own;
  if (instance.budget !== undefined || instance.earlier !== undefined) return own;
  const { tasks, resources } = instance;
  const ends = [
    ...tasks.flatMap(({ deadline }) => (deadline === undefined ? [] : [deadline])),
    ...resources.flatMap(({ until }) => (until === undefined ? [] : [until])),
    ...rulesOf(instance).maintenance.flat(2),
    ...(Number.isFinite(atMost) ? [atMost] : []),
  ];
  const steps = rates.flat().flatMap(({ every }) => (every === 1 ? [] : [every]));
  const grid = gridOf(instance, usable, [...steps, ...ends], atMost);
  if (grid.tick <= strict.tick) return own;
  const rounded = resources.reduce((sum, { count }, entry) => {
    const isWhole = rates[entry].every((rate) => wholeAmount(rate, grid.tick) !== undefined);
    return isWhole ? sum : sum + count * rates[entry].length;
  }, 0);
  return { grid, loss: factor * rounded };
}
