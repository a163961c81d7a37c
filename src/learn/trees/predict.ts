import type { Binned } from "./bins.ts";
import type { Cut, Tree, TreeSum } from "./types.ts";
import { WORDS } from "./types.ts";

/** Rows that are walked through one tree after another while they are near. */
const BLOCK = 1024;

/** What a forest says of each row. O(rows x trees x depth); the inner loop is plain on purpose (see bench/learn). */
export function predictForest({ start, cuts, trees }: TreeSum, binned: Binned): Float64Array {
  const sums = new Float64Array(binned.rows).fill(start);
  const tables = trees.map((tree) => tableOf(tree, cuts));
  for (let begin = 0; begin < binned.rows; begin += BLOCK) {
    const end = Math.min(binned.rows, begin + BLOCK);
    for (const table of tables) walk(table, binned, begin, end, sums);
  }
  return sums;
}

/** Adds what one tree says to `sums`. */
export function addTree(
  tree: Tree,
  cuts: readonly Cut[],
  binned: Binned,
  sums: Float64Array,
): void {
  walk(tableOf(tree, cuts), binned, 0, binned.rows, sums);
}

/**
 * A tree laid out for walking without a look at whether a leaf is reached: a leaf leads to itself. For every node 256 bits
 * say which bins of its column go right.
 */
interface Table {
  readonly depth: number;
  readonly column: Int32Array;
  /** `WORDS` words by node. */
  readonly goesRight: Int32Array;
  /** The left child, whose sibling stands right behind it. */
  readonly child: Int32Array;
  readonly value: Float64Array;
}

function tableOf(tree: Tree, cuts: readonly Cut[]): Table {
  const nodes = tree.column.length;
  const goesRight = new Int32Array(nodes * WORDS);
  const child = Int32Array.from(tree.left);
  const column = Int32Array.from(tree.column);
  const depth = new Int32Array(nodes);
  for (let node = 0; node < nodes; node++) {
    const c = tree.column[node];
    if (c < 0) {
      child[node] = node;
      column[node] = 0;
      continue;
    }
    depth[child[node]] = depth[node] + 1;
    depth[child[node] + 1] = depth[node] + 1;
    const words = goesRight.subarray(node * WORDS, node * WORDS + WORDS);
    if (cuts[c].edges === undefined) {
      for (let w = 0; w < WORDS; w++) words[w] = ~tree.sets[WORDS * tree.at[node] + w];
      continue;
    }
    if (tree.missingLeft[node] === 0) words[0] |= 1;
    for (let bin = tree.at[node] + 1; bin < 32 * WORDS; bin++) words[bin >> 5] |= 1 << (bin & 31);
  }
  const deepest = depth.reduce((most, one) => Math.max(most, one), 0);
  return { depth: deepest, column, goesRight, child, value: tree.value };
}

/** Four rows at a time: each waits for its own node, and none for another. */
function walk(
  { depth, column, goesRight, child, value }: Table,
  { bins, columns }: Binned,
  begin: number,
  end: number,
  sums: Float64Array,
): void {
  let row = begin;
  for (; row + 4 <= end; row += 4) {
    const p = row * columns;
    const q = p + columns;
    const r = q + columns;
    const s = r + columns;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let step = 0; step < depth; step++) {
      const binA = bins[p + column[a]];
      const binB = bins[q + column[b]];
      const binC = bins[r + column[c]];
      const binD = bins[s + column[d]];
      a = child[a] + ((goesRight[8 * a + (binA >> 5)] >> (binA & 31)) & 1);
      b = child[b] + ((goesRight[8 * b + (binB >> 5)] >> (binB & 31)) & 1);
      c = child[c] + ((goesRight[8 * c + (binC >> 5)] >> (binC & 31)) & 1);
      d = child[d] + ((goesRight[8 * d + (binD >> 5)] >> (binD & 31)) & 1);
    }
    sums[row] += value[a];
    sums[row + 1] += value[b];
    sums[row + 2] += value[c];
    sums[row + 3] += value[d];
  }
  for (; row < end; row++) {
    let node = 0;
    for (let step = 0; step < depth; step++) {
      const bin = bins[row * columns + column[node]];
      node = child[node] + ((goesRight[8 * node + (bin >> 5)] >> (bin & 31)) & 1);
    }
    sums[row] += value[node];
  }
}
