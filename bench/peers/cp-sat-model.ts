import type { ConstraintProto, CpModelProto } from "or-tools-wasm/cp-sat";
import type { Program } from "../../src/program/types.ts";

/** "None" in a domain of 64-bit integers, small enough for sums of products. */
const FAR = 2 ** 52;

/**
 * A program as a model of CP-SAT, or the reason why it is none: all numbers must be whole. Real columns are taken to
 * be whole where that loses nothing (see `wholeUppers`). Rows that say "exactly one of these" or "at most one of
 * these" become constraints of that name. O(entries), more with chains of real columns.
 */
export function cpSatModel(program: Program): CpModelProto | string {
  const { columns, rows, objective, offset, coefficient } = program;
  if (!coefficient.every(Number.isSafeInteger) || !objective.every(Number.isSafeInteger)) {
    return "CP-SAT takes whole numbers only";
  }
  const upper = wholeUppers(program);
  if (upper === undefined) return "CP-SAT takes whole columns only";
  const used = [...objective.keys()].filter((column) => objective[column] !== 0);
  return {
    variables: Array.from({ length: columns }, (_, c) => ({
      domain: [Math.ceil(finite(program.lower[c])), Math.floor(finite(upper[c]))],
    })),
    constraints: Array.from({ length: rows }, (_, r) => constraintOf(program, r)),
    objective: { vars: used, coeffs: used.map((column) => objective[column]), offset },
  };
}

function constraintOf(program: Program, row: number): ConstraintProto {
  const { rowStart, columnIndex, coefficient, rowLower, rowUpper, lower, upper, integer } = program;
  const vars = [...columnIndex.subarray(rowStart[row], rowStart[row + 1])];
  const coeffs = [...coefficient.subarray(rowStart[row], rowStart[row + 1])];
  const isChoice =
    rowUpper[row] === 1 &&
    coeffs.every((one) => one === 1) &&
    vars.every((v) => integer[v] === 1 && lower[v] === 0 && upper[v] === 1);
  if (isChoice && rowLower[row] === 1) return { exactlyOne: { literals: vars } };
  if (isChoice && rowLower[row] <= 0) return { atMostOne: { literals: vars } };
  const domain = [Math.ceil(finite(rowLower[row])), Math.floor(finite(rowUpper[row]))];
  return { linear: { vars, coeffs, domain } };
}

/** Passes over the rows after which chains of real columns are taken to have no end. */
const MOST_PASSES = 50;

/**
 * The largest value that each column needs, or undefined if a real one may need to be broken. Two kinds of rows keep
 * them whole once all other columns are:
 * - real columns with factors 1 and -1, at most one of each (a network matrix, so best points are whole: Hoffman and
 *   Kruskal 1956, DOI 10.1515/9781400881987-014);
 * - one real column with a factor below 0, if all its rows are of this kind: it is rounded up, by less than the 1 by
 *   which whole targets differ.
 * None of these rows may have a lower end.
 */
function wholeUppers(program: Program): Float64Array | undefined {
  const { columns, rows, integer, objective, upper } = program;
  const onlyUp = new Uint8Array(columns).fill(1);
  const onlyNetwork = new Uint8Array(columns).fill(1);
  const rowsOfReals: number[] = [];
  for (let r = 0; r < rows; r++) {
    const reals = realEntries(program, r);
    if (reals.length === 0) continue;
    // What a lower end asks of a real column is not looked at below.
    if (program.rowLower[r] > -FAR) return undefined;
    rowsOfReals.push(r);
    const [isUp, isNetwork] = [roundsUp(program, reals), isNetworkRow(program, reals)];
    for (const e of reals) {
      if (!isUp) onlyUp[program.columnIndex[e]] = 0;
      if (!isNetwork) onlyNetwork[program.columnIndex[e]] = 0;
    }
  }
  const needs = upper.slice();
  for (let c = 0; c < columns; c++) {
    if (integer[c] === 1) continue;
    if (objective[c] < 0 || onlyUp[c] + onlyNetwork[c] === 0) return undefined;
    needs[c] = Math.max(0, program.lower[c]);
  }
  return raised(program, rowsOfReals, needs) ? needs : undefined;
}

function realEntries({ rowStart, columnIndex, integer }: Program, row: number): number[] {
  const found: number[] = [];
  for (let e = rowStart[row]; e < rowStart[row + 1]; e++) {
    if (integer[columnIndex[e]] === 0) found.push(e);
  }
  return found;
}

function roundsUp({ coefficient }: Program, reals: readonly number[]): boolean {
  return reals.length === 1 && coefficient[reals[0]] < 0;
}

function isNetworkRow({ coefficient }: Program, reals: readonly number[]): boolean {
  const signs = reals.map((e) => coefficient[e]);
  return signs.every((one) => Math.abs(one) === 1) && new Set(signs).size === signs.length;
}

/** Raises real columns until every row that asks for them has what it could ever ask for; false if that has no end. */
function raised(program: Program, rows: readonly number[], needs: Float64Array): boolean {
  const { rowStart, columnIndex, coefficient, integer, lower, rowUpper } = program;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let isStable = true;
    for (const r of rows) {
      let load = -rowUpper[r];
      let asked = -1;
      for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
        const c = columnIndex[e];
        if (integer[c] === 0 && coefficient[e] < 0) asked = e;
        else load += Math.max(coefficient[e] * lower[c], coefficient[e] * needs[c]);
      }
      if (asked === -1 || load === -Infinity) continue;
      const ask = Math.ceil(load / -coefficient[asked]);
      if (ask > needs[columnIndex[asked]]) {
        needs[columnIndex[asked]] = ask;
        isStable = false;
      }
    }
    if (isStable) return needs.every((one) => one < FAR);
  }
  return false;
}

function finite(value: number): number {
  return Math.max(-FAR, Math.min(FAR, value));
}
