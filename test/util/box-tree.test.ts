import { describe, expect, test } from "vitest";
import { type BoxTree, boxTreeBound } from "../../src/util/box-tree.ts";

/** Least c x over whole x of 0 to 3 with x >= side. */
const program = (side: number, objective = 1) => ({
  columns: 1,
  rows: 1,
  objective: [objective],
  lower: [0],
  upper: [3],
  rowLower: [side],
  rowUpper: [Infinity],
  rowStart: [0, 1],
  columnIndex: [0],
  coefficient: [1],
});
const leaf = (weight: number, multiplier: number): BoxTree => ({
  weight,
  row: [0],
  multiplier: [multiplier],
});
const bound = (numerator: bigint, denominator: bigint) => ({ numerator, denominator });

describe("a leaf", () => {
  test("refutes what misses a row, not what just keeps it", () => {
    expect(boxTreeBound(program(4), leaf(0, 1))).toBe("empty");
    expect(boxTreeBound(program(3), leaf(0, 1))).toBeUndefined();
    expect(boxTreeBound(program(2), leaf(0, 1))).toBeUndefined();
    expect(boxTreeBound(program(4), leaf(0, 0))).toBeUndefined();
  });

  test("bounds by its weight", () => {
    expect(boxTreeBound(program(2), leaf(1, 1))).toEqual(bound(2n, 1n));
    expect(boxTreeBound(program(2, 3), leaf(2, 5))).toEqual(bound(10n, 2n));
    expect(boxTreeBound(program(2, -1), leaf(1, 0))).toEqual(bound(-3n, 1n));
  });
});

describe("a split", () => {
  const split = (at: number, below: BoxTree, above: BoxTree): BoxTree => ({
    column: 0,
    at,
    below,
    above,
  });

  test("leaves out the half that is refuted, and proves nothing where one is not", () => {
    // x <= 1 misses x >= 2, but x <= 2 does not.
    expect(boxTreeBound(program(2), split(1, leaf(0, 1), leaf(1, 0)))).toEqual(bound(2n, 1n));
    expect(boxTreeBound(program(2), split(2, leaf(0, 1), leaf(1, 0)))).toBeUndefined();
    expect(boxTreeBound(program(4), split(1, leaf(0, 1), leaf(0, 1)))).toBe("empty");
  });

  test("holds what its lesser half does, whatever the weights", () => {
    const tree = (below: BoxTree, above: BoxTree) =>
      boxTreeBound(program(0), split(1, below, above));
    expect(tree(leaf(1, 0), leaf(2, 0))).toEqual(bound(0n, 1n));
    expect(boxTreeBound(program(0, -1), split(1, leaf(1, 0), leaf(2, 0)))).toEqual(bound(-6n, 2n));
    expect(boxTreeBound(program(0, -1), split(1, leaf(7, 0), leaf(1, 0)))).toEqual(bound(-3n, 1n));
  });

  test("beyond an end of the box has a half without points", () => {
    expect(boxTreeBound(program(0), split(3, leaf(1, 0), leaf(0, 0)))).toEqual(bound(0n, 1n));
    expect(boxTreeBound(program(0), split(-1, leaf(0, 0), leaf(1, 0)))).toEqual(bound(0n, 1n));
  });
});
