import type { IdenticalCore } from "../../cores/identical.ts";
import type { Random } from "../../util/random.ts";
import { addKind, isReachable } from "./reachable.ts";

/** Bits of a table of sums, and words of all tables of one split. */
const MOST_BITS = 1 << 18;
const MOST_WORDS = 1 << 21;

/**
 * Splits the items of the fullest resource and of another one anew between these two, as evenly as sums of them allow, over
 * and over, with the items in an order of chance so that equal splits differ; until no load passes `goal`. Changes
 * `assignment`. Yields the largest load after every round of as many splits as there are resources. Source: the
 * subset-sum neighbourhood of Haouari, Gharbi, Jemmali (2006), DOI 10.1111/j.1475-3995.2006.00532.x.
 */
export function* balance(
  core: IdenticalCore,
  assignment: Int32Array,
  goal: number,
  random: Random,
): Generator<number, void, void> {
  const { resources, runtime } = core;
  if (resources < 2) return;
  const load = new Float64Array(resources);
  const items: number[][] = Array.from({ length: resources }, () => []);
  assignment.forEach((i, j) => {
    load[i] += runtime[j];
    items[i].push(j);
  });
  for (;;) {
    for (let turn = 0; turn < resources; turn++) {
      const full = fullest(load);
      if (load[full] <= goal) break;
      const other = turn === 0 ? emptiest(load) : otherThan(full, resources, random);
      splitAnew(runtime, items, load, full, other, random);
    }
    let largest = 0;
    for (let i = 0; i < resources; i++) {
      largest = Math.max(largest, load[i]);
      for (const j of items[i]) assignment[j] = i;
    }
    yield largest;
    if (largest <= goal) return;
  }
}

/** The most even split, the larger part to the first; or no change if none is as even as what is there. */
function splitAnew(
  runtime: Float64Array,
  items: number[][],
  load: Float64Array,
  full: number,
  other: number,
  random: Random,
): void {
  const all = [...items[full], ...items[other]];
  random.shuffle(all);
  const sum = load[full] + load[other];
  const half = Math.floor(sum / 2);
  const scale = Math.ceil((half + 1) / MOST_BITS);
  const size = all.map((j) => Math.floor(runtime[j] / scale));
  const chosen = nearestHalf(size, Math.floor(half / scale));
  if (chosen === undefined) return;
  let less = 0;
  for (let t = 0; t < all.length; t++) if (chosen[t] === 1) less += runtime[all[t]];
  const more = Math.max(less, sum - less);
  if (more > load[full]) return;
  const isLess = less <= sum - less ? 1 : 0;
  items[other] = all.filter((_, t) => chosen[t] === isLess);
  items[full] = all.filter((_, t) => chosen[t] !== isLess);
  load[full] = more;
  load[other] = sum - more;
}

/** Marks of items with the largest sum up to `half`. Tables of sums after every item lead back to them. */
function nearestHalf(size: readonly number[], half: number): Uint8Array | undefined {
  const words = (half >>> 5) + 1;
  if (words * (size.length + 1) > MOST_WORDS) return undefined;
  const tables = new Uint32Array(words * (size.length + 1));
  tables[0] = 1;
  for (let t = 0; t < size.length; t++) {
    tables.copyWithin((t + 1) * words, t * words, (t + 1) * words);
    if (size[t] > 0) {
      addKind(tables.subarray((t + 1) * words, (t + 2) * words), size[t], 1, half);
    }
  }
  const last = tables.subarray(size.length * words);
  let sum = half;
  while (!isReachable(last, sum)) sum--;
  const chosen = new Uint8Array(size.length);
  for (let t = size.length - 1; t >= 0; t--) {
    if (isReachable(tables.subarray(t * words, (t + 1) * words), sum)) continue;
    chosen[t] = 1;
    sum -= size[t];
  }
  return chosen;
}

function fullest(load: Float64Array): number {
  let at = 0;
  for (let i = 1; i < load.length; i++) if (load[i] > load[at]) at = i;
  return at;
}

function emptiest(load: Float64Array): number {
  let at = 0;
  for (let i = 1; i < load.length; i++) if (load[i] < load[at]) at = i;
  return at;
}

function otherThan(one: number, count: number, random: Random): number {
  return (one + random.int(1, count - 1)) % count;
}
