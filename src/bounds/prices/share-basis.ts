import type { ShareProgram } from "./share-program.ts";

/** Smaller steps are rounding. */
export const TINY = 1e-9;

/** A basic variable: a part (group, place), the slack of row `at` (group = SLACK) or its excess (EXCESS). */
export interface Basic {
  readonly group: number;
  readonly at: number;
}

export const SLACK = -1;
export const EXCESS = -2;

/** The basis of a split and what is carried along with it. */
export interface BasisState {
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

function useOf({ program, unit }: BasisState, row: number, group: number, place: number): number {
  const { place: own, use } = program.rows[row];
  return use[own === undefined ? group * program.places + place : group] / unit[row];
}

/** Values of the basic parts from the rooms and the key places, then of the keys from those. */
export function revalue(state: BasisState): void {
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

/** How the basic values fall as `entering` grows, into `direction`. */
function turn(state: BasisState, { group, at }: Basic): void {
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
export function enter(state: BasisState, entering: Basic): boolean {
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
function heir({ basis, value }: BasisState, group: number): number {
  let found = -1;
  for (let k = 0; k < basis.length; k++) {
    if (basis[k].group === group && (found === -1 || value[k] > value[found])) found = k;
  }
  return found;
}

/** Lets the part in `slot` and the key of its group change places. */
function rekey({ basis, value, key, keyValue, inverse }: BasisState, slot: number): void {
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

function replace({ basis, inverse, direction }: BasisState, slot: number, entering: Basic): void {
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
