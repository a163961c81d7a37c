import type { Binned } from "./bins.ts";
import { binStarts, fillHistogram, subtract } from "./histogram.ts";
import { bestSplit, type Split } from "./split.ts";
import type { Cut, GrowOptions, Tree } from "./types.ts";
import { WORDS } from "./types.ts";

/** A leaf while the tree grows: rows order[begin .. end). */
interface Leaf {
  readonly node: number;
  readonly depth: number;
  readonly begin: number;
  readonly end: number;
  readonly gradient: number;
  readonly histogram: Float64Array;
  readonly split: Split | undefined;
}

/** A grown tree, and for each leaf its node and its rows in `order`. */
export interface Grown {
  readonly tree: Tree;
  readonly leaves: readonly { readonly node: number; readonly rows: Int32Array }[];
}

/**
 * Grows a regression tree on gradients (what a leaf should add, negated), leaf by leaf where the squared error falls most
 * (Shi 2007; Ke et al. 2017, LightGBM), from histograms of bins. `order` holds the rows to grow on and is rearranged.
 * Leaf values are -G / (n + shrink). Equal inputs give equal trees. O(rows x columns x depth).
 */
export function growTree(
  binned: Binned,
  cuts: readonly Cut[],
  gradient: Float64Array,
  order: Int32Array,
  columns: Int32Array,
  options: GrowOptions,
): Grown {
  const starts = binStarts(cuts.map(({ bins }) => bins));
  const size = 2 * starts[cuts.length];
  const spare: Float64Array[] = [];
  const scratch = new Int32Array(order.length);
  const draft = draftTree(2 * options.leaves);

  const leafOf = (
    node: number,
    depth: number,
    begin: number,
    end: number,
    sum: number,
    histogram: Float64Array,
  ): Leaf => {
    const total = { gradient: sum, rows: end - begin };
    const split =
      depth >= options.depth || total.rows < 2 * options.leastRows
        ? undefined
        : bestSplit(histogram, starts, columns, cuts, options, total);
    return { node, depth, begin, end, gradient: sum, histogram, split };
  };
  const newHistogram = () => spare.pop() ?? new Float64Array(size);
  const fill = (begin: number, end: number, into: Float64Array) =>
    fillHistogram(binned, columns, starts, gradient, order, begin, end, into);
  const sumOf = (begin: number, end: number) => {
    let sum = 0;
    for (let k = begin; k < end; k++) sum += gradient[order[k]];
    return sum;
  };

  const root = newHistogram();
  fill(0, order.length, root);
  const open = [leafOf(draft.add(), 0, 0, order.length, sumOf(0, order.length), root)];
  while (open.length < options.leaves) {
    const next = bestOf(open);
    if (next < 0) break;
    const { node, depth, begin, end, histogram, split } = open[next];
    const middle = partition(binned, order, scratch, begin, end, split as Split);
    const [leftNode, rightNode] = draft.part(node, split as Split);
    const isLeftSmall = middle - begin <= end - middle;
    const small = newHistogram();
    if (isLeftSmall) fill(begin, middle, small);
    else fill(middle, end, small);
    subtract(histogram, small);
    const [left, right] = isLeftSmall ? [small, histogram] : [histogram, small];
    open[next] = leafOf(leftNode, depth + 1, begin, middle, sumOf(begin, middle), left);
    open.push(leafOf(rightNode, depth + 1, middle, end, sumOf(middle, end), right));
  }
  for (const { node, begin, end, gradient: sum } of open) {
    draft.value[node] = -sum / (end - begin + options.shrink);
  }
  const leaves = open.map(({ node, begin, end }) => ({ node, rows: order.slice(begin, end) }));
  return { tree: draft.tree(), leaves };
}

/** The open leaf whose split gains most; -1 if none can be split. */
function bestOf(open: readonly Leaf[]): number {
  let best = -1;
  open.forEach(({ split }, k) => {
    if (split !== undefined && split.gain > (open[best]?.split?.gain ?? 0)) best = k;
  });
  return best;
}

/** Puts the rows that go left before those that go right, each in their order; returns where the right ones begin. */
function partition(
  { bins, columns }: Binned,
  order: Int32Array,
  scratch: Int32Array,
  begin: number,
  end: number,
  { column, at, missingLeft, set }: Split,
): number {
  let [left, right] = [begin, 0];
  for (let k = begin; k < end; k++) {
    const row = order[k];
    const bin = bins[row * columns + column];
    const goesLeft =
      set === undefined
        ? bin === 0
          ? missingLeft
          : bin <= at
        : ((set[bin >> 5] >>> (bin & 31)) & 1) === 1;
    if (goesLeft) order[left++] = row;
    else scratch[right++] = row;
  }
  order.set(scratch.subarray(0, right), left);
  return left;
}

function draftTree(most: number) {
  let nodes = 0;
  const sets: Uint32Array[] = [];
  const column = new Int32Array(most).fill(-1);
  const at = new Int32Array(most);
  const missingLeft = new Uint8Array(most);
  const left = new Int32Array(most);
  const value = new Float64Array(most);
  return {
    value,
    add: () => nodes++,
    part: (node: number, split: Split): readonly [number, number] => {
      column[node] = split.column;
      at[node] = split.set === undefined ? split.at : sets.push(split.set) - 1;
      missingLeft[node] = split.missingLeft ? 1 : 0;
      left[node] = nodes;
      nodes += 2;
      return [nodes - 2, nodes - 1];
    },
    tree: (): Tree => {
      const all = new Uint32Array(WORDS * sets.length);
      sets.forEach((set, k) => {
        all.set(set, WORDS * k);
      });
      return {
        column: column.slice(0, nodes),
        at: at.slice(0, nodes),
        missingLeft: missingLeft.slice(0, nodes),
        left: left.slice(0, nodes),
        value: value.slice(0, nodes),
        sets: all,
      };
    },
  };
}
