import { entriesInOrder } from "./entries.ts";
import { greedyPlans } from "./greedy.ts";
import { PLACEMENTS } from "./handles.ts";
import { runtimeKey } from "./keys.ts";
import { endRank } from "./marginal.ts";
import type { Heuristic } from "./types.ts";

/**
 * Longest processing time first, each task to the resource copy where it ends earliest. Graham (1969),
 * DOI 10.1137/0117039; with runtimes that differ by resource: Ibarra and Kim (1977), DOI 10.1145/322003.322011.
 */
export const lpt: Heuristic = {
  name: "lpt",
  about: "longest tasks first, each where it ends soonest",
  handles: PLACEMENTS,
  supports: (instance) =>
    instance.tasks.every((task) => task.hasRuntime) || "it needs a runtime for every task",
  plans: (instance, target, random) =>
    greedyPlans(instance, target, random, {
      key: runtimeKey,
      choice: () => ({ by: endRank, entries: entriesInOrder(instance), divide: "end" }),
    }),
};
