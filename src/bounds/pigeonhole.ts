import type { Instance } from "../instance/types.ts";
import { safeNumber } from "./exact.ts";
import { entriesInUse, factsOf, leastValues, usableValue } from "./facts.ts";
import { AT_ONCE } from "./handles.ts";
import { boundMethod, type PartBound } from "./method.ts";

/** More pieces than this are not laid out one by one. */
const PIECES = 2_000_000;

/**
 * Of the q x m + 1 longest pieces some copy of m gets q + 1, at least the shortest of these: for q = 1 the
 * classic p[m] + p[m+1]. Each piece counts with its least runtime.
 */
const lastEnd: PartBound<"last end"> = (instance) => {
  const runtimes = pieceRuntimes(instance);
  if (runtimes === undefined) return undefined;
  const { resources } = instance;
  const inUse = entriesInUse(instance);
  const copies = resources.reduce((sum, { count }, r) => (inUse[r] ? sum + count : sum), 0);
  if (copies === 0) return undefined;
  const sums = prefixSums(runtimes);
  let longest = 0;
  for (let q = 1; q * copies < runtimes.length; q++) {
    const last = q * copies;
    longest = Math.max(longest, sums[last + 1] - sums[last - q]);
  }
  return longest === 0 ? undefined : safeNumber(earliestStart(instance, inUse) + longest);
};

/** Least runtimes of all pieces of mandatory indivisible task copies, longest first. */
function pieceRuntimes(instance: Instance): Float64Array | undefined {
  const runtime = usableValue(instance, instance.pairs.runtime);
  const found: number[] = [];
  for (const { members, times } of factsOf(instance).items) {
    for (const { task, copies } of members) {
      if (instance.tasks[task].divisible) continue;
      const one = { members: [{ task, copies: 1 }], times: 1 };
      const least = leastValues(instance, one, (r) => runtime(task, r));
      if (least === undefined || found.length + times * copies * least.length > PIECES) {
        return undefined;
      }
      for (let i = 0; i < times * copies; i++) found.push(...least);
    }
  }
  return Float64Array.from(found).sort().reverse();
}

function prefixSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i] + values[i];
  return sums;
}

/** Nothing runs before the first release and the first `from`. */
function earliestStart(instance: Instance, inUse: readonly boolean[]): number {
  if (instance.mode === "placement") return 0;
  const { tasks, resources } = instance;
  const from = Math.min(...resources.filter((_, r) => inUse[r]).map((resource) => resource.from));
  const release = tasks.reduce(
    (least, task) => (task.optional ? least : Math.min(least, task.release)),
    Infinity,
  );
  return Math.max(from, release);
}

/** See `lastEnd` above. */
export const pigeonhole = boundMethod("pigeonhole", [AT_ONCE], { "last end": lastEnd });
