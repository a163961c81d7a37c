import type { Choice, Rank } from "../../heuristics/choice.ts";
import { entriesInOrder } from "../../heuristics/entries.ts";
import { demandKey, densityKey } from "../../heuristics/keys.ts";
import { ListPlan } from "../../heuristics/list-plan.ts";
import { endRank, levelKindOf, marginalOf } from "../../heuristics/marginal.ts";
import { placeUnit } from "../../heuristics/place.ts";
import { repair } from "../../heuristics/repair.ts";
import { byKey, unitsOf } from "../../heuristics/units.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import type { Plan } from "../../plan/types.ts";

/** Shares are taken to be at least this. */
const LEAST = 0.002;

/** What a share e times smaller weighs against: passing the level that is aimed at, and filling up to it. */
interface Weights {
  readonly over: number;
  readonly fill: number;
}

const WEIGHTS: readonly Weights[] = [
  { over: 30, fill: 0.3 },
  { over: 100, fill: 0.3 },
  { over: 30, fill: 3 },
  { over: 10, fill: 10 },
];

/**
 * Plans that follow predicted shares: tasks by falling demand, each where the surprise of the place, -log of its share, and
 * what the place does to the target are least together; then units without a place are repaired into one. For a makespan
 * what counts is how far its end passes `aim`, and how near it comes; for other targets their rise over `aim`. One plan
 * for each of a few weights; nothing where no feasible plan was found. `shares` is by task entry x resource entry.
 */
export function* dealPlans(
  instance: Instance,
  target: Target,
  shares: Float64Array,
  aim: number,
): Generator<Plan, void, void> {
  const usable = usablePairs(instance);
  const units = unitsOf(instance);
  const order = byKey(instance, units.mandatory, demandKey(instance, usable, target));
  const extras = byKey(instance, units.optional, densityKey(instance, usable, target));
  const surprise = shares.map((share) => -Math.log(Math.max(LEAST, share)));
  const { resources, taskOfCopy, resourceOfCopy } = instance;
  const rise = riseOf(instance, target, Math.max(1, aim));
  for (const weights of WEIGHTS) {
    const by: Rank = (state, task, copy) =>
      rise(weights)(state, task, copy) +
      surprise[taskOfCopy[task] * resources.length + resourceOfCopy[copy]];
    const choice: Choice = {
      by,
      entries: entriesInOrder(instance),
      divide: levelKindOf(instance, target),
    };
    const state = new ListPlan(instance);
    const failed = order.filter((tasks) => !placeUnit(state, tasks, choice));
    if (failed.length > 0 && !repair(state, failed, choice)) continue;
    for (const tasks of extras) placeUnit(state, tasks, choice);
    yield state.toPlan();
  }
}

function riseOf(instance: Instance, target: Target, aim: number): (weights: Weights) => Rank {
  const [{ objective }] = target.terms;
  if (target.terms.length > 1 || objective.name !== "makespan") {
    const marginal = marginalOf(instance, target);
    return ({ over }) =>
      (state, task, copy) =>
        (over * marginal(state, task, copy)) / aim;
  }
  return ({ over, fill }) =>
    (state, task, copy) => {
      const end = endRank(state, task, copy) / aim;
      return over * Math.max(0, end - 1) + fill * end;
    };
}
