import type { PartKind, PartOf } from "../instance/objectives/objective.ts";
import { partsOf } from "../instance/objectives/registry.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import { type Handles, unheard } from "../plan/traits.ts";
import { safeNumber } from "./exact.ts";
import type { BoundMethod } from "./types.ts";

/** A lower bound on what an objective of a single part of some kind comes to; undefined if there is nothing to say. */
export type PartBound<K extends PartKind> = (
  instance: Instance,
  part: PartOf<K>,
  objective: ObjectiveSpec,
) => number | undefined;

/** A bound method from one formula for each kind of part it knows; serves targets of a single term that is a single part. */
export function boundMethod(
  name: string,
  handles: readonly Handles[],
  formulas: { readonly [K in PartKind]?: PartBound<K> },
): BoundMethod {
  const known = (instance: Instance, target: Target) => {
    const [{ objective }] = target.terms;
    const [part, another] = partsOf(instance, objective);
    if (target.terms.length > 1 || part === undefined || another !== undefined) return undefined;
    const formula = formulas[part.kind] as PartBound<PartKind> | undefined;
    return formula && { formula, part, objective };
  };
  return {
    name,
    handles,
    supports: (instance, target) => known(instance, target) !== undefined,
    bound(instance, target) {
      const { formula, part, objective } = known(instance, target) ?? {};
      if (formula === undefined || part === undefined || objective === undefined) return undefined;
      return timesFactor(name, formula(instance, part, objective), target);
    },
  };
}

/** The bound of a target with one term from one on its objective; absent beyond exact integers. */
export function timesFactor(source: string, value: bigint | number | undefined, target: Target) {
  if (value === undefined) return undefined;
  const total = safeNumber(BigInt(value) * BigInt(target.terms[0].factor));
  return total === undefined ? undefined : { value: total + 0, source, proof: "ours" as const };
}

/** True if a bound has something to say of a target, and has heard of all that the instance asks for. */
export function isFor(method: BoundMethod, instance: Instance, target: Target): boolean {
  return (
    unheard(method.handles, { instance, target }) === undefined && method.supports(instance, target)
  );
}
