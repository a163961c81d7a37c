import { type IdenticalCore, loadOf } from "../../cores/identical.ts";

/** Longest first, each where least is: LPT (Graham 1969, DOI 10.1137/0117039). O(n log m). */
export function longestFirst({ runtime, resources }: IdenticalCore): Int32Array {
  const assignment = new Int32Array(runtime.length);
  const load = new Float64Array(resources);
  // A heap of resources, the least load at its top.
  const heap = Int32Array.from({ length: resources }, (_, i) => i);
  for (let j = 0; j < runtime.length; j++) {
    const i = heap[0];
    assignment[j] = i;
    load[i] += runtime[j];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= resources) break;
      if (child + 1 < resources && load[heap[child + 1]] < load[heap[child]]) child++;
      if (load[heap[child]] >= load[i]) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = i;
  }
  return assignment;
}

/**
 * Longest first, each on the fullest resource that keeps `limit`; undefined if some item finds none. With halving of the limit
 * this is MULTIFIT (Coffman, Garey, Johnson 1978, DOI 10.1137/0207001) with best fit. O(n m).
 */
export function bestFit(
  { runtime, resources }: IdenticalCore,
  limit: number,
): Int32Array | undefined {
  const assignment = new Int32Array(runtime.length);
  const load = new Float64Array(resources);
  for (let j = 0; j < runtime.length; j++) {
    let at = -1;
    for (let i = 0; i < resources; i++) {
      if (load[i] + runtime[j] <= limit && (at < 0 || load[i] > load[at])) at = i;
      // Nothing is on any resource behind the first empty one.
      if (load[i] === 0) break;
    }
    if (at < 0) return undefined;
    assignment[j] = at;
    load[at] += runtime[j];
  }
  return assignment;
}

/** The better of LPT and MULTIFIT, with limits between the bound and LPT's load. */
export function firstAssignment(core: IdenticalCore, lower: number): Int32Array {
  let best = longestFirst(core);
  let value = loadOf(core, best);
  if (core.runtime.length * core.resources > MOST_STEPS) return best;
  for (let low = lower, round = 0; low < value && round < ROUNDS; round++) {
    const limit = low + Math.floor((value - 1 - low) / 2);
    const found = bestFit(core, limit);
    if (found === undefined) low = limit + 1;
    else {
      best = found;
      value = loadOf(core, found);
    }
  }
  return best;
}

const ROUNDS = 12;
/** Of one best fit. */
const MOST_STEPS = 20_000_000;
