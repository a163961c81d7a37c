import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { usablePairs } from "../instance/usable.ts";
import type { Plan } from "../plan/types.ts";
import type { Choice } from "./choice.ts";
import { entriesInOrder } from "./entries.ts";
import { demandKey } from "./keys.ts";
import { ListPlan } from "./list-plan.ts";
import { levelKindOf, marginalOf } from "./marginal.ts";
import { placeUnit } from "./place.ts";
import { repair } from "./repair.ts";
import { byKey, unitsOf } from "./units.ts";

/**
 * A plan along chosen resource entries (by task entry; -1: none, as optional tasks may have): large tasks first, each to the
 * copy of its entry where the target rises least; what finds no room there goes where it rises least of all, with
 * transfers to what is placed; then by ejection. Undefined if a task that must be placed is left over.
 */
export function planAlong(instance: Instance, target: Target, entry: Int32Array): Plan | undefined {
  const { taskOfCopy } = instance;
  const state = new ListPlan(instance);
  const { mandatory, optional } = unitsOf(instance);
  const by = marginalOf(instance, target);
  const divide = levelKindOf(instance, target);
  const anywhere: Choice = { by, entries: entriesInOrder(instance), divide };
  const along = (unit: readonly number[]): boolean => {
    const wanted = entry[taskOfCopy[unit[0]]];
    return wanted >= 0 && placeUnit(state, unit, { by, entries: [wanted], divide });
  };
  const key = demandKey(instance, usablePairs(instance), target);
  const late = byKey(instance, mandatory, key).filter((unit) => !along(unit));
  const failed = late.filter((unit) => !placeUnit(state, unit, anywhere));
  if (failed.length > 0 && !repair(state, failed, anywhere)) return undefined;
  for (const unit of optional) along(unit);
  return state.toPlan();
}
