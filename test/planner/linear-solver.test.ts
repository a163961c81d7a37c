import { expect, test } from "vitest";
import { startClock } from "../../src/planner/clock.ts";
import { linearSolver, solveCounted } from "../../src/planner/linear-solver.ts";
import { gapTypeD } from "../solvers/programs.ts";

const MIXED = gapTypeD(10, 60, 3);
const RELAXED = { ...MIXED, integer: new Uint8Array(MIXED.columns) };

test("without a work limit a linear program runs to its end and spends nothing", async () => {
  const clock = startClock({});
  const { termination, iterations } = await (await linearSolver("highs", clock)).solve(
    RELAXED,
    {},
    {},
  );
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
