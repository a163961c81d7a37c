import { expect, test } from "vitest";
import type { Program } from "../../src/program/types.ts";
import { type CpSatModel, cpSatModel } from "../../src/solvers/cpsat-model.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { type ColumnSpec, dense, makespan, type RowSpec } from "./programs.ts";

const INF = Number.POSITIVE_INFINITY;

function protoOf(program: Program, start?: Float64Array): CpSatModel["proto"] | string {
  const model = cpSatModel(program, start);
  return "why" in model ? model.why : model.proto;
}

const BINARY: ColumnSpec = [0, 1, 0, "i"];
const CARRIED: ColumnSpec = [0, INF, 0];

test("choices become constraints of their own, other rows stay linear", () => {
  const program = dense(
    [BINARY, [0, 1, 4, "i"]],
    [
      [1, [1, 1], 1],
      [-INF, [1, 1], 1],
      [-INF, [3, 5], 7],
    ],
  );
  expect(protoOf(program)).toMatchObject({
    variables: [{ domain: [0, 1] }, { domain: [0, 1] }],
    constraints: [
      { exactlyOne: { literals: [0, 1] } },
      { atMostOne: { literals: [0, 1] } },
      { linear: { vars: [0, 1], coeffs: [3, 5], domain: [0, 7] } },
    ],
    objective: { vars: [1], coeffs: [4], offset: 0 },
  });
});

/** S >= 3 a + 5 b and C >= S + 2 a, as a carried sum below a makespan. */
function chain(factor: number, lower = -INF): Program {
  return dense(
    [BINARY, BINARY, CARRIED, [0, INF, 1]],
    [
      [-INF, [2, 0, 1, -1], 0],
      [lower, [3, 5, factor], 0],
    ],
  );
}

test("real columns that carry sums get the most they could need", () => {
  const domains = [{ domain: [0, 1] }, { domain: [0, 1] }, { domain: [0, 8] }, { domain: [0, 10] }];
  expect(protoOf(chain(-1))).toMatchObject({ variables: domains });
  expect(protoOf(chain(-1, -100))).toMatchObject({ variables: domains });
});

test("programs that may have no best point in whole numbers are declined, with the column", () => {
  expect(protoOf(chain(-2))).toMatch(/column 2 is real/);
  // C >= 7 n / 4 is best at a fraction, however C is rounded.
  expect(
    protoOf(
      dense(
        [
          [0, 9, 0, "i"],
          [0, INF, 1],
        ],
        [[-INF, [7, -4], 0]],
      ),
    ),
  ).toMatch(/is real/);
  expect(protoOf(dense([[0.5, 9, 1]]))).toMatch(/column 0 is real/);
  expect(protoOf(dense([[0, 9, -1]], [[-INF, [1], 2.5]]))).toMatch(/column 0 is real/);
  expect(protoOf(dense([[0, INF, -1, "i"]]))).toMatch(/column 0 may be without end/);
  expect(protoOf(dense([[0, INF, -1, "i"]], [[-INF, [-1], 4]]))).toMatch(/without end/);
});

test("an integer column without an end gets one where a row asks, whatever its factor", () => {
  const program = dense(
    [
      [0, 10, 0, "i"],
      [0, INF, 1, "i"],
    ],
    [[-INF, [7, -4], 0]],
  );
  expect(protoOf(program)).toMatchObject({ variables: [{}, { domain: [0, 18] }] });
  const mirrored = dense(
    [
      [0, 10, 0, "i"],
      [-INF, 0, -1, "i"],
    ],
    [[-INF, [7, 4], 0]],
  );
  expect(protoOf(mirrored)).toMatchObject({ variables: [{}, { domain: [-18, 0] }] });
});

test("tenths and halves become whole by one factor for each row; what is out of reach is declined", () => {
  const program = dense(
    [
      [0, 9, 0.25, "i"],
      [0, 9, 1.5, "i"],
    ],
    [
      [-INF, [0.1, 0.25], 0.3],
      [0.5, [0.5, 2], INF],
    ],
    1,
  );
  expect(protoOf(program)).toMatchObject({
    constraints: [
      { linear: { coeffs: [10, 25], domain: [0, 30] } },
      { linear: { coeffs: [1, 4], domain: [1, 45] } },
    ],
    objective: { coeffs: [1, 6], offset: 4, scalingFactor: 0.25 },
  });
  expect(protoOf(dense([[0, 1, Math.PI, "i"]]))).toMatch(/2\^53 only, and the objective/);
  expect(protoOf(dense([[0, 1, 0, "i"]], [[0, [1 / 3], 1]]))).toMatch(/2\^53 only, and row 0/);
  const wide = dense([[0, 1e9, 0, "i"], BINARY], [[0, [1e9, 7], 9]]);
  expect(protoOf(wide)).toMatch(/2\^53 only, and row 0/);
});

test("a start becomes a hint within the domains", () => {
  const program = dense([BINARY, [2, 5, 1, "i"], [-3, 0, 0, "i"]]);
  expect(protoOf(program, Float64Array.of(1, 9, -0.2))).toMatchObject({
    solutionHint: { vars: [0, 1, 2], values: [1, 5, 0] },
  });
});

/** A program with real columns in differences, flows or one-sided rows, which often have whole best points. */
function nearlyWhole(random: Random): Program {
  const [whole, real] = [random.int(1, 3), random.int(1, 4)];
  const columns: ColumnSpec[] = Array.from({ length: whole + real }, (_, j) => {
    const price = random.int(-3, 3);
    if (j < whole) return [0, random.int(1, 3), price, "i"];
    const end = random.int(0, 4);
    return [end === 0 ? -INF : random.int(-2, 1), end === 1 ? INF : random.int(2, 5), price];
  });
  const kind = random.int(0, 2);
  const rows = Array.from({ length: random.int(1, 5) }, (): RowSpec => {
    const row = columns.map((_, j) =>
      j < whole && random.int(0, 1) === 1 ? random.int(-5, 5) : 0,
    );
    if (kind === 0) row[whole + random.int(0, real - 1)] = random.int(0, 1) * 2 - 1;
    else if (kind === 1) {
      row[whole + random.int(0, real - 1)] = 1;
      row[whole + random.int(0, real - 1)] = -1;
    } else for (let j = whole; j < row.length; j++) row[j] = random.int(-1, 1);
    const side = random.int(-6, 8);
    if (random.int(0, 2) === 0) return [side, row, INF];
    return [random.int(0, 1) === 0 ? -INF : side, row, side];
  });
  return dense(columns, rows);
}

test("where it takes real columns, its optimum is that of HiGHS over the reals", async () => {
  const [cpsat, highs] = [await findSolver("cpsat"), await findSolver("highs")];
  const random = makeRandom(5);
  const seen = { optimal: 0, infeasible: 0, unsupported: 0 };
  for (let trial = 0; trial < drawn(400); trial++) {
    const program = nearlyWhole(random);
    const found = await cpsat.solve(program, {}, {});
    seen[found.termination as keyof typeof seen]++;
    if (found.termination === "unsupported") continue;
    const { termination, point } = await highs.solve(program, {}, {});
    expect({ trial, ended: found.termination }).toEqual({ trial, ended: termination });
    if (point === undefined) continue;
    expect(found.point?.value).toBeCloseTo(point.value, 4);
    expect(found.dualBound).toBe(found.point?.value);
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(atLeast(40));
});

test("a scaled objective is proven to the end, and a gap below 1 is kept", async () => {
  const cpsat = await findSolver("cpsat");
  const { program, best } = makespan(makeRandom(3), 50);
  const scaled: Program = { ...program, objective: program.objective.map((one) => one / 1024) };
  const found = await cpsat.solve(scaled, {}, {});
  expect([found.termination, found.point?.value]).toEqual(["optimal", best / 1024]);
  // CP-SAT itself would stop anywhere within 0.5 of a value below 1.
  const rough = await cpsat.solve(scaled, { gap: 0.01 }, {});
  expect(["optimal", "gap-reached"]).toContain(rough.termination);
  expect(rough.point?.value).toBeLessThanOrEqual((best / 1024) * 1.011);
});
