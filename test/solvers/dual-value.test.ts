import fc from "fast-check";
import { expect, test } from "vitest";
import { dualValue } from "../../src/solvers/dual-value.ts";
import { makeRandom } from "../../src/util/random.ts";
import { dense, enumerate, randomProgram } from "./programs.ts";

const INF = Number.POSITIVE_INFINITY;

/** min -x - y with x + 2y <= 10, x <= 4: the optimum is -7 at (4, 3), its multiplier -1/2. */
const vertex = dense(
  [
    [0, 4, -1],
    [0, INF, -1],
  ],
  [[-INF, [1, 2], 10]],
);

test("the optimal multipliers prove the optimum", () => {
  expect(dualValue(vertex, Float64Array.of(-0.5))).toBe(-7);
});

test("other multipliers prove less, or nothing", () => {
  // At -1 the columns cost 0 and 1: only the row's 10 is left to lose.
  expect(dualValue(vertex, Float64Array.of(-1))).toBe(-10);
  // At 0, y may grow for ever at a price of -1; the wrong sign counts as 0.
  expect(dualValue(vertex, Float64Array.of(0))).toBeUndefined();
  expect(dualValue(vertex, Float64Array.of(3))).toBeUndefined();
});

test("a tiny wrong reduced cost is charged at the optimal point, and only there", () => {
  const almost = Float64Array.of(-0.5 + 1e-12);
  expect(dualValue(vertex, almost)).toBeUndefined();
  const bound = dualValue(vertex, almost, Float64Array.of(4, 3)) as number;
  expect(bound).toBeLessThanOrEqual(-7 + 1e-11);
  expect(bound).toBeGreaterThan(-7.001);
});

test("each side counts where its sign says, with the offset", () => {
  // min 3x + 5y - 2z + 10, 2 <= x + y + z <= 9, 1 <= x <= 4, -3 <= y <= 6, 0 <= z <= 8.
  const program = dense(
    [
      [1, 4, 3],
      [-3, 6, 5],
      [0, 8, -2],
    ],
    [[2, [1, 1, 1], 9]],
    10,
  );
  // No multiplier: 3 x 1 + 5 x -3 - 2 x 8 + 10.
  expect(dualValue(program, Float64Array.of(0))).toBe(-18);
  // 4 towards the lower side: 4 x 2, reduced -1, 1, -6: -1 x 4 + 1 x -3 - 6 x 8 + 10.
  expect(dualValue(program, Float64Array.of(4))).toBe(8 - 4 - 3 - 48 + 10);
  // -3 towards the upper side: -3 x 9, reduced 6, 8, 1: 6 x 1 + 8 x -3 + 1 x 0 + 10.
  expect(dualValue(program, Float64Array.of(-3))).toBe(-27 + 6 - 24 + 10);
});

test("a multiplier towards a side that is not there counts for nothing", () => {
  const above = dense([[1, 4, 3]], [[-INF, [1], 9]]);
  expect(dualValue(above, Float64Array.of(2))).toBe(3);
  const below = dense([[1, 4, 3]], [[2, [1], INF]]);
  expect(dualValue(below, Float64Array.of(-2))).toBe(3);
});

test("what is charged at a point is a part of its terms, and no less than at 1", () => {
  // One column without an upper end; the row's 2 x 10^6 make 2 x 10^-2 of its reduced cost rounding.
  const program = (price: number) => dense([[0, INF, price]], [[-INF, [1e6], 5e6]]);
  const bound = (price: number, x: number) =>
    dualValue(program(price), Float64Array.of(-1), Float64Array.of(x));
  expect(bound(-1e6, 5)).toBe(-5e6);
  // Reduced cost -0.01 at x = 5: charged; -0.05: none.
  expect(bound(-1e6 - 0.01, 5)).toBeCloseTo(-5e6 - 0.05, 6);
  expect(bound(-1e6 - 0.05, 5)).toBeUndefined();
  expect(bound(-1e6 - 0.01, 0)).toBeCloseTo(-5e6 - 0.01, 6);
  expect(bound(-1e6 - 0.01, -3)).toBeCloseTo(-5e6 - 0.03, 6);
  // With small terms the threshold is one of 1.
  const small = dense([[0, INF, -1e-9]]);
  expect(dualValue(small, new Float64Array(0), Float64Array.of(2))).toBeCloseTo(-2e-9, 15);
  expect(dualValue(small, new Float64Array(0))).toBeUndefined();
  const more = dense([[0, INF, -1e-7]]);
  expect(dualValue(more, new Float64Array(0), Float64Array.of(2))).toBeUndefined();
});

test("a value that is no number proves nothing", () => {
  const program = dense([[0, 4, 3]], [[2, [1], 9]]);
  expect(dualValue(program, Float64Array.of(Number.NaN))).toBeUndefined();
  expect(dualValue(program, Float64Array.of(INF))).toBeUndefined();
});

test("whatever the multipliers, no point is cheaper than the bound", () => {
  let bounded = 0;
  fc.assert(
    fc.property(
      fc.nat(),
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 }),
      (seed, y) => {
        const program = randomProgram(makeRandom(seed), { integer: 1, unbounded: false });
        const best = enumerate(program);
        const multipliers = Float64Array.from(y.slice(0, program.rows), (value) => value / 3);
        const bound = dualValue(program, multipliers);
        if (bound === undefined || best === undefined) return;
        bounded++;
        expect(bound).toBeLessThanOrEqual(best + 1e-9);
      },
    ),
    { numRuns: 1000 },
  );
  expect(bounded).toBeGreaterThan(200);
});
