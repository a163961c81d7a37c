import type { Random } from "../../util/random.ts";
import type { WideView } from "./view.ts";

/** Epochs over all tasks: how strongly a filled window raises its price, as a share of the mean price of a ms. */
const STRENGTHS = [1, 0.3, 0.1, 0.03, 0.01];
/** Tasks between two decays of all prices, which is also how often it yields. */
const STRIDE = 64;

/**
 * Prices of a ms of each resource's window by online dual descent: tasks come one after the other, take what is cheapest
 * at the prices of the moment, and raise its price by the share of the window that they fill, while all prices fall as
 * time goes by. Where loads and time keep pace, prices stand still. Returns the mean over the last epoch. One epoch reads
 * every pair once. Source: Balseiro, Lu, Mirrokni (2023), DOI 10.1287/opre.2021.2242.
 */
export function* descendOnline(
  view: WideView,
  random: Random,
): Generator<void, Float64Array, void> {
  const { tasks, resources, room, instance, features } = view;
  const row = new Float64Array(resources);
  const price = new Float64Array(resources);
  const sum = new Float64Array(resources);
  const order = Int32Array.from({ length: tasks }, (_, j) => j);
  const scale = meanPrice(view, random);
  for (let epoch = 0; epoch < STRENGTHS.length; epoch++) {
    shuffle(order, random);
    const strength = scale * STRENGTHS[epoch];
    const isLast = epoch === STRENGTHS.length - 1;
    for (let k = 0; k < tasks; k++) {
      const t = instance.taskOfCopy[order[k]];
      features.nearRuntimes(t, row);
      const at = cheapest(view, t, row, price);
      // A window without an end is never full.
      if (at >= 0) price[at] += (strength * row[at]) / room[at];
      if (k % STRIDE !== STRIDE - 1) continue;
      const decay = (strength * STRIDE) / tasks;
      for (let r = 0; r < resources; r++) {
        price[r] = Math.max(0, price[r] - decay);
        if (isLast) sum[r] += price[r];
      }
      yield;
    }
  }
  const samples = Math.floor(tasks / STRIDE);
  return samples === 0 ? price : sum.map((one) => one / samples);
}

/** The resource where a task is cheapest at the prices of time, or -1 if it fits nowhere. `row`: its near runtimes. */
export function cheapest(
  view: WideView,
  t: number,
  row: Float64Array,
  price: Float64Array,
): number {
  const { room } = view;
  const worth = view.isFlat[t] === 1 ? view.flat : view.rented;
  let least = Number.POSITIVE_INFINITY;
  let at = -1;
  for (let r = 0; r < row.length; r++) {
    const value = row[r] * (worth[r] + price[r]);
    if (value < least && row[r] <= room[r] && view.fits(t, r)) {
      least = value;
      at = r;
    }
  }
  return at;
}

/** What a ms costs where a few random tasks are cheapest. */
function meanPrice(view: WideView, random: Random): number {
  const row = new Float64Array(view.resources);
  const free = new Float64Array(view.resources);
  let value = 0;
  let time = 0;
  for (let k = 0; k < 100; k++) {
    const t = view.instance.taskOfCopy[random.int(0, view.tasks - 1)];
    view.features.nearRuntimes(t, row);
    const at = cheapest(view, t, row, free);
    if (at < 0) continue;
    value += row[at] * (view.isFlat[t] === 1 ? view.flat : view.rented)[at];
    time += row[at];
  }
  return time > 0 && value > 0 ? value / time : 1;
}

function shuffle(order: Int32Array, random: Random): void {
  for (let k = order.length - 1; k > 0; k--) {
    const other = random.int(0, k);
    const held = order[k];
    order[k] = order[other];
    order[other] = held;
  }
}
