import type { GapCore } from "../../cores/types.ts";

/** A core whose cheapest place of each task costs nothing, and the way back. */
export interface NormalCore {
  readonly core: GapCore;
  /** Cost of the cheapest place by task; 0 for a task without any. */
  readonly shift: Float64Array;
  /** Sum of `shift`. */
  readonly total: number;
  /** No assignment costs more, in the costs of `core`. */
  readonly dearest: number;
}

/** Shifts costs so that they are never negative; pairs that do not fit get cost 0. */
export function normalise(given: GapCore): NormalCore {
  const { tasks, resources, weight, capacity } = given;
  const cost = new Int32Array(given.cost.length);
  const shift = new Float64Array(tasks);
  let total = 0;
  let dearest = 0;
  for (let j = 0; j < tasks; j++) {
    let least = Infinity;
    let most = -Infinity;
    for (let i = 0, e = j * resources; i < resources; i++, e++) {
      if (weight[e] > capacity[i]) continue;
      least = Math.min(least, given.cost[e]);
      most = Math.max(most, given.cost[e]);
    }
    if (most === -Infinity) continue;
    shift[j] = least;
    total += least;
    dearest += most - least;
    for (let i = 0, e = j * resources; i < resources; i++, e++) {
      // A difference past 32 bits stays so large that the relaxation refuses the core.
      if (weight[e] <= capacity[i]) cost[e] = Math.min(given.cost[e] - least, 0x7fff_ffff);
    }
  }
  return { core: { ...given, cost }, shift, total, dearest };
}
