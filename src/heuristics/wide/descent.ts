import type { Random } from "../../util/random.ts";
import type { WideView } from "./view.ts";

/** Tasks between two decays of all prices, which is also how often it yields. */
const STRIDE = 64;

/**
 * Prices of a unit of each resource by online dual descent: tasks come one after the other, take what is cheapest at the
 * prices of the moment, and raise its price by the share of the resource that they fill, while all prices fall as time
 * goes by. Where loads and time keep pace, prices stand still. One epoch for each of `strengths`: how strongly what fills
 * a resource raises its price, as a share of the mean price; each begins from the mean of the second half of the one
 * before, and the last mean is returned. An epoch reads every pair once. Source: Balseiro, Lu, Mirrokni (2023), DOI
 * 10.1287/opre.2021.2242.
 */
export function* descendOnline(
  view: WideView,
  random: Random,
  strengths: readonly number[],
  start?: Float64Array,
): Generator<void, Float64Array, void> {
  const { tasks, resources, room, instance } = view;
  const load = new Float64Array(resources);
  const value = new Float64Array(resources);
  const price = start?.slice() ?? new Float64Array(resources);
  const sum = new Float64Array(resources);
  const order = Int32Array.from({ length: tasks }, (_, j) => j);
  const scale = meanPrice(view, random);
  for (const share of strengths) {
    shuffle(order, random);
    const strength = scale * share;
    let samples = 0;
    sum.fill(0);
    for (let k = 0; k < tasks; k++) {
      const t = instance.taskOfCopy[order[k]];
      view.read(t, load, value);
      const at = cheapest(view, t, load, value, price);
      // What has no end is never full.
      if (at >= 0 && room[at] > 0) price[at] += (strength * load[at]) / room[at];
      if (k % STRIDE !== STRIDE - 1) continue;
      const decay = (strength * STRIDE) / tasks;
      const isLate = k >= tasks / 2;
      for (let r = 0; r < resources; r++) {
        price[r] = Math.max(0, price[r] - decay);
        if (isLate) sum[r] += price[r];
      }
      if (isLate) samples++;
      yield;
    }
    // The mean has less noise than where the walk happens to end.
    if (samples > 0) for (let r = 0; r < resources; r++) price[r] = sum[r] / samples;
  }
  return price;
}

/** The resource where a task is cheapest at the prices, or -1 if it fits nowhere; with its row as `read`. */
export function cheapest(
  view: WideView,
  t: number,
  load: Float64Array,
  value: Float64Array,
  price: Float64Array,
  room: Float64Array = view.room,
): number {
  let least = Number.POSITIVE_INFINITY;
  let at = -1;
  for (let r = 0; r < load.length; r++) {
    const priced = value[r] + load[r] * price[r];
    if (priced < least && load[r] <= room[r] && view.isOpen(t, r)) {
      least = priced;
      at = r;
    }
  }
  return at;
}

/** What a unit costs where a few random tasks are cheapest. */
function meanPrice(view: WideView, random: Random): number {
  const load = new Float64Array(view.resources);
  const value = new Float64Array(view.resources);
  const free = new Float64Array(view.resources);
  let spent = 0;
  let filled = 0;
  for (let k = 0; k < 100; k++) {
    const t = view.instance.taskOfCopy[random.int(0, view.tasks - 1)];
    view.read(t, load, value);
    const at = cheapest(view, t, load, value, free);
    if (at < 0) continue;
    spent += Math.abs(value[at]);
    filled += load[at];
  }
  return filled > 0 && spent > 0 ? spent / filled : 1;
}

function shuffle(order: Int32Array, random: Random): void {
  for (let k = order.length - 1; k > 0; k--) {
    const other = random.int(0, k);
    const held = order[k];
    order[k] = order[other];
    order[other] = held;
  }
}
