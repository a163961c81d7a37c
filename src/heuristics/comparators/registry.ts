import type { Instance } from "../../instance/types.ts";
import { demandKey, runtimeKey } from "../keys.ts";
import { endRank, slackRank } from "../marginal.ts";
import type { Heuristic } from "../types.ts";
import { consolidation } from "./consolidation.ts";
import { fgd } from "./gpu/fgd.ts";
import { heft } from "./heft.ts";
import { onePass, type Pass } from "./one-pass.ts";
import {
  alignmentRank,
  balancedAllocationRank,
  l2Rank,
  leastAllocatedRank,
  mostAllocatedRank,
  requestedToCapacityRank,
} from "./scores.ts";

/**
 * Schedulers of others after their published descriptions, to be compared with. Each does no more than they do, mostly one pass that takes nothing back, so it may end without
 * a plan where one exists. They are no part of `greedy` or `auto`.
 */
export const COMPARATORS: readonly Heuristic[] = [
  packing({
    name: "least-allocated",
    about: "one pass as kube-scheduler's LeastAllocated: the emptiest resource",
    by: leastAllocatedRank,
  }),
  packing({
    name: "most-allocated",
    about: "one pass as kube-scheduler's MostAllocated: the fullest resource",
    by: mostAllocatedRank,
  }),
  packing({
    name: "requested-to-capacity",
    about:
      "one pass as kube-scheduler's RequestedToCapacityRatio: the fullest resource, in whole points of ten",
    by: requestedToCapacityRank,
  }),
  packing({
    name: "balanced-allocation",
    about: "one pass as kube-scheduler's BalancedAllocation: where dimensions are used most evenly",
    by: balancedAllocationRank,
  }),
  packing({
    name: "dot-product",
    about: "one pass by falling demand, to the resource with the best alignment of Tetris",
    by: alignmentRank,
    key: demandKey,
  }),
  packing({
    name: "l2-best-fit",
    about: "one pass by falling demand, where the L2 norm of what is left is least",
    by: l2Rank,
    key: demandKey,
  }),
  // Johnson, Demers, Ullman, Garey, Graham (1974), DOI 10.1137/0203025, for one dimension; in more of them by the largest share.
  packing({
    name: "first-fit-decreasing",
    about: "one pass by falling demand, each to the first resource with room",
    by: "first",
    key: demandKey,
  }),
  packing({
    name: "best-fit-decreasing",
    about: "one pass by falling demand, each where the least room is left",
    by: slackRank,
    key: demandKey,
  }),
  // Graham (1966), DOI 10.1002/j.1538-7305.1966.tb01709.x.
  sequencing({
    name: "graham-list",
    about: "one pass in the order of the instance, each where it ends soonest",
    by: endRank,
  }),
  // Graham (1969), DOI 10.1137/0117039: the pass that `lpt` begins with.
  sequencing({
    name: "lpt-list",
    about: "one pass by falling runtime, each where it ends soonest",
    by: endRank,
    key: runtimeKey,
  }),
  heft,
  fgd,
  consolidation,
];

function packing(pass: Omit<Pass, "supports">): Heuristic {
  return onePass({
    ...pass,
    supports: ({ mode }) =>
      mode === "placement" || "it weighs what is free, so all tasks must run at once (placement)",
  });
}

function sequencing(pass: Omit<Pass, "supports">): Heuristic {
  return onePass({ ...pass, divide: "end", supports: oneAtATime });
}

function oneAtATime({ mode }: Instance): true | string {
  return mode === "batch" || "it lines tasks up, so resources must run one at a time (batch)";
}
