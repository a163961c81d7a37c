import { expect, test } from "vitest";
import { startClock } from "../../src/planner/clock.ts";
import { linearSolver, solveCounted } from "../../src/planner/linear-solver.ts";
import { dense, gapTypeD } from "../solvers/programs.ts";

const MIXED = gapTypeD(10, 60, 3);
const RELAXED = { ...MIXED, integer: new Uint8Array(MIXED.columns) };

test("without a work limit a linear program runs to its end and spends nothing", async () => {
  const clock = startClock({});
  const told: string[] = [];
  const task = { solver: "highs", clock, tell: (note: string) => void told.push(note) };
  const solver = await linearSolver(task, "the relaxation");
  const { termination, iterations } = await solver.solve(RELAXED, {}, {});
  expect(told).toEqual([]);
  expect(termination).toBe("optimal");
  expect(iterations).toBeGreaterThan(50);
});

test("iterations bind a linear program at the same point each time", async () => {
  const limited = () => solveCounted("highs", RELAXED, { iterationLimit: 20 }, {}, startClock({}));
  const [once, again] = [await limited(), await limited()];
  expect(once.termination).toBe("node-limit");
  expect(once.iterations).toBeLessThanOrEqual(40);
  expect(again).toEqual(once);
});

test("a tree ends where the iterations of its linear programs are spent", async () => {
  const limited = () => solveCounted("highs", MIXED, { iterationLimit: 300 }, {}, startClock({}));
  const [once, again] = [await limited(), await limited()];
  expect(once.termination).toBe("node-limit");
  expect(once.iterations).toBeGreaterThanOrEqual(300);
  expect(again).toEqual(once);
});

test("under a work limit iterations are work, and none is left where all is spent", async () => {
  const clock = startClock({ workLimit: 2 });
  const tree = await solveCounted("highs", MIXED, {}, {}, clock);
  expect(tree.termination).toBe("node-limit");
  expect(clock.workLeft()).toBe(0);
  const late = await solveCounted("highs", RELAXED, {}, {}, clock);
  expect(late).toEqual({ termination: "node-limit", rawStatus: "not started" });
});

test("what a solver does not take is told once for each kind of reason", async () => {
  const told: string[] = [];
  const task = {
    solver: "jslp",
    clock: startClock({}),
    tell: (note: string) => void told.push(note),
  };
  const solver = await linearSolver(task, "the relaxation");
  const large = dense([[0, 1, 1]], [[1, [3e7 + 1], 4e7]]);
  const larger = dense([[0, 1, 1]], [[1, [5e7 + 1], 6e7]]);
  for (const program of [large, larger, large]) await solver.solve(program, {}, {});
  expect(told).toEqual([
    expect.stringMatching(/^jslp did not take the relaxation: .*30,000,001\.$/),
  ]);
});
