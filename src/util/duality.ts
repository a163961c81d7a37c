/**
 * Rows and columns of whole numbers: minimise objective . x with rowLower <= A x <= rowUpper and lower <= x <= upper; a
 * side that is not finite is absent. A is stored by rows.
 */
export interface WholeProgram {
  readonly columns: number;
  readonly rows: number;
  readonly objective: ArrayLike<number>;
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
  readonly rowLower: ArrayLike<number>;
  readonly rowUpper: ArrayLike<number>;
  /** Length rows + 1. */
  readonly rowStart: ArrayLike<number>;
  readonly columnIndex: ArrayLike<number>;
  readonly coefficient: ArrayLike<number>;
}

/** Whole multipliers on some rows, and how often the objective counts; 0 leaves it out. */
export interface Multipliers {
  readonly weight: number;
  readonly row: readonly number[];
  readonly multiplier: readonly number[];
}

/**
 * What multipliers y prove by weak duality, exactly: with w = weight, no x within the rows and bounds has
 *
 *     w (objective . x)  <  sum over rows of y * (its side that the sign of y picks)
 *                         + sum over columns of d * (its side that the sign of d picks),   d = w objective - A'y
 *
 * Undefined if an absent side is picked. With weight 0 a value above 0 proves that there is no such x. All numbers that
 * are picked must be safe integers. Source: Neumaier, Shcherbina (2004), DOI 10.1007/s10107-003-0433-3. O(nonzeros).
 */
export function dualityBound(
  program: WholeProgram,
  { weight, row, multiplier }: Multipliers,
): bigint | undefined {
  const sum = new ExactSum();
  for (let k = 0; k < row.length; k++) {
    const i = row[k];
    if (multiplier[k] === 0) continue;
    const side = multiplier[k] > 0 ? program.rowLower[i] : program.rowUpper[i];
    if (!Number.isFinite(side)) return undefined;
    sum.add(multiplier[k], side);
  }
  const reduced = reducedCosts(program, weight, row, multiplier);
  for (let j = 0; j < program.columns; j++) {
    const cost = reduced[j];
    // Zero of either type.
    if (!cost) continue;
    const side = cost > 0 ? program.lower[j] : program.upper[j];
    if (!Number.isFinite(side)) return undefined;
    sum.add(cost, side);
  }
  return sum.total();
}

/** w objective - A'y: in doubles where no sum can pass 2^53, else in BigInt. */
function reducedCosts(
  { columns, objective, rowStart, columnIndex, coefficient }: WholeProgram,
  weight: number,
  row: readonly number[],
  multiplier: readonly number[],
): ArrayLike<number | bigint> {
  const reduced = new Float64Array(columns);
  const size = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    reduced[j] = weight * objective[j];
    size[j] = Math.abs(reduced[j]);
  }
  for (let n = 0; n < row.length; n++) {
    for (let k = rowStart[row[n]]; k < rowStart[row[n] + 1]; k++) {
      const part = multiplier[n] * coefficient[k];
      reduced[columnIndex[k]] -= part;
      size[columnIndex[k]] += Math.abs(part);
    }
  }
  if (size.every((one) => one <= Number.MAX_SAFE_INTEGER)) return reduced;
  const exact = Array.from(objective, (cost) => BigInt(weight) * BigInt(cost));
  for (let n = 0; n < row.length; n++) {
    for (let k = rowStart[row[n]]; k < rowStart[row[n] + 1]; k++) {
      exact[columnIndex[k]] -= BigInt(multiplier[n]) * BigInt(coefficient[k]);
    }
  }
  return exact;
}

/** A sum of products of whole numbers: in doubles as long as those are exact. */
class ExactSum {
  #held = 0n;
  #part = 0;

  add(a: number | bigint, b: number): void {
    const product = Number(a) * b;
    const next = this.#part + product;
    const isExact = typeof a === "number" && Number.isSafeInteger(product);
    if (isExact && Number.isSafeInteger(next)) this.#part = next;
    else this.#held += BigInt(a) * BigInt(b);
  }

  total(): bigint {
    return this.#held + BigInt(this.#part);
  }
}
