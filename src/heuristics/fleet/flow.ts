import type { Fleet } from "./pools.ts";

/** Most rounds of moving load between pools. */
const ROUNDS = 4000;

/**
 * How many tasks of each class go to each pool (row = class), so that no pool holds more than `room[r]`: every
 * class where it is priced least, then tasks out of pools that are too full along the chains of moves that cost
 * least for the load they free. Undefined if that does not come to an end. O(classes x pools^2) a round.
 */
export function flowInto(fleet: Fleet, room: Float64Array): Int32Array | undefined {
  const { classes, pools, count, weight, priced } = fleet;
  const flow = new Int32Array(classes * pools);
  const load = new Float64Array(pools);
  for (let t = 0; t < classes; t++) {
    const row = t * pools;
    let at = -1;
    for (let r = 0; r < pools; r++) {
      if (weight[row + r] === Infinity) continue;
      if (at === -1 || priced[row + r] < priced[row + at]) at = r;
    }
    if (at === -1) return undefined;
    flow[row + at] = count[t];
    load[at] += count[t] * weight[row + at];
  }
  for (let round = 0; round < ROUNDS; round++) {
    const from = fullest(load, room);
    if (from === -1) return flow;
    const hops = findHops(fleet, flow, load, room);
    if (!push(fleet, flow, load, room, hops, from)) return undefined;
  }
  return undefined;
}

function fullest(load: Float64Array, room: Float64Array): number {
  let at = -1;
  let most = 0;
  for (let r = 0; r < load.length; r++) {
    const over = load[r] - room[r];
    if (over <= 0) continue;
    if (over / Math.max(1, room[r]) > most) {
      most = over / Math.max(1, room[r]);
      at = r;
    }
  }
  return at;
}

/** The best move out of each pool: of which class, where to, and what a unit of load freed costs in the end. */
interface Hops {
  readonly task: Int32Array;
  readonly to: Int32Array;
  readonly cost: Float64Array;
}

function findHops(fleet: Fleet, flow: Int32Array, load: Float64Array, room: Float64Array): Hops {
  const { pools } = fleet;
  const direct = arcs(fleet, flow, (t, to) => room[to] - load[to] >= fleet.weight[t * pools + to]);
  const through = arcs(fleet, flow, () => true);
  const hops = {
    task: new Int32Array(pools).fill(-1),
    to: new Int32Array(pools).fill(-1),
    cost: new Float64Array(pools).fill(Infinity),
  };
  for (let i = 0; i < pools; i++) {
    for (let j = 0; j < pools; j++) {
      const arc = i * pools + j;
      if (direct.cost[arc] < hops.cost[i]) setHop(hops, i, j, direct.task[arc], direct.cost[arc]);
    }
  }
  // Chains: pools in the order of what freeing them costs, as in Dijkstra's shortest paths.
  const isSettled = new Uint8Array(pools);
  for (let n = 0; n < pools; n++) {
    let next = -1;
    for (let i = 0; i < pools; i++) {
      if (isSettled[i] === 0 && (next === -1 || hops.cost[i] < hops.cost[next])) next = i;
    }
    if (hops.cost[next] === Infinity) break;
    isSettled[next] = 1;
    for (let i = 0; i < pools; i++) {
      const arc = i * pools + next;
      if (isSettled[i] === 1 || through.task[arc] === -1) continue;
      const t = through.task[arc];
      const gain = fleet.weight[t * pools + next] / fleet.weight[t * pools + i];
      const cost = through.cost[arc] + gain * hops.cost[next];
      if (cost < hops.cost[i]) setHop(hops, i, next, t, cost);
    }
  }
  return hops;
}

function setHop(hops: Hops, from: number, to: number, task: number, cost: number): void {
  hops.task[from] = task;
  hops.to[from] = to;
  hops.cost[from] = cost;
}

/** For each pair of pools the class whose move costs least for the load that it frees. */
function arcs(
  { classes, pools, weight, priced }: Fleet,
  flow: Int32Array,
  fits: (t: number, to: number) => boolean,
): { readonly cost: Float64Array; readonly task: Int32Array } {
  const cost = new Float64Array(pools * pools).fill(Infinity);
  const task = new Int32Array(pools * pools).fill(-1);
  for (let t = 0; t < classes; t++) {
    const row = t * pools;
    for (let i = 0; i < pools; i++) {
      if (flow[row + i] === 0 || weight[row + i] === 0) continue;
      for (let j = 0; j < pools; j++) {
        if (j === i || weight[row + j] === Infinity) continue;
        const rise = Math.max(0, priced[row + j] - priced[row + i]) / weight[row + i];
        const arc = i * pools + j;
        if (rise >= cost[arc] || !fits(t, j)) continue;
        cost[arc] = rise;
        task[arc] = t;
      }
    }
  }
  return { cost, task };
}

/** Moves along the hops from a pool as much as it has too much and the chain can carry. False if nothing moved. */
function push(
  { pools, weight }: Fleet,
  flow: Int32Array,
  load: Float64Array,
  room: Float64Array,
  { task, to }: Hops,
  from: number,
): boolean {
  if (task[from] === -1) return false;
  const path: number[] = [];
  for (let i = from; i !== -1 && task[i] !== -1 && path.length <= pools; i = to[i]) {
    path.push(i);
    const j = to[i];
    if (room[j] - load[j] >= weight[task[i] * pools + j]) break;
  }
  // How much load of the first pool the chain carries.
  let amount = load[from] - room[from];
  let factor = 1;
  path.forEach((i, n) => {
    const row = task[i] * pools;
    amount = Math.min(amount, (flow[row + i] * weight[row + i]) / factor);
    factor *= weight[row + to[i]] / weight[row + i];
    if (n === path.length - 1 && factor > 0) {
      amount = Math.min(amount, (room[to[i]] - load[to[i]]) / factor);
    }
  });
  let moved = amount;
  for (const i of path) {
    const row = task[i] * pools;
    const wanted = Math.max(1, Math.round(moved / weight[row + i]));
    const units = Math.min(flow[row + i], wanted);
    flow[row + i] -= units;
    flow[row + to[i]] += units;
    load[i] -= units * weight[row + i];
    load[to[i]] += units * weight[row + to[i]];
    moved = units * weight[row + to[i]];
  }
  return path.length > 0;
}
