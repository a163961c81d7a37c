import { recoverSchedule } from "../../heuristics/robust/over-time/recover.ts";
import { SurvivingBoard } from "../../heuristics/robust/over-time/surviving-board.ts";
import { scheduleView } from "../../heuristics/schedule/view.ts";
import { lossCount } from "../../instance/losses.ts";
import { targetParts } from "../../instance/objectives/kinds.ts";
import type { Bound, Plan } from "../../plan/types.ts";
import { makeRandom } from "../../util/random.ts";
import { begin, drive } from "../drive.ts";
import { type LevelEnd, type LevelTask, stoppedEnd } from "../method.ts";
import { keepWorths, worthsOf } from "../methods/areas.ts";
import { local } from "../methods/local.ts";
import { type SearchOptions, scheduleEvents } from "../methods/schedule-search.ts";
import { partClock } from "../part-clock.ts";
import { type Run, runPhases } from "../phases.ts";
import { AFTER_AREAS } from "../portfolio.ts";
import { raiseAfterLosses } from "./after-losses.ts";
import { isBehind } from "./ends.ts";
import { roomsOf, tryRooms } from "./rooms-in-turn.ts";
import { shadowOf } from "./shadow.ts";

/** Methods for tasks side by side over time whose plan must survive losses. */
export const ROBUST_OVER_TIME: Readonly<Record<string, Run>> = {
  greedy: offerLists,
  local: async (task) => {
    if (task.incumbent.start === undefined) await offerLists(task);
    return stoppedEnd(task) ?? (await searchSurvivors(task));
  },
  // The program knows no losses, and says so.
  milp: async (task) => {
    if (task.incumbent.start === undefined) await offerLists(task);
    return stoppedEnd(task) ?? (await runPhases(task, [{ method: "milp" }]));
  },
  auto: planForLosses,
};

/**
 * Shares of what is left for plans by lists, for bounds of what losses leave, for the relaxation without losses and for plans in
 * less room: most where losses are many.
 */
const LISTS = 0.4;
const PROOFS = 0.15;
const RELAXED = 0.2;
const ROOMS = { few: 0.2, many: 0.6 } as const;
/** What the search among plans that survive takes where it looks only at places that leave room. */
const BOARDS = 0.6;
/** The same in units of work where nothing limits the run. */
const WORK = { lists: 40_000, relaxed: 4000, rooms: 4000, boards: 4000 } as const;

/** Losses times resource copies up to which a board is kept for each loss. */
const MOST_BOARDS = 1000;

/** Places tried for each loss of a plan that the search offers: most that survive do so at once. */
const NODE_LIMIT = 200;

/** Plans by lists in all rooms, bounds and plans of the relaxation, plans in rooms, and a search among what survives. */
async function planForLosses(task: LevelTask): Promise<LevelEnd> {
  if (task.incumbent.start === undefined) {
    await offerLists({ ...task, clock: partClock(task.clock, LISTS, WORK.lists) });
  }
  const begun = stoppedEnd(task);
  if (begun !== undefined) return begun;
  // Every bound of the level without losses holds with them; if it has no plan, there is none.
  const shadow = shadowOf({ ...task, clock: partClock(task.clock, RELAXED, WORK.relaxed) });
  await runPhases(shadow, [{ method: "areas" }]);
  // Bounds without losses have certificates, so those of what losses leave come second.
  if (stoppedEnd(task) === undefined) {
    await raiseAfterLosses({ ...task, clock: partClock(task.clock, PROOFS, WORK.relaxed) });
  }
  if (stoppedEnd(shadow) === undefined) {
    const end = await runPhases(shadow, AFTER_AREAS);
    shadow.incumbent.settle();
    if (end.termination === "infeasible") return end;
  }
  const worths = worthsOf(shadow.incumbent);
  if (worths !== undefined) keepWorths(task.incumbent, worths);
  if (isBehind(task, shadow) && stoppedEnd(task) === undefined) {
    await searchRooms(task, shadow.incumbent.bound, worths);
  }
  return stoppedEnd(task) ?? (await searchSurvivors(task));
}

/** Plans by lists in the whole room and, where the best of them do not survive, in less of it. */
async function offerLists(task: LevelTask): Promise<LevelEnd> {
  const lists = async (on: LevelTask) => await runPhases(on, [{ method: "greedy" }]);
  const shadow = shadowOf(task);
  const end = await lists(shadow);
  shadow.incumbent.settle();
  if (isBehind(task, shadow)) await tryRooms(task, lists);
  const note = "No plan by lists survives every loss, with spares and with headroom.";
  const hasFailed = task.incumbent.plan === undefined && end.termination === "completed";
  return stoppedEnd(task) ?? { termination: end.termination, ...(hasFailed ? { note } : {}) };
}

/** The search in each room in turn, for a share of what is left. `bound` is one of the whole without losses. */
async function searchRooms(
  task: LevelTask,
  bound: Bound | undefined,
  worths: ArrayLike<number> | undefined,
): Promise<void> {
  const share = hasFewLosses(task) ? ROOMS.few : ROOMS.many;
  const clock = partClock(task.clock, share, WORK.rooms);
  const rooms = roomsOf(task).length;
  await tryRooms({ ...task, clock }, (shadow) => {
    const turn = partClock(clock, 1 / Math.min(4, rooms), WORK.rooms / 4);
    // What holds without losses holds in less room, but for shares of a room, which is another one there.
    if (bound !== undefined && !isOfRoom(task)) shadow.incumbent.raise(bound);
    if (worths !== undefined) keepWorths(shadow.incumbent, worths);
    return search({ ...shadow, clock: turn });
  });
}

/** True if the target counts shares of resources, or compares resources. */
function isOfRoom({ incumbent: { instance, target } }: LevelTask): boolean {
  return targetParts(instance, target).some(
    (part) => ["levels", "whole"].includes(part.kind) || (part.kind === "pieces" && part.isGain),
  );
}

/** The search over time, until the goal, the clock or its own end. */
async function search(task: LevelTask, how: SearchOptions = {}): Promise<LevelEnd> {
  if (task.without?.has(local.name)) return { termination: "completed" };
  const events = (on: LevelTask) => scheduleEvents(on, how);
  const running = begin({ ...local, events }, task);
  return (await drive(task, running)) ?? { termination: "completed" };
}

function hasFewLosses({ incumbent: { instance } }: LevelTask): boolean {
  return lossCount(instance) * instance.resourceOfCopy.length <= MOST_BOARDS;
}

/**
 * The search among plans that survive: a better plan counts if a recovery from each loss is found. Where losses are few it
 * looks first only at places that leave room for them, which is slower and strays less.
 */
async function searchSurvivors(task: LevelTask): Promise<LevelEnd> {
  const { instance } = task.incumbent;
  const view = scheduleView(instance);
  const random = makeRandom(task.seed);
  let hint: Plan["recoveries"];
  let first: number | undefined;
  const admits = (plan: Plan): Plan | undefined => {
    const found = recoverSchedule(instance, plan, {
      nodeLimit: NODE_LIMIT,
      ...(hint !== undefined && { hint }),
      ...(first !== undefined && { first }),
    });
    if ("plan" in found) {
      hint = found.plan.recoveries;
      return found.plan;
    }
    first = found.loss;
    return undefined;
  };
  if (view !== undefined && hasFewLosses(task)) {
    const clock = partClock(task.clock, BOARDS, WORK.boards);
    const makeBoard = (plan?: Plan) => new SurvivingBoard(view, random, plan);
    await search({ ...task, clock }, { admits, makeBoard });
  }
  return stoppedEnd(task) ?? (await search(task, { admits }));
}
