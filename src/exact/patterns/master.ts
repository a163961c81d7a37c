import type { Pattern, PatternProblem } from "./problem.ts";

/** What differs by less is the same to the simplex method. */
const SMALL = 1e-9;
/** Pivots after which the inverse is made anew. */
const FRESH = 120;
/** Pivots of one solve, for each row. */
const MOST_PIVOTS = 30;

/** Patterns beyond which the older half is forgotten. */
const MOST_PATTERNS = 8000;

/** A pattern and how often the relaxation takes it. */
export interface TakenPattern {
  readonly pattern: Pattern;
  readonly times: number;
}

/**
 * The relaxation over known patterns: as few tasks as possible stay uncovered, with at most so many patterns of a kind as it has
 * resources. Rows are classes (covered by at least the demand), then kinds. Primal simplex on an explicit inverse of the basis; it
 * only proposes prices and shares. O(rows^2 + entries of patterns) a pivot.
 */
export class CoverMaster {
  readonly #problem: PatternProblem;
  readonly #rows: number;
  #pool: Pattern[] = [];
  #known = new Set<string>();
  /** By row: index of a pattern, or -1 - r for what is uncovered or unused in row r, or -1 - rows - r for what is covered too often. */
  #basis: Int32Array;
  #inverse: Float64Array;
  #value: Float64Array;
  #side: Float64Array;
  #limit = Number.POSITIVE_INFINITY;
  #sincePivots = 0;

  constructor(problem: PatternProblem) {
    this.#problem = problem;
    this.#rows = problem.classes + problem.kinds;
    this.#basis = new Int32Array(this.#rows);
    this.#inverse = new Float64Array(this.#rows ** 2);
    this.#value = new Float64Array(this.#rows);
    this.#side = new Float64Array(this.#rows);
  }

  /** Adds patterns that are new; how many there were. */
  add(patterns: readonly Pattern[]): number {
    let added = 0;
    for (const pattern of patterns) {
      const key = keyOf(pattern);
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      this.#pool.push(pattern);
      added++;
    }
    return added;
  }

  /** Begins anew: for patterns of at most a length, so many tasks and resources. */
  open(limit: number, demand: Int32Array, copies: Int32Array): void {
    const R = this.#rows;
    if (this.#pool.length > MOST_PATTERNS) {
      this.#pool = this.#pool.slice(MOST_PATTERNS / 2);
      this.#known = new Set(this.#pool.map(keyOf));
    }
    this.#limit = limit;
    for (let r = 0; r < R; r++) {
      this.#side[r] = r < demand.length ? demand[r] : copies[r - demand.length];
      this.#basis[r] = -1 - r;
    }
    this.#inverse.fill(0);
    for (let r = 0; r < R; r++) this.#inverse[r * R + r] = 1;
    this.#value.set(this.#side);
    this.#sincePivots = 0;
  }

  /** Tasks that stay uncovered. */
  get uncovered(): number {
    let sum = 0;
    for (let r = 0; r < this.#rows; r++) {
      if (this.#isUncovered(this.#basis[r])) sum += this.#value[r];
    }
    return sum;
  }

  /** Prices by class, from 0 to 1, then what a resource of each kind is worth. */
  prices(): Float64Array {
    const R = this.#rows;
    const duals = new Float64Array(R);
    for (let r = 0; r < R; r++) {
      if (!this.#isUncovered(this.#basis[r])) continue;
      for (let q = 0; q < R; q++) duals[q] += this.#inverse[r * R + q];
    }
    const { classes } = this.#problem;
    return duals.map((one, r) => (r < classes ? Math.max(0, Math.min(1, one)) : Math.max(0, -one)));
  }

  shares(): readonly TakenPattern[] {
    const found: TakenPattern[] = [];
    this.#basis.forEach((b, r) => {
      if (b >= 0 && this.#value[r] > 1e-7) {
        found.push({ pattern: this.#pool[b], times: this.#value[r] });
      }
    });
    return found;
  }

  /** Pivots until no known pattern helps; true if that was reached. Yields now and then. */
  *solve(): Generator<undefined, boolean, void> {
    const most = MOST_PIVOTS * this.#rows;
    for (let pivots = 0; pivots < most; pivots++) {
      if (this.uncovered < SMALL) return true;
      const entering = this.#entering();
      if (entering === undefined) return true;
      if (!this.#pivot(entering)) return false;
      if (++this.#sincePivots > FRESH && !this.#refresh()) return false;
      if (pivots % 20 === 19) yield undefined;
    }
    return false;
  }

  #isUncovered(b: number): boolean {
    return b < 0 && -1 - b < this.#problem.classes;
  }

  /** The variable with the least reduced cost; undefined if none is negative. */
  #entering(): number | undefined {
    const R = this.#rows;
    const { classes } = this.#problem;
    const duals = new Float64Array(R);
    for (let r = 0; r < R; r++) {
      if (!this.#isUncovered(this.#basis[r])) continue;
      for (let q = 0; q < R; q++) duals[q] += this.#inverse[r * R + q];
    }
    let least = -1e-8;
    let found: number | undefined;
    for (let p = 0; p < this.#pool.length; p++) {
      const { kind, classes: at, counts, length } = this.#pool[p];
      if (length > this.#limit) continue;
      let reduced = -duals[classes + kind];
      for (let i = 0; i < at.length; i++) reduced -= counts[i] * duals[at[i]];
      if (reduced < least) [found, least] = [p, reduced];
    }
    for (let r = 0; r < R; r++) {
      // Uncovered tasks cost 1; what is covered too often, and resources without a use, nothing.
      const over = r < classes ? duals[r] : 0;
      if (over < least) [found, least] = [-1 - R - r, over];
      const alone = r < classes ? 1 - duals[r] : -duals[r];
      if (alone < least) [found, least] = [-1 - r, alone];
    }
    return found;
  }

  /** The column of a variable in terms of the basis. */
  #column(b: number): Float64Array {
    const R = this.#rows;
    const column = new Float64Array(R);
    const add = (row: number, amount: number) => {
      for (let r = 0; r < R; r++) column[r] += amount * this.#inverse[r * R + row];
    };
    this.#entries(b, add);
    return column;
  }

  #entries(b: number, add: (row: number, amount: number) => void): void {
    if (b >= 0) {
      const { kind, classes, counts } = this.#pool[b];
      for (let i = 0; i < classes.length; i++) add(classes[i], counts[i]);
      add(this.#problem.classes + kind, 1);
    } else if (-1 - b < this.#rows) add(-1 - b, 1);
    else add(-1 - b - this.#rows, -1);
  }

  #pivot(entering: number): boolean {
    const R = this.#rows;
    const column = this.#column(entering);
    let leaving = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let r = 0; r < R; r++) {
      if (column[r] <= SMALL) continue;
      const ratio = this.#value[r] / column[r];
      const isLess =
        ratio < least - SMALL || (ratio <= least + SMALL && column[r] > column[leaving]);
      if (leaving < 0 || isLess) [leaving, least] = [r, Math.min(least, ratio)];
    }
    if (leaving < 0) return false;
    const step = Math.max(0, this.#value[leaving] / column[leaving]);
    const base = leaving * R;
    for (let q = 0; q < R; q++) this.#inverse[base + q] /= column[leaving];
    for (let r = 0; r < R; r++) {
      const by = column[r];
      if (r === leaving || by === 0) continue;
      for (let q = 0; q < R; q++) this.#inverse[r * R + q] -= by * this.#inverse[base + q];
      this.#value[r] = Math.max(0, this.#value[r] - by * step);
    }
    this.#value[leaving] = step;
    this.#basis[leaving] = entering;
    return true;
  }

  /** The inverse and the values from the basis itself; false where rounding leaves none. */
  #refresh(): boolean {
    const R = this.#rows;
    this.#sincePivots = 0;
    const matrix = new Float64Array(R * R);
    for (let c = 0; c < R; c++) {
      this.#entries(this.#basis[c], (row, amount) => {
        matrix[row * R + c] += amount;
      });
    }
    const inverse = inverseOf(matrix, R);
    if (inverse === undefined) return false;
    this.#inverse = inverse;
    for (let r = 0; r < R; r++) {
      let sum = 0;
      for (let q = 0; q < R; q++) sum += inverse[r * R + q] * this.#side[q];
      this.#value[r] = Math.max(0, sum);
    }
    return true;
  }
}

const keyOf = ({ kind, classes, counts }: Pattern) => `${kind} ${classes} ${counts}`;

/** Gauss-Jordan elimination with row pivots; undefined where the matrix is singular. O(size^3). */
function inverseOf(matrix: Float64Array, size: number): Float64Array | undefined {
  const inverse = new Float64Array(size * size);
  for (let r = 0; r < size; r++) inverse[r * size + r] = 1;
  for (let c = 0; c < size; c++) {
    let at = c;
    for (let r = c + 1; r < size; r++) {
      if (Math.abs(matrix[r * size + c]) > Math.abs(matrix[at * size + c])) at = r;
    }
    const pivot = matrix[at * size + c];
    if (Math.abs(pivot) < 1e-11) return undefined;
    for (let q = 0; q < size; q++) {
      for (const of of [matrix, inverse]) {
        const held = of[at * size + q];
        of[at * size + q] = of[c * size + q];
        of[c * size + q] = held / pivot;
      }
    }
    for (let r = 0; r < size; r++) {
      const by = matrix[r * size + c];
      if (r === c || by === 0) continue;
      for (let q = 0; q < size; q++) {
        matrix[r * size + q] -= by * matrix[c * size + q];
        inverse[r * size + q] -= by * inverse[c * size + q];
      }
    }
  }
  return inverse;
}
