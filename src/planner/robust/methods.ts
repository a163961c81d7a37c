import { WITH_RECOVERIES } from "../../heuristics/handles.ts";
import type { Instance } from "../../instance/types.ts";
import { unheard } from "../../plan/traits.ts";
import { type LevelEnd, type LevelTask, stoppedEnd } from "../method.ts";
import { partClock } from "../part-clock.ts";
import { type Run, runPhases } from "../phases.ts";
import { ownPhases, portfolioOf } from "../portfolio.ts";
import { isBehind } from "./ends.ts";
import { ROBUST_OVER_TIME } from "./over-time.ts";
import { roomsOf, tryRooms } from "./rooms-in-turn.ts";
import { shadowOf } from "./shadow.ts";

/**
 * How a method of that name plans for losses. Methods know nothing of them, so they only ever see the instance without
 * losses, or with less room, and what they find is tried.
 */
export function robustRunOf(instance: Instance, name: string): Run {
  const unknown = unheard(WITH_RECOVERIES, { instance });
  const run = unknown === undefined ? runsOf(instance.mode)[name] : undefined;
  const note =
    unknown === undefined
      ? `The method ${name} does not plan for losses.`
      : `No plans that survive losses are looked for where ${unknown}.`;
  return run ?? (async () => ({ termination: "unsupported", note }));
}

/** True if a method can be asked for where a plan must survive losses. */
export function plansForLosses({ mode }: Instance, name: string): boolean {
  return runsOf(mode)[name] !== undefined;
}

function runsOf(mode: Instance["mode"]): Readonly<Record<string, Run>> {
  return mode === "schedule" ? ROBUST_OVER_TIME : ROBUST;
}

const ROBUST: Readonly<Record<string, Run>> = {
  greedy: offerInRooms,
  local: async (task) => {
    const end = await offerInRooms(task);
    if (task.incumbent.plan === undefined) return end;
    return stoppedEnd(task) ?? (await runPhases(task, [{ method: "local" }]));
  },
  milp: async (task) => {
    if (task.incumbent.start === undefined) await offerInRooms(task);
    return stoppedEnd(task) ?? (await runPhases(task, [{ method: "milp" }]));
  },
  auto: planForLosses,
};

/** Shares of what is left for the relaxation without losses and for plans in less room. */
const RELAXED = 0.25;
const ROOMS = 0.3;
/** The same in units of work where nothing limits the run. */
const WORK = { relaxed: 3000, rooms: 3000 } as const;

/** Pairs of copies, times copies that may be lost, up to which the program alone is quickest. */
const SMALL = 1000;

/** Plans in rooms, bounds of the relaxation, and the program beside searches. */
async function planForLosses(task: LevelTask): Promise<LevelEnd> {
  const { instance } = task.incumbent;
  if (task.incumbent.start === undefined) await offerInRooms(task);
  const lost = instance.robust?.copies.length ?? 0;
  if (instance.taskOfCopy.length * instance.resourceOfCopy.length * lost > SMALL) {
    const relaxed = stoppedEnd(task) ?? (await solveRelaxed(task));
    if (relaxed !== undefined) return relaxed;
  }
  // Without a plan there is nothing to search from beside the program.
  const here = task.incumbent.plan === undefined ? [] : ["local", "neighbourhoods"];
  const program = { elsewhere: ["milp"], here, ends: () => true };
  const end = stoppedEnd(task) ?? (await runPhases(task, [program]));
  const tooLarge = end.termination === "unsupported" && task.incumbent.plan !== undefined;
  return tooLarge ? { ...end, termination: "completed" } : end;
}

/** Every bound of the level without losses holds with them; if it has no plan, there is none. */
async function solveRelaxed(task: LevelTask): Promise<LevelEnd | undefined> {
  const clock = partClock(task.clock, RELAXED, WORK.relaxed);
  const shadow = shadowOf({ ...task, clock });
  const phases = portfolioOf(shadow.incumbent.instance, "auto");
  const end = stoppedEnd(shadow) ?? (await runPhases(shadow, phases));
  if (end.termination === "infeasible") return end;
  if (isBehind(task, shadow) && stoppedEnd(task) === undefined) await improveInRooms(task);
  return stoppedEnd(task);
}

/** Greedy plans in the whole room and, where the best of them do not survive, in less of it. */
async function offerInRooms(task: LevelTask): Promise<LevelEnd> {
  const lists = (shadow: LevelTask) => runPhases(shadow, [{ method: "greedy" }]);
  const shadow = shadowOf(task);
  const end = await lists(shadow);
  if (!isBehind(task, shadow)) return stoppedEnd(task) ?? end;
  await tryRooms(task, lists);
  const note = "No greedy plan survives every loss, with spares and with headroom.";
  const hasFailed = task.incumbent.plan === undefined && end.termination === "completed";
  return stoppedEnd(task) ?? { termination: end.termination, ...(hasFailed ? { note } : {}) };
}

/** Local search in each room in turn, for a share of what is left. */
async function improveInRooms(task: LevelTask): Promise<void> {
  const clock = partClock(task.clock, ROOMS, WORK.rooms);
  const rooms = roomsOf(task).length;
  await tryRooms({ ...task, clock }, (shadow) => {
    const turn = partClock(clock, 1 / Math.min(4, rooms), WORK.rooms / 4);
    const phases = ownPhases(shadow.incumbent.instance.mode, "local");
    return runPhases({ ...shadow, clock: turn }, phases);
  });
}
