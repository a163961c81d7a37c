import { rulesOf, usageOf } from "../../src/instance/schedule.ts";
import type { Instance } from "../../src/instance/types.ts";
import type { TimeGrid } from "./grid.ts";

/** Between which slots the copies of each task entry run, from what precedence, releases and deadlines say together. */
export interface TaskWindows {
  readonly earliest: readonly number[];
  /** The latest end. */
  readonly latest: readonly number[];
}

/**
 * Longest ways through the precedence graph, forwards from releases, backwards from deadlines and the horizon (from tasks
 * that are not optional only, since others may stay away). O(T x precedence) at worst.
 */
export function taskWindows(
  instance: Instance,
  usable: ArrayLike<number>,
  { tick, horizon }: TimeGrid,
): TaskWindows {
  const { tasks, pairs } = instance;
  const R = instance.resources.length;
  const shortest = tasks.map((_, t) => {
    let least = Infinity;
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 1) least = Math.min(least, pairs.runtime[t * R + r] / tick);
    }
    return Number.isFinite(least) ? least : 0;
  });
  const earliest = tasks.map(({ release }) => release / tick);
  const latest = tasks.map(({ deadline = Infinity }) =>
    Math.min(horizon, Math.floor(deadline / tick)),
  );
  const list = rulesOf(instance).precedence;
  for (let changed = true; changed; ) {
    changed = false;
    for (const { before, after, lag } of list) {
      const start = earliest[before] + shortest[before] + lag / tick;
      const end = latest[after] - shortest[after] - lag / tick;
      if (start > earliest[after]) {
        earliest[after] = start;
        changed = true;
      }
      if (!tasks[after].optional && end < latest[before]) {
        latest[before] = end;
        changed = true;
      }
    }
  }
  return { earliest, latest };
}

/** The first and the last slot in which a piece of a task may start on a resource, by entries, but for maintenance. */
export function slotRange(
  { resources, pairs }: Instance,
  { tick, horizon }: TimeGrid,
  { earliest, latest }: TaskWindows,
  t: number,
  r: number,
): readonly [number, number] {
  const { from, until = Infinity } = resources[r];
  const length = pairs.runtime[t * resources.length + r] / tick;
  const end = Math.min(latest[t], Math.floor(until / tick), horizon);
  return [Math.max(earliest[t], from / tick), end - length];
}

/** The last slot in which any piece may end, at most the horizon. */
export function lastEnd(
  instance: Instance,
  usable: ArrayLike<number>,
  grid: TimeGrid,
  windows: TaskWindows,
): number {
  const R = instance.resources.length;
  let last = 0;
  for (let e = 0; e < instance.tasks.length * R; e++) {
    if (usable[e] !== 1) continue;
    const [t, r] = [Math.floor(e / R), e % R];
    const [first, final] = slotRange(instance, grid, windows, t, r);
    if (first <= final) last = Math.max(last, final + instance.pairs.runtime[e] / grid.tick);
  }
  return last;
}

/** The slots of `slotRange` in which no maintenance is in the way. */
export function slotsOf(
  instance: Instance,
  grid: TimeGrid,
  windows: TaskWindows,
  t: number,
  r: number,
): readonly number[] {
  const { tick } = grid;
  const runtime = instance.pairs.runtime[t * instance.resources.length + r];
  const closed = rulesOf(instance).maintenance[r];
  const [first, last] = slotRange(instance, grid, windows, t, r);
  const slots: number[] = [];
  for (let slot = first; slot <= last; slot++) {
    const start = slot * tick;
    const isBlocked = closed.some(([from, until]) =>
      runtime === 0 ? start > from && start < until : start < until && start + runtime > from,
    );
    if (!isBlocked) slots.push(slot);
  }
  return slots;
}

/** True if a piece alone passes no shared limit. */
export function keepsLimits(instance: Instance, t: number, r: number): boolean {
  const R = instance.resources.length;
  return rulesOf(instance).limits.every((limit) => usageOf(limit, t, r, R) <= limit.capacity);
}
