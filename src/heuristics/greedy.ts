import { isFree, targetParts } from "../instance/objectives/kinds.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { usablePairs } from "../instance/usable.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { Plan } from "../plan/types.ts";
import type { Random } from "../util/random.ts";
import type { Choice } from "./choice.ts";
import { densityKey, gainOf, type Key, urgencyKey } from "./keys.ts";
import { ListPlan } from "./list-plan.ts";
import { marginalOf, moneyRank } from "./marginal.ts";
import { placeUnit } from "./place.ts";
import { repair } from "./repair.ts";
import { byKey, unitsOf } from "./units.ts";

type Unit = readonly number[];

/** Places units one by one and returns those that found no place. */
type Fill = (state: ListPlan, units: readonly Unit[], choice: Choice) => Unit[];

/** A greedy method: in which order tasks come and where each goes. */
export interface Recipe {
  readonly key: Key;
  readonly choice: (instance: Instance, target: Target) => Choice;
  /** Default: in the given order. */
  readonly fill?: Fill;
  /** Batch pieces line up in Smith's order. */
  readonly byRatio?: boolean;
}

/** Restarts with perturbed keys: about this many pair checks are spent on them. */
const EFFORT = 2_000_000;
const RESTARTS = 24;
/** Rounds in a row without any plan after which the recipe gives up. */
const DEAD_ENDS = 6;

/**
 * Runs a recipe: first as it stands, then from perturbed orders, and yields each plan that is better than
 * the ones before. Tasks without a place are tried again in front of the others.
 */
export function* greedyPlans(
  instance: Instance,
  target: Target,
  random: Random,
  recipe: Recipe,
): Generator<Plan, void, void> {
  const usable = usablePairs(instance);
  const units = unitsOf(instance);
  const key = recipe.key(instance, usable, target);
  const fill = recipe.fill ?? fillInOrder;
  const gain = gainOf(instance, target);
  const density = densityKey(instance, usable, target);
  const best: { value?: number } = {};
  const restarts = restartsFor(instance);
  let deadEnds = 0;
  // Where rounds are dear a dead end is not worth many more of them: another recipe may do better.
  const most = restarts < RESTARTS ? 1 : DEAD_ENDS;
  for (let round = 0; round <= restarts && deadEnds < most; round++) {
    const noise = round === 0 ? 0 : (0.6 * round) / restarts;
    const state = new ListPlan(instance, { byRatio: recipe.byRatio ?? false });
    const choice = recipe.choice(instance, target);
    const order = byKey(instance, units.mandatory, perturbed(key, noise, random));
    if (!place(state, order, choice, fill, usable, target)) {
      deadEnds++;
      continue;
    }
    deadEnds = 0;
    yield* offer(state, target, best);
    const extras = byKey(instance, units.optional, perturbed(density, noise, random));
    if (addOptional(state, extras, choice, gain, target)) yield* offer(state, target, best);
  }
}

/** None where one round already takes seconds: between two better plans nobody can stop a heuristic. */
function restartsFor({ taskOfCopy, resources }: Instance): number {
  const looked = resources.reduce((sum, { count }) => sum + Math.min(count, 16), 0);
  return Math.min(RESTARTS, Math.floor(EFFORT / Math.max(1, taskOfCopy.length * looked)));
}

function place(
  state: ListPlan,
  order: readonly Unit[],
  choice: Choice,
  fill: Fill,
  usable: Uint8Array,
  target: Target,
): boolean {
  const { instance } = state;
  const failed = fill(state, order, choice);
  if (failed.length === 0 || repair(state, failed, choice)) return true;
  // A dead end: start anew with the failed units in front, the urgent ones first, or the cheapest copies.
  const urgent = byKey(instance, order, urgencyKey(instance, usable, target));
  const cheap: Choice = { ...choice, by: moneyRank, divide: "fill" };
  const tries: readonly [readonly Unit[], Choice][] = [
    [inFront(order, failed), choice],
    [urgent, choice],
    [order, cheap],
    [urgent, cheap],
    [order, { ...choice, by: "first", divide: "fill" }],
  ];
  for (const [units, other] of tries) {
    clear(state);
    const left = fillInOrder(state, units, other);
    if (left.length === 0 || repair(state, left, other)) return true;
  }
  return false;
}

function fillInOrder(state: ListPlan, units: readonly Unit[], choice: Choice): Unit[] {
  return units.filter((unit) => !placeUnit(state, unit, choice));
}

function clear(state: ListPlan): void {
  for (let task = 0; task < state.placed.length; task++) state.removeAll(task);
}

function inFront(order: readonly Unit[], failed: readonly Unit[]): readonly Unit[] {
  const first = new Set(failed);
  return [...failed, ...order.filter((unit) => !first.has(unit))];
}

/** Adds optional tasks while what they bring is worth what they add; true if any came. */
function addOptional(
  state: ListPlan,
  units: readonly Unit[],
  choice: Choice,
  gain: Float64Array,
  target: Target,
): boolean {
  const marginal = marginalOf(state.instance, target);
  const { taskOfCopy } = state.instance;
  const free = targetParts(state.instance, target).every(isFree);
  let added = false;
  for (const unit of units) {
    const [task] = unit;
    const worth = gain[taskOfCopy[task]];
    if (worth === 0 && !free) continue;
    if (!placeUnit(state, unit, choice)) continue;
    added = true;
    if (free) continue;
    const copies = state.copiesOf(task);
    state.removeAll(task);
    const price = copies.reduce((sum, copy) => sum + marginal(state, task, copy), 0);
    if (price < worth && placeUnit(state, unit, choice)) continue;
  }
  return added;
}

function* offer(
  state: ListPlan,
  target: Target,
  best: { value?: number },
): Generator<Plan, void, void> {
  const plan = state.toPlan();
  const value = evaluateTarget(state.instance, plan, target);
  if (best.value !== undefined && value >= best.value) return;
  best.value = value;
  yield plan;
}

function perturbed(key: Float64Array, noise: number, random: Random): Float64Array {
  return noise === 0 ? key : key.map((value) => value * (1 + noise * (2 * random.unit() - 1)));
}
