import { type Choice, LOOKED, type Looked } from "./choice.ts";
import { divide } from "./divide.ts";
import type { ListPlan } from "./list-plan.ts";
import { slackRank } from "./marginal.ts";

/**
 * Places task copies that belong together (all or none), each wholly: all replicas, all shares.
 * False, and the state as before, if no place was found.
 */
export function placeUnit(state: ListPlan, unit: readonly number[], choice: Choice): boolean {
  if (unit.length === 1) return placeTask(state, unit[0], choice);
  // The first member decides for the others: try its copies in the order of the choice until all fit.
  for (const copy of rankedCopies(state, unit[0], choice)) {
    const done = unit.findIndex((task) => {
      if (!state.fits(task, copy)) return true;
      state.place(task, copy);
      return false;
    });
    if (done < 0) return true;
    for (const task of unit.slice(0, done)) state.remove(task, copy);
  }
  return false;
}

/** As `placeUnit` for one task copy. */
function placeTask(state: ListPlan, task: number, choice: Choice): boolean {
  const { divisible } = state.instance.tasks[state.instance.taskOfCopy[task]];
  if (divisible) return divide(state, task, choice);
  while (!state.isComplete(task)) {
    const copy = chooseCopy(state, task, choice);
    if (copy < 0) {
      state.removeAll(task);
      return false;
    }
    state.place(task, copy);
  }
  return true;
}

/** The copy that the choice prefers, or -1. Ties go to the tighter fit, then to the lower number. */
function chooseCopy(state: ListPlan, task: number, choice: Choice): number {
  const home = state.homeOf(task);
  if (home >= 0) return state.fits(task, home) ? home : -1;
  const { by } = choice;
  if (by === "first") return firstCopy(state, task, choice.entries);
  let best = -1;
  let bestRank = Infinity;
  let bestSlack = Infinity;
  const consider = (copy: number) => {
    const rank = by(state, task, copy);
    if (rank > bestRank) return;
    const slack = slackRank(state, task, copy);
    if (rank === bestRank && slack >= bestSlack) return;
    best = copy;
    bestRank = rank;
    bestSlack = slack;
  };
  eachCandidate(state, task, choice.entries, choice.looked ?? LOOKED, consider);
  return best;
}

/** Fitting copies in the order of the choice; a generator would hold stale ranks, so this is a list taken at once. */
function rankedCopies(state: ListPlan, task: number, choice: Choice): readonly number[] {
  const found: { copy: number; rank: number }[] = [];
  const { by } = choice;
  eachCandidate(state, task, choice.entries, ALL, (copy) => {
    found.push({ copy, rank: by === "first" ? found.length : by(state, task, copy) });
  });
  return found.sort((a, b) => a.rank - b.rank).map((item) => item.copy);
}

const ALL: Looked = { ...LOOKED, first: Infinity };

function firstCopy(state: ListPlan, task: number, entries: readonly number[]): number {
  let found = -1;
  for (const entry of entries) {
    if (!isUsable(state, task, entry)) continue;
    state.search.eachFitting(task, entry, (copy) => {
      found = copy;
      return true;
    });
    if (found >= 0) return found;
  }
  return found;
}

/**
 * Calls `consider` for the copies that fit and are worth a look: all of them, or of an entry with many copies those of
 * `looked`. Of unused copies, all alike, only the first.
 */
export function eachCandidate(
  state: ListPlan,
  task: number,
  entries: readonly number[],
  looked: Looked,
  consider: (copy: number) => void,
): void {
  for (const entry of entries) {
    if (!isUsable(state, task, entry)) continue;
    const large = state.search.isLarge(entry);
    let seen = 0;
    state.search.eachFitting(task, entry, (copy) => {
      consider(copy);
      seen++;
      return large && seen >= looked.first;
    });
    if (!large) continue;
    for (const copy of state.search.leastFilled(entry, looked.leastFilled)) {
      if (state.fits(task, copy)) consider(copy);
    }
  }
}

function isUsable(state: ListPlan, task: number, entry: number): boolean {
  const { taskOfCopy, resources } = state.instance;
  return state.usable[taskOfCopy[task] * resources.length + entry] === 1;
}
