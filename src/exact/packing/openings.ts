import type { PackingCore } from "../../cores/packing.ts";
import type { Instance } from "../../instance/types.ts";
import type { PriceRow } from "../../plan/certificate/types.ts";
import { usedProgram } from "../../plan/certificate/used-copies.ts";
import type { Program, Solver } from "../../program/types.ts";
import type { WholeProgram } from "../../util/duality.ts";
import { leastCover } from "../boxes/cover.ts";
import { breathing } from "./used.ts";

/** How many copies of each resource entry are used, and what that costs. */
export interface Opening {
  /** By resource entry. */
  readonly open: Int32Array;
  /** Fixed costs, in units of the core. */
  readonly cost: number;
}

/** Nodes of Berth's own search for one choice, and milliseconds of a solver's. */
const NODES = 20_000;
const TIME_LIMIT = 5000;
/** Entries of the program beyond which it is left alone. */
const MOST_ENTRIES = 100_000;

/**
 * Cheapest choices of used copies that keep all rows, one after the other, each with more of something than any before it had: what fits
 * on some copies fits on more of them, so what was not filled is not asked for again in part. Not every choice can be filled.
 */
export async function* openings(
  instance: Instance,
  core: PackingCore,
  rows: readonly PriceRow[],
  solver: Solver,
  stopped: () => boolean,
): AsyncGenerator<Opening, void, void> {
  if (core.resources * rows.length > MOST_ENTRIES) return;
  const before: Int32Array[] = [];
  while (!stopped()) {
    const whole = openingProgram(instance, core, rows, before);
    const x = await leastPoint(whole, solver, stopped);
    if (x === undefined) return;
    const open = Int32Array.from(x.subarray(0, core.resources), Math.round);
    const cost = open.reduce((sum, count, r) => sum + count * core.fixed[r], 0);
    yield { open, cost };
    before.push(open);
  }
}

/** By Berth's own search, or by the solver where that takes too long; undefined if there is none. */
async function leastPoint(
  program: WholeProgram,
  solver: Solver,
  stopped: () => boolean,
): Promise<Float64Array | undefined> {
  const found = await breathing(leastCover(program, NODES), stopped);
  if (found?.isWhole === true) return found.best?.x;
  const hooks = { shouldStop: stopped };
  const { point } = await solver.solve(mixed(program), { timeLimit: TIME_LIMIT }, hooks);
  return point?.x ?? found?.best?.x;
}

/** A program of whole numbers for a solver, every column whole. */
function mixed(whole: WholeProgram): Program {
  const { columns, rows } = whole;
  return {
    columns,
    rows,
    offset: 0,
    integer: new Uint8Array(columns).fill(1),
    objective: Float64Array.from(whole.objective),
    lower: Float64Array.from(whole.lower),
    upper: Float64Array.from(whole.upper),
    rowLower: Float64Array.from(whole.rowLower),
    rowUpper: Float64Array.from(whole.rowUpper),
    rowStart: Int32Array.from(whole.rowStart),
    columnIndex: Int32Array.from(whole.columnIndex),
    coefficient: Float64Array.from(whole.coefficient),
  };
}

/** Rows of what is covered, and for each choice before: more of something than it had. */
function openingProgram(
  instance: Instance,
  core: PackingCore,
  rows: readonly PriceRow[],
  before: readonly Int32Array[],
): WholeProgram {
  const gain = Array.from(core.fixed, (one) => -BigInt(one));
  const { program } = usedProgram(instance, gain, rows);
  const objective = Array.from(program.objective);
  const upper = Array.from(program.upper);
  const rowLower = Array.from(program.rowLower);
  const rowStart = Array.from(program.rowStart);
  const columnIndex = Array.from(program.columnIndex);
  const coefficient = Array.from(program.coefficient);
  const add = (columns: readonly number[], coefficients: readonly number[], least: number) => {
    columnIndex.push(...columns);
    coefficient.push(...coefficients);
    rowStart.push(columnIndex.length);
    rowLower.push(least);
  };
  for (const open of before) {
    const more: number[] = [];
    for (let r = 0; r < core.resources; r++) {
      if (open[r] >= core.units[r]) continue;
      // One more than none of a single copy is that copy.
      if (core.units[r] === 1) more.push(r);
      else {
        const column = objective.length;
        objective.push(0);
        upper.push(1);
        add([r, column], [1, -(open[r] + 1)], 0);
        more.push(column);
      }
    }
    add(
      more,
      more.map(() => 1),
      1,
    );
  }
  return {
    ...{ columns: objective.length, rows: rowLower.length, objective, upper },
    lower: new Float64Array(objective.length),
    ...{ rowLower, rowUpper: rowLower.map(() => Infinity) },
    ...{ rowStart, columnIndex, coefficient },
  };
}
