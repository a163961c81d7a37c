import { WHOLE } from "../instance/types.ts";
import type { Choice, LevelKind } from "./choice.ts";
import type { ListPlan } from "./list-plan.ts";

/** Copies of one entry that may take a share. */
const SHARERS = 64;

/** Steps of the search for the level; doubles have no finer ones. */
const STEPS = 60;

/**
 * Splits a divisible task over resource copies. An optional task may stay in part; for a mandatory one this
 * is all or nothing: false, and the state as before, if the shares do not reach the whole.
 */
export function divide(state: ListPlan, task: number, choice: Choice): boolean {
  const { taskOfCopy, tasks } = state.instance;
  const copies = sharers(state, task, choice);
  if (choice.divide !== "fill") pour(state, task, copies, choice.divide);
  for (const copy of copies) placeShare(state, task, copy, WHOLE);
  if (state.isComplete(task)) return true;
  if (tasks[taskOfCopy[task]].optional) return state.placed[task] > 0;
  state.removeAll(task);
  if (choice.divide === "fill") return false;
  // Uneven but whole is better than even and short.
  return divide(state, task, { ...choice, divide: "fill" });
}

function placeShare(state: ListPlan, task: number, copy: number, wanted: number): void {
  if (state.copiesOf(task).includes(copy)) return;
  const share = Math.min(wanted, state.largestShare(task, copy));
  if (share > 0 && state.fits(task, copy, share)) state.place(task, copy, share);
}

function sharers(state: ListPlan, task: number, choice: Choice): readonly number[] {
  const { taskOfCopy, resources } = state.instance;
  const usable = choice.entries.filter(
    (entry) => state.usable[taskOfCopy[task] * resources.length + entry] === 1,
  );
  const copies = usable.flatMap((entry) => state.search.leastFilled(entry, SHARERS));
  const { by } = choice;
  if (by === "first") return copies;
  const ranks = new Map(copies.map((copy) => [copy, by(state, task, copy)]));
  return [...copies].sort((a, b) => (ranks.get(a) as number) - (ranks.get(b) as number) || a - b);
}

/** Water filling: the lowest level at which the shares of all copies reach the whole task. */
function pour(state: ListPlan, task: number, copies: readonly number[], kind: LevelKind): void {
  const most = copies.map((copy) => state.largestShare(task, copy));
  const shareAt = (i: number, level: number) =>
    Math.max(0, Math.min(most[i], Math.floor(SHARE_AT[kind](state, task, copies[i], level))));
  const reached = (level: number) =>
    copies.reduce((sum, _, i) => sum + shareAt(i, level), 0) >= WHOLE;
  let high = 1;
  while (!reached(high) && high < Number.MAX_SAFE_INTEGER) high *= 2;
  if (!reached(high)) return;
  let low = 0;
  for (let step = 0; step < STEPS && low < high; step++) {
    const middle = kind === "load" ? (low + high) / 2 : Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else if (middle === low) break;
    else low = middle;
  }
  const shares = copies.map((_, i) => shareAt(i, high));
  for (const [i, copy] of copies.entries()) {
    if (shares[i] > 0) placeShare(state, task, copy, shares[i]);
  }
}

/** Millionths that a copy may take before it passes the level. */
const SHARE_AT: Readonly<
  Record<LevelKind, (state: ListPlan, task: number, copy: number, level: number) => number>
> = {
  runtime: (state, task, copy, level) => ratio(level, state.runtime(task, copy)) * WHOLE,
  end(state, task, copy, level) {
    const { mode, tasks, taskOfCopy } = state.instance;
    const ready =
      mode === "batch"
        ? Math.max(state.end(copy), tasks[taskOfCopy[task]].release)
        : state.busy[copy];
    return ratio(level - ready, state.runtime(task, copy)) * WHOLE;
  },
  load(state, task, copy, level) {
    if (state.instance.mode === "batch") return SHARE_AT.end(state, task, copy, level);
    let share = WHOLE;
    for (let d = 0; d < state.dimensions; d++) {
      const need = state.need(task, copy, d);
      if (need === 0) continue;
      const capacity = state.free(copy, d) + state.load[copy * state.dimensions + d];
      const room = level * capacity - state.load[copy * state.dimensions + d];
      share = Math.min(share, (room / need) * WHOLE);
    }
    return share;
  },
};

function ratio(room: number, amount: number): number {
  if (room < 0) return 0;
  return amount === 0 ? 1 : room / amount;
}
