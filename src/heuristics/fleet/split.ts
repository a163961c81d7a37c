import type { ShareRow, Shares } from "../../bounds/prices/share-program.ts";
import { splitShares } from "../../bounds/prices/shares.ts";
import type { Fleet } from "./pools.ts";
import { repair } from "./repair.ts";

const PIVOTS = 3000;

/** Pools are also kept to what big pieces leave: a copy holds k of those beyond a (k + 1)-th of its limit. */
const MOST_BIG = 3;

/** Something of a pool that tasks use up. */
export interface PoolRow {
  readonly pool: number;
  readonly room: number;
  /** What a piece of this weight uses. */
  readonly use: (weight: number) => number;
}

/**
 * How many tasks of each class go to each pool (row = class): where they are priced least, as a small linear program
 * tells, so that the pools keep to their room, to what can be packed into copies of a limit, and all of them to the limits
 * of the fleet, as far as they can. `more` limits pools further. In whole tasks, so pools may be a little too
 * full. Undefined if a class has no pool. The uses of big pieces are dual feasible functions: Fekete and Schepers (2001),
 * DOI 10.1007/s101070100243.
 */
export function splitFlow(
  fleet: Fleet,
  room: Float64Array,
  limit: Float64Array,
  more: readonly PoolRow[],
): Int32Array | undefined {
  const first = firstChoices(fleet, limit);
  if (first === undefined) return undefined;
  const rows = [...rowsOf(fleet, room, limit), ...more].map((row) => shareRow(fleet, row));
  const { classes, pools, count } = fleet;
  for (const { value, room } of fleet.sums) {
    rows.push({ room, use: value.map((one, pair) => one * count[Math.floor(pair / pools)]) });
  }
  const cost = fleet.value.map((one, pair) => {
    const [t, r] = [Math.floor(pair / pools), pair % pools];
    return isWithin(fleet.weight[pair], limit[r]) ? count[t] * one : Infinity;
  });
  const shares = splitShares({ groups: classes, places: pools, cost, rows, first }, PIVOTS);
  const flow = wholeTasks(fleet, shares, room);
  repair(fleet, flow, room);
  return flow;
}

function rowsOf(
  { pools, copies, classes, weight }: Fleet,
  room: Float64Array,
  limit: Float64Array,
): readonly PoolRow[] {
  const rows: PoolRow[] = [];
  for (let r = 0; r < pools; r++) rows.push({ pool: r, room: room[r], use: (one) => one });
  for (let r = 0; r < pools; r++) {
    let most = 0;
    for (let t = 0; t < classes; t++) {
      const one = weight[t * pools + r];
      if (isWithin(one, limit[r])) most = Math.max(most, one / limit[r]);
    }
    for (let k = 1; k <= MOST_BIG; k++) {
      const use = (one: number) =>
        Math.max(0, Math.ceil(((k + 1) * one) / limit[r] - 1e-9) - 1) / k;
      if ((k + 1) * most > 1) rows.push({ pool: r, room: copies[r], use });
    }
  }
  return rows;
}

function shareRow(
  { classes, pools, weight, count }: Fleet,
  { pool, room, use }: PoolRow,
): ShareRow {
  const used = new Float64Array(classes);
  for (let t = 0; t < classes; t++) {
    const one = weight[t * pools + pool];
    if (one < Infinity) used[t] = count[t] * use(one);
  }
  return { place: pool, room, use: used };
}

/** Infinity is no load, even where there is no limit. */
function isWithin(weight: number, limit: number): boolean {
  return weight < Infinity && weight <= limit;
}

function firstChoices(
  { classes, pools, weight, priced }: Fleet,
  limit: Float64Array,
): Int32Array | undefined {
  const first = new Int32Array(classes);
  for (let t = 0; t < classes; t++) {
    let at = -1;
    for (let r = 0; r < pools; r++) {
      const pair = t * pools + r;
      if (!isWithin(weight[pair], limit[r])) continue;
      if (at === -1 || priced[pair] < priced[t * pools + at]) at = r;
    }
    if (at === -1) return undefined;
    first[t] = at;
  }
  return first;
}

/** Whole tasks of each class by pool; those that a split leaves over go where the pool is least full. */
function wholeTasks(
  { classes, pools, count, weight }: Fleet,
  { key, others }: Shares,
  room: Float64Array,
): Int32Array {
  const flow = new Int32Array(classes * pools);
  const load = new Float64Array(pools);
  const places: number[][] = Array.from(key, (at) => [at]);
  for (let t = 0; t < classes; t++) flow[t * pools + key[t]] = count[t];
  const cutKey = new Set<number>();
  for (const { group, place, part } of others) {
    const tasks = Math.min(flow[group * pools + key[group]], Math.floor(part * count[group]));
    flow[group * pools + place] += tasks;
    flow[group * pools + key[group]] -= tasks;
    places[group].push(place);
    cutKey.add(group);
  }
  const left: { t: number; tasks: number }[] = [];
  for (const t of cutKey) {
    // One task for each place may belong elsewhere: the parts were rounded down.
    const spare = Math.min(flow[t * pools + key[t]], places[t].length - 1);
    flow[t * pools + key[t]] -= spare;
    left.push({ t, tasks: spare });
  }
  for (let t = 0; t < classes; t++) {
    for (let r = 0; r < pools; r++) {
      if (flow[t * pools + r] > 0) load[r] += flow[t * pools + r] * weight[t * pools + r];
    }
  }
  const heaviest = (t: number) =>
    Math.max(...places[t].map((r) => weight[t * pools + r] / room[r]));
  left.sort((a, b) => heaviest(b.t) - heaviest(a.t) || a.t - b.t);
  for (const { t, tasks } of left) {
    for (let n = 0; n < tasks; n++) {
      const full = (r: number) => (load[r] + weight[t * pools + r]) / Math.max(1, room[r]);
      const at = places[t].reduce((best, r) => (full(r) < full(best) ? r : best));
      flow[t * pools + at]++;
      load[at] += weight[t * pools + at];
    }
  }
  return flow;
}
