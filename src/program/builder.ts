import { gcd } from "../util/divisor.ts";
import { InvariantError } from "../util/errors.ts";
import { grown } from "./growing.ts";
import type { Program } from "./types.ts";

/** A readable name, computed only when an export or an error asks for it. */
export type Name = string | (() => string);

/** A column to add; unless told otherwise it is continuous, at least 0, without upper bound and free of charge. */
export interface ColumnInput {
  readonly lower?: number;
  readonly upper?: number;
  readonly integer?: boolean;
  readonly objective?: number;
  readonly name?: Name;
}

/** A row to add: lower <= sum(coefficients[k] * x[columns[k]]) <= upper; an absent side does not bind. */
export interface RowInput {
  readonly lower?: number;
  readonly upper?: number;
  readonly columns: ArrayLike<number>;
  readonly coefficients: ArrayLike<number>;
  readonly name?: Name;
}

/**
 * Grows a Program column by column and row by row; columns come before the rows that use them.
 * Every number is checked on entry: NaN, an infinite coefficient, a finite magnitude above 2^53, a lower
 * bound above its upper one or an unknown column throws InvariantError. O(1) amortised per entry.
 */
export class ProgramBuilder {
  #columns = 0;
  #rows = 0;
  #entries = 0;
  #offset = 0;
  #objective = new Float64Array(0);
  #lower = new Float64Array(0);
  #upper = new Float64Array(0);
  #integer = new Uint8Array(0);
  #rowLower = new Float64Array(0);
  #rowUpper = new Float64Array(0);
  #rowStart = new Int32Array(1);
  #columnIndex = new Int32Array(0);
  #coefficient = new Float64Array(0);
  /** Per column, where the row under construction holds it; stale if below the row's start. */
  #place = new Int32Array(0);
  readonly #columnNames = new Map<number, Name>();
  readonly #rowNames = new Map<number, Name>();

  /** Columns added so far. */
  get columns(): number {
    return this.#columns;
  }

  /** Adds a column and returns its index; fractional bounds of an integer column are rounded inward. */
  addColumn(input: ColumnInput): number {
    const column = this.#columns;
    const at = () => `column ${column}${named(input.name)}`;
    const integer = input.integer ?? false;
    let lower = checkLower(input.lower ?? 0, at);
    let upper = checkUpper(input.upper ?? Number.POSITIVE_INFINITY, at);
    if (lower > upper) throw new InvariantError(`${at()}: lower ${lower} is above upper ${upper}.`);
    if (integer && Math.ceil(lower) <= Math.floor(upper)) {
      lower = Math.ceil(lower);
      upper = Math.floor(upper);
    }
    this.#reserveColumn(column + 1);
    this.#objective[column] = checkFinite(input.objective ?? 0, at);
    this.#lower[column] = lower;
    this.#upper[column] = upper;
    this.#integer[column] = integer ? 1 : 0;
    this.#place[column] = -1;
    if (input.name !== undefined) this.#columnNames.set(column, input.name);
    this.#columns++;
    return column;
  }

  /**
   * Adds a row and returns its index. Entries of one column are summed and zeros dropped; a row in integers
   * throughout is divided by the gcd of its coefficients, its bounds rounded inward, which keeps every
   * integer point.
   */
  addRow(input: RowInput): number {
    const row = this.#rows;
    const at = () => `row ${row}${named(input.name)}`;
    if (input.columns.length !== input.coefficients.length) {
      throw new InvariantError(
        `${at()}: ${input.columns.length} columns but ${input.coefficients.length} coefficients.`,
      );
    }
    const lower = checkLower(input.lower ?? Number.NEGATIVE_INFINITY, at);
    const upper = checkUpper(input.upper ?? Number.POSITIVE_INFINITY, at);
    if (lower > upper) throw new InvariantError(`${at()}: lower ${lower} is above upper ${upper}.`);
    const start = this.#entries;
    const end = this.#appendEntries(input, start, at);
    this.#rowLower = grown(this.#rowLower, row + 1);
    this.#rowUpper = grown(this.#rowUpper, row + 1);
    this.#rowStart = grown(this.#rowStart, row + 2);
    this.#rowLower[row] = lower;
    this.#rowUpper[row] = upper;
    this.#rowStart[row + 1] = end;
    this.#entries = end;
    this.#rows++;
    this.#reduce(row, start, end);
    if (input.name !== undefined) this.#rowNames.set(row, input.name);
    return row;
  }

  /** Adds to the objective coefficient of one column. */
  addObjective(column: number, coefficient: number): void {
    const at = () => `objective of column ${column}`;
    this.#checkColumn(column, at);
    checkFinite(coefficient, at);
    this.#objective[column] = checkFinite(this.#objective[column] + coefficient, at);
  }

  /** Adds a constant to the objective. */
  addOffset(amount: number): void {
    checkFinite(amount, () => "offset");
    this.#offset = checkFinite(this.#offset + amount, () => "offset");
  }

  /** The program so far, in arrays of its own; the builder may grow on. */
  build(): Program {
    const [n, m, k] = [this.#columns, this.#rows, this.#entries];
    return {
      columns: n,
      rows: m,
      objective: this.#objective.slice(0, n),
      offset: this.#offset,
      lower: this.#lower.slice(0, n),
      upper: this.#upper.slice(0, n),
      integer: this.#integer.slice(0, n),
      rowLower: this.#rowLower.slice(0, m),
      rowUpper: this.#rowUpper.slice(0, m),
      rowStart: this.#rowStart.slice(0, m + 1),
      columnIndex: this.#columnIndex.slice(0, k),
      coefficient: this.#coefficient.slice(0, k),
      ...(this.#columnNames.size > 0 && { columnName: reader(this.#columnNames, "c") }),
      ...(this.#rowNames.size > 0 && { rowName: reader(this.#rowNames, "r") }),
    };
  }

  #reserveColumn(length: number): void {
    this.#objective = grown(this.#objective, length);
    this.#lower = grown(this.#lower, length);
    this.#upper = grown(this.#upper, length);
    this.#integer = grown(this.#integer, length);
    this.#place = grown(this.#place, length);
  }

  #checkColumn(column: number, at: () => string): void {
    if (!Number.isInteger(column) || column < 0 || column >= this.#columns) {
      throw new InvariantError(`${at()}: no column ${column} among ${this.#columns}.`);
    }
  }

  /** Writes the merged entries from `start` on and returns where they end; nothing counts until addRow says so. */
  #appendEntries(input: RowInput, start: number, at: () => string): number {
    const { columns, coefficients } = input;
    this.#columnIndex = grown(this.#columnIndex, start + columns.length);
    this.#coefficient = grown(this.#coefficient, start + columns.length);
    const [index, value, place] = [this.#columnIndex, this.#coefficient, this.#place];
    let end = start;
    for (let k = 0; k < columns.length; k++) {
      const column = columns[k];
      this.#checkColumn(column, at);
      const coefficient = checkFinite(coefficients[k], at);
      const held = place[column];
      // A place left by an earlier, refused row may point into this one: it must name the column too.
      if (held >= start && held < end && index[held] === column) {
        value[held] = checkFinite(value[held] + coefficient, at);
      } else {
        place[column] = end;
        index[end] = column;
        value[end++] = coefficient;
      }
    }
    return dropZeros(index, value, start, end);
  }

  /** Divides an integer row by its gcd, unless rounding its bounds would leave no value between them. */
  #reduce(row: number, start: number, end: number): void {
    const [lower, upper] = [this.#rowLower[row], this.#rowUpper[row]];
    if (!isWholeOrInfinite(lower) || !isWholeOrInfinite(upper)) return;
    let divisor = 0;
    for (let k = start; k < end; k++) {
      const coefficient = this.#coefficient[k];
      if (!this.#integer[this.#columnIndex[k]] || !Number.isSafeInteger(coefficient)) return;
      divisor = gcd(divisor, Math.abs(coefficient));
      if (divisor === 1) return;
    }
    if (divisor === 0) return;
    const [least, most] = [divideUp(lower, divisor), -divideUp(-upper, divisor)];
    if (least > most) return;
    this.#rowLower[row] = least;
    this.#rowUpper[row] = most;
    for (let k = start; k < end; k++) this.#coefficient[k] /= divisor;
  }
}

function dropZeros(index: Int32Array, value: Float64Array, start: number, end: number): number {
  let kept = start;
  for (let k = start; k < end; k++) {
    if (value[k] === 0) continue;
    index[kept] = index[k];
    value[kept++] = value[k];
  }
  return kept;
}

/** The ceiling of a / divisor, exact for safe integers; infinities stay. */
function divideUp(a: number, divisor: number): number {
  if (!Number.isFinite(a)) return a;
  const rest = a % divisor;
  const floor = (a - rest) / divisor;
  return (rest > 0 ? floor + 1 : floor) + 0;
}

function isWholeOrInfinite(value: number): boolean {
  return !Number.isFinite(value) || Number.isSafeInteger(value);
}

function checkFinite(value: number, at: () => string): number {
  if (!(Math.abs(value) <= 2 ** 53)) {
    throw new InvariantError(`${at()}: ${value} is not a number of magnitude at most 2^53.`);
  }
  return value + 0;
}

function checkLower(value: number, at: () => string): number {
  return value === Number.NEGATIVE_INFINITY ? value : checkFinite(value, at);
}

function checkUpper(value: number, at: () => string): number {
  return value === Number.POSITIVE_INFINITY ? value : checkFinite(value, at);
}

function named(name: Name | undefined): string {
  return name === undefined ? "" : ` (${typeof name === "string" ? name : name()})`;
}

function reader(names: ReadonlyMap<number, Name>, letter: string): (index: number) => string {
  const held = new Map(names);
  return (index) => {
    const name = held.get(index) ?? `${letter}${index}`;
    return typeof name === "string" ? name : name();
  };
}
