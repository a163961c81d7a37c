import type { Choice } from "./choice.ts";
import type { ListPlan } from "./list-plan.ts";
import { placeUnit } from "./place.ts";

type Unit = readonly number[];

/** Resource copies at which a failed unit may push others away, and pairs of tasks tried on each. */
const PLACES = 48;
const PAIRS = 60;
/** Beyond this many failed units a new start promises more. */
const FAILURES = 200;
/** Exchanges tried in one repair; fewer where each looks at many resources. */
const EXCHANGES = 3000;
const LOOKS = 300_000;

/**
 * Finds places for failed units by ejection: takes one or two other tasks off a resource copy, puts the
 * failed unit there and the others elsewhere. True if all were placed; else some are still without a place.
 */
export function repair(state: ListPlan, failed: readonly Unit[], choice: Choice): boolean {
  if (failed.length > FAILURES) return false;
  const work: Work = {
    open: [...failed],
    left: Math.min(EXCHANGES, LOOKS / choice.entries.length),
  };
  for (let unit = work.open.pop(); unit !== undefined; unit = work.open.pop()) {
    if (!placeUnit(state, unit, choice) && !makeRoom(state, unit, choice, work)) return false;
  }
  return true;
}

interface Work {
  /** Units without a place; an exchange that cannot be undone adds to them. */
  readonly open: Unit[];
  left: number;
}

function makeRoom(state: ListPlan, unit: Unit, choice: Choice, work: Work): boolean {
  for (const copy of placesFor(state, unit[0], choice)) {
    const movable = state
      .tasksOn(copy)
      .filter((task) => isMovable(state, task))
      .slice(0, PAIRS);
    for (const ejected of oneOrTwo(movable)) {
      if (work.left-- <= 0) return false;
      if (exchange(state, unit, ejected, choice, work)) return true;
    }
  }
  return false;
}

function* oneOrTwo(tasks: readonly number[]): Generator<readonly number[]> {
  for (const task of tasks) yield [task];
  let pairs = 0;
  for (let i = 0; i < tasks.length; i++) {
    for (let j = i + 1; j < tasks.length; j++) {
      if (pairs++ >= PAIRS) return;
      yield [tasks[i], tasks[j]];
    }
  }
}

/** Copies that the task could use if others left, in the order of the choice's entries. */
function placesFor(state: ListPlan, task: number, choice: Choice): readonly number[] {
  const { taskOfCopy, resources } = state.instance;
  const copies: number[] = [];
  for (const entry of choice.entries) {
    if (state.usable[taskOfCopy[task] * resources.length + entry] === 0) continue;
    copies.push(...state.search.leastFilled(entry, PLACES).slice(0, PLACES));
    if (copies.length >= PLACES) break;
  }
  return copies;
}

/** Whole single tasks move freely; companions and shared-out tasks would drag others along. */
function isMovable(state: ListPlan, task: number): boolean {
  const { divisible } = state.instance.tasks[state.instance.taskOfCopy[task]];
  return !divisible && state.copiesOf(task).length === 1 && state.homeOf(task) < 0;
}

function exchange(
  state: ListPlan,
  unit: Unit,
  ejected: readonly number[],
  choice: Choice,
  work: Work,
): boolean {
  const homes = ejected.map((task) => state.copiesOf(task)[0]);
  for (const task of ejected) state.removeAll(task);
  if (placeUnit(state, unit, choice)) {
    const stuck = ejected.findIndex((task) => !placeUnit(state, [task], choice));
    if (stuck < 0) return true;
    for (const task of ejected.slice(0, stuck)) state.removeAll(task);
    for (const task of unit) state.removeAll(task);
  }
  // In a timed sequence or on shared devices the way back may be barred, for others have shifted since.
  for (const [i, task] of ejected.entries()) {
    if (state.fits(task, homes[i])) state.place(task, homes[i]);
    else if (!placeUnit(state, [task], choice)) work.open.push([task]);
  }
  return false;
}
