import type { ConstraintProto, CpModelProto } from "or-tools-wasm/cp-sat";
import type { Program, Shortfall } from "../program/types.ts";
import { type WholeDomains, wholeDomains } from "./cpsat-columns.ts";

/** A program as a model of CP-SAT, and the way back from its objective. */
export interface CpSatModel {
  readonly proto: CpModelProto;
  /** The program's value is objective / scale + offset. */
  readonly scale: number;
  readonly offset: number;
  /** A lower bound on the program's value from the domains of its columns alone. */
  readonly leastValue: number;
}

/**
 * A program as a model of CP-SAT, or the reason why it is none: its columns must be whole or as good as whole (see
 * `wholeDomains`), coefficients must become whole by one factor for each row, and no sum may leave what a float holds
 * exactly. Rows that say "exactly one of these" or "at most one of these" become constraints of that name; `start` is
 * a hint. O(entries).
 */
export function cpSatModel(program: Program, start?: Float64Array): CpSatModel | Shortfall {
  const domains = wholeDomains(program);
  if (typeof domains === "string") {
    return { kind: "features", why: `it takes whole columns with ends only, and ${domains}` };
  }
  const { lower, upper } = domains;
  const constraints: ConstraintProto[] = [];
  for (let row = 0; row < program.rows; row++) {
    const constraint = constraintOf(program, domains, row);
    if (constraint === undefined) return tooLarge(`row ${row} has others`);
    constraints.push(constraint);
  }
  if (lower.some((one, c) => one > upper[c])) constraints.push(NEVER);
  const objective = objectiveOf(program, domains);
  if (objective === undefined) return tooLarge("the objective has others");
  const { vars, coeffs, scale, least } = objective;
  const { offset } = program;
  return {
    proto: {
      variables: Array.from(lower, (one, c) => ({ domain: [one, Math.max(one, upper[c])] })),
      constraints,
      objective: { vars, coeffs, offset: offset * scale, scalingFactor: 1 / scale },
      ...(start && { solutionHint: hintOf(start, domains) }),
    },
    scale,
    offset,
    leastValue: least / scale + offset,
  };
}

function tooLarge(what: string): Shortfall {
  return { kind: "magnitude", why: `it takes whole numbers up to 2^53 only, and ${what}` };
}

/** A constraint that nothing keeps. */
const NEVER: ConstraintProto = { linear: { vars: [], coeffs: [], domain: [1, 1] } };

function constraintOf(
  program: Program,
  { lower, upper }: WholeDomains,
  row: number,
): ConstraintProto | undefined {
  const { rowStart, columnIndex, coefficient } = program;
  const ends = [program.rowLower[row], program.rowUpper[row]];
  const vars = [...columnIndex.subarray(rowStart[row], rowStart[row + 1])];
  const factors = coefficient.subarray(rowStart[row], rowStart[row + 1]);
  const scale = wholeScale(factors);
  if (scale === undefined) return undefined;
  const coeffs = Array.from(factors, (factor) => Math.round(factor * scale));
  const range = rangeOf(vars, coeffs, lower, upper);
  if (range === undefined) return undefined;
  const least = Math.max(range.least, Math.ceil(wholeOr(ends[0], scale)));
  const most = Math.min(range.most, Math.floor(wholeOr(ends[1], scale)));
  if (least > most) return NEVER;
  const isChoice =
    most === 1 &&
    coeffs.every((one) => one === 1) &&
    vars.every((v) => lower[v] === 0 && upper[v] === 1);
  if (isChoice && least === 1) return { exactlyOne: { literals: vars } };
  if (isChoice && least === 0) return { atMostOne: { literals: vars } };
  return { linear: { vars, coeffs, domain: [least, most] } };
}

function objectiveOf(
  { objective }: Program,
  { lower, upper }: WholeDomains,
): { vars: number[]; coeffs: number[]; scale: number; least: number } | undefined {
  const vars = [...objective.keys()].filter((column) => objective[column] !== 0);
  const scale = wholeScale(vars.map((column) => objective[column]));
  if (scale === undefined) return undefined;
  const coeffs = vars.map((column) => Math.round(objective[column] * scale));
  const range = rangeOf(vars, coeffs, lower, upper);
  return range && { vars, coeffs, scale, least: range.least };
}

/** The least and the most of a sum; undefined where a float may not hold it, or its parts, exactly. */
function rangeOf(
  vars: readonly number[],
  coeffs: readonly number[],
  lower: Float64Array,
  upper: Float64Array,
): { readonly least: number; readonly most: number } | undefined {
  let [least, most, magnitude] = [0, 0, 0];
  vars.forEach((v, i) => {
    const [a, b] = [coeffs[i] * lower[v], coeffs[i] * upper[v]];
    least += Math.min(a, b);
    most += Math.max(a, b);
    magnitude += Math.max(Math.abs(a), Math.abs(b));
  });
  // -0 is no whole number to a protocol buffer's writer.
  return magnitude <= MOST ? { least: least + 0, most: most + 0 } : undefined;
}

const MOST = 2 ** 53 - 1;

/** Factors that are tried, in order: tenths and halves, as far as both halves of a float reach. */
const SCALES: readonly number[] = [
  ...Array.from({ length: 10 }, (_, k) => 10 ** k),
  ...Array.from({ length: 40 }, (_, k) => 2 ** (k + 1)),
].sort((a, b) => a - b);

/** The least factor that makes all values whole: each is the float nearest to a whole number over the factor. */
function wholeScale(values: Float64Array | readonly number[]): number | undefined {
  return SCALES.find((scale) => values.every((value) => isWholeBy(value, scale)));
}

function isWholeBy(value: number, scale: number): boolean {
  const whole = Math.round(value * scale);
  return Number.isSafeInteger(whole) && whole / scale === value;
}

/** A row's end by the factor of its row; whole where the end is meant to be. */
function wholeOr(end: number, scale: number): number {
  return isWholeBy(end, scale) ? Math.round(end * scale) : end * scale;
}

function hintOf(
  start: Float64Array,
  { lower, upper }: WholeDomains,
): { vars: number[]; values: number[] } {
  const nearest = (one: number, c: number) =>
    Math.max(lower[c], Math.min(upper[c], Math.round(one))) + 0;
  return { vars: [...start.keys()], values: Array.from(start, nearest) };
}
