import { transpose } from "../program/transpose.ts";
import type { Program } from "../program/types.ts";
import { isUnimodular } from "./unimodular.ts";

/** A whole interval for each column, within which a best point in whole numbers lies if there is any point. */
export interface WholeDomains {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Beyond this no end of a domain is taken: sums of products must stay whole in 64-bit floats. */
const FAR = 2 ** 52;

/**
 * The columns of a program in whole numbers, without loss: every point of the program has one in these domains that
 * is as good, or the answer is why that cannot be seen. Two steps, each for a column that the objective does not hold
 * back on its way down (or up), where it stops at its own bound or at what a row asks:
 * - a missing bound is the farthest that the rows may ever ask;
 * - a real column is whole if it stops at whole numbers: factors 1 or -1, whole ends, all other columns whole.
 * Real columns that remain must form a totally unimodular part with whole ends (Hoffman and Kruskal 1956,
 * DOI 10.1515/9781400881987-014). O(entries) for each round that settles a column of a row.
 */
export function wholeDomains(program: Program): WholeDomains | string {
  const view = viewOf(program);
  const { lower, upper, integer } = view;
  const isBounded = (c: number) => lower[c] >= -FAR && upper[c] <= FAR;
  const unbounded = settle(view, isBounded, (c, _, { least, most }) => {
    // Outwards, for a column that may stop between whole numbers.
    lower[c] = Math.max(lower[c], Math.floor(least));
    upper[c] = Math.min(upper[c], Math.ceil(most));
    return true;
  });
  if (unbounded !== undefined) return `column ${unbounded} may be without end`;
  const whole = integer.slice();
  settle(
    view,
    (c) => whole[c] === 1,
    (c, step, range) => {
      if (!range.isWhole) return false;
      whole[c] = 1;
      if (step < 0) upper[c] = Math.floor(upper[c]);
      else lower[c] = Math.ceil(lower[c]);
      return true;
    },
  );
  const real = whole.indexOf(0);
  if (real >= 0 && !isUnimodular({ ...program, lower, upper }, whole)) {
    return `column ${real} is real`;
  }
  return { lower, upper };
}

/** The program with its columns' rows and bounds that may be drawn in. */
interface View {
  readonly program: Program;
  readonly columns: ReturnType<typeof transpose>;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly integer: Uint8Array;
}

function viewOf(program: Program): View {
  const { integer } = program;
  return {
    program,
    columns: transpose(program),
    lower: program.lower.map((bound, c) => (integer[c] === 1 ? Math.ceil(bound) : bound)),
    upper: program.upper.map((bound, c) => (integer[c] === 1 ? Math.floor(bound) : bound)),
    integer,
  };
}

/** Where a column may stop on its way; whole if it can only be at whole numbers. */
interface Range {
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
}

/**
 * Offers `take` every column that is not settled but stops only at settled ones, until nothing changes. `take` says
 * whether it settles the column. Returns a column that stays unsettled, if any does.
 */
function settle(
  view: View,
  isSettled: (column: number) => boolean,
  take: (column: number, step: -1 | 1, range: Range) => boolean,
): number | undefined {
  const { program, columns } = view;
  const open = new Int32Array(program.rows);
  const waiting = [...program.objective.keys()].filter((c) => !isSettled(c));
  for (const c of waiting) {
    for (let e = columns.start[c]; e < columns.start[c + 1]; e++) open[columns.row[e]]++;
  }
  const isOpen = new Uint8Array(program.columns);
  for (const c of waiting) isOpen[c] = 1;
  const queue = [...waiting];
  for (const c of queue) {
    if (isOpen[c] === 0) continue;
    const done = ([-1, 1] as const).some((step) => {
      const range = rangeOf(view, c, step, open);
      return range !== undefined && take(c, step, range) && isSettled(c);
    });
    if (!done) continue;
    isOpen[c] = 0;
    for (let e = columns.start[c]; e < columns.start[c + 1]; e++) {
      const row = columns.row[e];
      if (--open[row] !== 1) continue;
      for (let k = program.rowStart[row]; k < program.rowStart[row + 1]; k++) {
        const other = program.columnIndex[k];
        if (isOpen[other] === 1) queue.push(other);
      }
    }
  }
  return waiting.find((c) => isOpen[c] === 1);
}

/** Where a column stops on its way down (-1) or up (1); undefined if that is held back or hangs on open columns. */
function rangeOf(view: View, c: number, step: -1 | 1, open: Int32Array): Range | undefined {
  const { program, columns, lower, upper, integer } = view;
  if (step * program.objective[c] > 0) return undefined;
  const own = step < 0 ? lower[c] : upper[c];
  // The first stop on the way counts: the highest on the way down, the lowest on the way up.
  const first = step < 0 ? Math.max : Math.min;
  let [least, most] = [own, own];
  let isWhole = !Number.isFinite(own) || Number.isInteger(own);
  for (let e = columns.start[c]; e < columns.start[c + 1]; e++) {
    const [row, factor] = [columns.row[e], columns.value[e]];
    const end = step < 0 === factor > 0 ? program.rowLower[row] : program.rowUpper[row];
    if (!Number.isFinite(end)) continue;
    const rest = open[row] === 1 ? restOf(view, row, c) : undefined;
    if (rest === undefined) return undefined;
    const stops = rest.map((at) => (end - at) / factor);
    // An integer column stops at the next whole number before.
    if (integer[c] === 1)
      stops.forEach((at, i) => {
        stops[i] = step < 0 ? Math.ceil(at) : Math.floor(at);
      });
    isWhole &&= Math.abs(factor) === 1 && Number.isInteger(end);
    least = first(least, Math.min(...stops));
    most = first(most, Math.max(...stops));
  }
  return Number.isFinite(least) && Number.isFinite(most) ? { least, most, isWhole } : undefined;
}

/** The least and the most of a row without a column, exact; undefined where its numbers are not whole or too large. */
function restOf({ program, lower, upper }: View, row: number, but: number): number[] | undefined {
  let [least, most] = [0, 0];
  for (let k = program.rowStart[row]; k < program.rowStart[row + 1]; k++) {
    const [c, factor] = [program.columnIndex[k], program.coefficient[k]];
    if (!Number.isSafeInteger(factor)) return undefined;
    if (c === but) continue;
    const ends = [factor * lower[c], factor * upper[c]];
    least += Math.min(...ends);
    most += Math.max(...ends);
  }
  return Math.max(-least, most) <= FAR ? [least, most] : undefined;
}
