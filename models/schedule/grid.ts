import { rulesOf } from "../../src/instance/schedule.ts";
import type { Instance } from "../../src/instance/types.ts";
import { gcd } from "../../src/util/divisor.ts";

/** The instants at which pieces of the program may start: 0, tick, 2 tick ... */
export interface TimeGrid {
  /** Milliseconds. */
  readonly tick: number;
  /** No piece ends after this slot. */
  readonly horizon: number;
}

/**
 * A grid that holds a best plan of every target and every list of limits.
 *
 * Tick: the greatest common divisor of what keeps a start from being earlier (runtimes, releases, beginnings of windows, ends of
 * maintenance, lags, setups) and of `steps` by which time is paid. Rounding every start of a plan down to the
 * grid keeps each relation "a + constant <= b" between starts and ends, so every rule; what overlaps afterwards did before,
 * and intervals that meet in pairs share an instant (Helly), so no load grows. No end gets later. Paid time, rounded up to
 * whole steps, does not grow, since a step is a multiple of the tick.
 *
 * Horizon: let W be the sum over task copies of their longest runtimes, over copies waited for of their longest lags and over
 * pieces of the longest setups, and D the last release, beginning of a window or end of a maintenance that counts. If nothing
 * runs, no lag and no setup passes in a slot after D, everything later may move up by a slot, and no value gets
 * worse (intervals may merge, which costs no more); so some best plan ends by D + W. A maintenance from D + W on does not count:
 * were there such an idle slot before it, all that comes later would fit in front of it.
 * With `atMost` (a limit on the makespan) no piece ends later either. O(pairs + maintenance log).
 */
export function gridOf(
  instance: Instance,
  usable: ArrayLike<number>,
  steps: readonly number[],
  atMost: number,
): TimeGrid {
  const rules = rulesOf(instance);
  const { tasks, resources, pairs } = instance;
  const R = resources.length;
  const longest = tasks.map(() => 0);
  let tick = steps.reduce(gcd, 0);
  tasks.forEach(({ release }, t) => {
    tick = gcd(tick, release);
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] !== 1) continue;
      tick = gcd(tick, pairs.runtime[t * R + r]);
      longest[t] = Math.max(longest[t], pairs.runtime[t * R + r]);
    }
  });
  for (const { from } of resources) tick = gcd(tick, from);
  for (const [, until] of rules.maintenance.flat()) tick = gcd(tick, until);
  for (const { lag } of rules.precedence) tick = gcd(tick, lag);
  for (const time of rules.setup) tick = gcd(tick, time);
  const step = Math.max(1, tick);
  const work = tasks.reduce((sum, { count }, t) => sum + count * longest[t], waits(instance));
  const latest = lastDate(instance, work) + work;
  return { tick: step, horizon: Math.max(0, Math.floor(Math.min(latest, atMost) / step)) };
}

/** The longest lags and setups that can pass one after another. */
function waits(instance: Instance): number {
  const { precedence, setup, families, workers, family } = rulesOf(instance);
  const lags = new Float64Array(instance.tasks.length);
  for (const { before, lag } of precedence) lags[before] = Math.max(lags[before], lag);
  return instance.tasks.reduce((sum, { count }, t) => {
    const row = setup.subarray(family[t] * families.length, (family[t] + 1) * families.length);
    const longest = row.reduce((most, time) => Math.max(most, time), 0);
    return sum + count * (lags[t] + workers[t] * longest);
  }, 0);
}

/** The last date before which something may have to wait, see `gridOf`. */
function lastDate({ tasks, resources, schedule }: Instance, work: number): number {
  let last = 0;
  for (const { release } of tasks) last = Math.max(last, release);
  for (const { from } of resources) last = Math.max(last, from);
  const closed = [...(schedule?.maintenance.flat() ?? [])].sort((a, b) => a[0] - b[0]);
  for (const [from, until] of closed) if (from < last + work) last = Math.max(last, until);
  return last;
}
