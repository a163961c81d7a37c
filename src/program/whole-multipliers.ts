import type { Multipliers, WholeProgram } from "../util/duality.ts";
import type { Program } from "./types.ts";

/** Sums of products stay below this, so that they are exact in doubles. */
const ROOM = 2 ** 52;

/** Past this, a finer denominator changes nothing that is worth the digits. */
const FINEST = 2 ** 36;

/**
 * A relaxation of the program in whole numbers: rows that are not whole are dropped, column bounds rounded outward.
 * Undefined if the objective is not whole. O(nonzeros).
 */
export function wholeRelaxation(program: Program): WholeProgram | undefined {
  if (!program.objective.every(Number.isSafeInteger)) return undefined;
  const rowLower = program.rowLower.map((side) => (Number.isSafeInteger(side) ? side : -Infinity));
  const rowUpper = program.rowUpper.map((side) => (Number.isSafeInteger(side) ? side : Infinity));
  for (let i = 0; i < program.rows; i++) {
    const row = program.coefficient.subarray(program.rowStart[i], program.rowStart[i + 1]);
    if (row.every(Number.isSafeInteger)) continue;
    rowLower[i] = -Infinity;
    rowUpper[i] = Infinity;
  }
  const { objective, columns, rows, rowStart, columnIndex, coefficient } = program;
  const lower = program.lower.map(Math.floor);
  const upper = program.upper.map(Math.ceil);
  const matrix = { rowStart, columnIndex, coefficient };
  return { columns, rows, objective, lower, upper, rowLower, rowUpper, ...matrix };
}

/**
 * A solver's multipliers in whole numbers over a power of two, so that `dualityBound` has a value: those towards an absent
 * side are dropped, and where a column without a side would lose, multipliers are taken back. `weight` 1 keeps the
 * objective, 0 leaves it out. Undefined if numbers are too large or nothing can be taken back. O(nonzeros).
 */
export function wholeMultipliers(
  program: WholeProgram,
  duals: ArrayLike<number>,
  weight: 0 | 1 = 1,
): Multipliers | undefined {
  const kept = Float64Array.from({ length: program.rows }, (_, i) => {
    const side = duals[i] > 0 ? program.rowLower[i] : program.rowUpper[i];
    return Number.isFinite(side) && Number.isFinite(duals[i]) ? duals[i] : 0;
  });
  const scale = finestScale(program, kept, weight);
  if (scale === undefined) return undefined;
  const whole = kept.map((one) => Math.round(one * scale) + 0);
  if (!takeBack(program, whole, weight * scale)) return undefined;
  const row: number[] = [];
  const multiplier: number[] = [];
  whole.forEach((one, i) => {
    if (one === 0) return;
    row.push(i);
    multiplier.push(one);
  });
  return { weight: weight * scale, row, multiplier };
}

function finestScale(
  { columns, objective, rowStart, columnIndex, coefficient }: WholeProgram,
  kept: Float64Array,
  weight: number,
): number | undefined {
  const size = Float64Array.from({ length: columns }, (_, j) => Math.abs(weight * objective[j]));
  // What rounding the multipliers can add at most.
  const extra = new Float64Array(columns);
  let most = 1;
  kept.forEach((one, i) => {
    if (one === 0) return;
    most = Math.max(most, Math.abs(one));
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
      size[columnIndex[k]] += Math.abs(one * coefficient[k]);
      extra[columnIndex[k]] += Math.abs(coefficient[k]);
    }
  });
  for (const one of size) most = Math.max(most, one);
  let scale = FINEST;
  while (scale > 1 && scale * most > ROOM / 2) scale /= 2;
  const isTooLarge = scale * most > ROOM / 2 || extra.some((one) => one > ROOM / 2);
  return isTooLarge ? undefined : scale;
}

/** Makes reduced costs towards absent column sides vanish by taking multipliers back towards 0; false if one stays. */
function takeBack(program: WholeProgram, whole: Float64Array, weight: number): boolean {
  const { columns, rows, objective, rowStart, columnIndex, coefficient, lower, upper } = program;
  const reduced = Float64Array.from({ length: columns }, (_, j) => weight * objective[j]);
  const each = (i: number, amount: number) => {
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
      reduced[columnIndex[k]] -= amount * coefficient[k];
    }
  };
  for (let i = 0; i < rows; i++) if (whole[i] !== 0) each(i, whole[i]);
  const loss = (j: number) => {
    if (reduced[j] > 0 && lower[j] === -Infinity) return reduced[j];
    return reduced[j] < 0 && upper[j] === Infinity ? reduced[j] : 0;
  };
  for (let pass = 0; pass < 3; pass++) {
    let open = false;
    for (let j = 0; j < columns; j++) open ||= loss(j) !== 0;
    if (!open) return true;
    for (let i = 0; i < rows; i++) {
      for (let k = rowStart[i]; whole[i] !== 0 && k < rowStart[i + 1]; k++) {
        const lost = loss(columnIndex[k]);
        // Less of this multiplier helps if its part of the reduced cost has the sign of the loss.
        if (lost === 0 || -whole[i] * coefficient[k] * lost <= 0) continue;
        const step = Math.ceil(Math.abs(lost / coefficient[k]));
        const amount = -Math.sign(whole[i]) * Math.min(Math.abs(whole[i]), step);
        whole[i] += amount;
        each(i, amount);
      }
    }
  }
  for (let j = 0; j < columns; j++) if (loss(j) !== 0) return false;
  return true;
}
