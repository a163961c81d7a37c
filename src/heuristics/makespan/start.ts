import type { MakespanCore } from "../../cores/types.ts";

/**
 * Each task, the longest (by its least runtime) first, where it ends first: list scheduling by longest processing
 * time (Graham 1969, DOI 10.1137/0117039), which on unrelated machines is the earliest completion time rule (Ibarra,
 * Kim 1977, DOI 10.1145/322003.322011). Ties go to the shorter runtime, then the lower index. Undefined if a task
 * has no pair. O(n m + n log n).
 */
export function earliestCompletion(core: MakespanCore): Int32Array | undefined {
  const { tasks, resources, runtime } = core;
  const least = new Float64Array(tasks);
  for (let j = 0; j < tasks; j++) {
    least[j] = Number.POSITIVE_INFINITY;
    for (let i = 0; i < resources; i++) least[j] = Math.min(least[j], runtime[j * resources + i]);
    if (least[j] === Number.POSITIVE_INFINITY) return undefined;
  }
  const order = Array.from(least.keys()).sort((a, b) => least[b] - least[a] || a - b);
  const assignment = new Int32Array(tasks);
  const load = new Float64Array(resources);
  for (const j of order) {
    let at = -1;
    let end = Number.POSITIVE_INFINITY;
    let own = Number.POSITIVE_INFINITY;
    for (let i = 0; i < resources; i++) {
      const one = runtime[j * resources + i];
      const after = load[i] + one;
      if (after < end || (after === end && one < own)) {
        at = i;
        end = after;
        own = one;
      }
    }
    assignment[j] = at;
    load[at] = end;
  }
  return assignment;
}
