import type { Instance } from "../src/instance/types.ts";
import { usablePairs } from "../src/instance/usable.ts";
import { gcd } from "../src/util/divisor.ts";

/** When a task may run on a resource entry, by pair entry (task * R + resource), in ms. */
export interface Windows {
  /** max(release, from). */
  readonly earliest: Float64Array;
  /** min(deadline, until); Infinity where no set of pieces on the resource can reach it. */
  readonly latest: Float64Array;
  /** By resource entry: an end of every left-shifted sequence of pieces on one copy. */
  readonly horizon: Float64Array;
  /** Divides every runtime, `earliest` and finite `latest` of the usable pairs; at least 1. */
  readonly tick: number;
}

/**
 * Batch mode: the times between which each usable pair may run. An end that even all usable pieces
 * together, started at the latest release, would keep is dropped: it cannot bind. O(T R).
 */
export function windowsOf(instance: Instance): Windows {
  const { tasks, resources, pairs } = instance;
  const R = resources.length;
  const usable = usablePairs(instance);
  const earliest = new Float64Array(tasks.length * R);
  const latest = new Float64Array(tasks.length * R);
  const horizon = Float64Array.from(resources, ({ from }) => from);
  tasks.forEach((task, t) => {
    resources.forEach((resource, r) => {
      earliest[t * R + r] = Math.max(task.release, resource.from);
      latest[t * R + r] = Math.min(task.deadline ?? Infinity, resource.until ?? Infinity);
      if (usable[t * R + r]) horizon[r] = Math.max(horizon[r], earliest[t * R + r]);
    });
  });
  tasks.forEach((task, t) => {
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r]) horizon[r] += task.count * pairs.runtime[t * R + r];
    }
  });
  let tick = 0;
  for (let e = 0; e < latest.length; e++) {
    if (latest[e] >= horizon[e % R]) latest[e] = Infinity;
    if (!usable[e]) continue;
    tick = gcd(gcd(tick, pairs.runtime[e]), earliest[e]);
    if (Number.isFinite(latest[e])) tick = gcd(tick, latest[e]);
  }
  return { earliest, latest, horizon, tick: Math.max(tick, 1) };
}
