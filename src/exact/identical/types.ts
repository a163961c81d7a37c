import { gcd } from "../../util/divisor.ts";

/**
 * Whole tasks on identical resources (P||Cmax): each of n items runs on one of m resources, and the largest sum of runtimes
 * is to be small. Items of runtime 0 are left out; they fit anywhere.
 */
export interface IdenticalCore {
  /** Resource copies, at least 1. */
  readonly resources: number;
  /** By item, descending, whole numbers from 1 on of `divisor` ms; their sum is exact. */
  readonly runtime: Float64Array;
  /** Equal runtimes are one kind: the runtime of each, descending, and how many items have it. */
  readonly kind: Float64Array;
  readonly count: Int32Array;
  readonly total: number;
  /** Milliseconds in one unit of runtime: the greatest common divisor. */
  readonly divisor: number;
}

/** The core of a multiset of runtimes (ms, whole, from 0 on). O(n log n). */
export function identicalCore(runtimes: readonly number[], resources: number): IdenticalCore {
  const positive = runtimes.filter((one) => one > 0).sort((a, b) => b - a);
  const divisor = positive.reduce(gcd, 0) || 1;
  const runtime = Float64Array.from(positive, (one) => one / divisor);
  const kind: number[] = [];
  const count: number[] = [];
  for (const one of runtime) {
    if (one === kind.at(-1)) count[count.length - 1]++;
    else {
      kind.push(one);
      count.push(1);
    }
  }
  return {
    resources,
    runtime,
    kind: Float64Array.from(kind),
    count: Int32Array.from(count),
    total: runtime.reduce((sum, one) => sum + one, 0),
    divisor,
  };
}

/** The largest load of an assignment (resource by item). O(n + m). */
export function loadOf({ runtime, resources }: IdenticalCore, assignment: Int32Array): number {
  const load = new Float64Array(resources);
  for (let j = 0; j < runtime.length; j++) load[assignment[j]] += runtime[j];
  return load.reduce((most, one) => Math.max(most, one), 0);
}
