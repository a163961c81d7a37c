import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { type Handles, unheard } from "../plan/traits.ts";
import type { Bound } from "../plan/types.ts";
import { costBound, pricedShareBound } from "./cost.ts";
import { safeNumber } from "./exact.ts";
import { fairLoad } from "./fair-load.ts";
import { AT_ONCE, OVER_TIME } from "./handles.ts";
import { overBudget } from "./infeasible/budget.ts";
import { crowdedGang } from "./infeasible/gang.ts";
import { crowdedGroup, scatteredGroup } from "./infeasible/groups.ts";
import { lateChain } from "./infeasible/late-chain.ts";
import { lateWork } from "./infeasible/late-work.ts";
import { noPlace } from "./infeasible/no-place.ts";
import { overLimit } from "./infeasible/over-limit.ts";
import { overfull, overtime, shortShares } from "./infeasible/overfull.ts";
import { overworked } from "./infeasible/overworked.ts";
import type { InfeasibilityProof } from "./infeasible/proof.ts";
import { tooFew } from "./infeasible/too-few.ts";
import { knapsack } from "./knapsack.ts";
import { longestTask } from "./longest-task.ts";
import { infeasibleLoss, instancesAfterLosses, keepsValueAfterLoss } from "./losses.ts";
import { isFor } from "./method.ts";
import { pairSum } from "./pair-sum.ts";
import { parallelMachines } from "./parallel-machines.ts";
import { pigeonhole } from "./pigeonhole.ts";
import { criticalPath, leastCosts, wholeWork } from "./schedule/quick.ts";
import { totalWork } from "./total-work.ts";
import type { BoundMethod } from "./types.ts";
import { utilizationRange } from "./utilization-range.ts";
import { zero } from "./zero.ts";

/** Every combinatorial bound. A new one is one file and one line. */
export const BOUND_METHODS: readonly BoundMethod[] = [
  criticalPath,
  wholeWork,
  leastCosts,
  pairSum,
  costBound,
  pricedShareBound,
  longestTask,
  totalWork,
  pigeonhole,
  fairLoad,
  knapsack,
  parallelMachines,
  utilizationRange,
  zero,
];

/** Every quick proof that no plan exists, with what it has heard of; the plainest first: its sentence is what the user reads. */
const INFEASIBILITY_PROOFS: readonly (readonly [InfeasibilityProof, ...Handles[]])[] = [
  [noPlace, AT_ONCE, OVER_TIME],
  [shortShares, AT_ONCE],
  [scatteredGroup, AT_ONCE],
  [crowdedGroup, AT_ONCE],
  [overfull, AT_ONCE],
  [tooFew, AT_ONCE],
  [overtime, AT_ONCE],
  [(instance) => lateWork(instance, bestBound), AT_ONCE],
  [crowdedGang, OVER_TIME],
  [overLimit, OVER_TIME],
  [lateChain, OVER_TIME],
  [overworked, OVER_TIME],
  [(instance) => overBudget(instance, bestBound), AT_ONCE, OVER_TIME],
];

/**
 * A sentence, in the words of the file, that proves in exact integers that no plan exists; undefined if no
 * quick proof was found, which does not mean that there is a plan. No further proof is begun once `isOver`.
 */
export function provesInfeasible(
  instance: Instance,
  isOver: () => boolean = () => false,
): string | undefined {
  return quickRefutation(instance, isOver)?.sentence;
}

/** Which quick proof speaks first, so that it can be asked again of an instance with less in it, and its sentence. */
export interface QuickRefutation {
  readonly sentence: string;
  again(instance: Instance): string | undefined;
}

/** As `provesInfeasible`, with the proof that spoke. */
export function quickRefutation(
  instance: Instance,
  isOver: () => boolean = () => false,
): QuickRefutation | undefined {
  for (const [proof, ...handles] of INFEASIBILITY_PROOFS) {
    if (isOver()) return undefined;
    const again = (one: Instance) =>
      unheard(handles, { instance: one }) === undefined ? proof(one) : undefined;
    const sentence = again(instance);
    if (sentence !== undefined) return { sentence, again };
  }
  if (instance.robust === undefined) return undefined;
  const again = (one: Instance) =>
    one.robust === undefined ? undefined : infeasibleLoss(one, provesInfeasible);
  const sentence = again(instance);
  return sentence === undefined ? undefined : { sentence, again };
}

/** Of these the ones that look at each task alone: quick enough to come before the first list, which would look for it in vain. */
export function provesTaskPlaceless(instance: Instance): string | undefined {
  for (const proof of [noPlace, crowdedGang]) {
    const sentence = unheard([OVER_TIME], { instance }) === undefined ? proof(instance) : undefined;
    if (sentence !== undefined) return sentence;
  }
  return undefined;
}

/**
 * The largest of all bounds; of a weighted target the sum over its terms of factor x their largest. Absent
 * if a term has none, or if the sum is beyond exact integers. No further bound is begun once `isOver`: what there is then
 * holds all the same.
 */
export function bestBound(
  instance: Instance,
  target: Target,
  isOver: () => boolean = () => false,
): Bound | undefined {
  if (target.terms.length === 1) return bestOfTerm(instance, target, isOver);
  let value = 0n;
  const sources: string[] = [];
  for (const term of target.terms) {
    const best = bestOfTerm(instance, { ...target, terms: [term] }, isOver);
    if (best === undefined) return undefined;
    value += BigInt(best.value);
    if (!sources.includes(best.source)) sources.push(best.source);
  }
  const total = safeNumber(value);
  return total === undefined
    ? undefined
    : { value: total, source: sources.join(" + "), proof: "ours" };
}

function bestOfTerm(instance: Instance, target: Target, isOver: () => boolean): Bound | undefined {
  let best: Bound | undefined;
  for (const method of BOUND_METHODS) {
    if (isOver()) break;
    if (!isFor(method, instance, target)) continue;
    const bound = method.bound(instance, target);
    if (bound !== undefined && (best === undefined || bound.value > best.value)) best = bound;
  }
  if (!keepsValueAfterLoss(instance, target)) return best;
  for (const { name, instance: left } of instancesAfterLosses(instance)) {
    if (isOver()) break;
    const bound = bestOfTerm(left, target, isOver);
    if (bound === undefined || (best !== undefined && bound.value <= best.value)) continue;
    // A certificate would speak of what the loss left.
    const { certificate: _, ...plain } = bound;
    best = { ...plain, source: `${bound.source} without ${name}` };
  }
  return best;
}
