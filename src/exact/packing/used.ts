import { certified } from "../../bounds/prices/certified.ts";
import type { PackingCore } from "../../cores/packing.ts";
import { additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { ConfigurationPrices, PriceRow } from "../../plan/certificate/types.ts";
import { usedProgram } from "../../plan/certificate/used-copies.ts";
import type { Bound } from "../../plan/types.ts";
import type { BoxTree } from "../../util/box-tree.ts";
import type { WholeProgram } from "../../util/duality.ts";
import { leastCover, proveCover } from "../boxes/cover.ts";

/** Entries beyond which the program over used copies is not made. */
const MOST_ENTRIES = 1e6;

/** Nodes for the optimum, and again for its proof. */
const NODES = 50_000;

/**
 * The bound that whole numbers of used copies give beside the least value of every task, with a certificate that the
 * checker has accepted: a tree of boxes proves the optimum of the program over `rows`.
 * Undefined where nothing is paid for used copies, or where the program is too large.
 */
export async function certifyUsed(
  instance: Instance,
  target: Target,
  core: PackingCore,
  rows: readonly PriceRow[],
  stopped: () => boolean,
): Promise<Bound | undefined> {
  const values = additiveValues(instance, target);
  const mandatory = core.optional.includes(0);
  if (rows.length === 0) return undefined;
  if (values === undefined || !mandatory || core.fixed.every((one) => one === 0)) return undefined;
  const { resources, dimensions: D } = core;
  if (resources ** 2 * D ** 2 > MOST_ENTRIES) return undefined;
  const gain = Array.from(values.fixed, (one) => -BigInt(one));
  const { program } = usedProgram(instance, gain, rows);
  const used = await treeOf(program, stopped);
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

/** A tree that proves the optimum of the program over used copies, or else its relaxation; a breath now and then. */
async function treeOf(program: WholeProgram, stopped: () => boolean): Promise<BoxTree | undefined> {
  const { best, isWhole } = (await breathing(leastCover(program, NODES), stopped)) ?? {};
  const above = isWhole === true && best !== undefined ? [best.value - 1, -1] : [-1];
  for (const refuted of above) {
    const tree = await breathing(proveCover(program, refuted, NODES), stopped);
    if (tree !== undefined || stopped()) return tree;
  }
  return undefined;
}

/** Goes through a search and lets others have their turn; undefined once it is stopped. */
export async function breathing<T>(
  search: Generator<void, T, void>,
  stopped: () => boolean,
): Promise<T | undefined> {
  for (;;) {
    const { done, value } = search.next();
    if (done === true) return value;
    await new Promise((resolve) => setImmediate(resolve));
    if (stopped()) return undefined;
  }
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
