import type { Target } from "../instance/targets.ts";
import type { Instance, ObjectiveName, ObjectiveSpec } from "../instance/types.ts";
import { type Handles, unheard } from "../plan/traits.ts";
import { safeNumber } from "./exact.ts";
import type { BoundMethod } from "./types.ts";

/** A lower bound on one objective's internal value; undefined if there is nothing to say. */
export type ObjectiveBound = (instance: Instance, objective: ObjectiveSpec) => number | undefined;

/** A bound method from one formula for each objective it knows; serves targets of a single term. */
export function boundMethod(
  name: string,
  handles: readonly Handles[],
  formulas: Readonly<Partial<Record<ObjectiveName, ObjectiveBound>>>,
): BoundMethod {
  const formulaOf = (target: Target) =>
    target.terms.length === 1 ? formulas[target.terms[0].objective.name] : undefined;
  return {
    name,
    handles,
    supports: (_, target) => formulaOf(target) !== undefined,
    bound(instance, target) {
      const [{ objective, factor }] = target.terms;
      const value = formulaOf(target)?.(instance, objective);
      if (value === undefined) return undefined;
      const total = safeNumber(BigInt(value) * BigInt(factor));
      return total === undefined ? undefined : { value: total + 0, source: name, proof: "ours" };
    },
  };
}

/** True if a bound has something to say of a target, and has heard of all that the instance asks for. */
export function isFor(method: BoundMethod, instance: Instance, target: Target): boolean {
  return (
    unheard(method.handles, { instance, target }) === undefined && method.supports(instance, target)
  );
}
