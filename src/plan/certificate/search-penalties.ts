import { searchedKnapsack } from "./knapsack-search.ts";
import { CertificateRejection } from "./reading.ts";

/** What one resource may take: tasks with a profit (more than 0) and a weight within its room. */
export interface Knapsack {
  readonly weight: readonly number[];
  readonly profit: readonly number[];
  readonly room: number;
}

/** Counts table cells over one check, which ends at a limit. */
export interface Effort {
  cells: number;
}

/** About ten seconds. */
const MOST_CELLS = 1e10;
const MOST_ROW = 2e7;
/** Cells of one table beyond which a search is tried first, its nodes, and what a node counts in cells. */
const LARGE = 1e6;
const NODES = 5e6;
const PER_NODE = 20;

/** The most that a filling of the room is worth. By a table (Bellman 1957), O(items x room), or a search where that is large. */
export function worthOf({ weight, profit, room }: Knapsack, effort: Effort): number {
  if (weight.length === 0) return 0;
  if (weight.length * (room + 1) > LARGE) {
    const nodes = Math.min(NODES, Math.floor((MOST_CELLS - effort.cells) / PER_NODE));
    const found = searchedKnapsack(weight, profit, room, nodes);
    effort.cells += PER_NODE * (found?.nodes ?? nodes);
    if (found !== undefined) return found.worth;
  }
  spend(effort, weight.length, room);
  const best = new Float64Array(room + 1);
  for (let t = 0; t < weight.length; t++) include(best, weight[t], profit[t]);
  return best[room];
}

/**
 * Tables from both ends. `withItem(w, p, t)`: the most that a filling is worth that holds item t, of weight w and profit p;
 * t is the number of items for one that is not among them. `without(t)`: the most without item t.
 */
export function bothEnds({ weight, profit, room }: Knapsack, effort: Effort) {
  spend(effort, 4 * weight.length, room);
  const count = weight.length;
  const before = [new Float64Array(room + 1)];
  for (let t = 0; t < count; t++) {
    const row = before[t].slice();
    include(row, weight[t], profit[t]);
    before.push(row);
  }
  const after = [new Float64Array(room + 1)];
  for (let t = count - 1; t >= 0; t--) {
    const row = after[0].slice();
    include(row, weight[t], profit[t]);
    after.unshift(row);
  }
  const most = (t: number, space: number) => {
    const [a, b] = [before[t], after[Math.min(t + 1, count)]];
    let found = 0;
    for (let y = 0; y <= space; y++) found = Math.max(found, a[y] + b[space - y]);
    return found;
  };
  return {
    withItem: (w: number, p: number, t: number) => most(t, room - w) + p,
    without: (t: number) => most(t, room),
  };
}

function include(best: Float64Array, weight: number, profit: number): void {
  for (let y = best.length - 1; y >= weight; y--) {
    const taken = best[y - weight] + profit;
    if (taken > best[y]) best[y] = taken;
  }
}

function spend(effort: Effort, rows: number, room: number): void {
  effort.cells += rows * (room + 1);
  if (room > MOST_ROW || effort.cells > MOST_CELLS) {
    throw new CertificateRejection("its knapsacks are too large to be checked");
  }
}
