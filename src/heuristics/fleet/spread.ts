import type { Fleet } from "./pools.ts";

/** Where each task of a fleet goes. */
export interface Spread {
  /** Resource copy by task copy. */
  readonly place: Int32Array;
  /** Load by resource copy. */
  readonly load: Float64Array;
}

/**
 * Deals the tasks of each pool out to its copies: the heaviest first, each to the copy with the least load (LPT,
 * Graham 1969, DOI 10.1137/0117039). O(tasks x log copies).
 */
export function spreadFlow(
  fleet: Fleet,
  flow: Int32Array,
  taskStart: Int32Array,
  resourceStart: Int32Array,
): Spread {
  const { classes, pools, weight } = fleet;
  const place = new Int32Array(taskStart[classes]);
  const load = new Float64Array(resourceStart[pools]);
  const next = taskStart.slice(0, classes);
  for (let r = 0; r < pools; r++) {
    const present: number[] = [];
    for (let t = 0; t < classes; t++) if (flow[t * pools + r] > 0) present.push(t);
    present.sort((a, b) => weight[b * pools + r] - weight[a * pools + r] || a - b);
    const first = resourceStart[r];
    const heap = Int32Array.from({ length: resourceStart[r + 1] - first }, (_, i) => first + i);
    for (const t of present) {
      const heavy = weight[t * pools + r];
      for (let n = flow[t * pools + r]; n > 0; n--) {
        place[next[t]++] = heap[0];
        load[heap[0]] += heavy;
        sink(heap, load);
      }
    }
  }
  return { place, load };
}

/** Restores the heap (least load first, then number) after its first copy got more. */
function sink(heap: Int32Array, load: Float64Array): void {
  const copy = heap[0];
  const own = load[copy];
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child], load)) child++;
    const other = heap[child];
    if (load[other] > own || (load[other] === own && other > copy)) break;
    heap[i] = other;
    i = child;
  }
  heap[i] = copy;
}

function isBefore(a: number, b: number, load: Float64Array): boolean {
  return load[a] < load[b] || (load[a] === load[b] && a < b);
}
