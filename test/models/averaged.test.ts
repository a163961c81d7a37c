import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import { averagedGrid } from "../../models/schedule/averaged.ts";
import { gridOf } from "../../models/schedule/grid.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { usablePairs } from "../../src/instance/usable.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { highs } from "../../src/solvers/highs.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { bestSchedule } from "../support/enumerate-schedule.ts";

/** Hosts that are paid by the millisecond, shared or rented; times of two seconds and of one, ends that lie between. */
function paid(random: Random): object {
  const seconds = (low: number, high: number, by: number) => `${by * random.int(low, high)}s`;
  return {
    ...{ mode: "batch", objectives: ["cost"] },
    resources: Array.from({ length: random.int(1, 2) }, (_, r) => ({
      id: `h${r}`,
      capacity: { cpu: random.int(2, 3) },
      price: `${random.int(1, 4) * 36}/h`,
      ...(random.int(0, 2) === 0 && { billing: { by: "rental" } }),
      ...(random.int(0, 3) === 0 && { available: { until: seconds(4, 7, 1) } }),
      ...(random.int(0, 4) === 0 && { maintenance: [{ from: "3s", until: "4s" }] }),
    })),
    tasks: Array.from({ length: random.int(2, 3) }, (_, t) => ({
      id: `t${t}`,
      demand: { cpu: random.int(1, 2) },
      runtime: seconds(1, 2, 2),
      ...(random.int(0, 2) === 0 && { release: seconds(0, 1, 2) }),
      ...(random.int(0, 2) === 0 && { deadline: seconds(3, 7, 1) }),
      ...(t > 0 && random.int(0, 3) === 0 && { after: ["t0"] }),
    })),
  };
}

test("where time is paid to the millisecond some plan on the grid of all other times costs as little as any", async () => {
  const random = makeRandom(first + 400);
  let [coarse, feasible] = [0, 0];
  for (let n = 0; n < drawn(120); n++) {
    const document = paid(random);
    const instance = parseInstance(document);
    const [target] = targetsOf(instance);
    const encoding = formulate(instance, target, []);
    if ("unsupported" in encoding) continue;
    // Half steps too: some plans between would show themselves.
    const best = bestSchedule(instance, [target], { finer: 2, everyStart: true, most: 30_000 });
    if (best === "gave up") continue;
    if (encoding.program.columns < 500) coarse++;
    const result = await highs.solve(encoding.program, { gap: 0 }, {});
    if (best === undefined) {
      expect(result.termination, JSON.stringify(document)).toBe("infeasible");
      continue;
    }
    feasible++;
    const plan = encoding.decode(result.point?.x ?? new Float64Array());
    const { loss = 0 } = encoding;
    expect(evaluateTarget(instance, plan, target), JSON.stringify(document)).toBeLessThanOrEqual(
      best.values[0] + loss,
    );
    expect(encoding.liftBound(result.dualBound ?? 0)).toBeLessThanOrEqual(best.values[0]);
  }
  expect(coarse).toBeGreaterThanOrEqual(atLeast(50));
  expect(feasible).toBeGreaterThanOrEqual(atLeast(40));
}, 120_000);

test("ends that lie between, other limits, budgets and sums keep the grid fine; amounts that are not whole cost a unit each", () => {
  const base = {
    ...{ mode: "batch", objectives: ["cost", "makespan", "weighted-completion"] },
    resources: [{ id: "h", count: 3, capacity: { cpu: 2 }, price: "3.6/h" }],
    tasks: [{ id: "t", count: 4, demand: { cpu: 1 }, runtime: "10m" }],
  };
  const of = (document: object, limits: readonly number[] = [], level = 0) => {
    const instance = parseInstance(document);
    const targets = targetsOf(instance);
    const usable = usablePairs(instance);
    const strict = gridOf(instance, usable, [1], Infinity);
    const rates = instance.resources.map(({ pricePerHour }) => [
      { amount: pricePerHour, per: 3_600_000, by: "occupied" as const, every: 1 },
    ]);
    const { grid, loss } = averagedGrid(strict, {
      ...{ instance, usable, target: targets[level], atMost: limits[0] ?? Infinity, rates },
      isOfTime: targets[level].terms.some(({ objective: { name } }) => name === "cost"),
      hasOtherLimits: limits.length > 1,
    });
    return [grid.tick, loss];
  };
  const minutes = 60_000;
  expect(of(base)).toEqual([10 * minutes, 0]);
  expect(of({ ...base, tasks: [{ ...base.tasks[0], deadline: "25m" }] })).toEqual([5 * minutes, 0]);
  expect(of(base, [20 * minutes])).toEqual([10 * minutes, 0]);
  expect(of(base, [25 * minutes])).toEqual([5 * minutes, 0]);
  expect(of(base, [20 * minutes, 1e9])).toEqual([1, 0]);
  expect(of({ ...base, budget: 3 })).toEqual([1, 0]);
  expect(of({ ...base, combine: "weighted" })).toEqual([1, 0]);
  expect(of(base, [], 1)).toEqual([1, 0]);
  expect(of({ ...base, resources: [{ ...base.resources[0], price: "1/h" }] })).toEqual([
    10 * minutes,
    3,
  ]);
});
