import fc from "fast-check";
import { expect, test } from "vitest";
import { provenBound, treeBound } from "../../src/program/proven-bound.ts";
import type { Program } from "../../src/program/types.ts";
import { wholeMultipliers, wholeRelaxation } from "../../src/program/whole-multipliers.ts";
import { highs } from "../../src/solvers/highs.ts";
import type { BoxTree, WholeFraction } from "../../src/util/box-tree.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { dense, enumerate, gapTypeD, randomProgram } from "../solvers/programs.ts";
import { atLeast, drawn } from "../support/drawn.ts";

const INF = Number.POSITIVE_INFINITY;

const fractionOf = ({ numerator, denominator }: WholeFraction) =>
  Number(numerator) / Number(denominator);

/** True if the fraction is at most the whole number, exactly. */
const isAtMost = ({ numerator, denominator }: WholeFraction, value: number) =>
  numerator <= BigInt(value) * denominator;

/** min -x - y with x + 2y <= 10, x <= 4: the optimum is -7 at (4, 3), its multiplier -1/2. */
const vertex = dense(
  [
    [0, 4, -1],
    [0, INF, -1],
  ],
  [[-INF, [1, 2], 10]],
);

test("the optimal multipliers prove the optimum", () => {
  expect(fractionOf(provenBound(vertex, Float64Array.of(-0.5))!.bound)).toBe(-7);
});

test("a column without an upper bound takes back what a multiplier has too much", () => {
  // y <= (10 - x) / 2: at -0.5 - e nothing is lost but e times the row's room; at -0.5 + e y would grow for ever.
  expect(fractionOf(provenBound(vertex, Float64Array.of(-0.500001))!.bound)).toBeCloseTo(
    -7.000006,
    6,
  );
  expect(provenBound(vertex, Float64Array.of(-0.4))).toBeUndefined();
  const makespan = dense(
    [
      [0, INF, 1],
      [0, 1, 0, "i"],
    ],
    [
      [0, [1, -3], INF],
      [0, [1, 3], INF],
      [3, [1, 3], INF],
    ],
  );
  // C - 3x >= 0 and C + 3x >= 3: half of each is C >= 3/2; multipliers of more than 1 in all are taken back.
  expect(fractionOf(provenBound(makespan, Float64Array.of(0.5, 0, 0.5))!.bound)).toBe(1.5);
  expect(
    fractionOf(provenBound(makespan, Float64Array.of(0.5 + 1e-9, 0, 0.5 + 1e-9))!.bound),
  ).toBeCloseTo(1.5, 6);
});

test("rows that are not whole are left out, bounds that are not are rounded outward", () => {
  const program = dense(
    [
      [0.25, 1.5, 1],
      [0, 2.5, -1],
    ],
    [
      [0.5, [1, 0], INF],
      [-INF, [0, 1.25], 2],
      [-INF, [0, 1], 2],
    ],
  );
  const bound = provenBound(program, Float64Array.of(1, -0.8, 0))!.bound;
  expect(fractionOf(bound)).toBe(-3);
  expect(fractionOf(provenBound(program, Float64Array.of(1, 0, -1))!.bound)).toBe(-2);
  expect(provenBound(dense([[0, 1, 0.5]]), new Float64Array(0))).toBeUndefined();
});

function randomTree(program: Program, random: Random, depth: number): BoxTree {
  if (depth > 0 && random.int(0, 3) > 0) {
    return {
      column: random.int(0, program.columns - 1),
      at: random.int(-4, 5),
      below: randomTree(program, random, depth - 1),
      above: randomTree(program, random, depth - 1),
    };
  }
  const row = Array.from({ length: program.rows }, (_, i) => i).filter(() => random.int(0, 3) > 0);
  const multiplier = row.map(() => random.int(-9, 9));
  return { weight: random.int(0, 3), row, multiplier };
}

test("whatever the multipliers and the tree, no whole point is cheaper than the bound", () => {
  let [bounded, split, large] = [0, 0, 0];
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = makeRandom(seed);
      const program = randomProgram(random, { integer: 1, unbounded: false });
      const best = enumerate(program);
      for (let n = 0; n < 4; n++) {
        const duals = Float64Array.from({ length: program.rows }, () => random.int(-9, 9) / 3);
        const proven = provenBound(program, duals);
        const tree = randomTree(program, random, 3);
        const bounds = [proven?.bound, treeBound(program, tree)];
        if (best === undefined) continue;
        for (const bound of bounds) {
          if (bound === undefined) continue;
          bounded++;
          expect(isAtMost(bound, best), JSON.stringify(tree)).toBe(true);
        }
        if ("column" in tree && bounds[1] !== undefined) split++;
        // The same in numbers that no double holds.
        const k = 2 ** 45 + 1;
        const objective = program.objective.map((c) => c * k);
        const huge = provenBound(
          { ...program, objective, offset: 0 },
          duals.map((y) => y * k),
        );
        if (huge === undefined) continue;
        large++;
        expect(
          huge.bound.numerator <=
            BigInt(best - program.offset) * BigInt(k) * huge.bound.denominator,
        ).toBe(true);
      }
    }),
    { numRuns: 600 },
  );
  expect(bounded).toBeGreaterThan(atLeast(1000));
  expect(split).toBeGreaterThan(atLeast(50));
  expect(large).toBeGreaterThan(atLeast(300));
});

test("a tree may only split whole columns", () => {
  const leaf = { weight: 1, row: [], multiplier: [] };
  const tree = { column: 0, at: 0, below: leaf, above: leaf };
  const columns = (kind?: "i") => dense([kind ? [0, 1, -1, kind] : [0, 1, -1]]);
  expect(treeBound(columns(), tree)).toBeUndefined();
  expect(fractionOf(treeBound(columns("i"), tree)!)).toBe(-1);
});

test.each([1, 2, 3])("a solver's duals prove its optimum to a millionth, %i", async (seed) => {
  const mixed = gapTypeD(5, 60, seed);
  const program = { ...mixed, integer: new Uint8Array(mixed.columns) };
  const { point, duals } = await highs.solve(program, {}, {});
  const bound = fractionOf(provenBound(program, duals!)!.bound);
  expect(bound).toBeLessThanOrEqual(point!.value + 1e-6);
  expect(bound).toBeGreaterThan(point!.value * (1 - 1e-6));
});

test("a solver's duals prove optima of nasty linear programs where sides allow it", async () => {
  let [proven, solved] = [0, 0];
  for (let seed = 0; seed < drawn(300); seed++) {
    const program = randomProgram(makeRandom(seed), { integer: 0, unbounded: seed % 2 === 0 });
    const { termination, point, duals } = await highs.solve(program, {}, {});
    if (termination !== "optimal" || point === undefined || duals === undefined) continue;
    solved++;
    const bound = provenBound(program, duals)?.bound;
    if (bound === undefined) continue;
    expect(fractionOf(bound), `seed ${seed}`).toBeLessThanOrEqual(point.value + 1e-6);
    if (fractionOf(bound) > point.value - 1e-5) proven++;
  }
  expect(solved).toBeGreaterThan(atLeast(80));
  expect(proven).toBeGreaterThan(0.95 * solved);
});

test("multipliers that are too large prove nothing", () => {
  const whole = wholeRelaxation(vertex)!;
  expect(wholeMultipliers(whole, [-(2 ** 52)])).toBeUndefined();
  expect(wholeMultipliers(whole, [Number.NaN])?.row).toBeUndefined();
});
