import { type Target, targetsOf } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { Plan } from "../plan/types.ts";
import { printedValue } from "../planner/objective-value.ts";
import { InstanceError } from "../util/errors.ts";

/**
 * The value of the earlier plan under a target of the new one, on the instance that it was made for, in printed units. Undefined where
 * it has none: for migrations, and for what that instance does not know.
 */
export function valueBefore(
  before: Instance,
  earlier: Plan,
  instance: Instance,
  { terms, perUnit, sense, ...target }: Target,
): number | undefined {
  const own = terms.filter(({ objective }) => objective.name !== "migrations");
  if (own.length === 0) return undefined;
  if (own.length > 1) {
    // Factors bring dimensions to one unit, which is another one elsewhere.
    if (own.some(({ objective }) => objective.dimension !== undefined)) return undefined;
    const sum = { ...target, terms: own, perUnit, sense };
    return printedValue(sum, evaluateTarget(before, earlier, sum));
  }
  const spec = translated(before, instance, own[0].objective);
  if (spec === undefined) return undefined;
  try {
    const [there] = targetsOf(before, [spec], "lexicographic");
    return printedValue(there, evaluateTarget(before, earlier, there));
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
}

/** The objective with the dimension of that name; undefined if there is none. */
function translated(
  before: Instance,
  { dimensions }: Instance,
  objective: ObjectiveSpec,
): ObjectiveSpec | undefined {
  if (objective.dimension === undefined) return objective;
  const { name } = dimensions[objective.dimension];
  const dimension = before.dimensions.findIndex((one) => one.name === name);
  return dimension < 0 ? undefined : { ...objective, dimension };
}
