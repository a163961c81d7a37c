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
