import { findRecoveries } from "../heuristics/robust/find.ts";
import { loadPlan } from "../heuristics/schedule/load-plan.ts";
import { planOf } from "../heuristics/schedule/plan-of.ts";
import { scheduleView } from "../heuristics/schedule/view.ts";
import { withoutLosses } from "../instance/losses.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { demandOf } from "../instance/usable.ts";
import { buildPlan, type Piece, piecesOf } from "../plan/build.ts";
import { withDevices } from "../plan/devices.ts";
import { loadsOf } from "../plan/loads.ts";
import type { Plan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { sequenceAsSchedule } from "../replan/as-schedule.ts";
import { valued } from "./forced.ts";
import type { TaskPlace, ValuedPlan } from "./types.ts";

/** What comes of moving one task copy alone. */
export type AloneMove = { readonly alone: ValuedPlan } | { readonly whyNot: string };

/** Moves of one task copy of a plan, everything else as it is; what all moves need is worked out once. */
export interface AloneMover {
  /** The best plan in which it alone is elsewhere, or why none was found. */
  to(place: TaskPlace): AloneMove;
}

/** Resource copies of an entry on which a move is tried, those with most room first. */
const MOST_COPIES = 16;

/**
 * Placement: on any copy with room. Over time: at its earliest start there between all that stays, on the copy where that is first.
 * A task in several pieces moves in whole over time, and not at all in placements. Every plan is verified.
 */
export function moverOf(
  instance: Instance,
  plan: Plan,
  copy: number,
  targets: readonly Target[],
): AloneMover {
  const { tasks, taskOfCopy } = instance;
  const { divisible, replicas } = tasks[taskOfCopy[copy]];
  const bare = withoutRecoveries(plan);
  const rest = () => [...piecesOf(bare)].filter(({ task }) => task !== copy);
  const leftOut = () => judged(instance, buildPlan(instance, rest()), targets);
  if (divisible || replicas > 1) {
    const whyNot = "it has several pieces, so it was not moved alone";
    return { to: ({ entries }) => (entries.length === 0 ? leftOut() : { whyNot }) };
  }
  const moves =
    instance.mode === "placement"
      ? placementMoves(instance, bare, copy, rest(), targets)
      : scheduleMoves(instance, bare, copy, targets);
  return { to: (place) => (place.entries.length === 0 ? leftOut() : moves(place)) };
}

function withoutRecoveries({ recoveries: _, ...columns }: Plan): Plan {
  return columns;
}

type Moves = (place: TaskPlace) => AloneMove;

function placementMoves(
  instance: Instance,
  plan: Plan,
  copy: number,
  rest: readonly Piece[],
  targets: readonly Target[],
): Moves {
  const { resourceCopyStart, resources, dimensions, taskOfCopy } = instance;
  const base = buildPlan(instance, rest);
  const loads = dimensions.map((_, d) => loadsOf(instance, base, d).whole);
  const now = new Set<number>();
  for (const { task, resource } of piecesOf(plan)) if (task === copy) now.add(resource);
  /** The smallest part that stays free in any dimension; below 0 where the task does not fit. */
  const room = (place: number, entry: number) =>
    Math.min(
      1,
      ...dimensions.map((_, d) => {
        const need = demandOf(instance, taskOfCopy[copy], entry, d);
        const capacity = resources[entry].capacity[d];
        return need === 0 ? 1 : (capacity - loads[d][place] - need) / Math.max(1, capacity);
      }),
    );
  return ({ entries, copy: only }) => {
    let left = 0;
    const places = entries.flatMap((entry) => {
      const [first, end] = [resourceCopyStart[entry], resourceCopyStart[entry + 1]];
      const all = Array.from({ length: end - first }, (_, i) => first + i);
      const possible = all
        .filter((place) => (only === undefined || place === only) && !now.has(place))
        .map((place) => ({ place, room: room(place, entry) }))
        .sort((a, b) => b.room - a.room || a.place - b.place);
      left += Math.max(0, possible.length - MOST_COPIES);
      return possible.slice(0, MOST_COPIES);
    });
    const found = bestOf(
      places.map(({ place }) => place),
      (place) => {
        const pieces = [...rest, { task: copy, resource: place }];
        const standing = withDevices(instance, pieces);
        if (standing === undefined) return { whyNot: "its devices do not fit beside the others" };
        return judged(instance, buildPlan(instance, standing), targets);
      },
    );
    if ("alone" in found || left === 0) return found;
    return { whyNot: `${found.whyNot}, as on all ${places.length} copies that were tried` };
  };
}

function scheduleMoves(
  instance: Instance,
  plan: Plan,
  copy: number,
  targets: readonly Target[],
): Moves {
  const timed = instance.mode === "batch" ? sequenceAsSchedule(instance) : instance;
  const view = scheduleView(withoutLosses(timed));
  if (view === undefined) return () => ({ whyNot: "no start was found" });
  const schedule = loadPlan(view, plan);
  // A timeline holds one run of a task, so one in pieces that run apart is not held as it is.
  if (!hasSameTimes(planOf(schedule), plan))
    return () => ({ whyNot: "other tasks are in several pieces" });
  schedule.take(copy);
  const ready = schedule.ready(copy);
  const noStart = "no start fits there beside the others";
  if (ready === undefined) return () => ({ whyNot: "what it waits for is left out" });
  const offers = [...schedule.offers(copy, ready, schedule.mustEnd(copy))];
  return ({ entries, copy: only }) => {
    const own = offers.filter(({ places }) =>
      places.every((one) => entries.includes(one.option.entry)),
    );
    if (own.length === 0) return { whyNot: noStart };
    return bestOf(own, (offer) => {
      const there =
        only === undefined
          ? offer
          : schedule.onHosts(
              copy,
              ready,
              offer.places.map((one) => ({ ...one, copy: only })),
            );
      if (there === undefined || there.end > schedule.mustEnd(copy)) return { whyNot: noStart };
      schedule.put(copy, there);
      const moved = planOf(schedule);
      schedule.take(copy);
      if (instance.mode !== "batch") return judged(instance, moved, targets);
      // A piece of a sequence takes the first devices.
      const pieces = [...piecesOf(moved)].map(({ devices: _, ...piece }): Piece => piece);
      return judged(instance, buildPlan(instance, pieces), targets);
    });
  };
}

function hasSameTimes(a: Plan, b: Plan): boolean {
  return (
    a.task.length === b.task.length &&
    a.task.every(
      (task, k) =>
        task === b.task[k] && a.resource[k] === b.resource[k] && a.start[k] === b.start[k],
    )
  );
}

function bestOf<T>(tries: readonly T[], of: (one: T) => AloneMove): AloneMove {
  let best: AloneMove | undefined;
  for (const one of tries) {
    const found = of(one);
    if (best === undefined || isBetter(found, best)) best = found;
  }
  return best ?? { whyNot: "it has no other copy" };
}

function isBetter(a: AloneMove, b: AloneMove): boolean {
  if (!("alone" in a)) return false;
  if (!("alone" in b)) return true;
  const [own, other] = [a.alone.values, b.alone.values];
  const i = own.findIndex((value, level) => value !== other[level]);
  return i >= 0 && own[i] < other[i];
}

/** The plan with its values, with recoveries where it needs them; or the first rule that it breaks. */
function judged(instance: Instance, moved: Plan, targets: readonly Target[]): AloneMove {
  const plain = withoutLosses(instance);
  const checked = verify(plain, moved);
  if (!checked.ok) {
    const [{ rule, message }] = checked.violations;
    return { whyNot: `breaks ${rule} (${message})` };
  }
  const recovered =
    instance.robust === undefined ? { plan: moved } : findRecoveries(instance, moved);
  const alone = "plan" in recovered ? valued(instance, recovered.plan, targets) : undefined;
  return alone === undefined ? { whyNot: "no recovery from every loss was found then" } : { alone };
}
