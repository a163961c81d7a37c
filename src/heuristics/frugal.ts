import type { Instance } from "../instance/types.ts";
import { usablePairs } from "../instance/usable.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { Choice, Rank } from "./choice.ts";
import { entriesInOrder } from "./entries.ts";
import { PLACEMENTS } from "./handles.ts";
import { demandKey } from "./keys.ts";
import { ListPlan } from "./list-plan.ts";
import { marginalOf } from "./marginal.ts";
import { placeUnit } from "./place.ts";
import { repair } from "./repair.ts";
import type { Heuristic } from "./types.ts";
import { byKey, unitsOf } from "./units.ts";

/** Weights of taken capacity against the target's rise, from capacity alone to mostly the target. */
const CAPACITY_WEIGHTS = [Infinity, 4, 2, 1, 0.5, 0.25];

/**
 * Where demands differ by resource, each task goes where it takes little: rank = rise of the target + weight x
 * taken share of capacity, both scaled to their means, with ever less weight until no plan comes out.
 * Martello and Toth (1990), Knapsack Problems, ch. 7.4, use several such measures too.
 */
export const frugal: Heuristic = {
  name: "frugal",
  about: "tasks in several orders, each where it takes least of what is short",
  handles: PLACEMENTS,
  supports: (instance) => {
    if (instance.mode === "batch") return "it looks at demands, and a batch shares none";
    const differ = instance.demand.some(({ perPair }) => perPair);
    return differ || "the demands are the same on every resource";
  },
  *plans(instance, target) {
    const usable = usablePairs(instance);
    const { mandatory } = unitsOf(instance);
    const order = byKey(instance, mandatory, demandKey(instance, usable, target));
    const rise = marginalOf(instance, target);
    const scale = meansOf(instance, order, rise);
    let best = Infinity;
    for (const weight of CAPACITY_WEIGHTS) {
      const state = new ListPlan(instance);
      const by: Rank =
        weight === Infinity
          ? takenShare
          : (at, task, copy) =>
              rise(at, task, copy) / scale.rise +
              (weight * takenShare(at, task, copy)) / scale.share;
      const choice: Choice = { by, entries: entriesInOrder(instance), divide: "fill" };
      const failed = order.filter((unit) => !placeUnit(state, unit, choice));
      if (failed.length > 0 && !repair(state, failed, choice)) return;
      const plan = state.toPlan();
      const value = evaluateTarget(instance, plan, target);
      if (value >= best) continue;
      best = value;
      yield plan;
    }
  },
};

/** The sum over dimensions of what the task takes of the copy's capacity. */
const takenShare: Rank = (state, task, copy) => {
  const entry = state.instance.resourceOfCopy[copy];
  let share = 0;
  for (let d = 0; d < state.dimensions; d++) {
    const capacity = state.capacity[entry * state.dimensions + d];
    if (capacity > 0) share += state.need(task, copy, d) / capacity;
  }
  return share;
};

/** Pairs that are looked at to learn the usual sizes. */
const SAMPLE = 1000;

function meansOf(
  instance: Instance,
  order: readonly (readonly number[])[],
  rise: Rank,
): { readonly rise: number; readonly share: number } {
  const state = new ListPlan(instance);
  let [pairs, rises, shares] = [0, 0, 0];
  const copies = instance.resourceOfCopy.length;
  const stride = Math.max(1, Math.floor((order.length * copies) / SAMPLE));
  for (let at = 0; at < order.length * copies; at += stride) {
    const [task] = order[Math.floor(at / copies)];
    const copy = at % copies;
    if (!state.fits(task, copy)) continue;
    pairs++;
    rises += Math.abs(rise(state, task, copy));
    shares += takenShare(state, task, copy);
  }
  return { rise: rises / pairs || 1, share: shares / pairs || 1 };
}
