import { runtimeOf } from "../../instance/features.ts";
import { targetParts } from "../../instance/objectives/kinds.ts";
import { partsOf } from "../../instance/objectives/registry.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";

/** What tells places apart for a task, by entries. */
export type PlaceMeasure = (task: number, resource: number) => number;

/** What the pieces count for the target where they stand, or how long they run where they count nothing. */
export function measureOf(instance: Instance, { terms }: Target): PlaceMeasure {
  const sums = terms.flatMap(({ objective, factor }) =>
    partsOf(instance, objective).flatMap((part) =>
      part.kind === "pieces" && !part.isGain ? [{ factor, amount: part.amount }] : [],
    ),
  );
  if (sums.length === 0) return (task, resource) => runtimeOf(instance, task, resource);
  if (sums.length === 1) return sums[0].amount;
  return (task, resource) =>
    sums.reduce((sum, { factor, amount }) => sum + factor * amount(task, resource), 0);
}

/** True if a measure is not the same for all pairs. */
export function tellsPlacesApart({ tasks, resources }: Instance, measure: PlaceMeasure): boolean {
  const first = tasks.length === 0 || resources.length === 0 ? 0 : measure(0, 0);
  return tasks.some((_, t) => resources.some((__, r) => measure(t, r) !== first));
}

/** True if used copies count something of their own, or a budget pays for them. */
export function paysCopies(instance: Instance, target: Target): boolean {
  const parts = [
    ...targetParts(instance, target),
    ...(instance.budget === undefined ? [] : partsOf(instance, { name: "cost" })),
  ];
  return parts.some(
    (part) => part.kind === "copies" && instance.resources.some((_, r) => part.fixed(r) !== 0),
  );
}
