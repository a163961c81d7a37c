/** What differs by less is the same to the simplex method. */
export const SMALL = 1e-9;

/** A pattern (items by kind) and how often a relaxation takes it. */
export interface Share {
  readonly items: Float64Array;
  readonly times: number;
}

/** The restricted relaxation: least number of patterns that cover all counts, with an explicit inverse of its basis. */
export class PatternMaster {
  readonly #size: number;
  /** Row-major; starts with each kind alone. */
  readonly #inverse: Float64Array;
  readonly #times: Float64Array;
  /** Items by kind of the column in each row. */
  readonly #items: Float64Array[];
  /** 1 for patterns, 0 for items too many. */
  readonly #cost: Float64Array;

  constructor(kind: Float64Array, count: Int32Array, limit: number) {
    const K = kind.length;
    this.#size = K;
    this.#inverse = new Float64Array(K * K);
    this.#times = new Float64Array(K);
    this.#items = Array.from({ length: K }, () => new Float64Array(K));
    this.#cost = new Float64Array(K).fill(1);
    for (let k = 0; k < K; k++) {
      const many = Math.min(count[k], Math.floor(limit / kind[k]));
      this.#inverse[k * K + k] = 1 / many;
      this.#times[k] = count[k] / many;
      this.#items[k][k] = many;
    }
  }

  value(): number {
    return this.#times.reduce((sum, one, i) => sum + one * this.#cost[i], 0);
  }

  /** By kind; items too many enter while one is negative, so that none is below what rounding leaves. */
  duals(): Float64Array {
    for (let turn = 0; turn <= 2 * this.#size; turn++) {
      const duals = this.#multipliers();
      let least = 0;
      for (let k = 1; k < duals.length; k++) if (duals[k] < duals[least]) least = k;
      if (duals[least] >= -SMALL) return duals;
      const column = new Float64Array(this.#size);
      column[least] = -1;
      if (!this.#pivot(column, 0)) return duals;
    }
    return this.#multipliers();
  }

  /** Brings a pattern into the basis; false where rounding leaves no row for it. */
  enter(items: Float64Array): boolean {
    return this.#pivot(items, 1);
  }

  /** The patterns of the basis. */
  shares(): readonly Share[] {
    return this.#items.flatMap((items, i) =>
      this.#cost[i] === 1 && this.#times[i] > SMALL ? [{ items, times: this.#times[i] }] : [],
    );
  }

  #multipliers(): Float64Array {
    const K = this.#size;
    const duals = new Float64Array(K);
    for (let i = 0; i < K; i++) {
      if (this.#cost[i] === 0) continue;
      for (let k = 0; k < K; k++) duals[k] += this.#inverse[i * K + k];
    }
    return duals;
  }

  #pivot(items: Float64Array, cost: number): boolean {
    const K = this.#size;
    const column = new Float64Array(K);
    for (let k = 0; k < K; k++) {
      if (items[k] === 0) continue;
      for (let i = 0; i < K; i++) column[i] += this.#inverse[i * K + k] * items[k];
    }
    let leaving = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < K; i++) {
      if (column[i] <= SMALL) continue;
      const ratio = this.#times[i] / column[i];
      const isLess = ratio < least - SMALL || (ratio <= least && column[i] > column[leaving]);
      if (leaving < 0 || isLess) [leaving, least] = [i, Math.min(least, ratio)];
    }
    if (leaving < 0) return false;
    this.#replace(leaving, column, Math.max(0, this.#times[leaving] / column[leaving]));
    this.#cost[leaving] = cost;
    this.#items[leaving] = items;
    return true;
  }

  #replace(leaving: number, column: Float64Array, step: number): void {
    const K = this.#size;
    const pivot = column[leaving];
    const row = this.#inverse.subarray(leaving * K, (leaving + 1) * K);
    for (let k = 0; k < K; k++) row[k] /= pivot;
    for (let i = 0; i < K; i++) {
      if (i === leaving || column[i] === 0) continue;
      const by = column[i];
      for (let k = 0, e = i * K; k < K; k++, e++) this.#inverse[e] -= by * row[k];
      this.#times[i] = Math.max(0, this.#times[i] - by * step);
    }
    this.#times[leaving] = step;
  }
}
