import type { LevelLimit } from "../../src/instance/level-limit.ts";
import type { Target } from "../../src/instance/targets.ts";
import { DEVICE, type Instance } from "../../src/instance/types.ts";
import { buildPlan, type Piece, piecesOf } from "../../src/plan/build.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import type { Plan } from "../../src/plan/types.ts";
import { isFeasible } from "../plan/naive.ts";
import { isLawfulSchedule } from "../plan/naive-schedule.ts";
import { enumeratePlans } from "./enumerate.ts";
import { type BestSchedule, bestSchedule } from "./enumerate-schedule.ts";

/**
 * The least value of a target among placements that survive every loss, by trying all plans, all their devices, all
 * losses and all that could be done after each, within limits of earlier levels; undefined if there is none. Shares no code with rule, search or rows.
 */
export function bestSurviving(
  instance: Instance,
  target: Target,
  limits: readonly LevelLimit[] = [],
): number | undefined {
  const { robust: _, ...plain } = instance;
  let best: number | undefined;
  for (const bare of enumeratePlans(plain)) {
    const value = evaluateTarget(plain, bare, target);
    if (best !== undefined && value >= best) continue;
    if (limits.some((limit) => evaluateTarget(plain, bare, limit.target) > limit.atMost)) continue;
    for (const plan of withEveryDevice(instance, bare)) {
      if (!isLawful(plain, plan) || !survives(instance, plan)) continue;
      best = value;
      break;
    }
  }
  return best;
}

/**
 * The same over time, level by level, at every start of the grid: a plan and all its recoveries have the same starts, so
 * rounding them down together keeps the rules of all. That a task could start earlier says nothing here.
 */
export function bestSurvivingSchedule(
  instance: Instance,
  targets: readonly Target[],
  most: number,
): BestSchedule | undefined | "gave up" {
  const { robust: _, ...plain } = instance;
  const accepts = (bare: Plan) => {
    for (const plan of withEveryDevice(instance, bare)) {
      if (isLawful(plain, plan) && survives(instance, plan)) return true;
    }
    return false;
  };
  return bestSchedule(plain, targets, { most, everyStart: true, accepts });
}

function isLawful(instance: Instance, plan: Plan): boolean {
  return instance.mode === "schedule"
    ? isLawfulSchedule(instance, plan)
    : isFeasible(instance, plan);
}

/** True if after each loss the lost pieces, and they alone, can move so that every rule but the budget holds. */
export function survives(instance: Instance, plan: Plan): boolean {
  const { robust, budget: _, ...rest } = instance;
  if (robust === undefined) return true;
  for (let i = 0; i + 1 < robust.start.length; i++) {
    const lost = new Set(robust.copies.slice(robust.start[i], robust.start[i + 1]));
    const pieces = [...piecesOf(plan)];
    const kept = pieces.filter(({ resource }) => !lost.has(resource));
    const moved = pieces.filter(({ resource }) => lost.has(resource));
    const left = [...instance.resourceOfCopy.keys()].filter((copy) => !lost.has(copy));
    const options = moved.map(({ task, start }) =>
      left.flatMap((copy) => standsOn(instance, task, copy, start)),
    );
    let found = false;
    for (const choice of product(options)) {
      if (!isLawful(rest, buildPlan(instance, [...kept, ...choice]))) continue;
      found = true;
      break;
    }
    if (!found) return false;
  }
  return true;
}

/** True if the recoveries that a plan carries are lawful: each loss is tried by taking it and doing what is told. */
export function survivesAsTold(instance: Instance, plan: Plan): boolean {
  const { robust, budget: _, ...rest } = instance;
  if (robust === undefined) return true;
  const pieces = [...piecesOf(plan)];
  return [...robust.start.slice(1)].every((end, i) => {
    const lost = new Set(robust.copies.slice(robust.start[i], end));
    const kept = pieces.filter(({ resource }) => !lost.has(resource));
    const told = plan.recoveries?.find(({ loss }) => loss === i);
    const moved = told === undefined ? [] : [...piecesOf(told.moved)];
    const tasks = (list: readonly Piece[]) =>
      list.map(({ task, start }) => `${task} ${start}`).sort();
    const gone = pieces.filter(({ resource }) => lost.has(resource));
    return (
      tasks(moved).join() === tasks(gone).join() &&
      moved.every(({ resource }) => !lost.has(resource)) &&
      isLawful(rest, buildPlan(instance, [...kept, ...moved]))
    );
  });
}

/** The plan with every choice of devices. */
export function* withEveryDevice(instance: Instance, plan: Plan): Generator<Plan, void, void> {
  const options = [...piecesOf(plan)].map(({ task, resource, start }) =>
    standsOn(instance, task, resource, start),
  );
  for (const choice of product(options)) yield buildPlan(instance, choice);
}

/** A task copy on a resource copy with each choice of devices that has the right length. */
function standsOn(instance: Instance, task: number, copy: number, start: number): Piece[] {
  const [t, r] = [instance.taskOfCopy[task], instance.resourceOfCopy[copy]];
  let lists: number[][] = [[]];
  let first = 0;
  instance.dimensions.forEach(({ devices }, d) => {
    if (!devices) return;
    const count = instance.resources[r].capacity[d] / DEVICE;
    const { perPair, values } = instance.demand[d];
    const wanted = Math.ceil(values[perPair ? t * instance.resources.length + r : t] / DEVICE);
    const own = subsets(first, first + count, wanted);
    lists = lists.flatMap((list) => own.map((more) => [...list, ...more]));
    first += count;
  });
  return lists.map((devices) => ({ task, resource: copy, start, devices }));
}

function subsets(from: number, to: number, size: number): number[][] {
  if (size === 0) return [[]];
  const list: number[][] = [];
  for (let i = from; i < to; i++) {
    for (const rest of subsets(i + 1, to, size - 1)) list.push([i, ...rest]);
  }
  return list;
}

function* product<T>(lists: readonly (readonly T[])[], at = 0): Generator<T[], void, void> {
  if (at === lists.length) {
    yield [];
    return;
  }
  for (const item of lists[at]) for (const rest of product(lists, at + 1)) yield [item, ...rest];
}
