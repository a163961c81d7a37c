import type { Instance } from "../../instance/types.ts";
import { factsOf } from "../facts.ts";

/** Where each task entry may be, sparse by rows: pair k stands for entries `resource[k]` and the row's task. */
export interface SparsePairs {
  /** Length T + 1. */
  readonly start: Int32Array;
  readonly resource: Int32Array;
  /** Index into the pair tables. */
  readonly pair: Float64Array;
}

/** The usable pairs; undefined if a task that must be placed has none. O(pairs). */
export function placesOf(instance: Instance): SparsePairs | undefined {
  const { usable } = factsOf(instance);
  const { tasks, resources } = instance;
  const R = resources.length;
  let total = 0;
  for (const one of usable) total += one;
  const start = new Int32Array(tasks.length + 1);
  const resource = new Int32Array(total);
  const pair = new Float64Array(total);
  let k = 0;
  for (let t = 0; t < tasks.length; t++) {
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0) continue;
      resource[k] = r;
      pair[k] = t * R + r;
      k++;
    }
    if (k === start[t] && !tasks[t].optional) return undefined;
    start[t + 1] = k;
  }
  return { start, resource, pair };
}

/** The values of a table at the usable pairs; `amount` is by pair, or by task entry if not `perPair`. */
export function atPlaces(
  places: SparsePairs,
  amount: Float64Array,
  perPair: boolean,
  tasks: number,
): Float64Array {
  const values = new Float64Array(places.pair.length);
  for (let t = 0; t < tasks; t++) {
    for (let k = places.start[t]; k < places.start[t + 1]; k++) {
      values[k] = amount[perPair ? places.pair[k] : t];
    }
  }
  return values;
}
