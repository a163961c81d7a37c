import { isGain } from "../instance/objectives/kinds.ts";
import { partsOf } from "../instance/objectives/registry.ts";
import { isCounted } from "../instance/priority.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";

/** One number for each task entry by which a greedy method orders tasks; highest first. For ranking only. */
export type Key = (instance: Instance, usable: Uint8Array, target: Target) => Float64Array;

/** The largest share of the total capacity that a task takes; in batch mode its share of all time. */
export const demandKey: Key = (instance, usable, target) => {
  const { tasks, resources, demand, dimensions, mode } = instance;
  if (mode === "batch") return runtimeKey(instance, usable, target);
  const total = dimensions.map((_, d) =>
    resources.reduce((sum, resource) => sum + resource.count * resource.capacity[d], 0),
  );
  return Float64Array.from(tasks, (task, t) => {
    let key = 0;
    dimensions.forEach((_, d) => {
      if (total[d] === 0) return;
      const { perPair, values } = demand[d];
      const amount = perPair ? least(instance, usable, values, t) : values[t];
      key = Math.max(key, (amount * task.replicas) / total[d]);
    });
    return key;
  });
};

/** The shortest runtime of a task in ms. */
export const runtimeKey: Key = (instance, usable) =>
  Float64Array.from(
    instance.tasks,
    (task, t) => least(instance, usable, instance.pairs.runtime, t) * task.replicas,
  );

/** Weight over shortest runtime (Smith 1956, DOI 10.1002/nav.3800030106). */
export const smithKey: Key = (instance, usable) =>
  Float64Array.from(
    instance.tasks,
    (task, t) => task.weight / Math.max(1, least(instance, usable, instance.pairs.runtime, t)),
  );

/** The less time between a task's release and its deadline beyond its runtime, the earlier it comes. */
export const urgencyKey: Key = (instance, usable) =>
  Float64Array.from(instance.tasks, (task, t) => {
    if (task.deadline === undefined) return -Number.MAX_SAFE_INTEGER / 1e6;
    return -(task.deadline - least(instance, usable, instance.pairs.runtime, t));
  });

/** What an optional task brings for the demand it takes: the target's gain over `demandKey`. */
export const densityKey: Key = (instance, usable, target) => {
  const demand = demandKey(instance, usable, target);
  const gain = gainOf(instance, target);
  return gain.map((value, t) => value / Math.max(1e-9, demand[t]));
};

/** How much the target's internal value falls when a copy of the task is placed, before any costs. */
export function gainOf(instance: Instance, target: Target): Float64Array {
  const { tasks, resources } = instance;
  const gains = new Float64Array(tasks.length);
  for (const { objective, factor } of target.terms) {
    for (const part of partsOf(instance, objective)) {
      if (!isGain(part)) continue;
      tasks.forEach(({ replicas }, t) => {
        if (!isCounted(instance, objective, t)) return;
        if (part.kind === "placed") gains[t] += factor * part.gain(t);
        if (part.kind !== "pieces") return;
        let most = 0;
        const looked = part.byPlace ? resources.length : Math.min(1, resources.length);
        for (let r = 0; r < looked; r++) most = Math.max(most, part.amount(t, r));
        gains[t] += factor * most * replicas;
      });
    }
  }
  return gains;
}

/** The smallest value of a task over its usable resources; 0 if it has none. */
function least(instance: Instance, usable: Uint8Array, values: Float64Array, task: number): number {
  const R = instance.resources.length;
  let lowest = Infinity;
  for (let p = task * R; p < task * R + R; p++) {
    if (usable[p] === 1 && values[p] < lowest) lowest = values[p];
  }
  return lowest === Infinity ? 0 : lowest;
}
