import type { Items, ListSchedule } from "./types.ts";

/** Rounds over all copies, and how many of the least loaded an overfull copy is tried with in each. */
const ROUNDS = 12;
const PARTNERS = 12;

/** Places of a copy beside its tasks, so that a task can also move without one in return. */
const BLANKS = 2;

/**
 * Lets overfull copies of a pool exchange single tasks with the least loaded ones, each time the pair that brings the
 * two nearest to each other, until all keep `limit`, or no exchange lowers the fuller of two. The largest load
 * never rises. O(rounds x tasks), plus partners x tasks of a copy for each that is overfull.
 */
export function exchangeLoads(
  items: readonly Items[],
  listed: ListSchedule,
  limit: number,
): ListSchedule {
  const copies = listed.load.length;
  const lists = listsOf(items, listed);
  const load = Float64Array.from(listed.load);
  const order = Int32Array.from(load.keys());
  for (let round = 0; round < ROUNDS; round++) {
    order.sort((a, b) => load[a] - load[b] || a - b);
    let changed = false;
    let low = 0;
    for (let high = copies - 1; high > 0 && load[order[high]] > limit; high--) {
      const copy = order[high];
      for (let n = 0; n < PARTNERS && load[copy] > limit; n++) {
        if (low >= high) low = 0;
        if (exchange(lists, load, copy, order[low++])) changed = true;
      }
    }
    if (!changed) break;
  }
  return gather(items, listed, lists, load);
}

/** Tasks by copy, the heaviest first: item numbers, and BLANKS for nothing at the end of each list. */
interface Lists {
  readonly start: Int32Array;
  readonly item: Int32Array;
  /** By item; 0 for a blank. */
  readonly weight: Float64Array;
}

function listsOf(items: readonly Items[], { copy, placed, load }: ListSchedule): Lists {
  const copies = load.length;
  const start = new Int32Array(copies + 1);
  for (let k = 0; k < copy.length; k++) start[copy[k] + 1]++;
  for (let c = 0; c < copies; c++) start[c + 1] += start[c] + BLANKS;
  const item = new Int32Array(start[copies]).fill(items.length);
  const next = start.slice(0, copies);
  let k = 0;
  for (let i = 0; i < items.length; i++) {
    for (let n = placed[i]; n > 0; n--) item[next[copy[k++]]++] = i;
  }
  return { start, item, weight: Float64Array.from([...items.map(({ weight }) => weight), 0]) };
}

/** Exchanges what brings `high` and `low` nearest to each other; false if nothing lowers `high` without `low` passing it. */
function exchange(
  { start, item, weight }: Lists,
  load: Float64Array,
  high: number,
  low: number,
): boolean {
  const difference = load[high] - load[low];
  const goal = difference / 2;
  let nearest = goal;
  let [from, to] = [-1, -1];
  let j = start[low];
  for (let i = start[high]; i < start[high + 1]; i++) {
    const own = weight[item[i]];
    // Both lists fall, so what differs by the goal from the next task is no further up.
    while (j + 1 < start[low + 1] && own - weight[item[j]] < goal) j++;
    for (let k = Math.max(start[low], j - 1); k <= j; k++) {
      const apart = Math.abs(own - weight[item[k]] - goal);
      if (apart >= nearest) continue;
      nearest = apart;
      [from, to] = [i, k];
    }
  }
  if (from === -1) return false;
  const change = weight[item[from]] - weight[item[to]];
  load[high] -= change;
  load[low] += change;
  [item[from], item[to]] = [item[to], item[from]];
  restore(item, start[high], start[high + 1], from);
  restore(item, start[low], start[low + 1], to);
  return true;
}

/** Brings the item at `at` to its place in a list that is ascending but for it. */
function restore(item: Int32Array, from: number, to: number, at: number): void {
  const own = item[at];
  let i = at;
  for (; i > from && item[i - 1] > own; i--) item[i] = item[i - 1];
  for (; i + 1 < to && item[i + 1] < own; i++) item[i] = item[i + 1];
  item[i] = own;
}

function gather(
  items: readonly Items[],
  listed: ListSchedule,
  { start, item }: Lists,
  load: Float64Array,
): ListSchedule {
  const first = new Int32Array(items.length + 2);
  items.forEach((_, i) => {
    first[i + 1] = first[i] + listed.placed[i];
  });
  const copy = new Int32Array(listed.copy.length);
  for (let c = 0; c < load.length; c++) {
    for (let s = start[c]; s < start[c + 1]; s++) {
      if (item[s] < items.length) copy[first[item[s]]++] = c;
    }
  }
  return { ...listed, copy, load };
}
