import { describe, expect, test } from "vitest";
import { admit, priceObjective } from "../../src/program/admit.ts";
import { ProgramBuilder } from "../../src/program/builder.ts";
import type { Program } from "../../src/program/types.ts";

const INF = Number.POSITIVE_INFINITY;

/** One row over columns that are integer ("i") or continuous, all within [-10^7, 10^7] and priced 1. */
function oneRow(
  kinds: string,
  coefficients: readonly number[],
  lower: number,
  upper: number,
): Program {
  const builder = new ProgramBuilder();
  for (const kind of kinds) {
    builder.addColumn({
      lower: -1e7,
      upper: 1e7,
      integer: kind === "i",
      objective: 1,
      name: `x${builder.columns}`,
    });
  }
  builder.addRow({
    lower,
    upper,
    columns: coefficients.map((_, j) => j),
    coefficients,
    name: "limit",
  });
  return builder.build();
}

/** One continuous column within [0, 1]. */
function unit(): Program {
  const builder = new ProgramBuilder();
  builder.addColumn({ upper: 1 });
  return builder.build();
}

test("a point is copied, rounded and priced", () => {
  const raw = Float64Array.of(1.999999, 0.25);
  const admitted = admit(oneRow("ic", [1, 1], -INF, 3), raw);
  expect(admitted).toEqual({ x: Float64Array.of(2, 0.25), value: 2.25 });
  expect(raw[0]).toBe(1.999999);
});

test("minus zero becomes zero", () => {
  const admitted = admit(oneRow("ic", [1, 1], -INF, 3), Float64Array.of(-1e-9, -0));
  expect(admitted).toEqual({ x: Float64Array.of(0, 0), value: 0 });
});

describe("rejects", () => {
  const capped = oneRow("ii", [3, 5], -INF, 15);
  test.each([
    ["a point of the wrong length", capped, [1], "a point of 1 values for 2 columns"],
    ["a fraction", capped, [0.5, 0], "column x0 is 0.5, not an integer"],
    ["almost an integer", capped, [1.00002, 0], "column x0 is 1.00002, not an integer"],
    ["NaN", capped, [0, Number.NaN], "column x1 is NaN, not a safe integer"],
    [
      "infinity in a continuous column",
      oneRow("c", [1], -INF, INF),
      [INF],
      "column x0 is Infinity",
    ],
    [
      "an integer beyond its bound",
      capped,
      [0, -1e7 - 1],
      "column x1 is -10000001, outside [-10000000, 10000000]",
    ],
    [
      "an integer above its bound",
      capped,
      [1e7 + 1, -1e7],
      "column x0 is 10000001, outside [-10000000, 10000000]",
    ],
    [
      "an integer above its bound that rounds to it no more",
      oneRow("i", [1], -INF, INF),
      [1e7 + 1 - 1e-6],
      "column x0 is 10000001, outside [-10000000, 10000000]",
    ],
    [
      "a continuous row exceeded by two millionths",
      oneRow("cc", [1, 1], -INF, 2),
      [1, 1.000002],
      "row limit is 2.0000020000000003, outside [-Infinity, 2]",
    ],
    [
      "a continuous row missed by two millionths",
      oneRow("cc", [1, 1], 2, INF),
      [1, 0.999998],
      "row limit is 1.9999980000000002, outside [2, Infinity]",
    ],
    [
      "a continuous row of large numbers exceeded by a hundredth",
      oneRow("cc", [1, -1], -INF, 2),
      [1e6, 1e6 - 2.01],
      "row limit is 2.0100000000093132, outside [-Infinity, 2]",
    ],
    ["an integer row missed by one", capped, [2, 2], "row limit is 16, outside [-Infinity, 15]"],
    [
      "an integer row above a bound that is none",
      oneRow("ii", [1, 1], -INF, 2.5),
      [2, 1],
      "row limit is 3, outside [-Infinity, 2.5]",
    ],
    [
      "an integer row below a bound that is none",
      oneRow("ii", [1, 1], 2.5, INF),
      [1, 1],
      "row limit is 2, outside [2.5, Infinity]",
    ],
    [
      "a mixed row missed by more than rounding",
      oneRow("ic", [1, 1], 2, INF),
      [1, 0.999],
      "row limit is 1.999, outside [2, Infinity]",
    ],
    [
      "a column beyond its slack",
      oneRow("c", [1], -INF, INF),
      [1e7 + 11],
      "column x0 is 10000011, outside [-10000000, 10000000]",
    ],
    [
      "a column below its slack",
      oneRow("c", [1], -INF, INF),
      [-1e7 - 11],
      "column x0 is -10000011, outside [-10000000, 10000000]",
    ],
    ["a small column above its slack", unit(), [1.00001], "column 0 is 1.00001, outside [0, 1]"],
    ["a small column below its slack", unit(), [-0.00001], "column 0 is -0.00001, outside [0, 1]"],
  ])("%s", (_, program, x, rejected) => {
    expect(admit(program, Float64Array.from(x))).toEqual({ rejected });
  });
});

test("a continuous column is clipped to its bound", () => {
  const admitted = admit(oneRow("c", [1], -INF, INF), Float64Array.of(1e7 + 1));
  expect("x" in admitted && admitted.x[0]).toBe(1e7);
  const below = admit(oneRow("c", [1], -INF, INF), Float64Array.of(-1e7 - 1));
  expect("x" in below && below.x[0]).toBe(-1e7);
  expect(admit(unit(), Float64Array.of(-1e-9))).toMatchObject({ x: Float64Array.of(0) });
});

test("a continuous row forgives a millionth, and a billionth of what it adds up", () => {
  const small = oneRow("cc", [1, 1], 2, 2);
  expect("x" in admit(small, Float64Array.of(1, 1.0000009))).toBe(true);
  expect("x" in admit(small, Float64Array.of(1, 0.9999991))).toBe(true);
  // 2 x 10^6 in magnitude: 2 thousandths beside the millionth.
  const large = oneRow("cc", [1, -1], 2, 2);
  expect("x" in admit(large, Float64Array.of(1e6, 1e6 - 2.0019))).toBe(true);
  expect("x" in admit(large, Float64Array.of(1e6, 1e6 - 1.9981))).toBe(true);
  expect("x" in admit(large, Float64Array.of(1e6, 1e6 - 2.0021))).toBe(false);
  expect("x" in admit(large, Float64Array.of(1e6, 1e6 - 1.9979))).toBe(false);
});

test("an integer at either bound is taken, a half beyond none", () => {
  const program = oneRow("i", [1], -INF, INF);
  expect("x" in admit(program, Float64Array.of(1e7))).toBe(true);
  expect("x" in admit(program, Float64Array.of(-1e7))).toBe(true);
  expect("x" in admit(program, Float64Array.of(1e7 + 0.5))).toBe(false);
});

test("a row with a continuous part forgives rounding, an integer row forgives nothing", () => {
  expect("x" in admit(oneRow("c", [1], 2, INF), Float64Array.of(2 - 1e-7))).toBe(true);
  expect("x" in admit(oneRow("i", [1], 2, INF), Float64Array.of(2 - 1e-7))).toBe(true);
  // A row of 0.1 x <= 0.3 with x = 3 needs forgiveness: 0.1 * 3 > 0.3.
  expect("x" in admit(oneRow("i", [0.1], -INF, 0.3), Float64Array.of(3))).toBe(true);
  // With integers throughout, the bound of 7 is not reached by rounding 6.999999 up in the sum.
  const program = oneRow("ii", [1e6, 1], -INF, 7e6);
  expect(admit(program, Float64Array.of(7, 1))).toEqual({
    rejected: "row limit is 7000001, outside [-Infinity, 7000000]",
  });
});

test("an integer row forgives nothing however large its numbers", () => {
  const program = oneRow("ii", [1e12, 1], -INF, 2e12);
  expect("x" in admit(program, Float64Array.of(2, 0))).toBe(true);
  expect(admit(program, Float64Array.of(2, 1))).toEqual({
    rejected: "row limit is 2000000000001, outside [-Infinity, 2000000000000]",
  });
});

test("an integer row is exact beyond 2^53", () => {
  // 2^52 * 4 + 1 is not a double; the naive sum would round down to the bound of 2^54.
  const builder = new ProgramBuilder();
  builder.addColumn({ upper: 9, integer: true });
  builder.addColumn({ upper: 9, integer: true });
  builder.addRow({ upper: 2 ** 53, columns: [0, 1], coefficients: [2 ** 52, 1] });
  const program = builder.build();
  expect("x" in admit(program, Float64Array.of(2, 0))).toBe(true);
  expect(admit(program, Float64Array.of(2, 1))).toEqual({
    rejected: "row 0 is 9007199254740993, outside [-Infinity, 9007199254740992]",
  });
});

test("the objective is exact where integers allow it", () => {
  const builder = new ProgramBuilder();
  for (const objective of [2 ** 53, 1, -(2 ** 53)])
    builder.addColumn({ upper: 1, integer: true, objective });
  const program = builder.build();
  // Left to right in doubles, 2^53 + 1 - 2^53 is 0.
  expect(priceObjective(program, Float64Array.of(1, 1, 1))).toBe(1);
});

test("a fractional objective keeps what a plain sum loses", () => {
  const builder = new ProgramBuilder();
  for (const objective of [1e15, 0.1, -1e15]) builder.addColumn({ upper: 1, objective });
  expect(priceObjective(builder.build(), Float64Array.of(1, 1, 1))).toBe(0.1);
});
