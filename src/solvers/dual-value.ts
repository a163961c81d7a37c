import type { Program } from "../program/types.ts";

/**
 * The lower bound that row multipliers prove by weak duality, whatever they are: undefined if none.
 *
 * With d = c - A'y, c'x >= sum over rows of y * (the side y's sign picks) + sum over columns of d * (the side d's
 * sign picks). A multiplier towards an absent row side is dropped. A reduced cost towards an absent column side
 * is an error of the solver's arithmetic if tiny: it is charged at the optimal point `x`; otherwise, and without `x`,
 * there is no bound.
 * Neumaier and Shcherbina (2004), DOI 10.1007/s10107-003-0433-3, without directed rounding. O(nonzeros).
 */
export function dualValue(
  program: Program,
  multipliers: Float64Array,
  x?: Float64Array,
): number | undefined {
  const { rowStart, columnIndex, coefficient, rowLower, rowUpper, lower, upper } = program;
  const reduced = program.objective.slice();
  const magnitude = reduced.map(Math.abs);
  let value = program.offset;
  for (let i = 0; i < program.rows; i++) {
    const multiplier = multipliers[i];
    if (multiplier === 0) continue;
    const side = multiplier > 0 ? rowLower[i] : rowUpper[i];
    if (!Number.isFinite(side)) continue;
    value += multiplier * side;
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
      const part = multiplier * coefficient[k];
      reduced[columnIndex[k]] -= part;
      magnitude[columnIndex[k]] += Math.abs(part);
    }
  }
  for (let j = 0; j < program.columns; j++) {
    if (reduced[j] === 0) continue;
    const side = reduced[j] > 0 ? lower[j] : upper[j];
    if (Number.isFinite(side)) value += reduced[j] * side;
    else if (x === undefined || Math.abs(reduced[j]) > TINY * Math.max(1, magnitude[j])) {
      return undefined;
    } else value -= Math.abs(reduced[j]) * Math.max(1, Math.abs(x[j]));
  }
  return Number.isFinite(value) ? value : undefined;
}

/** Part of a reduced cost's terms (at least 1) that is taken for rounding and dual infeasibility. */
const TINY = 1e-8;
