import { eject } from "./eject.ts";
import { siftDown } from "./heap.ts";
import { listSchedule } from "./list-schedule.ts";
import type { Fleet } from "./pools.ts";

/** Where each task of a fleet goes, as far as there was room. */
export interface FleetPacking {
  /** Resource copy by task copy; -1 where none had room. */
  readonly place: Int32Array;
  /** Load by resource copy. */
  readonly load: Float64Array;
  /** Tasks without a place. */
  readonly unplaced: number;
  /** Of each pool that could not take all of its own flow. */
  readonly waste: readonly Waste[];
}

/** What a pool took, where that was not all: pieces larger than the mean gap it was left with will not fill that. */
export interface Waste {
  readonly pool: number;
  /** Unused on a copy, on average. */
  readonly gap: number;
  /** The load of the pieces larger than that. */
  readonly large: number;
}

/**
 * Deals the tasks of each pool out to its copies, the heaviest first: each to the copy with the least load (LPT,
 * Graham 1969, DOI 10.1137/0117039), or, where those do not all fit and it holds more, copy by copy as much as goes in
 * (first-fit decreasing). What no copy has room for then goes to the pool that has, where it is priced least.
 * O(tasks x log copies + copies x classes + unplaced x pools).
 */
export function packFlow(
  fleet: Fleet,
  flow: Int32Array,
  limit: Float64Array,
  taskStart: Int32Array,
  resourceStart: Int32Array,
): FleetPacking {
  const { classes, pools, weight } = fleet;
  const place = new Int32Array(taskStart[classes]).fill(-1);
  const load = new Float64Array(resourceStart[pools]);
  const waste: Waste[] = [];
  const next = taskStart.slice(0, classes);
  const left = new Int32Array(classes);
  const heaps: Int32Array[] = [];
  for (let r = 0; r < pools; r++) {
    const first = resourceStart[r];
    const items = present(fleet, flow, r).map((t) => ({
      t,
      weight: weight[t * pools + r],
      count: flow[t * pools + r],
    }));
    const copies = resourceStart[r + 1] - first;
    const listed = listSchedule(items, copies, limit[r]);
    if (!listed.isAll) {
      const gap = limit[r] - listed.sum / copies;
      const large = items.reduce(
        (sum, item, i) => (item.weight > gap ? sum + listed.placed[i] * item.weight : sum),
        0,
      );
      waste.push({ pool: r, gap, large });
    }
    load.set(listed.load, first);
    let k = 0;
    items.forEach(({ t, count }, i) => {
      for (let n = listed.placed[i]; n > 0; n--) place[next[t]++] = first + listed.copy[k++];
      left[t] += count - listed.placed[i];
    });
    heaps.push(
      Int32Array.from({ length: copies }, (_, i) => first + i).sort(
        (a, b) => load[a] - load[b] || a - b,
      ),
    );
  }
  const waiting = house(fleet, left, limit, heaps, { place, load, next });
  const unplaced =
    waiting === 0 ? 0 : eject(fleet, limit, { place, load, taskStart, resourceStart });
  return { place, load, unplaced, waste };
}

/** Classes that flow into a pool, the heaviest there first. */
function present({ classes, pools, weight }: Fleet, flow: Int32Array, r: number): number[] {
  const found: number[] = [];
  for (let t = 0; t < classes; t++) if (flow[t * pools + r] > 0) found.push(t);
  return found.sort((a, b) => weight[b * pools + r] - weight[a * pools + r] || a - b);
}

interface Dealing {
  readonly place: Int32Array;
  readonly load: Float64Array;
  readonly next: Int32Array;
}

function house(
  { classes, pools, weight, priced }: Fleet,
  left: Int32Array,
  limit: Float64Array,
  heaps: readonly Int32Array[],
  { place, load, next }: Dealing,
): number {
  const least = (t: number) => {
    let one = Infinity;
    for (let r = 0; r < pools; r++) one = Math.min(one, weight[t * pools + r]);
    return one;
  };
  const waiting: { t: number; size: number }[] = [];
  for (let t = 0; t < classes; t++) if (left[t] > 0) waiting.push({ t, size: least(t) });
  waiting.sort((a, b) => b.size - a.size || a.t - b.t);
  let unplaced = 0;
  for (const { t } of waiting) {
    for (let n = left[t]; n > 0; n--) {
      let at = -1;
      for (let r = 0; r < pools; r++) {
        const pair = t * pools + r;
        if (weight[pair] === Infinity || load[heaps[r][0]] + weight[pair] > limit[r]) continue;
        if (at === -1 || priced[pair] < priced[t * pools + at]) at = r;
      }
      if (at === -1) {
        unplaced += n;
        break;
      }
      const heap = heaps[at];
      place[next[t]++] = heap[0];
      load[heap[0]] += weight[t * pools + at];
      siftDown(heap, load);
    }
  }
  return unplaced;
}
