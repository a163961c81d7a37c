import { isUsable } from "../../instance/usable.ts";
import type { Candidates } from "./candidates.ts";
import type { WideView } from "./view.ts";

/** An assignment that keeps all windows: resource and exact runtime by task copy, and the time left by resource. */
export interface WideAssignment {
  readonly at: Int32Array;
  readonly runtime: Float64Array;
  readonly room: Float64Array;
}

/**
 * Each task copy on its cheapest candidate at the prices that still has room, those that lose most by waiting first;
 * the others, longest first, wherever they fit and are cheapest. Undefined if one fits nowhere any more.
 */
export function assignByPrices(
  view: WideView,
  { width, resource, runtime }: Candidates,
  price: Float64Array,
): WideAssignment | undefined {
  const { tasks, instance } = view;
  const room = Float64Array.from(view.room);
  const at = new Int32Array(tasks).fill(-1);
  const taken = new Float64Array(tasks);
  const worthOf = (j: number) =>
    view.isFlat[instance.taskOfCopy[j]] === 1 ? view.flat : view.rented;
  const priced = (j: number, k: number) =>
    runtime[k] * (worthOf(j)[resource[k]] + price[resource[k]]);
  const loss = new Float64Array(tasks);
  for (let j = 0; j < tasks; j++) {
    const k = j * width;
    const last = lastOf(resource, k, width);
    loss[j] =
      last === k ? Number.POSITIVE_INFINITY : (priced(j, last) - priced(j, k)) / priced(j, k);
  }
  const order = Int32Array.from({ length: tasks }, (_, j) => j);
  const left: number[] = [];
  for (const j of order.sort((a, b) => compare(loss[b], loss[a]) || a - b)) {
    for (let k = j * width; k < (j + 1) * width && resource[k] >= 0; k++) {
      if (runtime[k] > room[resource[k]]) continue;
      at[j] = resource[k];
      taken[j] = runtime[k];
      room[at[j]] -= runtime[k];
      break;
    }
    if (at[j] < 0) left.push(j);
  }
  left.sort((a, b) => runtime[b * width] - runtime[a * width] || a - b);
  return placeRest(view, left, { at, runtime: taken, room }, price);
}

function placeRest(
  view: WideView,
  left: readonly number[],
  held: WideAssignment,
  price: Float64Array,
): WideAssignment | undefined {
  const { instance, features, resources } = view;
  const row = new Float64Array(resources);
  for (const j of left) {
    const t = instance.taskOfCopy[j];
    features.nearRuntimes(t, row);
    const worth = view.isFlat[t] === 1 ? view.flat : view.rented;
    let least = Number.POSITIVE_INFINITY;
    for (let r = 0; r < resources; r++) {
      const value = row[r] * (worth[r] + price[r]);
      if (value >= least || row[r] > held.room[r] || !isUsable(instance, t, r)) continue;
      const runtime = features.runtime(t, r);
      if (runtime > held.room[r]) continue;
      least = value;
      held.at[j] = r;
      held.runtime[j] = runtime;
    }
    if (held.at[j] < 0) return undefined;
    held.room[held.at[j]] -= held.runtime[j];
  }
  return held;
}

function lastOf(resource: Int32Array, start: number, width: number): number {
  let last = start;
  while (last + 1 < start + width && resource[last + 1] >= 0) last++;
  return last;
}

/** Infinities compare as numbers do; NaN of a task that costs nothing comes last. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : a > b ? 1 : Number.isNaN(a) ? -1 : 1;
}
