import { exactDot } from "./integers.ts";
import { TOLERANCE } from "./tolerances.ts";
import type { AdmittedPoint, Program } from "./types.ts";

/** Why a point does not exist for us. */
export interface PointRejection {
  readonly rejected: string;
}

/**
 * Turns a solver's raw point into one that exists: integer columns are rounded, continuous ones clipped, every
 * row is checked at the result and the objective is priced anew. Integer rows and objectives are exact; the
 * others allow TOLERANCE. Copies `x`; O(nonzeros).
 */
export function admit(program: Program, x: Float64Array): AdmittedPoint | PointRejection {
  if (x.length !== program.columns) {
    return { rejected: `a point of ${x.length} values for ${program.columns} columns` };
  }
  const point = new Float64Array(program.columns);
  for (let j = 0; j < program.columns; j++) {
    const value = program.integer[j] ? roundColumn(program, j, x[j]) : clipColumn(program, j, x[j]);
    if (typeof value === "string") return { rejected: `${columnLabel(program, j)} ${value}` };
    // Adding zero turns -0 into 0, so that equal points have equal bytes.
    point[j] = value + 0;
  }
  for (let i = 0; i < program.rows; i++) {
    const fault = checkRow(program, i, point);
    if (fault !== undefined) return { rejected: `${rowLabel(program, i)} ${fault}` };
  }
  return { x: point, value: priceObjective(program, point) };
}

/**
 * The objective at a point whose integer columns hold integers: exact while every charged column and its
 * coefficient are integers and the value is a safe integer, else a compensated sum (Neumaier 1974,
 * DOI 10.1002/zamm.19740540106).
 */
export function priceObjective(program: Program, x: Float64Array): number {
  const { objective, offset, integer } = program;
  const sum = new CarefulSum();
  let exact = Number.isSafeInteger(offset);
  sum.add(offset);
  for (let j = 0; j < program.columns; j++) {
    const price = objective[j];
    if (price === 0) continue;
    exact &&= integer[j] === 1 && Number.isSafeInteger(price);
    sum.add(price * x[j]);
  }
  if (!exact || sum.magnitude <= Number.MAX_SAFE_INTEGER) return sum.total() + 0;
  const charged = [...objective.keys()].filter((j) => objective[j] !== 0);
  const value = exactDot(
    charged.map((j) => objective[j]),
    charged.map((j) => x[j]),
  );
  return Number(value + BigInt(offset));
}

function roundColumn(program: Program, column: number, value: number): number | string {
  const rounded = Math.round(value);
  if (!Number.isSafeInteger(rounded)) return `is ${value}, not a safe integer`;
  if (Math.abs(value - rounded) > TOLERANCE.integrality) return `is ${value}, not an integer`;
  if (rounded < program.lower[column] || rounded > program.upper[column]) {
    return outside(rounded, program.lower[column], program.upper[column]);
  }
  return rounded;
}

function clipColumn(program: Program, column: number, value: number): number | string {
  const [lower, upper] = [program.lower[column], program.upper[column]];
  if (!Number.isFinite(value)) return `is ${value}`;
  if (value < lower)
    return lower - value <= columnSlack(lower) ? lower : outside(value, lower, upper);
  if (value > upper)
    return value - upper <= columnSlack(upper) ? upper : outside(value, lower, upper);
  return value;
}

function columnSlack(bound: number): number {
  return TOLERANCE.column * Math.max(1, Math.abs(bound));
}

/** What is wrong with a row at `x`, if anything. */
function checkRow(program: Program, row: number, x: Float64Array): string | undefined {
  const { rowStart, columnIndex, coefficient, integer } = program;
  const [lower, upper] = [program.rowLower[row], program.rowUpper[row]];
  const [start, end] = [rowStart[row], rowStart[row + 1]];
  const sum = new CarefulSum();
  let exact = true;
  for (let k = start; k < end; k++) {
    const j = columnIndex[k];
    exact &&= integer[j] === 1 && Number.isSafeInteger(coefficient[k]);
    sum.add(coefficient[k] * x[j]);
  }
  if (exact && sum.magnitude > Number.MAX_SAFE_INTEGER) {
    const values = Array.from(columnIndex.subarray(start, end), (j) => x[j]);
    const activity = exactDot(coefficient.subarray(start, end), values);
    // JavaScript compares a bigint with a number by value, without rounding.
    return activity < lower || activity > upper ? outside(activity, lower, upper) : undefined;
  }
  const activity = sum.total();
  const slack = exact ? 0 : TOLERANCE.rowAbsolute + TOLERANCE.rowRelative * sum.magnitude;
  const fits = activity >= lower - slack && activity <= upper + slack;
  return fits ? undefined : outside(activity, lower, upper);
}

/** A sum that keeps the rounding errors of its terms and the total of their magnitudes. */
class CarefulSum {
  #sum = 0;
  #lost = 0;
  magnitude = 0;

  add(term: number): void {
    const next = this.#sum + term;
    this.#lost +=
      Math.abs(this.#sum) >= Math.abs(term) ? this.#sum - next + term : term - next + this.#sum;
    this.#sum = next;
    this.magnitude += Math.abs(term);
  }

  total(): number {
    return this.#sum + this.#lost;
  }
}

function outside(value: number | bigint, lower: number, upper: number): string {
  return `is ${value}, outside [${lower}, ${upper}]`;
}

function columnLabel(program: Program, column: number): string {
  return `column ${program.columnName?.(column) ?? column}`;
}

function rowLabel(program: Program, row: number): string {
  return `row ${program.rowName?.(row) ?? row}`;
}
