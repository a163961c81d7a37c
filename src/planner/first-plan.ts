import { FLEET_COPIES, isFleet } from "../heuristics/fleet/pools.ts";
import { PLACEMENTS, SCHEDULES, WITH_RECOVERIES } from "../heuristics/handles.ts";
import { roughList } from "../heuristics/rough-list.ts";
import { assignInTurn } from "../heuristics/wide/assign.ts";
import { WIDE, wideView } from "../heuristics/wide/view.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { unheard } from "../plan/traits.ts";
import { wholePlan } from "../plan/whole-plan.ts";
import type { Event, LevelTask, Method } from "./method.ts";
import { scheduleEvents } from "./methods/schedule-search.ts";
import { type Phase, runPhases } from "./phases.ts";
import { wholeThenReserves } from "./robust/levels.ts";

/** What the trace calls a plan of the first list. */
const SOURCE = "first list";

/**
 * Pairs of task copy and resource entry, and of entries, from which on bounds and searches take so long that a plan comes
 * before them.
 */
const LARGE = 20_000;

/** Lists over time that are tried where the first leaves something out. */
const MOST_LISTS = 8;

/** Seconds past the time limit after which a list over time looks through no gaps any more. */
const PATIENCE = 0.4;

/** True if a plan should be there before anything that takes long is begun. Counts of few entries give one quickly. */
export function needsFirstPlan(instance: Instance, target: Target): boolean {
  const { pairs, mode, tasks, taskOfCopy, resources } = instance;
  if (pairs.features !== undefined) return true;
  if (mode === "schedule" || tasks.length * resources.length >= LARGE) return true;
  if (taskOfCopy.length * resources.length < LARGE) return false;
  return taskOfCopy.length < FLEET_COPIES || isFleet(instance, target) !== true;
}

/**
 * Offers the plan of the cheapest list, whatever the clock says: it only ends a run that found something. Searches do not
 * start from it (`Incumbent.start`), so they find what they find without it.
 */
export async function offerFirstPlan(task: LevelTask): Promise<void> {
  const { pairs, robust, mode } = task.incumbent.instance;
  if (pairs.features !== undefined) return offerWide(task);
  const { clock } = task;
  // A list of a placement or a sequence is over before anyone could wait for it.
  const stopped = () => (mode === "schedule" && clock.signal?.aborted ? "interrupted" : undefined);
  // No unit of work is counted, and none is missed.
  const free = { ...clock, left: () => undefined, workLeft: () => 1, spend: () => {}, stopped };
  const latest = clock.seconds() + (clock.left() ?? Infinity) / 1000 + PATIENCE;
  const list = listMethod(() => clock.seconds() > latest);
  if (robust === undefined) {
    await runPhases({ ...task, clock: free }, [list]);
  } else if (unheard(WITH_RECOVERIES, { instance: task.incumbent.instance }) === undefined) {
    const isFound = () => (task.incumbent.plan === undefined ? undefined : "interrupted");
    const brief = { ...free, stopped: () => stopped() ?? isFound() };
    const phases = [{ levels: wholeThenReserves, phases: [list] }];
    await runPhases({ ...task, clock: brief }, phases);
  }
}

/** Without a table of pairs: task by task where it costs least. */
function offerWide({ incumbent }: LevelTask): void {
  const { instance, target } = incumbent;
  if (incumbent.plan !== undefined || unheard([WIDE], incumbent) !== undefined) return;
  const view = wideView(instance, target);
  const held = typeof view === "string" ? undefined : assignInTurn(view);
  if (held !== undefined) incumbent.offer(wholePlan(instance, held.at), SOURCE, { isRough: true });
}

/** One list, or over time the first of them that leaves nothing out. */
function listMethod(isLate: () => boolean): Phase {
  const method: Method = {
    name: SOURCE,
    role: "start",
    about: "a plan that is there before anything else is begun",
    handles: [PLACEMENTS, SCHEDULES],
    events: (task) =>
      task.incumbent.instance.mode === "schedule"
        ? scheduleEvents(task, { isRough: true, isLate, source: SOURCE })
        : roughEvents(task),
  };
  return {
    method,
    enough: ({ incumbent }, { isList }, events) =>
      isList !== true || incumbent.plan !== undefined || events >= MOST_LISTS,
  };
}

function* roughEvents({ incumbent: { instance, target } }: LevelTask): Generator<Event, void> {
  const plan = roughList(instance, target);
  if (plan !== undefined) yield { plan, isRough: true };
}
