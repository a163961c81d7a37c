import { entriesByCapacity } from "./entries.ts";
import { greedyPlans } from "./greedy.ts";
import { PLACEMENTS } from "./handles.ts";
import { demandKey } from "./keys.ts";
import type { Heuristic } from "./types.ts";

/**
 * The basic heuristic: tasks by falling demand, resources by falling capacity, each task to the first that
 * has room. First fit decreasing: Johnson (1974), DOI 10.1016/S0022-0000(74)80026-7.
 */
export const firstFit: Heuristic = {
  name: "first-fit",
  about: "tasks by falling demand, each to the first resource with room",
  handles: PLACEMENTS,
  supports: () => true,
  plans: (instance, target, random) =>
    greedyPlans(instance, target, random, {
      key: demandKey,
      choice: () => ({ by: "first", entries: entriesByCapacity(instance), divide: "fill" }),
    }),
};
