import type { WholeProgram } from "../../util/duality.ts";

/** Below this a number counts as 0: a side that is missed, a reduced cost, a pivot. */
const TINY = 1e-9;
const MISSED = 1e-7;
/** Pivots for each row and column before a program counts as stuck. */
const MOST_PIVOTS = 20;

/**
 * Linear programs min c x, A x >= b within boxes, c >= 0, on one dense tableau: the dual simplex method with bounds on columns (Lemke 1954, DOI
 * 10.1002/nav.3800010107; Wagner 1958). With c >= 0 the empty plan is dual feasible, and so is whatever was optimal in another box, so a
 * search tree goes on from its parent. Floating point: it only proposes multipliers. Rows are few; O(rows x (rows + columns)) a pivot.
 */
export class DualSimplex {
  readonly #rows: number;
  readonly #columns: number;
  /** Row by row; columns, then what each row has too much. */
  readonly #tableau: Float64Array;
  readonly #side: Float64Array;
  readonly #reduced: Float64Array;
  /** By row: the variable that it stands for. */
  readonly #basis: Int32Array;
  /** By variable: -1 in the basis, 0 at its lower side, 1 at its upper. */
  readonly #at: Int8Array;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #value: Float64Array;
  /** The row that no pivot mends, where there is no point. */
  #missed = -1;
  #pivots = 0;

  constructor(from: WholeProgram | DualSimplex) {
    if (from instanceof DualSimplex) {
      this.#rows = from.#rows;
      this.#columns = from.#columns;
      this.#tableau = from.#tableau.slice();
      this.#side = from.#side.slice();
      this.#reduced = from.#reduced.slice();
      this.#basis = from.#basis.slice();
      this.#at = from.#at.slice();
      this.#lower = from.#lower.slice();
      this.#upper = from.#upper.slice();
      this.#value = from.#value.slice();
      return;
    }
    const { rows, columns, rowStart, columnIndex, coefficient } = from;
    const N = rows + columns;
    this.#rows = rows;
    this.#columns = columns;
    this.#tableau = new Float64Array(rows * N);
    this.#side = Float64Array.from({ length: rows }, (_, i) => -from.rowLower[i]);
    for (let i = 0; i < rows; i++) {
      for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
        this.#tableau[i * N + columnIndex[k]] = -coefficient[k];
      }
      this.#tableau[i * N + columns + i] = 1;
    }
    const each = (of: (j: number) => number, slack: number) =>
      Float64Array.from({ length: N }, (_, j) => (j < columns ? of(j) : slack));
    this.#reduced = each((j) => from.objective[j], 0);
    this.#lower = each((j) => from.lower[j], 0);
    this.#upper = each((j) => from.upper[j], Infinity);
    this.#basis = Int32Array.from({ length: rows }, (_, i) => columns + i);
    this.#at = Int8Array.from({ length: N }, (_, j) => (j < columns ? 0 : -1));
    this.#value = new Float64Array(N);
  }

  /** Entries of the tableau: what a copy of it holds, and about what a pivot costs. */
  get size(): number {
    return this.#tableau.length;
  }

  /** Pivots of the last `solve`. */
  get pivots(): number {
    return this.#pivots;
  }

  /** Makes the box of a column smaller. */
  narrow(column: number, lower: number, upper: number): void {
    this.#lower[column] = Math.max(lower, this.#lower[column]);
    this.#upper[column] = Math.min(upper, this.#upper[column]);
  }

  /** The point after `solve`, by column. */
  get point(): Float64Array {
    return this.#value.subarray(0, this.#columns);
  }

  /** Multipliers of the rows: after "optimal" those of the bound, after "empty" those that refute, up to their sign. */
  get multipliers(): Float64Array {
    const [N, from] = [this.#rows + this.#columns, this.#columns];
    if (this.#missed < 0) return this.#reduced.slice(from).map((one) => Math.max(0, one));
    return this.#tableau.slice(this.#missed * N + from, (this.#missed + 1) * N);
  }

  /** Goes to the optimum in the box; "stuck" where rounding leads nowhere. */
  solve(): "optimal" | "empty" | "stuck" {
    const N = this.#rows + this.#columns;
    this.#missed = -1;
    for (this.#pivots = 0; this.#pivots < MOST_PIVOTS * N; this.#pivots++) {
      this.#evaluate();
      const row = this.#mostMissed();
      if (row < 0) return "optimal";
      const isBelow = this.#value[this.#basis[row]] < this.#lower[this.#basis[row]];
      const column = this.#entering(row, isBelow);
      if (column < 0) {
        this.#missed = row;
        return "empty";
      }
      this.#pivot(row, column, isBelow);
    }
    return "stuck";
  }

  /** Values of all variables from those at their sides. */
  #evaluate(): void {
    const N = this.#rows + this.#columns;
    const value = this.#value;
    for (let j = 0; j < N; j++) {
      if (this.#at[j] >= 0) value[j] = this.#at[j] === 0 ? this.#lower[j] : this.#upper[j];
    }
    for (let i = 0; i < this.#rows; i++) {
      let sum = this.#side[i];
      const base = i * N;
      for (let j = 0; j < N; j++) {
        if (this.#at[j] >= 0 && value[j] !== 0) sum -= this.#tableau[base + j] * value[j];
      }
      value[this.#basis[i]] = sum;
    }
  }

  #mostMissed(): number {
    let [row, most] = [-1, MISSED];
    for (let i = 0; i < this.#rows; i++) {
      const j = this.#basis[i];
      const missed = Math.max(this.#lower[j] - this.#value[j], this.#value[j] - this.#upper[j]);
      const size = missed / (1 + Math.abs(this.#value[j]));
      if (size > most) [row, most] = [i, size];
    }
    return row;
  }

  /** The variable that comes in for a row: the first whose reduced cost would change its sign. */
  #entering(row: number, isBelow: boolean): number {
    const N = this.#rows + this.#columns;
    let [found, least, size] = [-1, Infinity, 0];
    for (let j = 0; j < N; j++) {
      const at = this.#at[j];
      if (at < 0 || this.#lower[j] === this.#upper[j]) continue;
      const pivot = this.#tableau[row * N + j];
      const helps = (isBelow ? -pivot : pivot) * (at === 0 ? 1 : -1);
      if (helps <= TINY) continue;
      const ratio = Math.abs(this.#reduced[j]) / helps;
      if (ratio < least - TINY || (ratio <= least + TINY && helps > size)) {
        [found, least, size] = [j, Math.min(ratio, least), helps];
      }
    }
    return found;
  }

  #pivot(row: number, column: number, isBelow: boolean): void {
    const N = this.#rows + this.#columns;
    const [tableau, base] = [this.#tableau, row * N];
    const pivot = tableau[base + column];
    for (let j = 0; j < N; j++) tableau[base + j] /= pivot;
    this.#side[row] /= pivot;
    for (let i = 0; i < this.#rows; i++) {
      const factor = tableau[i * N + column];
      if (i === row || factor === 0) continue;
      for (let j = 0; j < N; j++) tableau[i * N + j] -= factor * tableau[base + j];
      this.#side[i] -= factor * this.#side[row];
    }
    const cost = this.#reduced[column];
    if (cost !== 0) for (let j = 0; j < N; j++) this.#reduced[j] -= cost * tableau[base + j];
    this.#reduced[column] = 0;
    this.#at[this.#basis[row]] = isBelow ? 0 : 1;
    this.#basis[row] = column;
    this.#at[column] = -1;
  }
}
