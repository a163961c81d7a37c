import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { admit } from "../../src/program/admit.ts";
import { ProgramBuilder } from "../../src/program/builder.ts";
import { InvariantError } from "../../src/util/errors.ts";

const INF = Number.POSITIVE_INFINITY;

/** A builder with `count` columns, integers within [0, 9] or free continuous ones. */
function withColumns(count: number, integer: boolean): ProgramBuilder {
  const builder = new ProgramBuilder();
  for (let j = 0; j < count; j++) {
    builder.addColumn(integer ? { upper: 9, integer } : { lower: -INF });
  }
  return builder;
}

test("a program is what was added", () => {
  const builder = new ProgramBuilder();
  expect(builder.addColumn({})).toBe(0);
  expect(builder.addColumn({ lower: -3, upper: 4, integer: true, objective: 2.5, name: "x" })).toBe(
    1,
  );
  expect(
    builder.addRow({ upper: 4, columns: [1, 0], coefficients: [0.5, -1], name: () => "cap" }),
  ).toBe(0);
  expect(builder.addRow({ lower: 1, columns: [], coefficients: [] })).toBe(1);
  builder.addOffset(3);
  builder.addOffset(4);
  const { columnName, rowName, ...program } = builder.build();
  expect(program).toEqual({
    columns: 2,
    rows: 2,
    objective: Float64Array.of(0, 2.5),
    offset: 7,
    lower: Float64Array.of(0, -3),
    upper: Float64Array.of(INF, 4),
    integer: Uint8Array.of(0, 1),
    rowLower: Float64Array.of(-INF, 1),
    rowUpper: Float64Array.of(4, INF),
    rowStart: Int32Array.of(0, 2, 2),
    columnIndex: Int32Array.of(1, 0),
    coefficient: Float64Array.of(0.5, -1),
  });
  expect([0, 1].map((j) => columnName?.(j))).toEqual(["c0", "x"]);
  expect([0, 1].map((i) => rowName?.(i))).toEqual(["cap", "r1"]);
});

test("names are absent if nothing was named, and asked for only when read", () => {
  const builder = withColumns(1, true);
  expect(builder.build().columnName).toBeUndefined();
  let asked = 0;
  builder.addColumn({ name: () => `name ${++asked}` });
  const program = builder.build();
  expect(asked).toBe(0);
  expect(program.columnName?.(1)).toBe("name 1");
});

test("a built program does not change when its builder grows on", () => {
  const builder = withColumns(1, true);
  const before = builder.build();
  builder.addObjective(0, 5);
  builder.addColumn({ name: "late" });
  expect([before.columns, before.objective[0], before.columnName]).toEqual([1, 0, undefined]);
});

test("the objective is added to", () => {
  const builder = withColumns(2, true);
  for (const [column, price] of [
    [0, 1],
    [1, 2],
    [1, 3],
  ])
    builder.addObjective(column, price);
  expect(builder.build().objective).toEqual(Float64Array.of(1, 5));
});

describe("rows", () => {
  test("entries of one column are summed, zeros dropped", () => {
    const builder = withColumns(3, false);
    builder.addRow({ upper: 1, columns: [2, 0, 2, 1, 0], coefficients: [1, 2, 0.5, 0, -2] });
    builder.addRow({ upper: 1, columns: [0, 1, 0], coefficients: [1, 1, 1] });
    const { rowStart, columnIndex, coefficient } = builder.build();
    expect([...rowStart]).toEqual([0, 1, 3]);
    expect([...columnIndex]).toEqual([2, 0, 1]);
    expect([...coefficient]).toEqual([1.5, 2, 1]);
  });

  test.each([
    // 6x + 9y <= 13 holds for integers exactly when 2x + 3y <= 4.
    ["an upper bound", { upper: 13 }, [6, 9], [2, 3], [-INF, 4]],
    ["a lower bound", { lower: 13 }, [6, 9], [2, 3], [5, INF]],
    ["a negative lower bound", { lower: -13 }, [6, -9], [2, -3], [-4, INF]],
    ["a negative upper bound", { upper: -13 }, [-6, 9], [-2, 3], [-INF, -5]],
    ["a range", { lower: 5, upper: 13 }, [6, 9], [2, 3], [2, 4]],
    ["an equality that stays", { lower: 12, upper: 12 }, [6, 9], [2, 3], [4, 4]],
    ["an equality without points", { lower: 13, upper: 13 }, [6, 9], [6, 9], [13, 13]],
    ["a fractional bound", { upper: 13.5 }, [6, 9], [6, 9], [-INF, 13.5]],
    ["a fractional coefficient", { upper: 13 }, [6, 9.5], [6, 9.5], [-INF, 13]],
    [
      "numbers near 2^53",
      { upper: 2 ** 53 - 2 },
      [2 ** 53 - 2, 2],
      [2 ** 52 - 1, 1],
      [-INF, 2 ** 52 - 1],
    ],
  ])(
    "an integer row is divided by its gcd: %s",
    (_, bounds, coefficients, reduced, [lower, upper]) => {
      const builder = withColumns(2, true);
      builder.addRow({ ...bounds, columns: [0, 1], coefficients });
      const program = builder.build();
      expect([...program.coefficient]).toEqual(reduced);
      expect([program.rowLower[0], program.rowUpper[0]]).toEqual([lower, upper]);
    },
  );

  test("a row with a continuous column is left alone", () => {
    const builder = withColumns(1, true);
    builder.addColumn({});
    builder.addRow({ upper: 13, columns: [0, 1], coefficients: [6, 9] });
    expect([...builder.build().coefficient]).toEqual([6, 9]);
  });

  test("dividing keeps every integer point and lets in no other", () => {
    const small = fc.integer({ min: -12, max: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(2), small), { maxLength: 5 }),
        small,
        fc.nat(12),
        fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 6 }),
        (entries, lower, width, x, factor) => {
          const builder = withColumns(3, true);
          builder.addRow({
            lower,
            upper: lower + width,
            columns: entries.map(([column]) => column),
            coefficients: entries.map(([, value]) => value * factor),
          });
          const activity = entries.reduce(
            (sum, [column, value]) => sum + value * factor * x[column],
            0,
          );
          const admitted = admit(builder.build(), Float64Array.from(x));
          expect("value" in admitted).toBe(activity >= lower && activity <= lower + width);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("a refused row leaves nothing behind", () => {
    const builder = withColumns(2, false);
    const refused = { columns: [0, 1, 7], coefficients: [5, 5, 5] };
    expect(() => builder.addRow(refused)).toThrow(InvariantError);
    builder.addRow({ upper: 1, columns: [1, 0], coefficients: [1, 2] });
    const { rows, columnIndex, coefficient } = builder.build();
    expect([rows, [...columnIndex], [...coefficient]]).toEqual([1, [1, 0], [1, 2]]);
  });
});

test("fractional bounds of an integer column are rounded inward", () => {
  const builder = new ProgramBuilder();
  builder.addColumn({ lower: -1.5, upper: 2.5, integer: true });
  builder.addColumn({ lower: 0.2, upper: 0.8, integer: true });
  builder.addColumn({ lower: 0.2, upper: 0.8 });
  const { lower, upper } = builder.build();
  expect([[...lower], [...upper]]).toEqual([
    [-1, 0.2, 0.2],
    [2, 0.8, 0.8],
  ]);
});

describe("what is no program is refused", () => {
  const row = { columns: [0], coefficients: [1] };
  const wrong: Readonly<Record<string, (builder: ProgramBuilder) => unknown>> = {
    "a NaN bound": (b) => b.addColumn({ lower: Number.NaN }),
    "a NaN price": (b) => b.addColumn({ objective: Number.NaN }),
    "an infinite price": (b) => b.addColumn({ objective: INF }),
    "bounds that cross": (b) => b.addColumn({ lower: 2, upper: 1 }),
    "a lower bound of infinity": (b) => b.addColumn({ lower: INF, upper: INF }),
    "an upper bound of minus infinity": (b) => b.addRow({ ...row, lower: -INF, upper: -INF }),
    "a bound beyond 2^53": (b) => b.addColumn({ upper: 2 ** 54 }),
    "a price beyond 2^53": (b) => b.addColumn({ objective: -(2 ** 54) }),
    "a NaN coefficient": (b) => b.addRow({ columns: [0], coefficients: [Number.NaN] }),
    "an infinite coefficient": (b) => b.addRow({ columns: [0], coefficients: [INF] }),
    "coefficients whose sum is beyond 2^53": (b) =>
      b.addRow({ columns: [0, 0], coefficients: [2 ** 53, 2 ** 53] }),
    "row bounds that cross": (b) => b.addRow({ ...row, lower: 2, upper: 1 }),
    "an unknown column": (b) => b.addRow({ columns: [1], coefficients: [1] }),
    "a negative column": (b) => b.addRow({ columns: [-1], coefficients: [1] }),
    "half a column": (b) => b.addRow({ columns: [0.5], coefficients: [1] }),
    "too few coefficients": (b) => b.addRow({ columns: [0, 0], coefficients: [1] }),
    "a NaN objective": (b) => b.addObjective(0, Number.NaN),
    "a price for an unknown column": (b) => b.addObjective(3, 1),
    "a NaN offset": (b) => b.addOffset(Number.NaN),
  };
  test.each(Object.entries(wrong))("%s", (_, step) => {
    const builder = withColumns(1, true);
    const before = builder.build();
    expect(() => step(builder)).toThrow(InvariantError);
    expect(builder.build()).toEqual(before);
  });

  test("the message names the row", () => {
    const builder = withColumns(1, true);
    expect(() => builder.addRow({ ...row, lower: 2, upper: 1, name: "capacity" })).toThrow(
      "row 0 (capacity): lower 2 is above upper 1.",
    );
  });
});
