import { type Candidates, WIDTH } from "./candidates.ts";
import { cheapest } from "./descent.ts";
import type { WideView } from "./view.ts";

/** An assignment within all capacities. By task copy: its resource, what it fills and costs there. */
export interface WideAssignment {
  readonly at: Int32Array;
  readonly load: Float64Array;
  readonly value: Float64Array;
  /** What is left, by resource. */
  readonly room: Float64Array;
}

/** Each task copy in turn where it fits and costs least; undefined if one fits nowhere any more. Reads every pair once. */
export function assignInTurn(view: WideView): WideAssignment | undefined {
  const order = Array.from({ length: view.tasks }, (_, j) => j);
  return placeRest(view, order, nothingHeld(view), new Float64Array(view.resources));
}

/**
 * Each task copy on its cheapest candidate at the prices that still has room, those that lose most by waiting first;
 * the others, largest first, wherever they fit and are cheapest. Undefined if one fits nowhere any more.
 */
export function assignByPrices(
  view: WideView,
  candidates: Candidates,
  price: Float64Array,
): WideAssignment | undefined {
  const { resource, load, value } = candidates;
  const { tasks } = view;
  const held = nothingHeld(view);
  const left: number[] = [];
  for (const j of byLoss(tasks, candidates, price)) {
    for (let k = j * WIDTH; k < (j + 1) * WIDTH && resource[k] >= 0; k++) {
      if (load[k] > held.room[resource[k]]) continue;
      held.at[j] = resource[k];
      held.load[j] = load[k];
      held.value[j] = value[k];
      held.room[resource[k]] -= load[k];
      break;
    }
    if (held.at[j] < 0) left.push(j);
  }
  left.sort((a, b) => load[b * WIDTH] - load[a * WIDTH] || a - b);
  return placeRest(view, left, held, price);
}

function nothingHeld({ tasks, room }: WideView): WideAssignment {
  return {
    at: new Int32Array(tasks).fill(-1),
    load: new Float64Array(tasks),
    value: new Float64Array(tasks),
    room: Float64Array.from(room),
  };
}

function placeRest(
  view: WideView,
  left: readonly number[],
  held: WideAssignment,
  price: Float64Array,
): WideAssignment | undefined {
  const { instance, resources } = view;
  const load = new Float64Array(resources);
  const value = new Float64Array(resources);
  for (const j of left) {
    const t = instance.taskOfCopy[j];
    view.read(t, load, value);
    // Loads are near: what could have room by them is asked again, exactly.
    for (let r = 0; r < resources; r++) load[r] = Math.floor(load[r] * (1 - 1e-12));
    let at = cheapest(view, t, load, value, price, held.room);
    while (at >= 0 && view.loadOf(t, at) > held.room[at]) {
      load[at] = Infinity;
      at = cheapest(view, t, load, value, price, held.room);
    }
    if (at < 0) return undefined;
    held.at[j] = at;
    held.load[j] = view.loadOf(t, at);
    held.value[j] = value[at];
    held.room[at] -= held.load[j];
  }
  return held;
}

/** Tasks by what they lose from their first to their last candidate, relative to the first; most first. */
function byLoss(
  tasks: number,
  { resource, load, value }: Candidates,
  price: Float64Array,
): Int32Array {
  const priced = (k: number) => value[k] + load[k] * price[resource[k]];
  const loss = new Float64Array(tasks);
  for (let j = 0; j < tasks; j++) {
    const first = j * WIDTH;
    let last = first;
    while (last + 1 < first + WIDTH && resource[last + 1] >= 0) last++;
    const scale = Math.max(1, Math.abs(priced(first)));
    loss[j] = last === first ? Infinity : (priced(last) - priced(first)) / scale;
  }
  const order = Int32Array.from({ length: tasks }, (_, j) => j);
  return order.sort((a, b) => (loss[a] === loss[b] ? a - b : loss[b] > loss[a] ? 1 : -1));
}
