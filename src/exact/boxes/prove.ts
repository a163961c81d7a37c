import { ProgramBuilder } from "../../program/builder.ts";
import type { Program, SolveResult, Solver } from "../../program/types.ts";
import { wholeMultipliers, wholeRelaxation } from "../../program/whole-multipliers.ts";
import type { BoxTree, WholeFraction } from "../../util/box-tree.ts";
import { dualityBound, type Multipliers } from "../../util/duality.ts";

/** What a proof may use. */
export interface BoxSettings {
  readonly solver: Solver;
  /** Says whether a bound on the objective, the offset left out, is all that is to be proven. */
  readonly isEnough: (bound: WholeFraction) => boolean;
  /** Linear programs at most. */
  readonly nodes: number;
  readonly stopped: () => boolean;
}

/** How far a value may be from a whole number and still count as one. */
const WHOLE = 1e-6;

/**
 * A tree of boxes that proves a bound on an integer program by branch and bound over linear programs: the solver proposes
 * multipliers, rounded to whole numbers, and a box is done when those prove enough in it, exactly. Undefined if there is
 * a point below what is to be proven, if the nodes or the time run out, or if the multipliers of a box prove too little. Land and Doig (1960), DOI 10.2307/1910129.
 */
export async function proveBoxes(
  program: Program,
  { solver, isEnough, nodes, stopped }: BoxSettings,
): Promise<BoxTree | undefined> {
  let left = nodes;
  const solve = (part: Program) =>
    solver.solve({ ...part, integer: new Uint8Array(part.columns) }, {}, { shouldStop: stopped });
  const prove = async (box: Program): Promise<BoxTree | undefined> => {
    if (left-- <= 0 || stopped()) return undefined;
    const result = await solve(box);
    const leaf = await leafOf(box, result, isEnough, solve);
    if (leaf !== undefined) return leaf;
    const column = result.point && mostFractional(box, result.point.x);
    if (column === undefined) return undefined;
    const at = Math.floor((result.point as { x: Float64Array }).x[column]);
    const below = await prove({ ...box, upper: box.upper.with(column, at) });
    const over = below && (await prove({ ...box, lower: box.lower.with(column, at + 1) }));
    return below && over && { column, at, below, above: over };
  };
  return await prove(program);
}

/** Multipliers that end a box; undefined if it must be split. */
async function leafOf(
  box: Program,
  { termination, duals }: SolveResult,
  isEnough: (bound: WholeFraction) => boolean,
  solve: (part: Program) => Promise<SolveResult>,
): Promise<Multipliers | undefined> {
  const whole = wholeRelaxation(box);
  if (whole === undefined) return undefined;
  if (termination === "infeasible") {
    const { duals: rays } = await solve(leastViolation(box));
    const leaf = rays && wholeMultipliers(whole, rays, 0);
    return leaf && (dualityBound(whole, leaf) ?? 0n) > 0n ? leaf : undefined;
  }
  const leaf = duals && wholeMultipliers(whole, duals);
  const value = leaf && dualityBound(whole, leaf);
  if (leaf === undefined || value === undefined) return undefined;
  return isEnough({ numerator: value, denominator: BigInt(leaf.weight) }) ? leaf : undefined;
}

/** The least sum by which rows are missed: above 0 exactly where there is no point, as its multipliers prove. */
function leastViolation(program: Program): Program {
  const builder = new ProgramBuilder();
  for (let j = 0; j < program.columns; j++) {
    builder.addColumn({ lower: program.lower[j], upper: program.upper[j] });
  }
  const [over, under] = [1, -1].map((sign) =>
    Array.from({ length: program.rows }, () => ({
      column: builder.addColumn({ objective: 1 }),
      sign,
    })),
  );
  for (let i = 0; i < program.rows; i++) {
    const [from, to] = [program.rowStart[i], program.rowStart[i + 1]];
    const slack = [over[i], under[i]];
    builder.addRow({
      lower: program.rowLower[i],
      upper: program.rowUpper[i],
      columns: [...program.columnIndex.subarray(from, to), ...slack.map(({ column }) => column)],
      coefficients: [...program.coefficient.subarray(from, to), ...slack.map(({ sign }) => sign)],
    });
  }
  return builder.build();
}

/** The integer column that is farthest from whole, in what it costs to round it; ties to the first. */
function mostFractional(
  { integer, objective, columns }: Program,
  x: Float64Array,
): number | undefined {
  let [found, most] = [-1, 0];
  for (let j = 0; j < columns; j++) {
    const part = Math.min(x[j] - Math.floor(x[j]), Math.ceil(x[j]) - x[j]);
    if (integer[j] !== 1 || part < WHOLE) continue;
    const size = part * (1 + Math.abs(objective[j]));
    if (size > most) [found, most] = [j, size];
  }
  return found < 0 ? undefined : found;
}
