import { partsOf } from "../../instance/objectives/registry.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";

/** By resource copy: how full it is, or what the target charges for what it holds; by copy the task copies there. O(pieces). */
export function criticalityOf(
  instance: Instance,
  target: Target,
  byCopy: readonly (readonly number[])[],
): number[] {
  const { resources, resourceOfCopy, pairs, taskOfCopy, demand } = instance;
  const chargesOf = chargesFor(instance, target);
  return byCopy.map((tasks, copy) => {
    const r = resourceOfCopy[copy];
    const sum = (amountOf: (pair: number) => number) =>
      tasks.reduce((total, t) => total + amountOf(taskOfCopy[t] * resources.length + r), 0);
    const load = Math.max(
      0,
      ...demand.map(({ perPair, values }, d) => {
        const full = resources[r].capacity[d];
        if (full <= 0) return 0;
        return sum((pair) => values[perPair ? pair : Math.floor(pair / resources.length)]) / full;
      }),
    );
    if (chargesOf !== undefined) return tasks.length === 0 ? 0 : chargesOf(tasks, r, load);
    return instance.mode === "batch" || load === 0 ? sum((pair) => pairs.runtime[pair]) : load;
  });
}

/**
 * What a copy of a resource entry charges for what it holds, and for being used by so little of it; undefined where the target
 * counts neither.
 */
function chargesFor(instance: Instance, { terms }: Target) {
  const charges = terms.flatMap(({ objective, factor }) =>
    partsOf(instance, objective).flatMap((part) =>
      (part.kind === "pieces" && !part.isGain) || part.kind === "copies" ? [{ part, factor }] : [],
    ),
  );
  if (charges.length === 0) return undefined;
  return (tasks: readonly number[], r: number, load: number) =>
    charges.reduce((sum, { part, factor }) => {
      const own =
        part.kind === "copies"
          ? part.fixed(r) / (1e-3 + load)
          : tasks.reduce((all, task) => all + part.amount(instance.taskOfCopy[task], r), 0);
      return sum + factor * own;
    }, 0);
}
