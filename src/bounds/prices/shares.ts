import { type Basic, type BasisState, EXCESS, enter, revalue, SLACK, TINY } from "./share-basis.ts";
import type { ShareProgram, Shares } from "./share-program.ts";

/** What a whole room of excess costs, in units of the dearest move of a whole group. */
const PENALTY = 1000;

/** Pivots after which what has been carried along is computed anew. */
const REFRESH = 60;

/**
 * The parts of an optimal split, or the best found within `pivots`: at most as many groups are split as there are rows. A
 * simplex method whose basis has one row for each row of the program and none for the groups; Dantzig's rule, by index at
 * ties. In doubles: a guide, never a proof. O(groups x places + rows^2) a pivot. Source: Dantzig and Van Slyke (1967),
 * DOI 10.1016/S0022-0000(67)80015-2.
 */
export function splitShares(program: ShareProgram, pivots: number): Shares {
  const state = begin(program);
  for (let n = 0; n < pivots; n++) {
    if (n % REFRESH === REFRESH - 1) revalue(state);
    priceRows(state);
    const entering = findEntering(state);
    if (entering === undefined || !enter(state, entering)) break;
  }
  const others = state.basis.flatMap(({ group, at }, k) =>
    group >= 0 && state.value[k] > 0
      ? [{ group, place: at, part: Math.min(1, state.value[k]) }]
      : [],
  );
  priceRows(state);
  const price = state.dual.map((one, i) => Math.max(0, (-one * state.scale) / state.unit[i]));
  const excess = state.basis.reduce(
    (sum, { group }, k) => (group === EXCESS ? sum + Math.max(0, state.value[k]) : sum),
    0,
  );
  return { key: state.key, others, price, excess };
}

function begin(program: ShareProgram): BasisState {
  const { rows, groups, places, first } = program;
  const m = rows.length;
  const rowsAt = Array.from({ length: places }, (_, p) =>
    rows.flatMap(({ place }, i) => (place === undefined || place === p ? [i] : [])),
  );
  const state: BasisState = {
    program,
    ...moves(program),
    rowsAt,
    unit: Float64Array.from(rows, ({ room }) => Math.max(1, Math.abs(room))),
    key: Int32Array.from(first),
    keyValue: new Float64Array(groups).fill(1),
    basis: rows.map((_, at) => ({ group: SLACK, at })),
    value: new Float64Array(m),
    inverse: new Float64Array(m * m),
    dual: new Float64Array(m),
    column: new Float64Array(m),
    direction: new Float64Array(m),
  };
  for (let i = 0; i < m; i++) state.inverse[i * m + i] = 1;
  revalue(state);
  for (let i = 0; i < m; i++) {
    if (state.value[i] >= 0) continue;
    state.basis[i] = { group: EXCESS, at: i };
    state.inverse[i * m + i] = -1;
    state.value[i] *= -1;
  }
  return state;
}

/** What moves cost, in units of the dearest second choice: outliers must not drown what matters. */
function moves({ groups, places, cost, first }: ShareProgram) {
  const move = new Float64Array(cost.length).fill(Infinity);
  let scale = 0;
  let dearest = 0;
  for (let g = 0; g < groups; g++) {
    let second = Infinity;
    const own = cost[g * places + first[g]];
    for (let p = 0; p < places; p++) {
      const k = g * places + p;
      if (cost[k] === Infinity) continue;
      move[k] = cost[k] - own;
      dearest = Math.max(dearest, Math.abs(move[k]));
      if (p !== first[g]) second = Math.min(second, Math.abs(move[k]));
    }
    if (second < Infinity) scale = Math.max(scale, second);
  }
  if (scale === 0) scale = dearest === 0 ? 1 : dearest;
  for (let k = 0; k < move.length; k++) move[k] /= scale;
  return { cost: move, scale, penalty: dearest === 0 ? 1 : PENALTY * Math.max(1, dearest / scale) };
}

function costOf({ program, cost, penalty, key }: BasisState, { group, at }: Basic): number {
  if (group === SLACK) return 0;
  if (group === EXCESS) return penalty;
  const row = group * program.places;
  return cost[row + at] - cost[row + key[group]];
}

function priceRows(state: BasisState): void {
  const { basis, inverse, dual } = state;
  const m = basis.length;
  dual.fill(0);
  for (let k = 0; k < m; k++) {
    const cost = costOf(state, basis[k]);
    if (cost === 0) continue;
    for (let i = 0; i < m; i++) dual[i] += cost * inverse[k * m + i];
  }
}

/** The part or slack whose cost, priced rows included, falls most; undefined at an optimum. */
function findEntering(state: BasisState): Basic | undefined {
  const { program, cost, penalty, rowsAt, unit, key, dual } = state;
  const { rows, places, groups } = program;
  let least = -TINY;
  let found: Basic | undefined;
  const priced = (g: number, p: number) => {
    let sum = cost[g * places + p];
    for (const i of rowsAt[p]) {
      if (dual[i] === 0) continue;
      sum -= (dual[i] / unit[i]) * rows[i].use[rows[i].place === undefined ? g * places + p : g];
    }
    return sum;
  };
  for (let g = 0; g < groups; g++) {
    const own = priced(g, key[g]);
    for (let p = 0; p < places; p++) {
      if (p === key[g] || cost[g * places + p] === Infinity) continue;
      const gain = priced(g, p) - own;
      if (gain >= least) continue;
      least = gain;
      found = { group: g, at: p };
    }
  }
  for (let i = 0; i < rows.length; i++) {
    if (-dual[i] < least) {
      least = -dual[i];
      found = { group: SLACK, at: i };
    }
    if (penalty + dual[i] < least) {
      least = penalty + dual[i];
      found = { group: EXCESS, at: i };
    }
  }
  return found;
}
