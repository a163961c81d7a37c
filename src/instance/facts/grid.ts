import { gcd } from "../../util/divisor.ts";
import { remember } from "../../util/remember.ts";
import { rulesOf } from "../schedule.ts";
import type { Instance } from "../types.ts";
import { headsOf } from "./heads.ts";

/**
 * The largest number that divides every time of an instance: runtimes where a task may run, releases, windows' begins,
 * lags, setups and maintenance. Rounding all starts of a lawful plan down to multiples of it keeps every rule: what then
 * runs in one step [k g, (k + 1) g) ran together just before (k + 1) g. So for what only grows with ends the best plan has
 * multiples of it alone. At least 1, and 1 where pieces of length 0 may stand between setups: rounding may change the order
 * of those that then share an instant.
 */
export const gridOf = remember((instance: Instance): number => {
  const { tasks, resources, pairs } = instance;
  const { usable } = headsOf(instance);
  const { precedence, setup, maintenance } = rulesOf(instance);
  let grid = 0;
  const take = (time: number) => {
    grid = gcd(grid, time);
  };
  pairs.runtime.forEach((runtime, k) => {
    if (usable[k] === 1 && grid !== 1) take(runtime);
  });
  for (const { release } of tasks) take(release);
  for (const { from } of resources) take(from);
  for (const { lag } of precedence) take(lag);
  setup.forEach(take);
  for (const list of maintenance)
    for (const [from, until] of list) for (const time of [from, until]) take(time);
  const isTangled =
    setup.some((time) => time > 0) &&
    pairs.runtime.some((time, k) => time === 0 && usable[k] === 1);
  return isTangled ? 1 : Math.max(1, grid);
});
