import { remember } from "../util/remember.ts";
import { isEligible, runtimeOf } from "./features.ts";
import type { Dimension, Setting } from "./setting.ts";

/**
 * 1 for each pair of entries (row = task) that is eligible and possible on its own: the demand fits
 * into the empty resource, the label of `across` is there, and in batch mode the task can start and end
 * within its times and the window. A divisible task may go in small shares, so its size and runtime
 * rule out only a resource that has nothing of a dimension that it asks for, or no time at all.
 * O(T R D) at the first call; all callers share the answer, so whoever changes it takes a copy.
 */
export const usablePairs = remember((instance: Setting): Uint8Array => {
  const usable = Uint8Array.from(instance.pairs.eligible);
  if (instance.domains.length > 0) ruleOutUnlabelled(instance, usable);
  if (instance.mode !== "placement") ruleOutTooLate(instance, usable);
  instance.dimensions.forEach((_, d) => {
    ruleOutTooLarge(instance, d, usable);
  });
  return usable;
});

function ruleOutUnlabelled(instance: Setting, usable: Uint8Array): void {
  const { tasks, resources } = instance;
  const R = resources.length;
  for (let k = 0; k < usable.length; k++) {
    const t = Math.floor(k / R);
    if (tasks[t]!.across !== undefined && !hasLabel(instance, t, k - t * R)) usable[k] = 0;
  }
}

/** The hot part over millions of pairs: what `hasTime` says. */
function ruleOutTooLate({ tasks, resources, pairs }: Setting, usable: Uint8Array): void {
  const R = resources.length;
  const from = Float64Array.from(resources, (resource) => resource.from);
  const until = Float64Array.from(resources, (resource) => resource.until ?? Infinity);
  const { runtime } = pairs;
  for (let t = 0, k = 0; t < tasks.length; t++) {
    const { release, deadline = Infinity, divisible } = tasks[t]!;
    for (let r = 0; r < R; r++, k++) {
      const least = divisible ? Math.min(runtime[k]!, 1) : runtime[k]!;
      if (Math.max(release, from[r]!) + least > Math.min(deadline, until[r]!)) usable[k] = 0;
    }
  }
}

/** The same: what `fits` says, dimension by dimension. */
function ruleOutTooLarge(instance: Setting, dimension: number, usable: Uint8Array): void {
  const { tasks, resources, demand } = instance;
  const R = resources.length;
  const { perPair, values } = demand[dimension]!;
  const capacity = Float64Array.from(resources, (resource) => resource.capacity[dimension]!);
  for (let t = 0; t < tasks.length; t++) {
    const { divisible } = tasks[t]!;
    for (let r = 0; r < R; r++) {
      const amount = values[perPair ? t * R + r : t]!;
      if (divisible ? amount > 0 && capacity[r]! <= 0 : amount > capacity[r]!)
        usable[t * R + r] = 0;
    }
  }
}

/** The same of one pair, also where pairs are worked out when asked for. */
export function isUsable(instance: Setting, t: number, r: number): boolean {
  for (let d = 0; d < instance.dimensions.length; d++) if (!fits(instance, t, r, d)) return false;
  return isEligible(instance, t, r) && hasLabel(instance, t, r) && hasTime(instance, t, r);
}

/** What one whole task asks of a dimension on a resource, in the dimension's unit; by entries. */
export function demandOf(
  { demand, resources }: Setting,
  task: number,
  resource: number,
  dimension: number,
): number {
  const { perPair, values } = demand[dimension]!;
  return values[perPair ? task * resources.length + resource : task]!;
}

/** The indices of the dimensions that are made of devices. */
export function deviceDimensions({
  dimensions,
}: {
  readonly dimensions: readonly Dimension[];
}): readonly number[] {
  return dimensions.flatMap(({ devices }, d) => (devices ? [d] : []));
}

function fits(instance: Setting, task: number, resource: number, dimension: number): boolean {
  const demand = demandOf(instance, task, resource, dimension);
  const capacity = instance.resources[resource]!.capacity[dimension]!;
  return instance.tasks[task]!.divisible ? demand === 0 || capacity > 0 : demand <= capacity;
}

function hasLabel({ tasks, domains }: Setting, task: number, resource: number): boolean {
  const { across } = tasks[task]!;
  return across === undefined || domains[across]!.of[resource]! >= 0;
}

function hasTime(instance: Setting, t: number, r: number): boolean {
  const { mode, tasks, resources } = instance;
  if (mode === "placement") return true;
  const { release, deadline = Infinity, divisible } = tasks[t]!;
  const { from, until = Infinity } = resources[r]!;
  const runtime = runtimeOf(instance, t, r);
  // The smallest share of a task with any runtime takes a millisecond.
  const least = divisible ? Math.min(runtime, 1) : runtime;
  return Math.max(release, from) + least <= Math.min(deadline, until);
}
