import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { pieceEnd } from "../../src/plan/piece.ts";
import { plan as planned } from "../../src/planner/plan.ts";
import { lastEnd } from "../../src/report/agenda.ts";
import { criticalPath } from "../../src/report/critical.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { firstPlan } from "../support/first-plan.ts";
import { randomSchedule } from "../support/random-schedule.ts";

test("a critical path leads up to the last end, each piece after the one before it", () => {
  let long = 0;
  for (let seed = 1; seed <= drawn(300, 60); seed++) {
    const random = makeRandom(seed);
    const instance = parseInstance(randomSchedule(random));
    const plan = firstPlan(instance, targetsOf(instance)[0], random);
    if (plan === undefined || plan.task.length === 0) continue;
    const ends = Float64Array.from(plan.task, (_, k) => pieceEnd(instance, plan, k));
    const path = criticalPath(instance, plan, ends);
    expect(ends[path[path.length - 1]]).toBe(lastEnd(instance, plan));
    for (let i = 1; i < path.length; i++) {
      expect(plan.start[path[i]]).toBeGreaterThanOrEqual(ends[path[i - 1]]);
    }
    if (path.length > 1) long++;
  }
  expect(long).toBeGreaterThan(atLeast(20));
});

test("stages with a lag, and a setup, are waited for", async () => {
  const instance = parseInstance({
    mode: "batch",
    objectives: ["makespan"],
    resources: [
      { id: "a", exclusive: true },
      { id: "b", exclusive: true },
    ],
    setup: [{ from: "x", to: "y", time: "5m" }],
    tasks: [
      { id: "one", runtime: { a: "1h" }, family: "x" },
      { id: "two", runtime: { a: "1h" }, family: "y", after: ["one"] },
      { id: "three", runtime: { b: "1h" }, after: [{ task: "two", lag: "10m" }] },
    ],
  });
  const { plan: verified } = await planned(instance, { method: "greedy" });
  if (verified === undefined) throw new Error("no plan");
  const { plan } = verified;
  const ends = Float64Array.from(plan.task, (_, k) => pieceEnd(instance, plan, k));
  expect(lastEnd(instance, plan)).toBe(195 * 60_000);
  expect(criticalPath(instance, plan, ends)).toEqual([0, 1, 2]);
  expect(criticalPath(instance, { ...plan, task: new Int32Array(0) }, [])).toEqual([]);
});
