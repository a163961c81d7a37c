import type { Fleet } from "./pools.ts";
import { minimise } from "./tableau.ts";

/** Most classes that may be split over pools by the linear program, and most pools of one class in it. */
const MOST_CLASSES = 240;
const MOST_PLACES = 8;

const PIVOTS = 3000;

/** What load beyond the room costs, in units of the dearest class. */
const PENALTY = 1000;

/** Pools are also kept to what big pieces leave: a copy holds k of those beyond a (k + 1)-th of its limit. */
const MOST_BIG = 3;

/** Something of a pool that tasks use up. */
export interface Row {
  readonly pool: number;
  readonly room: number;
  /** What a piece of this weight uses. */
  readonly use: (weight: number) => number;
}

/**
 * How many tasks of each class go to each pool (row = class): every class where it is priced least, but for those
 * that lose least elsewhere, which a small linear program splits so that the pools keep to their room, and to what can
 * be packed into copies of a limit, as far as they can. `more` limits pools further. Rounded to whole tasks, so pools may be a little too
 * full. Undefined if a class has no pool. The uses of big pieces are dual feasible functions: Fekete and Schepers (2001),
 * DOI 10.1007/s101070100243.
 */
export function splitFlow(
  fleet: Fleet,
  room: Float64Array,
  limit: Float64Array,
  more: readonly Row[],
): Int32Array | undefined {
  const { classes, pools, count } = fleet;
  const first = firstChoices(fleet);
  if (first === undefined) return undefined;
  const flow = new Int32Array(classes * pools);
  const chosen = movable(fleet, first);
  const isFixed = new Uint8Array(classes).fill(1);
  for (const t of chosen) isFixed[t] = 0;
  for (let t = 0; t < classes; t++) if (isFixed[t] === 1) flow[t * pools + first[t]] = count[t];
  divide(fleet, chosen, first, [...rowsOf(fleet, room, limit), ...more], flow);
  return flow;
}

function rowsOf(
  { pools, copies, classes, weight }: Fleet,
  room: Float64Array,
  limit: Float64Array,
) {
  const rows: Row[] = [];
  for (let r = 0; r < pools; r++) rows.push({ pool: r, room: room[r], use: (one) => one });
  for (let r = 0; r < pools; r++) {
    let most = 0;
    for (let t = 0; t < classes; t++) {
      const one = weight[t * pools + r];
      if (one < Infinity) most = Math.max(most, one / limit[r]);
    }
    for (let k = 1; k <= MOST_BIG; k++) {
      const use = (one: number) =>
        Math.max(0, Math.ceil(((k + 1) * one) / limit[r] - 1e-9) - 1) / k;
      if ((k + 1) * most > 1) rows.push({ pool: r, room: copies[r], use });
    }
  }
  return rows;
}

function firstChoices({ classes, pools, weight, priced }: Fleet): Int32Array | undefined {
  const first = new Int32Array(classes);
  for (let t = 0; t < classes; t++) {
    let at = -1;
    for (let r = 0; r < pools; r++) {
      const pair = t * pools + r;
      if (weight[pair] === Infinity) continue;
      if (at === -1 || priced[pair] < priced[t * pools + at]) at = r;
    }
    if (at === -1) return undefined;
    first[t] = at;
  }
  return first;
}

/** The classes that lose least by a second choice for the load that it frees. */
function movable({ classes, pools, weight, priced }: Fleet, first: Int32Array): readonly number[] {
  const loss = new Float64Array(classes).fill(Infinity);
  const all: number[] = [];
  for (let t = 0; t < classes; t++) {
    const own = t * pools + first[t];
    for (let r = 0; r < pools; r++) {
      const pair = t * pools + r;
      if (r === first[t] || weight[pair] === Infinity || weight[own] === 0) continue;
      loss[t] = Math.min(loss[t], (priced[pair] - priced[own]) / weight[own]);
    }
    if (loss[t] < Infinity) all.push(t);
  }
  return all.sort((a, b) => loss[a] - loss[b] || a - b).slice(0, MOST_CLASSES);
}

/** Solves for the parts of the chosen classes and adds them to `flow` as whole tasks. */
function divide(
  fleet: Fleet,
  chosen: readonly number[],
  first: Int32Array,
  rows: readonly Row[],
  flow: Int32Array,
): void {
  const { pools, count, weight, priced } = fleet;
  const places = chosen.map((t) => placesOf(fleet, t, first[t]));
  const starts = [0];
  for (const list of places) starts.push(starts[starts.length - 1] + list.length);
  const pairs = starts[chosen.length];
  const columns = pairs + 2 * rows.length;
  const table = new Float64Array((chosen.length + rows.length) * columns);
  const right = new Float64Array(chosen.length + rows.length).fill(1);
  const cost = new Float64Array(columns);
  const basis = new Int32Array(right.length);
  chosen.forEach((t, n) => {
    basis[n] = starts[n];
    places[n].forEach((r, i) => {
      table[n * columns + starts[n] + i] = 1;
      cost[starts[n] + i] = count[t] * (priced[t * pools + r] - priced[t * pools + first[t]]);
    });
  });
  const used = usedBy(fleet, flow, rows);
  rows.forEach(({ pool, room, use }, k) => {
    const at = (chosen.length + k) * columns;
    const unit = Math.max(1, room);
    // Slack, and load beyond the room. Those whose first choice is here are basic: their part of the row goes.
    table[at + pairs + k] = 1;
    table[at + pairs + rows.length + k] = -1;
    right[chosen.length + k] = (room - used[k]) / unit;
    chosen.forEach((t, n) => {
      const i = places[n].indexOf(pool);
      if (i === -1) return;
      const share = (count[t] * use(weight[t * pools + pool])) / unit;
      if (i > 0) table[at + starts[n] + i] = share;
      else {
        for (let c = starts[n] + 1; c < starts[n + 1]; c++) table[at + c] -= share;
        right[chosen.length + k] -= share;
      }
    });
    cost[pairs + rows.length + k] = PENALTY;
    const isOver = right[chosen.length + k] < 0;
    if (isOver) {
      right[chosen.length + k] *= -1;
      for (let c = 0; c < columns; c++) table[at + c] *= -1;
    }
    basis[chosen.length + k] = pairs + (isOver ? rows.length : 0) + k;
  });
  let dearest = 1e-300;
  for (let c = 0; c < pairs; c++) dearest = Math.max(dearest, cost[c]);
  for (let c = 0; c < pairs; c++) cost[c] /= dearest;
  const parts = minimise(table, right, cost, basis, PIVOTS);
  chosen.forEach((t, n) => {
    const own = parts.subarray(starts[n], starts[n + 1]);
    wholeTasks(own, count[t]).forEach((tasks, i) => {
      flow[t * pools + places[n][i]] += tasks;
    });
  });
}

/** Where a class may go in the program: its first choice, then those that cost least more. */
function placesOf({ pools, weight, priced }: Fleet, t: number, first: number): readonly number[] {
  const others: number[] = [];
  for (let r = 0; r < pools; r++)
    if (r !== first && weight[t * pools + r] < Infinity) others.push(r);
  others.sort((a, b) => priced[t * pools + a] - priced[t * pools + b] || a - b);
  return [first, ...others.slice(0, MOST_PLACES - 1)];
}

/** What the classes that are not in the program use of each row. */
function usedBy(
  { classes, pools, weight }: Fleet,
  flow: Int32Array,
  rows: readonly Row[],
): Float64Array {
  return Float64Array.from(rows, ({ pool, use }) => {
    let sum = 0;
    for (let t = 0; t < classes; t++) {
      const pair = t * pools + pool;
      if (flow[pair] > 0) sum += flow[pair] * use(weight[pair]);
    }
    return sum;
  });
}

/** Parts of a whole as whole numbers of `count`, by rounding their running sum. */
function wholeTasks(parts: Float64Array, count: number): readonly number[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  let sum = 0;
  let before = 0;
  return Array.from(parts, (part, i) => {
    sum += part;
    const isLast = i === parts.length - 1;
    const upTo = isLast
      ? count
      : Math.min(count, Math.round((count * sum) / Math.max(total, 1e-12)));
    const tasks = upTo - before;
    before = upTo;
    return tasks;
  });
}
