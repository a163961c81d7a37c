import { ListPlan } from "../heuristics/list-plan.ts";
import { marginalOf } from "../heuristics/marginal.ts";
import { repair } from "../heuristics/repair.ts";
import { loadPlan } from "../heuristics/schedule/load-plan.ts";
import { inOrder } from "../heuristics/schedule/order.ts";
import type { PartialSchedule } from "../heuristics/schedule/partial-schedule.ts";
import { planOf } from "../heuristics/schedule/plan-of.ts";
import type { Placement, ScheduleView } from "../heuristics/schedule/types.ts";
import { scheduleView } from "../heuristics/schedule/view.ts";
import { unitsOf } from "../heuristics/units.ts";
import { type Target, targetsOf } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { buildPlan, type Piece } from "../plan/build.ts";
import { withDevices } from "../plan/devices.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { Plan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { begunPlan, withoutDuties } from "./began.ts";
import type { EarlierPiece, Past } from "./types.ts";

/**
 * A lawful plan that changes the earlier one as little as comes easily: what can stay stays, the rest goes where it can begin first (in
 * placement: where it adds least). Where the rest of the earlier plan no longer fits together, tasks keep their order and their
 * resource copies and begin when they can. The best of these plans by the objectives; undefined if none is lawful. Once `isLate`
 * says that any plan will do, the first lawful one is, and what has to move begins after all that moved before it where it can.
 */
export function repairedPlan(
  instance: Instance,
  past: Past,
  isLate: () => boolean = () => false,
): Plan | undefined {
  const targets = targetsOf(instance);
  const candidates =
    instance.mode === "placement"
      ? [repairedPlacement(instance, past, targets[0])]
      : repairedSchedules(instance, past, isLate);
  let best: { readonly plan: Plan; readonly values: readonly number[] } | undefined;
  for (const plan of candidates) {
    if (plan === undefined || !verify(instance, plan).ok) continue;
    const values = targets.map((target) => evaluateTarget(instance, plan, target));
    if (best === undefined || isBelow(values, best.values)) best = { plan, values };
    if (isLate()) break;
  }
  return best?.plan;
}

function isBelow(a: readonly number[], b: readonly number[]): boolean {
  const i = a.findIndex((value, level) => value !== b[level]);
  return i >= 0 && a[i] < b[i];
}

function* repairedSchedules(
  instance: Instance,
  past: Past,
  isLate: () => boolean,
): Generator<Plan | undefined> {
  const view = scheduleView(instance);
  if (view === undefined) return;
  const hasOptional = instance.tasks.some(({ optional }) => optional);
  // What is optional and lost may cost more than the budget has left.
  const without = view.free.filter((copy) => !isOptionalAndMoved(view, past, copy));
  for (const free of hasOptional ? [view.free, without] : [view.free]) {
    yield keepingTimes(view, past, free, isLate);
    yield keepingOrder(view, past, free, isLate);
  }
}

/** The pieces of what has not begun and may stay where it is. */
function waitingPieces({ fate, pieces }: Past): readonly EarlierPiece[] {
  return pieces.flatMap((own, copy) => (fate[copy] === "waiting" ? own : []));
}

/** `free`: what may be placed beside what began; the same below. */
function keepingTimes(
  view: ScheduleView,
  past: Past,
  free: readonly number[],
  isLate: () => boolean,
): Plan | undefined {
  const { instance } = view;
  const begun = instance.earlier?.pinned ?? [];
  const kept = buildPlan(instance, [...begun, ...waitingPieces(past)]);
  const sound = verify(withoutDuties(instance), kept).ok ? kept : undefined;
  if (sound === undefined) return undefined;
  const schedule = loadPlan(view, sound);
  const missing = free.filter((copy) => schedule.placed[copy] === undefined);
  const order = inOrder(view, missing, (one) => one);
  return inTurn(schedule, past, order, isLate, earliest);
}

/** One by one in the order in which they began in the earlier plan, what had no place there last. */
function keepingOrder(
  view: ScheduleView,
  past: Past,
  free: readonly number[],
  isLate: () => boolean,
): Plan {
  const schedule = loadPlan(view, begunPlan(view.instance));
  const began = (copy: number) => past.pieces[copy][0]?.start ?? Number.MAX_SAFE_INTEGER;
  return inTurn(schedule, past, inOrder(view, free, began), isLate, (offers, copy) => {
    return earliest(offers.filter((offer) => isAsBefore(past, copy, offer))) ?? earliest(offers);
  });
}

/** Puts task copies where `choose` says, one after the other. */
function inTurn(
  schedule: PartialSchedule,
  past: Past,
  order: readonly number[],
  isLate: () => boolean,
  choose: (offers: readonly Placement[], copy: number) => Placement | undefined,
): Plan {
  // The latest start so far: little stands behind it, so there is little to look at.
  let front = 0;
  for (const copy of order) {
    const ready = schedule.ready(copy);
    if (ready === undefined || isLeftOut(schedule.view, past, copy)) continue;
    const from = (time: number) => choose([...schedule.offers(copy, time, Infinity)], copy);
    const chosen = (isLate() ? from(Math.max(ready, front)) : undefined) ?? from(ready);
    if (chosen === undefined) continue;
    schedule.put(copy, chosen);
    front = Math.max(front, chosen.start);
  }
  return planOf(schedule);
}

/** Optional tasks that the earlier plan left out stay out here; the search looks whether they fit now. */
function isLeftOut({ instance }: ScheduleView, { fate }: Past, copy: number): boolean {
  return instance.tasks[instance.taskOfCopy[copy]].optional && fate[copy] === "absent";
}

/** Optional tasks that cannot be where they were. */
function isOptionalAndMoved({ instance }: ScheduleView, { fate }: Past, copy: number): boolean {
  return instance.tasks[instance.taskOfCopy[copy]].optional && fate[copy] !== "waiting";
}

function isAsBefore({ pieces }: Past, copy: number, { places }: Placement): boolean {
  return places.every((place) => pieces[copy].some(({ resource }) => resource === place.copy));
}

function earliest(offers: readonly Placement[]): Placement | undefined {
  let best: Placement | undefined;
  for (const offer of offers) if (best === undefined || offer.end < best.end) best = offer;
  return best;
}

function repairedPlacement(instance: Instance, past: Past, target: Target): Plan | undefined {
  if (instance.tasks.some(({ divisible }) => divisible)) return undefined;
  const state = new ListPlan(instance);
  for (const { task, resource } of waitingPieces(past)) {
    if (state.fits(task, resource)) state.place(task, resource);
  }
  const { mandatory } = unitsOf(instance);
  const open = mandatory.filter((unit) => unit.some((task) => !state.isComplete(task)));
  for (const unit of open) for (const task of unit) state.removeAll(task);
  const choice = {
    by: marginalOf(instance, target),
    entries: [...instance.resources.keys()],
    divide: "fill" as const,
  };
  if (!repair(state, open, choice)) return undefined;
  const pieces = Array.from(state.placed, (_, task) =>
    state.copiesOf(task).map((resource): Piece => ({ task, resource })),
  ).flat();
  const standing = withDevices(instance, pieces);
  return standing === undefined ? undefined : buildPlan(instance, standing);
}
