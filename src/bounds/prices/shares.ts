/**
 * Groups that are split over places: part x[g,p] >= 0 of group g goes to place p, the parts of a group sum to 1, and
 * rows limit what all parts use together. Minimises cost . x; what goes beyond a row's room is possible, but dearer than
 * anything else.
 */
export interface ShareProgram {
  readonly groups: number;
  readonly places: number;
  /** Of a whole group at a place, row = group; Infinity where it cannot be. Any sign and scale. */
  readonly cost: Float64Array;
  readonly rows: readonly ShareRow[];
  /** By group: where all of it is to begin with. */
  readonly first: Int32Array;
}

/** What is used of a room by the parts at one place, or at all places. */
export interface ShareRow {
  readonly room: number;
  /** Absent: all places, and `use` is by group and place. */
  readonly place?: number;
  /** Of a whole group; by group. */
  readonly use: Float64Array;
}

/** A split: parts that differ from "all of the group at its key place". */
export interface Shares {
  /** By group: the place with what the others leave. */
  readonly key: Int32Array;
  readonly others: readonly { readonly group: number; readonly place: number; part: number }[];
  /** By row: what a unit of its room is worth, never negative. */
  readonly price: Float64Array;
  /** Use beyond the rooms, each as a share of its room, added up. */
  readonly excess: number;
}

const TINY = 1e-9;

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

/** A basic variable: a part (group, place), the slack of row `at` (group = SLACK) or its excess (EXCESS). */
interface Basic {
  readonly group: number;
  readonly at: number;
}

const SLACK = -1;
const EXCESS = -2;

interface State {
  readonly program: ShareProgram;
  /** What a move from the first place costs, divided by `scale`. */
  readonly cost: Float64Array;
  readonly scale: number;
  readonly penalty: number;
  /** Row numbers by place. */
  readonly rowsAt: readonly (readonly number[])[];
  /** Rows are divided by this, so that rooms are near 1. */
  readonly unit: Float64Array;
  readonly key: Int32Array;
  readonly keyValue: Float64Array;
  readonly basis: Basic[];
  readonly value: Float64Array;
  /** Of the basis; row-major. */
  readonly inverse: Float64Array;
  /** By row. */
  readonly dual: Float64Array;
  readonly column: Float64Array;
  readonly direction: Float64Array;
}

function begin(program: ShareProgram): State {
  const { rows, groups, places, first } = program;
  const m = rows.length;
  const rowsAt = Array.from({ length: places }, (_, p) =>
    rows.flatMap(({ place }, i) => (place === undefined || place === p ? [i] : [])),
  );
  const state: State = {
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

function useOf({ program, unit }: State, row: number, group: number, place: number): number {
  const { place: own, use } = program.rows[row];
  return use[own === undefined ? group * program.places + place : group] / unit[row];
}

/** Values of the basic parts from the rooms and the key places, then of the keys from those. */
function revalue(state: State): void {
  const { program, rowsAt, unit, key, keyValue, basis, value, inverse } = state;
  const m = basis.length;
  const rest = Float64Array.from(program.rows, ({ room }, i) => room / unit[i]);
  for (let g = 0; g < key.length; g++) {
    for (const i of rowsAt[key[g]]) rest[i] -= useOf(state, i, g, key[g]);
  }
  keyValue.fill(1);
  for (let k = 0; k < m; k++) {
    let sum = 0;
    for (let i = 0; i < m; i++) sum += inverse[k * m + i] * rest[i];
    value[k] = sum;
    if (basis[k].group >= 0) keyValue[basis[k].group] -= sum;
  }
}

function costOf({ program, cost, penalty, key }: State, { group, at }: Basic): number {
  if (group === SLACK) return 0;
  if (group === EXCESS) return penalty;
  const row = group * program.places;
  return cost[row + at] - cost[row + key[group]];
}

function priceRows(state: State): void {
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
function findEntering(state: State): Basic | undefined {
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

/** How the basic values fall as `entering` grows, into `direction`. */
function turn(state: State, { group, at }: Basic): void {
  const { rowsAt, key, column, direction, inverse } = state;
  const m = column.length;
  column.fill(0);
  if (group === SLACK) column[at] = 1;
  else if (group === EXCESS) column[at] = -1;
  else {
    for (const i of rowsAt[at]) column[i] += useOf(state, i, group, at);
    for (const i of rowsAt[key[group]]) column[i] -= useOf(state, i, group, key[group]);
  }
  for (let k = 0; k < m; k++) {
    let sum = 0;
    for (let i = 0; i < m; i++) sum += inverse[k * m + i] * column[i];
    direction[k] = sum;
  }
}

/** One exchange; false if nothing bounds it. */
function enter(state: State, entering: Basic): boolean {
  const { key, keyValue, basis, value, direction } = state;
  turn(state, entering);
  const m = basis.length;
  // How fast the keys fall: the entering part takes from its own, and basic parts that fall give back to theirs.
  const fall = new Map<number, number>();
  if (entering.group >= 0) fall.set(entering.group, 1);
  let step = Infinity;
  let leaving = -1;
  for (let k = 0; k < m; k++) {
    const { group } = basis[k];
    if (group >= 0) fall.set(group, (fall.get(group) ?? 0) - direction[k]);
    if (direction[k] <= TINY) continue;
    const ratio = Math.max(0, value[k]) / direction[k];
    if (ratio < step - 1e-12 || (ratio <= step && direction[k] > direction[leaving])) {
      step = Math.min(step, ratio);
      leaving = k;
    }
  }
  let leavingKey = -1;
  for (const [group, speed] of fall) {
    if (speed <= TINY) continue;
    const ratio = Math.max(0, keyValue[group]) / speed;
    if (ratio >= step) continue;
    step = ratio;
    leavingKey = group;
  }
  if (step === Infinity) return false;
  for (let k = 0; k < m; k++) value[k] -= step * direction[k];
  for (const [group, speed] of fall) keyValue[group] -= step * speed;
  if (leavingKey >= 0) {
    const slot = heir(state, leavingKey);
    if (slot === -1) {
      key[leavingKey] = entering.at;
      keyValue[leavingKey] = step;
      return true;
    }
    rekey(state, slot);
    turn(state, entering);
    leaving = slot;
  }
  if (Math.abs(direction[leaving]) < TINY) return false;
  replace(state, leaving, entering);
  value[leaving] = step;
  return true;
}

/** The largest basic part of a group that can be its key; -1 if it has none. */
function heir({ basis, value }: State, group: number): number {
  let found = -1;
  for (let k = 0; k < basis.length; k++) {
    if (basis[k].group === group && (found === -1 || value[k] > value[found])) found = k;
  }
  return found;
}

/** Lets the part in `slot` and the key of its group change places. */
function rekey({ basis, value, key, keyValue, inverse }: State, slot: number): void {
  const m = basis.length;
  const { group, at } = basis[slot];
  for (let k = 0; k < m; k++) {
    if (k === slot || basis[k].group !== group) continue;
    for (let i = 0; i < m; i++) inverse[slot * m + i] += inverse[k * m + i];
  }
  for (let i = 0; i < m; i++) inverse[slot * m + i] *= -1;
  basis[slot] = { group, at: key[group] };
  [key[group], keyValue[group], value[slot]] = [at, value[slot], keyValue[group]];
}

function replace({ basis, inverse, direction }: State, slot: number, entering: Basic): void {
  const m = basis.length;
  const pivot = direction[slot];
  for (let i = 0; i < m; i++) inverse[slot * m + i] /= pivot;
  for (let k = 0; k < m; k++) {
    const factor = direction[k];
    if (k === slot || factor === 0) continue;
    for (let i = 0; i < m; i++) inverse[k * m + i] -= factor * inverse[slot * m + i];
  }
  basis[slot] = entering;
}
