import { copiesLost, distinctLosses, lossName, withoutCopies } from "../instance/losses.ts";
import { isOfChoice, isRegular, targetParts } from "../instance/objectives/kinds.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { amountText } from "../plan/wording.ts";
import { shortDimension } from "./infeasible/overfull.ts";
import type { InfeasibilityProof } from "./infeasible/proof.ts";

/** What is left after a loss. */
export interface AfterLoss {
  /** "dgx#2", "rack=r1". */
  readonly name: string;
  /** Without the lost copies, the rule on losses, and the budget, which only the plan before the loss keeps. */
  readonly instance: Instance;
}

/** Pairs of entries that are copied at most, over all losses; small losses beyond that are not looked at. */
const MOST_PAIRS = 5_000_000;

/**
 * What is left after each kind of loss. A plan that survives becomes, after the loss, a plan for it that places the same
 * tasks. O(T R) each.
 */
export function* instancesAfterLosses(instance: Instance): Generator<AfterLoss, void, void> {
  const { robust, tasks, resources } = instance;
  if (robust === undefined) return;
  const most = Math.max(1, Math.floor(MOST_PAIRS / Math.max(1, tasks.length * resources.length)));
  for (const i of distinctLosses(instance).slice(0, most)) {
    const { budget: _, ...left } = withoutCopies(instance, copiesLost(robust, i)).instance;
    yield { name: lossName(instance, robust, i), instance: Object.freeze(left) };
  }
}

/** Kinds of losses that are looked at, those that take most first. */
const MOST_RELAXED = 3;

/**
 * Mode schedule: instances of which no plan has a lower value than some plan of the whole that survives, so their bounds hold. In
 * the plan after a loss all pieces have their old starts. Give each, where it then runs, the shorter of its runtime there and that
 * on what was lost, wherever it may run on that: then none ends later than before the loss, and shorter pieces break no rule. None for
 * targets that may get worse by that. O(T R) each.
 */
export function* relaxedAfterLosses(
  instance: Instance,
  target: Target,
): Generator<AfterLoss, void, void> {
  const { robust, resourceOfCopy } = instance;
  if (robust === undefined || instance.mode !== "schedule") return;
  if (!targetParts(instance, target).every(isRegular)) return;
  for (const i of distinctLosses(instance).slice(0, MOST_RELAXED)) {
    const copies = copiesLost(robust, i);
    const { budget: _, ...left } = withoutCopies(instance, copies).instance;
    const lost = [...new Set(Array.from(copies, (j) => resourceOfCopy[j]))];
    const runtime = shorterRuntimes(instance, lost);
    if (runtime === undefined) continue;
    const pairs = { ...left.pairs, runtime };
    yield { name: lossName(instance, robust, i), instance: Object.freeze({ ...left, pairs }) };
  }
}

/** Runtimes where a task takes nowhere longer than on lost entries; undefined if one would no longer take any time, which is a case of its own. */
function shorterRuntimes(
  { tasks, resources, pairs }: Instance,
  lost: readonly number[],
): Float64Array | undefined {
  const R = resources.length;
  const runtime = pairs.runtime.slice();
  for (let t = 0; t < tasks.length; t++) {
    const own = lost.filter((r) => pairs.eligible[t * R + r] === 1);
    const least = Math.min(...own.map((r) => pairs.runtime[t * R + r]));
    for (let pair = t * R; pair < (t + 1) * R; pair++) {
      if (least >= runtime[pair]) continue;
      if (least === 0) return undefined;
      runtime[pair] = least;
    }
  }
  return runtime;
}

/** A loss after which no plan exists; `proves` is asked of what is left. */
export function infeasibleLoss(instance: Instance, proves: InfeasibilityProof): string | undefined {
  for (const { name, instance: left } of instancesAfterLosses(instance)) {
    // Over time demands do not meet at once.
    const short = instance.mode === "placement" ? shortDimension(left) : undefined;
    if (short !== undefined) {
      const text = (amount: number) => amountText(instance, short.d, amount);
      const { name: dimension } = instance.dimensions[short.d];
      const missing = text(short.demand - short.capacity);
      return `Without ${name} the tasks need at least ${text(short.demand)} ${dimension} and ${text(short.capacity)} is left: ${missing} is missing.`;
    }
    const sentence = proves(left);
    if (sentence !== undefined) return `Without ${name} no plan is left. ${sentence}`;
  }
  return undefined;
}

/** True if the value of a target with one term depends on which tasks are placed alone: then a loss leaves it as it is. */
export function keepsValueAfterLoss(instance: Instance, target: Target): boolean {
  if (instance.robust === undefined || target.terms.length !== 1) return false;
  return targetParts(instance, target).every(isOfChoice);
}
