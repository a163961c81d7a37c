import type { Fleet } from "./pools.ts";
import { minimise } from "./tableau.ts";

/** Most classes that may be split over pools by the linear program, and most pools of one class in it. */
const MOST_CLASSES = 240;
const MOST_PLACES = 8;

const PIVOTS = 3000;

/** What load beyond the room costs, in units of the dearest class. */
const PENALTY = 1000;

/**
 * How many tasks of each class go to each pool (row = class): every class where it is priced least, but for those
 * that lose least elsewhere, which a small linear program splits so that the pools keep to their room as far as it can.
 * Rounded to whole tasks, so pools may be a little too full. Undefined if a class has no pool.
 */
export function splitFlow(fleet: Fleet, room: Float64Array): Int32Array | undefined {
  const { classes, pools, count, weight } = fleet;
  const first = firstChoices(fleet);
  if (first === undefined) return undefined;
  const flow = new Int32Array(classes * pools);
  const chosen = movable(fleet, first);
  const isChosen = new Uint8Array(classes);
  for (const t of chosen) isChosen[t] = 1;
  const left = Float64Array.from(room);
  for (let t = 0; t < classes; t++) {
    if (isChosen[t] === 1) continue;
    const pair = t * pools + first[t];
    flow[pair] = count[t];
    left[first[t]] -= count[t] * weight[pair];
  }
  divide(fleet, chosen, first, room, left, flow);
  return flow;
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
  { pools, count, weight, priced }: Fleet,
  chosen: readonly number[],
  first: Int32Array,
  room: Float64Array,
  left: Float64Array,
  flow: Int32Array,
): void {
  const places = chosen.map((t) => {
    const own = priced[t * pools + first[t]];
    const rise = (r: number) => priced[t * pools + r] - own;
    const others = [...room.keys()]
      .filter((r) => r !== first[t] && weight[t * pools + r] < Infinity)
      .sort((a, b) => rise(a) - rise(b) || a - b);
    return [first[t], ...others.slice(0, MOST_PLACES - 1)];
  });
  const starts = [0];
  for (const list of places) starts.push(starts[starts.length - 1] + list.length);
  const pairs = starts[chosen.length];
  const columns = pairs + 2 * pools;
  const rows = chosen.length + pools;
  const table = new Float64Array(rows * columns);
  const right = new Float64Array(rows).fill(1);
  const cost = new Float64Array(columns);
  const basis = new Int32Array(rows);
  let dearest = 0;
  const over = Float64Array.from(left);
  chosen.forEach((t, n) => {
    basis[n] = starts[n];
    places[n].forEach((r, i) => {
      const c = starts[n] + i;
      table[n * columns + c] = 1;
      const share = (count[t] * weight[t * pools + r]) / Math.max(1, room[r]);
      table[(chosen.length + r) * columns + c] = share;
      cost[c] = count[t] * (priced[t * pools + r] - priced[t * pools + first[t]]);
      dearest = Math.max(dearest, cost[c]);
    });
    over[first[t]] -= count[t] * weight[t * pools + first[t]];
  });
  for (let r = 0; r < pools; r++) {
    const row = chosen.length + r;
    const unit = Math.max(1, room[r]);
    const sign = over[r] < 0 ? -1 : 1;
    // Slack, and load beyond the room; whichever the start has is basic with a positive sign.
    table[row * columns + pairs + r] = 1;
    table[row * columns + pairs + pools + r] = -1;
    right[row] = left[r] / unit;
    cost[pairs + pools + r] = PENALTY;
    chosen.forEach((t, n) => {
      const share = first[t] === r ? table[row * columns + starts[n]] : 0;
      if (share === 0) return;
      for (let c = 0; c < columns; c++) {
        table[row * columns + c] -= share * table[n * columns + c];
      }
      right[row] -= share;
    });
    if (sign === -1) {
      for (let c = 0; c < columns; c++) table[row * columns + c] *= -1;
      right[row] *= -1;
    }
    right[row] = Math.max(0, right[row]);
    basis[row] = pairs + (sign === -1 ? pools : 0) + r;
  }
  for (let c = 0; c < pairs; c++) cost[c] /= Math.max(dearest, 1e-300);
  const parts = minimise(table, right, cost, basis, PIVOTS);
  chosen.forEach((t, n) => {
    let rest = count[t];
    let before = 0;
    let sum = 0;
    const own = places[n];
    const total = own.reduce((all, _, i) => all + parts[starts[n] + i], 0);
    own.forEach((r, i) => {
      sum += parts[starts[n] + i];
      const upTo = Math.min(count[t], Math.round((count[t] * sum) / Math.max(total, 1e-12)));
      flow[t * pools + r] += upTo - before;
      rest -= upTo - before;
      before = upTo;
    });
    flow[t * pools + first[t]] += rest;
  });
}
