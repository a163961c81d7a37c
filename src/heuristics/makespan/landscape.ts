import type { MakespanCore } from "../../cores/types.ts";

/** A core seen through prices on load: what a task pays on a resource above its least price, and where that is little. */
export interface MakespanLandscape {
  readonly core: MakespanCore;
  /** By resource, positive, about 1. */
  readonly price: Float64Array;
  /** By task, then resource: priced runtime, less the least of the task; Infinity where it may not run. */
  readonly excess: Float64Array;
  /** Resources by task, the least priced runtime first, `width` a task; the first again behind the last allowed one. */
  readonly near: Int32Array;
  readonly width: number;
  /** The median step from a task's least priced runtime to its second, or a tenth of the median least if resources are
   * alike: what is much and little here. */
  readonly step: number;
}

/** `mu` by resource entry; every task needs a pair. O(n m log m). */
export function makespanLandscape(
  core: MakespanCore,
  mu: Float64Array,
  most: number,
): MakespanLandscape {
  const { tasks, resources, runtime, entry } = core;
  const mean = entry.reduce((sum, r) => sum + mu[r], 0) / resources;
  // An unpriced resource still has an end: a small price keeps its overload from being free.
  const price = Float64Array.from(entry, (r) => (mean > 0 ? Math.max(mu[r] / mean, 0.05) : 1));
  const width = Math.min(most, resources);
  const near = new Int32Array(tasks * width);
  const excess = new Float64Array(tasks * resources);
  const steps: number[] = [];
  const leasts: number[] = [];
  for (let j = 0; j < tasks; j++) {
    const cost = (i: number) => price[i] * runtime[j * resources + i];
    const allowed: number[] = [];
    for (let i = 0; i < resources; i++) if (cost(i) < Infinity) allowed.push(i);
    allowed.sort((a, b) => cost(a) - cost(b) || a - b);
    for (let q = 0; q < width; q++) near[j * width + q] = allowed[q] ?? allowed[0];
    const least = cost(allowed[0]);
    for (let i = 0; i < resources; i++) excess[j * resources + i] = cost(i) - least;
    leasts.push(least);
    if (allowed.length > 1) steps.push(cost(allowed[1]) - least);
  }
  return { core, price, excess, near, width, step: median(steps) || median(leasts) / 10 };
}

/** 0 of nothing. */
function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}
