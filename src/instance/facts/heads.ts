import { remember } from "../../util/remember.ts";
import { rulesOf } from "../schedule.ts";
import type { Instance } from "../types.ts";
import { usablePairs } from "../usable.ts";

/**
 * What the times of tasks alone force, by task entry: no copy starts before `head`, and from a start on pass at least `tail`
 * ms (its own shortest runtime included) until all is over that waits for it. `least` is the shortest runtime; all three are
 * Infinity where a task can run nowhere. `usable` is 1 by task x resource entry where a piece may run.
 */
export interface Heads {
  readonly usable: Uint8Array;
  readonly head: Float64Array;
  readonly tail: Float64Array;
  readonly least: Float64Array;
  /** By task entry: what is not placed cannot be counted on, so only tasks that must be placed prove anything. */
  readonly must: readonly boolean[];
}

/**
 * Longest paths over what waits for what, with the shortest runtimes. O(T R + precedences) at the first call; all callers share
 * the answer. Throws InvariantError off mode "schedule".
 */
export const headsOf = remember((instance: Instance): Heads => {
  const { tasks, resources, pairs } = instance;
  const { precedence } = rulesOf(instance);
  const R = resources.length;
  const usable = usablePairs(instance);
  const least = new Float64Array(tasks.length).fill(Infinity);
  const head = Float64Array.from(tasks, ({ release }) => release);
  tasks.forEach(({ release }, t) => {
    let first = Infinity;
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0 || resources[r].count === 0) continue;
      least[t] = Math.min(least[t], pairs.runtime[t * R + r]);
      first = Math.min(first, Math.max(release, resources[r].from));
    }
    if (first < Infinity) head[t] = first;
  });
  const order = topological(tasks.length, precedence);
  const after: (typeof precedence)[number][][] = tasks.map(() => []);
  for (const one of precedence) after[one.before].push(one);
  // A task with no copies waits for nobody and nobody waits for it.
  const isThere = (t: number) => tasks[t].count > 0;
  for (const t of order) {
    if (!isThere(t)) continue;
    for (const { after: next, lag } of after[t])
      head[next] = Math.max(head[next], head[t] + least[t] + lag);
  }
  const must = tasks.map(({ optional }) => !optional);
  const tail = least.slice();
  for (const t of [...order].reverse()) {
    for (const { after: next, lag } of after[t]) {
      // An optional task that waits may stay away.
      if (isThere(next) && must[next]) tail[t] = Math.max(tail[t], least[t] + lag + tail[next]);
    }
  }
  return { usable, head, tail, least, must };
});

function topological(
  size: number,
  precedence: readonly { readonly before: number; readonly after: number }[],
): readonly number[] {
  const left = new Int32Array(size);
  const next: number[][] = Array.from({ length: size }, () => []);
  for (const { before, after } of precedence) {
    left[after]++;
    next[before].push(after);
  }
  const order = [...left.keys()].filter((t) => left[t] === 0);
  for (const t of order) for (const n of next[t]) if (--left[n] === 0) order.push(n);
  return order;
}
