import { entriesInOrder } from "./entries.ts";
import { greedyPlans } from "./greedy.ts";
import { PLACEMENTS } from "./handles.ts";
import { demandKey } from "./keys.ts";
import { slackRank } from "./marginal.ts";
import type { Heuristic } from "./types.ts";

/** Tasks by falling demand, each to the resource copy that is left with the least room. */
export const bestFit: Heuristic = {
  name: "best-fit",
  about: "tasks by falling demand, each where the least room is left",
  handles: PLACEMENTS,
  supports: () => true,
  plans: (instance, target, random) =>
    greedyPlans(instance, target, random, {
      key: demandKey,
      choice: () => ({ by: slackRank, entries: entriesInOrder(instance), divide: "fill" }),
    }),
};
