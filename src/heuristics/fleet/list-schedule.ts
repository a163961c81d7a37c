import { exchangeLoads } from "./exchange-loads.ts";
import { siftDown } from "./heap.ts";
import type { Items, ListSchedule } from "./types.ts";

/**
 * Deals tasks out to equal copies of a limit; `items` stand with the heaviest first. Each goes to the copy with the least
 * load (LPT, Graham 1969, DOI 10.1137/0117039), then copies exchange tasks until all keep the limit, if they can. If
 * not: the better of LPT within the limit and of filling copy by copy (first-fit decreasing), neither of which need
 * take all. O(tasks x log copies + copies x items).
 */
export function listSchedule(items: readonly Items[], copies: number, limit: number): ListSchedule {
  const even = longestFirst(items, copies, Infinity);
  if (isWithin(even.load, limit)) return even;
  const exchanged = exchangeLoads(items, even, limit);
  if (isWithin(exchanged.load, limit)) return exchanged;
  const within = longestFirst(items, copies, limit);
  const full = firstFit(items, copies, limit);
  return full.sum > within.sum ? full : within;
}

function isWithin(load: Float64Array, limit: number): boolean {
  for (let c = 0; c < load.length; c++) if (load[c] > limit) return false;
  return true;
}

function longestFirst(items: readonly Items[], copies: number, limit: number): ListSchedule {
  const load = new Float64Array(copies);
  const heap = Int32Array.from({ length: copies }, (_, i) => i);
  const copy = new Int32Array(items.reduce((all, { count }) => all + count, 0));
  const placed = new Int32Array(items.length);
  let k = 0;
  let sum = 0;
  items.forEach(({ weight, count }, i) => {
    for (let n = count; n > 0 && load[heap[0]] + weight <= limit; n--) {
      copy[k++] = heap[0];
      load[heap[0]] += weight;
      sum += weight;
      placed[i]++;
      siftDown(heap, load);
    }
  });
  return { copy, placed, load, sum, isAll: k === copy.length };
}

function firstFit(items: readonly Items[], copies: number, limit: number): ListSchedule {
  const load = new Float64Array(copies);
  const lists: number[][] = items.map(() => []);
  let sum = 0;
  for (let c = 0; c < copies; c++) {
    items.forEach(({ weight, count }, i) => {
      const room = weight === 0 ? count : Math.floor((limit - load[c]) / weight);
      const taken = Math.min(room, count - lists[i].length);
      for (let n = taken; n > 0; n--) lists[i].push(c);
      load[c] += taken * weight;
      sum += taken * weight;
    });
  }
  const placed = Int32Array.from(lists, (list) => list.length);
  const isAll = items.every(({ count }, i) => placed[i] === count);
  return { copy: Int32Array.from(lists.flat()), placed, load, sum, isAll };
}
