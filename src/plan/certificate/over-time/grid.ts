import { rulesOf } from "../../../instance/schedule.ts";
import type { Instance } from "../../../instance/types.ts";
import { windowsOf } from "./windows.ts";

/**
 * The largest number that divides every time of an instance: runtimes where a task may run, releases, windows' begins,
 * lags, setups and maintenance. Rounding all starts of a lawful plan down to multiples of it keeps every rule: what then
 * runs in one step [k g, (k + 1) g) ran together just before (k + 1) g. So for what only grows with ends the best plan has
 * multiples of it alone. At least 1.
 */
export function gridOf(instance: Instance): number {
  const known = grids.get(instance);
  if (known !== undefined) return known;
  const { tasks, resources, pairs } = instance;
  const { usable } = windowsOf(instance);
  const { precedence, setup, maintenance } = rulesOf(instance);
  let grid = 0;
  const take = (time: number) => {
    grid = commonDivisor(grid, time);
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
  const result = Math.max(1, grid);
  grids.set(instance, result);
  return result;
}

const grids = new WeakMap<Instance, number>();

export function commonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}

/** The smallest multiple of `step` that is no smaller; step > 0. */
export function roundUpTo(value: bigint, step: bigint): bigint {
  const rest = value % step;
  return rest <= 0n ? value - rest : value - rest + step;
}
