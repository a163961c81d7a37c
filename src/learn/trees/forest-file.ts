import { z } from "zod";
import type { Cut, Tree, TreeSum } from "./types.ts";
import { WORDS } from "./types.ts";

const MOST_TREES = 2000;
const MOST_NODES = 1024;

const index = z
  .int()
  .min(-1)
  .max(MOST_NODES * 4);
const nodes = z.array(index).min(1).max(MOST_NODES);

const treeSchema = z.strictObject({
  column: nodes,
  at: nodes,
  missingLeft: nodes,
  left: nodes,
  value: z.array(z.number()).min(1).max(MOST_NODES),
  sets: z.array(z.int().min(0).max(0xffff_ffff)).max(MOST_NODES * WORDS),
});

/** A forest as plain data that no one has checked. */
export const forestSchema = z.strictObject({
  start: z.number(),
  cuts: z.array(
    z.strictObject({
      edges: z.array(z.number()).max(254).optional(),
      bins: z.int().min(1).max(255),
    }),
  ),
  trees: z.array(treeSchema).max(MOST_TREES),
});

export function forestDocument({ start, cuts, trees }: TreeSum): object {
  return {
    start,
    cuts,
    trees: trees.map(({ column, at, missingLeft, left, value, sets }) => ({
      column: Array.from(column),
      at: Array.from(at),
      missingLeft: Array.from(missingLeft),
      left: Array.from(left),
      value: Array.from(value),
      sets: Array.from(sets),
    })),
  };
}

/**
 * A forest from data of the schema's shape. Children come behind their parents, so walks end. Throws RangeError where a
 * column, a child, a bin or a set does not exist.
 */
export function readForest(data: z.infer<typeof forestSchema>, columns: number): TreeSum {
  if (data.cuts.length !== columns) throw new RangeError("a forest has a cut for each feature");
  const cuts = data.cuts.map(({ edges, bins }): Cut => {
    if (edges === undefined) return { bins };
    if (edges.length + 2 !== bins) throw new RangeError("a cut has two bins more than edges");
    if (edges.some((edge, i) => i > 0 && !(edge > edges[i - 1]))) {
      throw new RangeError("the edges of a cut ascend");
    }
    return { edges, bins };
  });
  return { start: data.start, cuts, trees: data.trees.map((tree) => readTree(tree, cuts)) };
}

function readTree(data: z.infer<typeof treeSchema>, cuts: readonly Cut[]): Tree {
  const { column, at, missingLeft, left, value, sets } = data;
  const count = column.length;
  if ([at, missingLeft, left, value].some(({ length }) => length !== count)) {
    throw new RangeError("the columns of a tree differ in length");
  }
  for (let node = 0; node < count; node++) {
    const c = column[node];
    if (c < 0) continue;
    if (c >= cuts.length) throw new RangeError("a tree asks for a feature that is not there");
    if (!(left[node] > node && left[node] + 1 < count)) {
      throw new RangeError("a child does not stand behind its parent");
    }
    const isNumber = cuts[c].edges !== undefined;
    const most = isNumber ? cuts[c].bins : sets.length / WORDS;
    if (!(at[node] >= 0 && at[node] < most)) throw new RangeError("a tree cuts where nothing is");
  }
  return {
    column: Int32Array.from(column),
    at: Int32Array.from(at),
    missingLeft: Uint8Array.from(missingLeft, (one) => (one === 1 ? 1 : 0)),
    left: Int32Array.from(left),
    value: Float64Array.from(value),
    sets: Uint32Array.from(sets),
  };
}
