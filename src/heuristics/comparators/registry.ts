import { usablePairs } from "../../instance/usable.ts";
import type { Rank } from "../choice.ts";
import { entriesInOrder } from "../entries.ts";
import { PLACEMENTS } from "../handles.ts";
import { demandKey, type Key } from "../keys.ts";
import { ListPlan } from "../list-plan.ts";
import { placeUnit } from "../place.ts";
import type { Heuristic } from "../types.ts";
import { byKey, unitsOf } from "../units.ts";
import {
  alignmentRank,
  balancedAllocationRank,
  l2Rank,
  leastAllocatedRank,
  mostAllocatedRank,
} from "./scores.ts";

/**
 * Schedulers of others after their published descriptions, to be compared with. Each makes one pass and takes nothing back, as they do, so it may end without
 * a plan where one exists. They are no part of `greedy` or `auto`.
 */
export const COMPARATORS: readonly Heuristic[] = [
  comparator(
    "least-allocated",
    "one pass as kube-scheduler's LeastAllocated: the emptiest resource",
    leastAllocatedRank,
  ),
  comparator(
    "most-allocated",
    "one pass as kube-scheduler's MostAllocated: the fullest resource",
    mostAllocatedRank,
  ),
  comparator(
    "balanced-allocation",
    "one pass as kube-scheduler's BalancedAllocation: where dimensions are used most evenly",
    balancedAllocationRank,
  ),
  comparator(
    "dot-product",
    "one pass by falling demand, to the resource with the best alignment of Tetris",
    alignmentRank,
    demandKey,
  ),
  comparator(
    "l2-best-fit",
    "one pass by falling demand, where the L2 norm of what is left is least",
    l2Rank,
    demandKey,
  ),
];

/** Without a `key` tasks come in the order of the instance, optional ones last. Ties go to the tighter fit, then to the first; Kubernetes draws lots. */
function comparator(name: string, about: string, by: Rank, key?: Key): Heuristic {
  return {
    name,
    about,
    handles: PLACEMENTS,
    supports: ({ mode }) =>
      mode === "placement" || "it weighs what is free, so all tasks must run at once (placement)",
    *plans(instance, target) {
      const state = new ListPlan(instance);
      const { mandatory, optional } = unitsOf(instance);
      const keys = key?.(instance, usablePairs(instance), target);
      const ordered = (units: readonly (readonly number[])[]) =>
        keys === undefined ? units : byKey(instance, units, keys);
      const choice = {
        by,
        entries: entriesInOrder(instance),
        looked: ALL,
        divide: "fill",
      } as const;
      for (const unit of ordered(mandatory)) if (!placeUnit(state, unit, choice)) return;
      for (const unit of ordered(optional)) placeUnit(state, unit, choice);
      yield state.toPlan();
    },
  };
}

/** Every copy is scored. */
const ALL = { first: Infinity, leastFilled: 0 } as const;
