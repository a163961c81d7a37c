/** How a column is cut into bins. Bin 0 is a missing value; others start at 1. At most 255 bins in all. */
export interface Cut {
  /** Numbers: ascending; a value is in bin 1 + (how many edges lie below it). Categories: absent. */
  readonly edges?: readonly number[];
  /** Bins, with bin 0. */
  readonly bins: number;
}

/** One regression tree over bins, as columns by node; node 0 is the root. */
export interface Tree {
  /** By node: the column that decides, or -1 in a leaf. */
  readonly column: Int32Array;
  /** Numbers: bins from 1 to this go left. Categories: an index into `sets`. */
  readonly at: Int32Array;
  /** 1 where a missing value goes left. */
  readonly missingLeft: Uint8Array;
  /** By node: its left child; the right one stands just behind it. */
  readonly left: Int32Array;
  /** By node: what a leaf adds. */
  readonly value: Float64Array;
  /** Sets of bins that go left, each of 8 words of 32 bins. */
  readonly sets: Uint32Array;
}

/** A sum of trees. */
export interface TreeSum {
  readonly start: number;
  readonly cuts: readonly Cut[];
  readonly trees: readonly Tree[];
}

/** Words of a set of bins. */
export const WORDS = 8;

/** What is to be small: squared error, or the pinball loss of a quantile in (0, 1). */
export type Loss = { readonly kind: "squared" } | { readonly kind: "quantile"; readonly q: number };

/** How trees are grown. */
export interface GrowOptions {
  readonly leaves: number;
  /** Most decisions on the way to a leaf. */
  readonly depth: number;
  /** Fewest rows of a leaf. */
  readonly leastRows: number;
  /** Pulls leaves to 0 as if so many rows of gradient 0 were there. */
  readonly shrink: number;
}

/** How forests are grown. */
export interface BoostOptions extends GrowOptions {
  readonly loss: Loss;
  readonly rate: number;
  readonly mostTrees: number;
  /** Share of rows and of columns that each tree sees. */
  readonly rowShare: number;
  readonly columnShare: number;
  /** Trees without a better loss on the held-out rows after which growing ends. */
  readonly patience: number;
}
