import type { Instance } from "../../instance/types.ts";
import { solveAlongside } from "../alongside.ts";
import { auto } from "../auto.ts";
import { offerGreedyPlans } from "../greedy.ts";
import { local } from "../local.ts";
import { goalReached, type LevelEnd, type LevelTask, type Method } from "../method.ts";
import { milp } from "../milp.ts";
import { isBehind, stoppedEnd } from "./ends.ts";
import { ROBUST_OVER_TIME } from "./over-time.ts";
import { partClock } from "./part-clock.ts";
import { roomsOf, tryRooms } from "./rooms-in-turn.ts";
import { shadowOf } from "./shadow.ts";

/**
 * The method of that name for an instance with losses. Other methods know nothing of losses, so they only ever see the
 * instance without them, or with less room, and what they find is tried.
 */
export function robustMethodFor({ robust, mode }: Instance, method: Method): Method {
  if (robust === undefined) return method;
  const run = (mode === "schedule" ? ROBUST_OVER_TIME : ROBUST)[method.name];
  if (run !== undefined) return { ...method, run };
  return {
    ...method,
    usesSolver: false,
    run: async () => ({
      termination: "unsupported",
      note: `The method ${method.name} does not plan for losses.`,
    }),
  };
}

const ROBUST: Readonly<Record<string, Method["run"]>> = {
  greedy: offerInRooms,
  local: async (task) => {
    const end = await offerInRooms(task);
    if (task.incumbent.plan === undefined) return end;
    return stoppedEnd(task) ?? (await local.run(task));
  },
  milp: async (task) => {
    if (task.incumbent.start === undefined) await offerInRooms(task);
    return stoppedEnd(task) ?? (await milp.run(task));
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
  const solve = task.incumbent.plan === undefined ? milp.run : solveAlongside;
  const end = stoppedEnd(task) ?? (await solve(task));
  const tooLarge = end.termination === "unsupported" && task.incumbent.plan !== undefined;
  return tooLarge ? { ...end, termination: "completed" } : end;
}

/** Every bound of the level without losses holds with them; if it has no plan, there is none. */
async function solveRelaxed(task: LevelTask): Promise<LevelEnd | undefined> {
  const clock = partClock(task.clock, RELAXED, WORK.relaxed);
  const shadow = shadowOf({ ...task, clock });
  const end = goalReached(shadow.incumbent, task.goal)
    ? { termination: "completed" as const }
    : await auto.run(shadow);
  if (end.termination === "infeasible") return end;
  if (isBehind(task, shadow) && stoppedEnd(task) === undefined) await improveInRooms(task);
  return stoppedEnd(task);
}

/** Greedy plans in the whole room and, where the best of them do not survive, in less of it. */
async function offerInRooms(task: LevelTask): Promise<LevelEnd> {
  const shadow = shadowOf(task);
  const end = await offerGreedyPlans(shadow);
  if (!isBehind(task, shadow)) return stoppedEnd(task) ?? end;
  await tryRooms(task, offerGreedyPlans);
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
    return local.run({ ...shadow, clock: turn });
  });
}
