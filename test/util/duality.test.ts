import { expect, test } from "vitest";
import { dualityBound, type WholeProgram } from "../../src/util/duality.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";

function randomWhole(random: Random, size: number): WholeProgram {
  const [columns, rows] = [random.int(1, 3), random.int(1, 3)];
  const any = () => random.int(-size, size);
  const list = (n: number, make: () => number) => Array.from({ length: n }, make);
  const low = list(columns, any);
  const side = list(rows, any);
  return {
    columns,
    rows,
    objective: list(columns, any),
    lower: low,
    upper: low.map((at) => at + random.int(0, size)),
    rowLower: side,
    rowUpper: side.map((at) => at + random.int(0, size)),
    rowStart: Array.from({ length: rows + 1 }, (_, i) => i * columns),
    columnIndex: Array.from({ length: rows * columns }, (_, k) => k % columns),
    coefficient: list(rows * columns, any),
  };
}

/** The formula once more, in BigInt throughout. */
function expected(p: WholeProgram, weight: number, multiplier: readonly number[]): bigint {
  const big = (value: number) => BigInt(value);
  let sum = 0n;
  multiplier.forEach((y, i) => {
    sum += big(y) * big(y > 0 ? p.rowLower[i] : p.rowUpper[i]);
  });
  for (let j = 0; j < p.columns; j++) {
    let d = big(weight) * big(p.objective[j]);
    multiplier.forEach((y, i) => {
      d -= big(y) * big(p.coefficient[i * p.columns + j]);
    });
    sum += d * big(d > 0n ? p.lower[j] : p.upper[j]);
  }
  return sum;
}

test.each([3, 2 ** 20, 2 ** 30, 2 ** 50])("is exact at numbers up to %i", (size) => {
  for (let seed = 0; seed < 500; seed++) {
    const random = makeRandom(seed);
    const program = randomWhole(random, size);
    const multiplier = Array.from({ length: program.rows }, () => random.int(-size, size));
    const weight = random.int(0, size);
    const row = [...multiplier.keys()];
    const told = dualityBound(program, { weight, row, multiplier });
    expect(told, `seed ${seed}`).toBe(expected(program, weight, multiplier));
  }
});

test("an absent side that is picked proves nothing", () => {
  const program = { ...randomWhole(makeRandom(1), 3), columns: 1, rows: 1, rowStart: [0, 1] };
  const one = { ...program, objective: [1], coefficient: [1], columnIndex: [0], upper: [5] };
  const open = { ...one, lower: [0], rowLower: [2], rowUpper: [Infinity] };
  expect(dualityBound(open, { weight: 1, row: [0], multiplier: [1] })).toBe(2n);
  expect(dualityBound(open, { weight: 1, row: [0], multiplier: [-1] })).toBeUndefined();
  expect(
    dualityBound({ ...open, lower: [-Infinity] }, { weight: 2, row: [0], multiplier: [1] }),
  ).toBeUndefined();
  expect(
    dualityBound({ ...open, upper: [Infinity] }, { weight: 1, row: [0], multiplier: [2] }),
  ).toBeUndefined();
});
