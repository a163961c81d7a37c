import { entriesInOrder } from "./entries.ts";
import { greedyPlans } from "./greedy.ts";
import { PLACEMENTS } from "./handles.ts";
import { demandKey } from "./keys.ts";
import { levelKindOf, marginalOf } from "./marginal.ts";
import type { Heuristic } from "./types.ts";

/** Tasks by falling demand, each to the resource copy where the target rises least. */
export const leastRise: Heuristic = {
  name: "least-rise",
  about: "tasks by falling demand, each where the objective rises least",
  handles: PLACEMENTS,
  supports: () => true,
  plans: (instance, target, random) =>
    greedyPlans(instance, target, random, {
      key: demandKey,
      choice: () => ({
        by: marginalOf(instance, target),
        entries: entriesInOrder(instance),
        divide: levelKindOf(instance, target),
      }),
    }),
};
