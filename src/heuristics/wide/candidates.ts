import type { WideView } from "./view.ts";

/** Resources that are kept for each task copy. */
export const WIDTH = 32;

/** The few resources of each task copy that are worth a look. */
export interface Candidates {
  /** Length tasks x `WIDTH`; -1 behind the last. The cheapest at the prices first. */
  readonly resource: Int32Array;
  /** What it fills there, exactly, and what it costs, nearly; beside `resource`. */
  readonly load: Float64Array;
  readonly value: Float64Array;
}

/** Tasks between two yields. */
const STRIDE = 64;

/**
 * The `WIDTH` usable resources of each task copy that are cheapest at prices. Reads every pair once. Returns the number
 * of a task copy without any instead, if there is one.
 */
export function* findCandidates(
  view: WideView,
  price: Float64Array,
): Generator<void, Candidates | { readonly unplaced: number }, void> {
  const { tasks, resources, room, instance } = view;
  const candidates = {
    resource: new Int32Array(tasks * WIDTH).fill(-1),
    load: new Float64Array(tasks * WIDTH),
    value: new Float64Array(tasks * WIDTH),
  };
  const { resource } = candidates;
  const load = new Float64Array(resources);
  const value = new Float64Array(resources);
  const priced = new Float64Array(WIDTH);
  for (let j = 0; j < tasks; j++) {
    const t = instance.taskOfCopy[j];
    const start = j * WIDTH;
    if (j > 0 && instance.taskOfCopy[j - 1] === t) {
      resource.copyWithin(start, start - WIDTH, start);
      candidates.load.copyWithin(start, start - WIDTH, start);
      candidates.value.copyWithin(start, start - WIDTH, start);
      continue;
    }
    view.read(t, load, value);
    let held = 0;
    let limit = Number.POSITIVE_INFINITY;
    for (let r = 0; r < resources; r++) {
      const one = value[r] + load[r] * price[r];
      if (!(one < limit) || load[r] > room[r] || !view.isOpen(t, r)) continue;
      let place = held < WIDTH ? held++ : WIDTH - 1;
      for (; place > 0 && priced[place - 1] > one; place--) {
        priced[place] = priced[place - 1];
        resource[start + place] = resource[start + place - 1];
      }
      priced[place] = one;
      resource[start + place] = r;
      if (held === WIDTH) limit = priced[WIDTH - 1];
    }
    let kept = start;
    for (let k = start; k < start + held; k++) {
      const r = resource[k];
      const exact = view.loadOf(t, r);
      resource[k] = -1;
      // What was near enough to fit may be a unit too much.
      if (exact > room[r]) continue;
      resource[kept] = r;
      candidates.load[kept] = exact;
      candidates.value[kept++] = value[r];
    }
    if (kept === start) return { unplaced: j };
    if (j % STRIDE === 0) yield;
  }
  return candidates;
}
