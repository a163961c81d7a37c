import { certified } from "../../bounds/prices/certified.ts";
import type { PackingCore } from "../../cores/packing.ts";
import { additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import type { ConfigurationPrices, PriceRow } from "../../plan/certificate/types.ts";
import { usedProgram } from "../../plan/certificate/used-copies.ts";
import type { Bound } from "../../plan/types.ts";
import type { Program, Solver } from "../../program/types.ts";
import type { BoxTree, WholeFraction } from "../../util/box-tree.ts";
import type { WholeProgram } from "../../util/duality.ts";
import { proveBoxes } from "../boxes/prove.ts";
import { coverRows } from "./cover-rows.ts";

/** Entries beyond which the program over used copies is not made. */
const MOST_ENTRIES = 1e6;

/** Milliseconds for the solver's claim, and linear programs for its proof. */
const TIME_LIMIT = 3000;
const NODES = 2000;

/**
 * The bound that whole numbers of used copies give beside the least value of every task, with a certificate that the
 * checker has accepted: the solver claims the optimum of the program over `coverRows`, a tree of boxes proves it.
 * Undefined where nothing is paid for used copies, or where the program is too large.
 */
export async function certifyUsed(
  instance: Instance,
  target: Target,
  core: PackingCore,
  solver: Solver,
  stopped: () => boolean,
): Promise<Bound | undefined> {
  const values = additiveValues(instance, target);
  const mandatory = core.optional.includes(0);
  if (values === undefined || !mandatory || core.fixed.every((one) => one === 0)) return undefined;
  const { resources, dimensions: D } = core;
  if (resources ** 2 * D ** 2 > MOST_ENTRIES) return undefined;
  const rows = coverRows(instance, usablePairs(instance));
  const gain = Array.from(values.fixed, (one) => -BigInt(one));
  const { program } = usedProgram(instance, gain, rows);
  const used = await treeOf(mixed(program), solver, stopped);
  if (used === undefined) return undefined;
  const certificate: ConfigurationPrices = {
    kind: "configuration-prices",
    denominator: 1,
    price: leastValues(core),
    capacity: Array.from({ length: resources }, () => new Array<number>(D).fill(0)),
    worth: new Array<number>(resources).fill(0),
    ...compact(rows, used),
  };
  return certified(instance, target, "used copies", certificate);
}

/** Proves what the solver claims, or else what its relaxation shows. */
async function treeOf(
  program: Program,
  solver: Solver,
  stopped: () => boolean,
): Promise<BoxTree | undefined> {
  const hooks = { shouldStop: stopped };
  const { dualBound } = await solver.solve(program, { timeLimit: TIME_LIMIT }, hooks);
  const claimed = dualBound === undefined ? 0 : Math.ceil(dualBound - 1e-6);
  for (const above of [claimed - 1, -1]) {
    const isEnough = (bound: WholeFraction) => bound.numerator > BigInt(above) * bound.denominator;
    const tree = await proveBoxes(program, { solver, isEnough, nodes: NODES, stopped });
    if (tree !== undefined || stopped()) return tree;
  }
  return undefined;
}

/** By task entry: the least value of a piece, at most 0 where it may stay away. */
function leastValues({ tasks, resources, usable, value, optional, step }: PackingCore): number[] {
  return Array.from({ length: tasks }, (_, t) => {
    let least = optional[t] === 1 ? 0 : Infinity;
    for (let r = 0; r < resources; r++) {
      const e = t * resources + r;
      if (usable[e] === 1) least = Math.min(least, value[e]);
    }
    return Number.isFinite(least) ? least * step + 0 : 0;
  });
}

/** The rows that some leaf uses, numbered anew. */
function compact(
  rows: readonly PriceRow[],
  tree: BoxTree,
): { readonly rows: readonly PriceRow[]; readonly used: BoxTree } {
  const number = new Map<number, number>();
  const renumber = (node: BoxTree): BoxTree => {
    if ("column" in node) {
      return { ...node, below: renumber(node.below), above: renumber(node.above) };
    }
    const row = node.row.map((i) => {
      const known = number.get(i) ?? number.size;
      number.set(i, known);
      return known;
    });
    return { ...node, row };
  };
  const used = renumber(tree);
  return { rows: [...number.keys()].map((i) => rows[i]), used };
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
