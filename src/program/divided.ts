import { gcd } from "../util/divisor.ts";
import { transpose } from "./transpose.ts";
import type { Program } from "./types.ts";

/** A program in smaller numbers and the way back from what a solver says of it. */
export interface Divided {
  readonly program: Program;
  /** Value of the program = objective x the divided program's objective, both without their offsets. */
  readonly objective: number;
  /** The point that a point of the divided program stands for. */
  point(x: Float64Array): Float64Array;
  /** The row multipliers that multipliers of the divided program stand for. */
  multipliers(y: Float64Array): Float64Array;
}

/**
 * The program with each row and the objective divided by the greatest common divisor of its numbers, and each carrier counted
 * in the greatest common divisor of all that stands beside it. A carrier is a real column whose coefficients are all 1 or -1,
 * such as the makespan C >= sum of p x or the level z of a balance; carriers that meet in a row are counted in the same unit.
 * Both programs have the same points. Rows and objectives in fractions stay as they are, and so do offsets. Columns and rows
 * keep their numbers, so names stay right. O(nonzeros).
 */
export function dividedProgram(program: Program): Divided {
  const unit = carrierUnits(program);
  const coefficient = program.coefficient.map((value, k) => value * unit[program.columnIndex[k]]);
  const divisor = new Float64Array(program.rows).fill(1);
  for (let i = 0; i < program.rows; i++) {
    const [from, to] = [program.rowStart[i], program.rowStart[i + 1]];
    const sides = [program.rowLower[i], program.rowUpper[i]].filter(Number.isFinite);
    divisor[i] = divisorOf([...coefficient.subarray(from, to), ...sides]);
    for (let k = from; k < to; k++) coefficient[k] /= divisor[i];
  }
  const priced = program.objective.map((price, j) => price * unit[j]);
  const objective = divisorOf(priced);
  return {
    program: {
      ...program,
      coefficient,
      objective: priced.map((price) => price / objective),
      lower: program.lower.map((bound, j) => bound / unit[j]),
      upper: program.upper.map((bound, j) => bound / unit[j]),
      rowLower: program.rowLower.map((side, i) => side / divisor[i]),
      rowUpper: program.rowUpper.map((side, i) => side / divisor[i]),
    },
    objective,
    point: (x) => x.map((value, j) => value * unit[j]),
    multipliers: (y) => y.map((value, i) => (value * objective) / divisor[i]),
  };
}

/** What all values are multiples of, at least 1; 1 where they are not all whole. */
function divisorOf(values: Iterable<number>): number {
  let divisor = 0;
  for (const value of values) {
    if (!Number.isSafeInteger(value)) return 1;
    divisor = gcd(divisor, Math.abs(value));
  }
  return Math.max(1, divisor);
}

/** By column the unit in which it is counted: 1 but for carriers. */
function carrierUnits(program: Program): Float64Array {
  const isCarrier = carriersOf(program);
  const { rows, rowStart, columnIndex, coefficient, rowLower, rowUpper } = program;
  // Carriers that meet in a row, as a forest of sets.
  const parent = Int32Array.from({ length: program.columns }, (_, j) => j);
  const root = (j: number): number => {
    while (parent[j] !== j) {
      parent[j] = parent[parent[j]];
      j = parent[j];
    }
    return j;
  };
  const beside = new Float64Array(rows);
  const first = new Int32Array(rows).fill(-1);
  for (let i = 0; i < rows; i++) {
    const others: number[] = [rowLower[i], rowUpper[i]].filter(Number.isFinite);
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
      const j = columnIndex[k];
      if (isCarrier[j] === 0) others.push(coefficient[k]);
      else if (first[i] < 0) first[i] = j;
      else parent[root(j)] = root(first[i]);
    }
    const isWhole = others.every(Number.isSafeInteger);
    beside[i] = isWhole ? others.reduce((all, value) => gcd(all, Math.abs(value)), 0) : 1;
  }
  const common = new Float64Array(program.columns);
  for (let i = 0; i < rows; i++) {
    if (first[i] < 0) continue;
    const set = root(first[i]);
    common[set] = gcd(common[set], beside[i]);
  }
  return Float64Array.from(isCarrier, (is, j) => (is === 1 ? Math.max(1, common[root(j)]) : 1));
}

/** 1 by column for real columns that stand in rows with 1 or -1 alone. */
function carriersOf(program: Program): Uint8Array {
  const { start, value } = transpose(program);
  return Uint8Array.from(program.integer, (integer, j) => {
    if (integer === 1 || start[j] === start[j + 1]) return 0;
    for (let k = start[j]; k < start[j + 1]; k++) if (Math.abs(value[k]) !== 1) return 0;
    return 1;
  });
}
