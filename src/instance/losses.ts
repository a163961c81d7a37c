import { findResourceCopy, resourceCopyId } from "./ids.ts";
import type { Instance, Resource, Robust } from "./types.ts";

/** How many losses a plan must survive, each alone; 0 where the document asks for none. */
export function lossCount({ robust }: Instance): number {
  return robust === undefined ? 0 : robust.start.length - 1;
}

/** The resource copies that are gone after loss `i`, ascending. */
export function copiesLost({ start, copies }: Robust, i: number): Int32Array {
  return copies.subarray(start[i], start[i + 1]);
}

/** "dgx#2", or "rack=r1" where all of a label goes at once. */
export function lossName(instance: Instance, robust: Robust, i: number): string {
  const { across, copies, start } = robust;
  if (across !== undefined) return `${across.label}=${across.values[i]}`;
  return resourceCopyId(instance, copies[start[i]!]!);
}

/** The loss of that name; undefined if there is none. O(losses). */
export function findLoss(instance: Instance, robust: Robust, name: string): number | undefined {
  const { across, copies } = robust;
  if (across === undefined) {
    const copy = findResourceCopy(instance, name);
    const found = copy === undefined ? -1 : copies.indexOf(copy);
    return found < 0 ? undefined : found;
  }
  const found = across.values.findIndex((value) => `${across.label}=${value}` === name);
  return found < 0 ? undefined : found;
}

/**
 * One loss of each kind, by number: of those that take equally many copies of the same entries the first. The one that
 * takes the largest part of any dimension comes first. O(lost copies x dimensions).
 */
export function distinctLosses(instance: Instance): readonly number[] {
  const { robust, resourceOfCopy } = instance;
  if (robust === undefined) return [];
  const seen = new Set<string>();
  const losses: number[] = [];
  for (let i = 0; i + 1 < robust.start.length; i++) {
    const key = Array.from(copiesLost(robust, i), (j) => resourceOfCopy[j]).join();
    if (seen.has(key)) continue;
    seen.add(key);
    losses.push(i);
  }
  const partOf = partTaken(instance);
  const sized = losses.map((loss) => ({ loss, part: partOf(copiesLost(robust, loss)) }));
  return sized.sort((a, b) => b.part - a.part || a.loss - b.loss).map(({ loss }) => loss);
}

/** The largest part of any dimension's total capacity that some resource copies have. */
function partTaken({
  dimensions,
  resources,
  resourceOfCopy,
}: Instance): (copies: Int32Array) => number {
  const totals = dimensions.map((_, d) =>
    resources.reduce((sum, { count, capacity }) => sum + count * capacity[d]!, 0),
  );
  return (copies) =>
    Math.max(
      0,
      ...totals.map((total, d) => {
        const own = copies.reduce((sum, j) => sum + resources[resourceOfCopy[j]!]!.capacity[d]!, 0);
        return total === 0 ? 0 : own / total;
      }),
    );
}

/** The same instance without the rule on losses: a relaxation, whose plans carry no recoveries. */
export function withoutLosses(instance: Instance): Instance {
  if (instance.robust === undefined) return instance;
  const { robust: _, ...rest } = instance;
  return Object.freeze(rest);
}

/** A part of an instance and which copy of the whole each of its resource copies is. */
export interface RemainingInstance {
  readonly instance: Instance;
  readonly copyOf: Int32Array;
}

/**
 * The instance without the rule on losses and without some resource copies. Entries keep their places, so tables
 * stay as they are: one of which nothing is left keeps one copy that has no capacity and that no task may use. O(T R).
 */
export function withoutCopies(instance: Instance, lost: Iterable<number>): RemainingInstance {
  const { resources, resourceCopyStart, resourceOfCopy, pairs, tasks } = instance;
  const isLost = new Uint8Array(resourceOfCopy.length);
  for (const j of lost) isLost[j] = 1;
  const copyOf: number[] = [];
  const start = [0];
  const emptied: number[] = [];
  const left = resources.map((resource, r): Resource => {
    const from = resourceCopyStart[r]!;
    for (let j = from; j < resourceCopyStart[r + 1]!; j++) if (isLost[j] === 0) copyOf.push(j);
    const count = copyOf.length - start[r]!;
    if (count === 0) {
      copyOf.push(from);
      emptied.push(r);
    }
    start.push(copyOf.length);
    if (count === 0) return { ...resource, count: 1, capacity: resource.capacity.map(() => 0) };
    return count === resource.count ? resource : { ...resource, count };
  });
  const eligible = emptied.length === 0 ? pairs.eligible : pairs.eligible.slice();
  for (const r of emptied) {
    for (let t = 0; t < tasks.length; t++) eligible[t * resources.length + r] = 0;
  }
  const { robust: _, resourceNames: __, ...rest } = instance;
  return {
    instance: Object.freeze({
      ...rest,
      resources: left,
      pairs: { ...pairs, eligible },
      resourceCopyStart: Int32Array.from(start),
      resourceOfCopy: Int32Array.from(copyOf, (j) => resourceOfCopy[j]!),
    }),
    copyOf: Int32Array.from(copyOf),
  };
}
