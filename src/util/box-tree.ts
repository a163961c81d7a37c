import { dualityBound, type Multipliers, type WholeProgram } from "./duality.ts";

/**
 * A proof over all whole x of a program, as a tree: every node is a box. A split cuts the box of a column in two, x <= at
 * and x >= at + 1; a leaf has multipliers that bound the objective in its box, or with weight 0 refute it.
 */
export type BoxTree = Multipliers | BoxSplit;

/** Both halves of a box. */
export interface BoxSplit {
  readonly column: number;
  readonly at: number;
  readonly below: BoxTree;
  readonly above: BoxTree;
}

/** A bound as a fraction of whole numbers; denominator above 0. */
export interface WholeFraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * The least bound of all leaves: no whole x in the boxes has a smaller objective; "empty" if every leaf is refuted, so that
 * there is no such x; undefined if a leaf proves nothing. Columns that are split must take whole values.
 * O(leaves x nonzeros).
 */
export function boxTreeBound(
  program: WholeProgram,
  tree: BoxTree,
): WholeFraction | "empty" | undefined {
  const lower = Float64Array.from(program.lower);
  const upper = Float64Array.from(program.upper);
  const boxed = { ...program, lower, upper };
  const walk = (node: BoxTree): WholeFraction | "empty" | undefined => {
    if (!("column" in node)) return leafBound(boxed, node);
    const { column, at } = node;
    const [low, high] = [lower[column], upper[column]];
    upper[column] = Math.min(high, at);
    const below = low > at ? "empty" : walk(node.below);
    [lower[column], upper[column]] = [Math.max(low, at + 1), high];
    const above = below === undefined || high < at + 1 ? "empty" : walk(node.above);
    lower[column] = low;
    return below === undefined ? undefined : lesser(below, above);
  };
  return walk(tree);
}

function leafBound(program: WholeProgram, leaf: Multipliers): WholeFraction | "empty" | undefined {
  const numerator = dualityBound(program, leaf);
  if (numerator === undefined) return undefined;
  if (leaf.weight > 0) return { numerator, denominator: BigInt(leaf.weight) };
  return numerator > 0n ? "empty" : undefined;
}

function lesser(
  a: WholeFraction | "empty",
  b: WholeFraction | "empty" | undefined,
): WholeFraction | "empty" | undefined {
  if (a === "empty" || b === undefined) return b;
  if (b === "empty") return a;
  return a.numerator * b.denominator <= b.numerator * a.denominator ? a : b;
}
