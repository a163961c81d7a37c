import type { Instance } from "../../src/instance/types.ts";
import type { Piece } from "../../src/plan/build.ts";

/** The greatest time, in ms, of which all times of a schedule are multiples. */
export function unitOf(instance: Instance): number {
  const { tasks, resources, pairs, schedule } = instance;
  const { precedence, setup, maintenance, billing } = schedule!;
  const times = [
    ...pairs.runtime,
    ...setup,
    ...tasks.flatMap(({ release, due = 0, deadline = 0 }) => [release, due, deadline]),
    ...resources.flatMap(({ from, until = 0 }) => [from, until]),
    ...precedence.map(({ lag }) => lag),
    ...maintenance.flat(2),
    ...billing.flatMap(({ every }) => (every === 1 ? [] : [every])),
  ];
  return times.reduce(divisor, 0) || 1;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/**
 * Every start of the grid that a copy may have in some plan that is no worse than any other: up to `latestEnd` at most.
 */
export function gridStarts(
  instance: Instance,
  copy: number,
  hosts: readonly number[],
  unit: number,
): readonly number[] {
  const { tasks, taskOfCopy, resources, resourceOfCopy, pairs } = instance;
  const t = taskOfCopy[copy];
  const entries = hosts.map((place) => resourceOfCopy[place]);
  const first = Math.max(tasks[t].release, ...entries.map((r) => resources[r].from));
  const last = Math.min(
    ...entries.map((r) => {
      const { until = Infinity } = resources[r];
      const end = Math.min(tasks[t].deadline ?? Infinity, until, latestEnd(instance));
      return end - pairs.runtime[t * resources.length + r];
    }),
  );
  const starts: number[] = [];
  for (let start = first; start <= last; start += unit) starts.push(start);
  return starts;
}

/**
 * By when everything has ended in some best plan, also of an objective for which waiting is worth something: behind the
 * last release, opening and maintenance, time in which nothing runs at all can be left out but for what lags and setups
 * before the next start ask for. Then all later times come nearer, and no paid interval grows.
 */
function latestEnd(instance: Instance): number {
  const { tasks, taskOfCopy, resources, pairs, schedule } = instance;
  const { precedence, setup, maintenance, families, family } = schedule!;
  const R = resources.length;
  const opens = Math.max(
    0,
    ...tasks.map(({ release }) => release),
    ...resources.map(({ from }) => from),
    ...maintenance.flat().map(([, until]) => until),
  );
  const longest = [...taskOfCopy].map((t) => {
    const run = Math.max(0, ...pairs.runtime.subarray(t * R, (t + 1) * R));
    const lags = precedence.map(({ after, lag }) => (after === t ? lag : 0));
    const setups = families.map((_, f) => setup[f * families.length + family[t]]);
    return run + Math.max(0, ...lags, ...setups);
  });
  // What stands at one instant may have to stand a ms apart for the order that setups want.
  const apart = setup.some((time) => time > 0) ? taskOfCopy.length : 0;
  return longest.reduce((sum, one) => sum + one, opens + apart);
}

/** Where a copy could not start one unit earlier for what is placed, opens or is released. Ascending. */
export function criticalStarts(
  instance: Instance,
  copy: number,
  hosts: readonly number[],
  placed: readonly Piece[],
): readonly number[] {
  const { tasks, taskOfCopy, resources, resourceOfCopy, pairs, schedule } = instance;
  const { precedence, maintenance, setup, families, family } = schedule!;
  const t = taskOfCopy[copy];
  const entries = hosts.map((place) => resourceOfCopy[place]);
  const first = Math.max(tasks[t].release, ...entries.map((r) => resources[r].from));
  const starts = new Set([first, ...entries.flatMap((r) => maintenance[r].map(([, end]) => end))]);
  for (const { task, resource, start = 0 } of placed) {
    const other = taskOfCopy[task];
    const runtime = pairs.runtime[other * resources.length + resourceOfCopy[resource]];
    const end = start + runtime;
    starts.add(end);
    starts.add(end + setup[family[other] * families.length + family[t]]);
    for (const { before, after, lag } of precedence) {
      if (before === other && after === t) starts.add(end + lag);
    }
  }
  return [...starts].filter((start) => start >= first).sort((a, b) => a - b);
}
