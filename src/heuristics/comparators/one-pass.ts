import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import type { Choice } from "../choice.ts";
import { entriesInOrder } from "../entries.ts";
import { PLACEMENTS } from "../handles.ts";
import type { Key } from "../keys.ts";
import { ListPlan } from "../list-plan.ts";
import { placeUnit } from "../place.ts";
import type { Heuristic } from "../types.ts";
import { byKey, unitsOf } from "../units.ts";

/** What a pass is for, and how it chooses. */
export interface Pass {
  readonly name: string;
  readonly about: string;
  /** How a task chooses its place; of equal places the tighter fit, then the first. Kubernetes draws lots there. */
  readonly by: Choice["by"];
  /** Highest first; without it tasks come in the order of the instance. */
  readonly key?: Key;
  readonly supports: (instance: Instance) => true | string;
  readonly divide?: Choice["divide"];
}

/** A heuristic of one pass that takes nothing back; optional tasks come last. */
export function onePass({ by, key, divide = "fill", ...told }: Pass): Heuristic {
  return {
    ...told,
    handles: PLACEMENTS,
    *plans(instance, target) {
      const state = new ListPlan(instance);
      const { mandatory, optional } = unitsOf(instance);
      const keys = key?.(instance, usablePairs(instance), target);
      const ordered = (units: readonly (readonly number[])[]) =>
        keys === undefined ? units : byKey(instance, units, keys);
      const choice = { by, entries: entriesInOrder(instance), looked: ALL, divide } as const;
      for (const unit of ordered(mandatory)) if (!placeUnit(state, unit, choice)) return;
      for (const unit of ordered(optional)) placeUnit(state, unit, choice);
      yield state.toPlan();
    },
  };
}

/** Every copy is scored. */
const ALL = { first: Infinity, leastFilled: 0 } as const;
