import { type MovingLoads, put, take } from "./loads.ts";
import type { PricedCore } from "./priced-core.ts";

/** How far a search for a chain goes. */
export interface ChainLimits {
  /** Most tasks that one chain moves. */
  readonly moves: number;
  /** Most nodes of one search. */
  readonly nodes: number;
}

/** A search for ejection chains, with the moves of the last one found. */
export interface ChainSearch {
  /**
   * Looks for a chain that starts by moving `task` and raises the sum of costs by less than `allowed` (0: strictly
   * better), applies the first one found, or with `thorough` the best of all nodes, and returns true. Keeps every
   * load within its capacity.
   */
  tryFrom(task: number, allowed: number, thorough?: boolean): boolean;
  /** Tasks moved by the last chain: the first `moved` of `tasks`, and where they were. */
  readonly tasks: Int32Array;
  readonly from: Int32Array;
  moved(): number;
  /** Pairs looked at so far: a measure of work that depends on no clock. */
  work(): number;
}

/** Float dust: a budget smaller than this is none. */
const DUST = 1e-7;

/**
 * Ejection chains that branch: a task moves to a near resource and pushes out one or two others, which move on, until
 * all stand. Only partial chains whose reduced cost and priced room gain so far are followed (the gain criterion), so that
 * the search is narrow however long the chain. Sources: Lin, Kernighan (1973), DOI 10.1287/opre.21.2.498; Yagiura,
 * Ibaraki, Glover (2004), DOI 10.1287/ijoc.1030.0036.
 */
export function makeChainSearch(
  priced: PricedCore,
  loads: MovingLoads,
  limits: ChainLimits,
): ChainSearch {
  const { core, lambda, reducedCost, candidates, width, second } = priced;
  const { resources, cost, weight } = core;
  const { at, room, on, count } = loads;
  const tasks = new Int32Array(limits.moves + 2);
  const to = new Int32Array(limits.moves + 2);
  const bestTasks = new Int32Array(limits.moves + 2);
  const bestTo = new Int32Array(limits.moves + 2);
  const from = new Int32Array(limits.moves + 2);
  const hand = new Int32Array(limits.moves + 2);
  const reserve = new Float64Array(limits.moves + 2);
  const inHand = new Uint8Array(core.tasks);
  const closed = new Uint8Array(resources);
  let start = 0;
  let limit = 0;
  let nodes = 0;
  let moved = 0;
  let patient = false;
  let work = 0;

  /** What `task` must pay at least if it leaves `resource`. */
  function leastElsewhere(task: number, resource: number): number {
    return candidates[task * width] === resource ? second[task] : 0;
  }

  /**
   * Places the `held` tasks in hand after `done` moves. `budget` is the gain so far less what the other tasks in hand
   * must pay at least, with the room left at the start taken for free; `change` is the true change of costs.
   */
  function settle(held: number, done: number, budget: number, change: number): boolean {
    if (held === 0) {
      if (change >= limit) return false;
      moved = done;
      limit = change;
      bestTasks.set(tasks);
      bestTo.set(to);
      return !patient;
    }
    if (++nodes > limits.nodes) return false;
    const task = hand[held - 1];
    const row = task * resources;
    tasks[done] = task;
    const back = row + start;
    if (at[task] !== start && weight[back] <= room[start] && reducedCost[back] < budget) {
      to[done] = start;
      room[start] -= weight[back];
      const next = held > 1 ? reserve[held - 2] : 0;
      const found = settle(
        held - 1,
        done + 1,
        budget - reducedCost[back] + next,
        change + cost[back],
      );
      room[start] += weight[back];
      if (found) return true;
    }
    for (let q = task * width, end = q + width; q < end; q++) {
      const i = candidates[q];
      if (i < 0) break;
      const pair = row + i;
      const left = budget - reducedCost[pair];
      if (left <= DUST) break;
      if (closed[i] !== 0) continue;
      closed[i] = 1;
      const found = enter(held, done, left, change + cost[pair], i, weight[pair]);
      closed[i] = 0;
      if (found) return true;
    }
    return false;
  }

  /** Lets the task on top of the hand into resource `i`, pushing out none, one or two. */
  function enter(
    held: number,
    done: number,
    budget: number,
    change: number,
    i: number,
    need: number,
  ): boolean {
    const before = room[i];
    const short = before - need;
    to[done] = i;
    if (short >= 0) {
      room[i] = short;
      const next = held > 1 ? reserve[held - 2] : 0;
      const left = budget + lambda[i] * need + next;
      const found = settle(held - 1, done + 1, left, change);
      room[i] = before;
      return found;
    }
    const moves = done + held;
    if (moves >= limits.moves) return false;
    const members = on[i];
    const size = count[i];
    const price = lambda[i];
    const mover = hand[held - 1];
    const kept = reserve[held - 1];
    work += size;
    for (let p = 0; p < size; p++) {
      const k = members[p];
      if (inHand[k] !== 0) continue;
      const pair = k * resources + i;
      const over = short + weight[pair];
      const gain = budget + reducedCost[pair] - leastElsewhere(k, i);
      if (over >= 0) {
        const left = gain - price * (over - before);
        if (left <= DUST) continue;
        hand[held - 1] = k;
        inHand[k] = 1;
        room[i] = over;
        const reserved = leastElsewhere(k, i);
        reserve[held - 1] = reserved;
        const found = settle(held, done + 1, left + reserved, change - cost[pair]);
        room[i] = before;
        inHand[k] = 0;
        hand[held - 1] = mover;
        reserve[held - 1] = kept;
        if (found) return true;
        continue;
      }
      if (moves + 1 >= limits.moves || gain + price * before <= DUST) continue;
      work += size - p;
      for (let o = p + 1; o < size; o++) {
        const l = members[o];
        const other = l * resources + i;
        const spare = over + weight[other];
        if (spare < 0 || inHand[l] !== 0) continue;
        const left = gain + reducedCost[other] - leastElsewhere(l, i) - price * (spare - before);
        if (left <= DUST) continue;
        // The heavier one is harder to place: first.
        const heavyFirst = weight[pair] >= weight[other];
        const top = heavyFirst ? k : l;
        const below = heavyFirst ? l : k;
        hand[held - 1] = below;
        hand[held] = top;
        inHand[k] = 1;
        inHand[l] = 1;
        room[i] = spare;
        reserve[held - 1] = leastElsewhere(below, i);
        reserve[held] = leastElsewhere(top, i);
        const found = settle(
          held + 1,
          done + 1,
          left + reserve[held],
          change - cost[pair] - cost[other],
        );
        room[i] = before;
        inHand[k] = 0;
        inHand[l] = 0;
        hand[held - 1] = mover;
        reserve[held - 1] = kept;
        if (found) return true;
      }
    }
    return false;
  }

  function tryFrom(task: number, allowed: number, thorough = false): boolean {
    start = at[task];
    limit = allowed;
    nodes = 0;
    moved = 0;
    patient = thorough;
    work++;
    const pair = task * resources + start;
    const budget = reducedCost[pair] + lambda[start] * room[start] + allowed;
    if (budget <= leastElsewhere(task, start) + DUST) return false;
    hand[0] = task;
    inHand[task] = 1;
    closed[start] = 1;
    room[start] += weight[pair];
    settle(1, 0, budget, -cost[pair]);
    room[start] -= weight[pair];
    inHand[task] = 0;
    closed[start] = 0;
    work += nodes;
    if (moved > 0) apply();
    return moved > 0;
  }

  function apply(): void {
    for (let d = 0; d < moved; d++) {
      from[d] = at[bestTasks[d]];
      take(loads, bestTasks[d]);
    }
    for (let d = 0; d < moved; d++) put(loads, bestTasks[d], bestTo[d]);
  }

  return { tryFrom, tasks: bestTasks, from, moved: () => moved, work: () => work };
}
