import { FLEET_COPIES, isFleet } from "../heuristics/fleet/pools.ts";
import { PLACEMENTS, SCHEDULES, WITH_RECOVERIES } from "../heuristics/handles.ts";
import { roughList } from "../heuristics/rough-list.ts";
import { assignInTurn } from "../heuristics/wide/assign.ts";
import { WIDE, wideView } from "../heuristics/wide/view.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { unheard } from "../plan/traits.ts";
import { wholePlan } from "../plan/whole-plan.ts";
import { begin, drive } from "./drive.ts";
import type { LevelTask } from "./method.ts";
import { scheduleEvents } from "./methods/schedule-search.ts";
import { tryRooms } from "./robust/rooms-in-turn.ts";
import { shadowOf } from "./robust/shadow.ts";

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
  const { pairs, robust } = task.incumbent.instance;
  if (pairs.features !== undefined) return offerWide(task);
  const { clock } = task;
  const stopped = () => (clock.signal?.aborted ? "interrupted" : undefined);
  // No unit of work is counted, and none is missed.
  const free = { ...clock, left: () => undefined, workLeft: () => 1, spend: () => {}, stopped };
  const patient = { ...task, clock: free };
  const latest = clock.seconds() + (clock.left() ?? Infinity) / 1000 + PATIENCE;
  const isLate = () => clock.seconds() > latest;
  if (robust === undefined) return await offerList(patient, isLate);
  if (unheard(WITH_RECOVERIES, { instance: task.incumbent.instance }) !== undefined) return;
  const shadow = shadowOf(patient);
  await offerList(shadow, isLate);
  shadow.incumbent.settle();
  if (task.incumbent.plan !== undefined) return;
  const isFound = () => (task.incumbent.plan === undefined ? undefined : "interrupted");
  await tryRooms(
    { ...patient, clock: { ...free, stopped: () => stopped() ?? isFound() } },
    (room) => offerList(room, isLate).then(() => ({ termination: "completed" })),
  );
}

/** Without a table of pairs: task by task where it costs least. */
function offerWide({ incumbent }: LevelTask): void {
  const { instance, target } = incumbent;
  if (incumbent.plan !== undefined || unheard([WIDE], incumbent) !== undefined) return;
  const view = wideView(instance, target);
  const held = typeof view === "string" ? undefined : assignInTurn(view);
  if (held !== undefined) incumbent.offer(wholePlan(instance, held.at), SOURCE, { isRough: true });
}

async function offerList(task: LevelTask, isLate: () => boolean): Promise<void> {
  const { incumbent } = task;
  const { instance, target } = incumbent;
  if (unheard([PLACEMENTS, SCHEDULES], incumbent) !== undefined) return;
  if (instance.mode !== "schedule") {
    const plan = roughList(instance, target);
    if (plan !== undefined) incumbent.offer(plan, SOURCE, { isRough: true });
    return;
  }
  let lists = 0;
  const events = (on: LevelTask) => scheduleEvents(on, { isRough: true, isLate, source: SOURCE });
  await drive(task, begin({ name: SOURCE, events }, task), {
    enough: ({ isList }) =>
      isList !== true || incumbent.plan !== undefined || ++lists >= MOST_LISTS,
  });
}
