import { TARGET } from "../instance/arguments.ts";
import { answerFor, type ByKind, type PlacedPiece } from "../instance/objectives/objective.ts";
import { type Named, partsOf } from "../instance/objectives/registry.ts";
import { isCounted } from "../instance/priority.ts";
import type { Target } from "../instance/targets.ts";
import { type Instance, WHOLE } from "../instance/types.ts";
import { requireArgument } from "../util/arguments.ts";
import { InstanceError } from "../util/errors.ts";
import { PLAN } from "./arguments.ts";
import { buildPlan, piecesOf } from "./build.ts";
import { busyTimes } from "./busy.ts";
import { occupiedIntervals } from "./occupied.ts";
import { pairOf, pieceEnd, pieceRuntime } from "./piece.ts";
import { shareCeil, shareFloor } from "./shares.ts";
import { transfersOf } from "./transfers.ts";
import type { Plan } from "./types.ts";
import { usedCopies } from "./used.ts";
import { millionthsUp, utilizationRanges, widthOf } from "./utilization.ts";

/**
 * The internal (minimised, integer) value of a plan under one objective; see docs/instance.md.
 * `plan` must have sound columns. Throws InstanceError if the value passes 2^53. O(pieces + copies).
 */
export function evaluateObjective(instance: Instance, plan: Plan, objective: Named): number {
  return exact(plainValue(instance, plan, objective), objective.name);
}

/** The same where a value past 2^53 is no fault: it is rounded. */
export function plainValue(instance: Instance, plan: Plan, objective: Named): number {
  const counted = objective.priority === undefined ? plan : ofClass(instance, plan, objective);
  return partsOf(instance, objective).reduce(
    (sum, part) => sum + answerFor(VALUES, part, instance, counted),
    0,
  );
}

/**
 * The internal value of a plan under a target: the sum of factor x value over its terms.
 * Throws InstanceError if a product or the sum passes 2^53.
 */
export function evaluateTarget(instance: Instance, plan: Plan, target: Target): number {
  requireArgument("evaluateTarget", PLAN, plan);
  requireArgument("evaluateTarget", TARGET, target);
  let sum = 0;
  for (const { objective, factor } of target.terms) {
    const value = evaluateObjective(instance, plan, objective);
    sum = exact(sum + exact(factor * value, target.name), target.name);
  }
  return sum;
}

/** What each kind of part comes to in a plan. */
const VALUES: ByKind<[instance: Instance, plan: Plan], number> = {
  pieces({ amount, isGain }, instance, plan) {
    let sum = 0;
    for (let k = 0; k < plan.task.length; k++) {
      const whole = amount(...pairOf(instance, plan, k));
      sum += isGain ? -shareFloor(whole, plan.share[k]) : shareCeil(whole, plan.share[k]);
    }
    return sum;
  },
  placed: ({ gain }, { tasks, taskOfCopy }, plan) =>
    sumOfCopies(plan, (copy, from, to) => {
      const entry = taskOfCopy[copy];
      if (!tasks[entry].divisible) return -gain(entry);
      let share = 0;
      for (let k = from; k < to; k++) share += plan.share[k];
      return -shareFloor(gain(entry), Math.min(share, WHOLE));
    }),
  runtimes: ({ value }, instance, plan) =>
    sumOfCopies(plan, (copy, from, to) => {
      let longest = 0;
      for (let k = from; k < to; k++) longest = Math.max(longest, pieceRuntime(instance, plan, k));
      return value(instance.tasks[instance.taskOfCopy[copy]], longest);
    }),
  ends: ({ value }, instance, plan) =>
    sumOfCopies(plan, (copy, from, to) => {
      let last = 0;
      for (let k = from; k < to; k++) last = Math.max(last, pieceEnd(instance, plan, k));
      return value(instance.tasks[instance.taskOfCopy[copy]], last);
    }),
  copies({ fixed, timed }, instance, plan) {
    const { resourceOfCopy } = instance;
    let sum = 0;
    for (const copy of usedCopies(plan, resourceOfCopy.length)) sum += fixed(resourceOfCopy[copy]);
    if (timed === undefined) return sum;
    for (const [copy, occupied] of occupiedIntervals(instance, plan)) {
      sum += timed(resourceOfCopy[copy], occupied);
    }
    return sum;
  },
  transfers: (_, instance, plan) => transfersOf(instance, plan),
  "last end"(_, instance, plan) {
    const isPlacement = instance.mode === "placement";
    const busy = isPlacement ? busyTimes(instance, plan) : undefined;
    let last = 0;
    for (let k = 0; k < plan.task.length; k++) {
      last = Math.max(last, busy?.[plan.resource[k]] ?? pieceEnd(instance, plan, k));
    }
    return last;
  },
  utilization: ({ isRange, dimension }, instance, plan) =>
    utilizationRanges(instance, plan, dimension).reduce(
      (most, range) => Math.max(most, millionthsUp(isRange ? widthOf(range) : range.greatest)),
      0,
    ),
  whole({ value }, instance, plan) {
    const pieces: PlacedPiece[] = [];
    for (let k = 0; k < plan.task.length; k++) {
      pieces.push({
        ...{ task: plan.task[k], resource: plan.resource[k], share: plan.share[k] },
        ...{ start: plan.start[k], end: pieceEnd(instance, plan, k) },
      });
    }
    return value(pieces);
  },
};

/** The sum over placed task copies of a value of their pieces `from` .. `to - 1`, which stand side by side in a plan. */
function sumOfCopies(
  plan: Plan,
  valueOfCopy: (copy: number, from: number, to: number) => number,
): number {
  let sum = 0;
  for (let k = 0; k < plan.task.length; ) {
    const from = k;
    const copy = plan.task[k];
    while (k < plan.task.length && plan.task[k] === copy) k++;
    sum += valueOfCopy(copy, from, k);
  }
  return sum;
}

/** The pieces of the tasks that count for an objective. */
function ofClass(instance: Instance, plan: Plan, objective: Named): Plan {
  const pieces = [...piecesOf(plan)];
  const counted = pieces.filter(({ task }) =>
    isCounted(instance, objective, instance.taskOfCopy[task]),
  );
  return buildPlan(instance, counted);
}

/** Adding 0 turns -0 into 0. */
function exact(value: number, name: string): number {
  if (Number.isSafeInteger(value)) return value + 0;
  const message = `the plan comes to ${name} of about ${value}, and sums past 2^53 are not exact`;
  const hint = "Maybe let its pieces start earlier, or leave this objective out.";
  throw new InstanceError([{ path: "", message, hint }]);
}
