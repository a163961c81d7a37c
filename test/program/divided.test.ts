import { expect, test } from "vitest";
import { admit } from "../../src/program/admit.ts";
import { dividedProgram } from "../../src/program/divided.ts";
import { provenBound } from "../../src/program/proven-bound.ts";
import type { Program } from "../../src/program/types.ts";
import { dualValue } from "../../src/solvers/dual-value.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { dense, makespan, randomProgram } from "../solvers/programs.ts";

const INF = Number.POSITIVE_INFINITY;

/** A program in times that are all multiples of an hour, with its makespan as a real column. */
function inHours(random: Random, hours: number): { program: Program; best: number } {
  const { program, best } = makespan(random, hours);
  const integer = program.integer.slice();
  integer[0] = 0;
  const coefficient = program.coefficient.map((value, k) =>
    program.columnIndex[k] === 0 || isChoice(program, k) ? value : value * 3_600_000,
  );
  const upper = program.upper.slice();
  upper[0] *= 3_600_000;
  return { program: { ...program, integer, coefficient, upper }, best: best * 3_600_000 };
}

/** Rows that say "one of these" hold no times. */
function isChoice({ rowStart, rowLower, rowUpper }: Program, k: number): boolean {
  const row = rowStart.findIndex((start) => start > k) - 1;
  return rowLower[row] === 1 && rowUpper[row] === 1;
}

test("a row is divided by all of its numbers, the objective by its own", () => {
  const program = dense(
    [
      [0, 9, 6],
      [0, 9, -15],
    ],
    [
      [-INF, [4096, 8192], 12_288],
      [-INF, [4096, 8192], 12_289],
      [2, [0.5, 4], INF],
      [-6, [2, 4], 8],
    ],
    7,
  );
  const divided = dividedProgram(program);
  expect(divided.objective).toBe(3);
  expect([...divided.program.objective]).toEqual([2, -5]);
  expect(divided.program.offset).toBe(7);
  expect([...divided.program.coefficient]).toEqual([1, 2, 4096, 8192, 0.5, 4, 1, 2]);
  expect([...divided.program.rowUpper]).toEqual([3, 12_289, INF, 4]);
  expect([...divided.program.rowLower]).toEqual([-INF, -INF, 2, -3]);
});

test("carriers that meet are counted in one unit, and only in what all their rows share", () => {
  // level <= low + s for both levels, and another carrier on its own.
  const columns = [
    [0, 1, 0, "i"],
    [0, 1, 0, "i"],
    [0, 100, 0],
    [0, INF, 1],
    [0, INF, 1],
  ] as const;
  const program = dense(columns, [
    [0, [20, 0, -1], INF],
    [-INF, [20, 0, -1, -1], 0],
    [-INF, [0, 30, -1, -1], 0],
    [-INF, [7, 14, 0, 0, -1], 0],
  ]);
  const { program: less, point } = dividedProgram(program);
  expect([...less.coefficient]).toEqual([2, -1, 2, -1, -1, 3, -1, -1, 1, 2, -1]);
  expect([...less.upper]).toEqual([1, 1, 10, INF, INF]);
  expect([...less.objective]).toEqual([0, 0, 0, 10, 7]);
  expect([...point(Float64Array.of(1, 0, 1, 2, 3))]).toEqual([1, 0, 10, 20, 21]);
});

test("a column that is no carrier keeps its unit", () => {
  const one = (column: readonly [number, number, number, "i"?], factor: number) =>
    dividedProgram(
      dense(
        [[0, 1, 0, "i"], column],
        [
          [-INF, [60, -1], 0],
          [-INF, [60, factor], 60],
        ],
      ),
    ).point(Float64Array.of(0, 1))[1];
  expect(one([0, 99, 1], -1)).toBe(60);
  expect(one([0, 99, 1], 1)).toBe(60);
  expect(one([0, 99, 1, "i"], -1)).toBe(1);
  expect(one([0, 99, 1], 2)).toBe(1);
});

test("a row's side counts in the unit of its carrier", () => {
  const program = dense(
    [
      [0, 1, 0, "i"],
      [0, INF, 1],
    ],
    [[-INF, [60, -1], 45]],
  );
  const { program: less, point } = dividedProgram(program);
  expect([...less.coefficient, less.rowUpper[0]]).toEqual([4, -1, 3]);
  expect(point(Float64Array.of(0, 2))[1]).toBe(30);
});

test("points and prices are the same on both sides", () => {
  const random = makeRandom(3);
  let admitted = 0;
  for (let trial = 0; trial < 400; trial++) {
    const program = multiplied(random, randomProgram(random, { integer: 0.5, unbounded: false }));
    const divided = dividedProgram(program);
    const x = Float64Array.from(program.lower, (lower, j) =>
      random.int(lower, Math.max(lower, program.upper[j])),
    );
    const inside = x.map((value, j) => (divided.point(one(x.length, j))[j] === 1 ? value : 0));
    const [a, b] = [admit(program, divided.point(inside)), admit(divided.program, inside)];
    expect("x" in a).toBe("x" in b);
    if (!("x" in a && "x" in b)) continue;
    admitted++;
    const value = (b.value - program.offset) * divided.objective + program.offset;
    expect(a.value).toBeCloseTo(value, 6);
  }
  expect(admitted).toBeGreaterThan(50);
});

test("multipliers prove the same bound on both sides", () => {
  const random = makeRandom(4);
  let proven = 0;
  for (let trial = 0; trial < 400; trial++) {
    const program = multiplied(random, randomProgram(random, { integer: 0.5, unbounded: true }));
    const divided = dividedProgram(program);
    const y = Float64Array.from({ length: program.rows }, () => random.int(-4, 4) / 2);
    const less = dualValue({ ...divided.program, offset: 0 }, y);
    const whole = dualValue({ ...program, offset: 0 }, divided.multipliers(y));
    expect(less === undefined).toBe(whole === undefined);
    if (less === undefined) continue;
    proven++;
    expect(whole).toBeCloseTo(less * divided.objective, 6);
  }
  expect(proven).toBeGreaterThan(50);
});

test.each(["glpk", "jslp"])("%s takes times in ms that are whole hours", async (name) => {
  const random = makeRandom(6);
  const solver = await findSolver(name);
  for (let trial = 0; trial < 8; trial++) {
    const { program, best } = inHours(random, 200);
    expect(Math.max(...program.coefficient.map(Math.abs))).toBeGreaterThan(1e8);
    const { termination, point } = await solver.solve(program, {}, {});
    expect({ termination, value: point?.value }).toEqual({ termination: "optimal", value: best });
  }
});

test("GLPK's row multipliers of a divided relaxation prove its optimum exactly", async () => {
  const glpk = await findSolver("glpk");
  const random = makeRandom(8);
  for (let trial = 0; trial < 10; trial++) {
    const { program } = inHours(random, 300);
    const relaxed = { ...program, integer: new Uint8Array(program.columns) };
    const { duals, point } = await glpk.solve(relaxed, {}, {});
    const proven = duals && provenBound(program, duals);
    if (proven === undefined || point === undefined) throw new Error("expected a bound");
    const bound = Number(proven.bound.numerator) / Number(proven.bound.denominator);
    expect(bound).toBeLessThanOrEqual(point.value + 1e-3);
    expect(bound).toBeGreaterThan(point.value * (1 - 1e-6));
  }
});

function one(length: number, j: number): Float64Array {
  const x = new Float64Array(length);
  x[j] = 1;
  return x;
}

/** The same program with rows and the objective in larger numbers. */
function multiplied(random: Random, program: Program): Program {
  const row = Float64Array.from({ length: program.rows }, () => random.int(1, 1000));
  const price = random.int(1, 1000);
  const coefficient = program.coefficient.slice();
  for (let i = 0; i < program.rows; i++) {
    for (let k = program.rowStart[i]; k < program.rowStart[i + 1]; k++) coefficient[k] *= row[i];
  }
  return {
    ...program,
    coefficient,
    objective: program.objective.map((value) => value * price),
    rowLower: program.rowLower.map((side, i) => side * row[i]),
    rowUpper: program.rowUpper.map((side, i) => side * row[i]),
  };
}
