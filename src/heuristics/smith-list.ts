import { targetParts } from "../instance/objectives/kinds.ts";
import { entriesInOrder } from "./entries.ts";
import { greedyPlans } from "./greedy.ts";
import { PLACEMENTS } from "./handles.ts";
import { smithKey } from "./keys.ts";
import { marginalOf } from "./marginal.ts";
import type { Heuristic } from "./types.ts";

/**
 * Tasks by falling weight over runtime, each to where the weighted completion rises least. Smith (1956),
 * DOI 10.1002/nav.3800030106, as a list rule for several machines.
 */
export const smithList: Heuristic = {
  name: "smith-list",
  about: "tasks by weight over runtime, each where it ends soonest",
  handles: PLACEMENTS,
  supports: (instance, target) =>
    targetParts(instance, target).some(({ kind }) => kind === "ends") ||
    "it serves sums of ends only",
  plans: (instance, target, random) =>
    greedyPlans(instance, target, random, {
      key: smithKey,
      choice: () => ({
        by: marginalOf(instance, target),
        entries: entriesInOrder(instance),
        divide: "end",
      }),
      byRatio: true,
    }),
};
