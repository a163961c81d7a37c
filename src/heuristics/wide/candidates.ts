import { isUsable } from "../../instance/usable.ts";
import type { WideView } from "./view.ts";

/** The few resources of each task copy that are worth a look. */
export interface Candidates {
  readonly width: number;
  /** Length tasks x width; -1 behind the last. The cheapest at the prices first. */
  readonly resource: Int32Array;
  /** Exact ms, beside `resource`. */
  readonly runtime: Float64Array;
}

/** Tasks between two yields. */
const STRIDE = 64;

/**
 * The `width` usable resources of each task copy that are cheapest at prices of a ms of time. Reads every pair once.
 * Returns the number of a task copy without any instead, if there is one.
 */
export function* findCandidates(
  view: WideView,
  price: Float64Array,
  width: number,
): Generator<void, Candidates | { readonly homeless: number }, void> {
  const { tasks, resources, room, instance, features } = view;
  const resource = new Int32Array(tasks * width).fill(-1);
  const runtime = new Float64Array(tasks * width);
  const row = new Float64Array(resources);
  const value = new Float64Array(width);
  const rented = view.rented.map((one, r) => one + price[r]);
  const flat = view.flat.map((one, r) => one + price[r]);
  for (let j = 0; j < tasks; j++) {
    const t = instance.taskOfCopy[j];
    const start = j * width;
    if (j > 0 && instance.taskOfCopy[j - 1] === t) {
      resource.copyWithin(start, start - width, start);
      runtime.copyWithin(start, start - width, start);
      continue;
    }
    features.nearRuntimes(t, row);
    const worth = view.isFlat[t] === 1 ? flat : rented;
    let held = 0;
    let limit = Number.POSITIVE_INFINITY;
    for (let r = 0; r < resources; r++) {
      const priced = row[r] * worth[r];
      if (priced >= limit || row[r] > room[r] || !view.fits(t, r)) continue;
      let place = held < width ? held++ : width - 1;
      for (; place > 0 && value[place - 1] > priced; place--) {
        value[place] = value[place - 1];
        resource[start + place] = resource[start + place - 1];
      }
      value[place] = priced;
      resource[start + place] = r;
      if (held === width) limit = value[width - 1];
    }
    let kept = 0;
    for (let k = 0; k < held; k++) {
      const r = resource[start + k];
      resource[start + k] = -1;
      if (!isUsable(instance, t, r)) continue;
      resource[start + kept] = r;
      runtime[start + kept++] = features.runtime(t, r);
    }
    if (kept === 0) return { homeless: j };
    if (j % STRIDE === 0) yield;
  }
  return { width, resource, runtime };
}
