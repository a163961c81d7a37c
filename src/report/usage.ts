import { type Instance, WHOLE } from "../instance/types.ts";
import { pieceEnd, taskDemand } from "../plan/piece.ts";
import type { Plan } from "../plan/types.ts";

/** How much of each dimension, and how many resource copies, are in use from one time to the next. */
export interface Usage {
  /** ms, ascending; the last is the last end. */
  readonly times: readonly number[];
  /** By dimension with capacity, then "resources": the share in use from `times[i]` on, from 0 to 1; the last is 0. */
  readonly curves: readonly { readonly name: string; readonly share: readonly number[] }[];
  /** True if a time stands for a stretch, and a share for its mean. */
  readonly isMean: boolean;
}

/** More changes than this are no longer told apart on a screen. */
const MOST_TIMES = 1500;

/** Use over time, exactly, or as means of 1,500 stretches where it changes more often. O(dimensions x n log n). */
export function usageOf(instance: Instance, plan: Plan): Usage {
  const ends = Float64Array.from(plan.task, (_, k) => pieceEnd(instance, plan, k));
  const times = distinct([Float64Array.of(0), plan.start, ends]);
  const { resources, dimensions } = instance;
  const curves = dimensions.flatMap(({ name }, d) => {
    const capacity = resources.reduce((sum, { count, capacity }) => sum + count * capacity[d], 0);
    if (capacity === 0) return [];
    const amount = (k: number) => (taskDemand(instance, plan, k, d) * plan.share[k]) / WHOLE;
    return [{ name, share: changing(times, plan.start, ends, amount, capacity) }];
  });
  const busy = busyShare(instance, plan, times, ends);
  const all = [...curves, { name: "resources", share: busy }];
  if (times.length <= MOST_TIMES) return { times: [...times], curves: all, isMean: false };
  return meansOf(times, all);
}

/** Ascending, each once. */
function distinct(lists: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    whole.set(list, at);
    at += list.length;
  }
  return whole.sort().filter((time, i, sorted) => i === 0 || time !== sorted[i - 1]);
}

function changing(
  times: Float64Array,
  from: ArrayLike<number>,
  until: ArrayLike<number>,
  amount: (k: number) => number,
  capacity: number,
): readonly number[] {
  const change = new Float64Array(times.length);
  for (let k = 0; k < from.length; k++) {
    const by = amount(k);
    change[placeOf(times, from[k])] += by;
    change[placeOf(times, until[k])] -= by;
  }
  let sum = 0;
  return Array.from(change, (by) => {
    sum += by;
    return Math.round((sum / capacity) * WHOLE) / WHOLE + 0;
  });
}

/** The share of resource copies on which anything runs. */
function busyShare(
  { resourceOfCopy }: Instance,
  plan: Plan,
  times: Float64Array,
  ends: Float64Array,
): readonly number[] {
  const order = [...plan.task.keys()].sort(
    (a, b) => plan.resource[a] - plan.resource[b] || plan.start[a] - plan.start[b],
  );
  const [from, until]: [number[], number[]] = [[], []];
  let copy = -1;
  for (const k of order) {
    if (ends[k] === plan.start[k]) continue;
    const isSame = plan.resource[k] === copy && plan.start[k] <= until[until.length - 1];
    if (isSame) until[until.length - 1] = Math.max(until[until.length - 1], ends[k]);
    else {
      from.push(plan.start[k]);
      until.push(ends[k]);
      copy = plan.resource[k];
    }
  }
  return changing(times, from, until, () => 1, Math.max(1, resourceOfCopy.length));
}

function placeOf(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function meansOf(times: Float64Array, curves: Usage["curves"]): Usage {
  const end = times[times.length - 1];
  const width = end / MOST_TIMES;
  const means = curves.map(({ name, share }) => {
    const sum = new Float64Array(MOST_TIMES);
    for (let i = 0; i + 1 < times.length; i++) {
      const until = times[i + 1];
      let from = times[i];
      for (let bin = Math.min(MOST_TIMES - 1, Math.floor(from / width)); from < until; bin++) {
        const stop = bin === MOST_TIMES - 1 ? until : Math.min(until, (bin + 1) * width);
        sum[bin] += share[i] * Math.max(0, stop - from);
        from = Math.max(from, stop);
      }
    }
    const rounded = Array.from(sum, (one) => Math.round((one / width) * 1000) / 1000);
    return { name, share: [...rounded, 0] };
  });
  const starts = Array.from({ length: MOST_TIMES + 1 }, (_, i) => Math.round(i * width));
  return { times: starts, curves: means, isMean: true };
}
