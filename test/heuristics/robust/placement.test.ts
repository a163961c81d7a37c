import { expect, test } from "vitest";
import { improvePlan } from "../../../src/heuristics/local/improve.ts";
import { recover } from "../../../src/heuristics/robust/placement/recover.ts";
import { withoutLosses } from "../../../src/instance/losses.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { buildPlan } from "../../../src/plan/build.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import type { Plan } from "../../../src/plan/types.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { feasiblePlans } from "../../support/enumerate.ts";
import { survives } from "../../support/enumerate-losses.ts";
import { robustDocument } from "../../support/robust-document.ts";

test("finds recoveries exactly where trying everything does", () => {
  const count = { found: 0, impossible: 0 };
  for (let seed = first; seed < first + drawn(50); seed++) {
    const instance = parseInstance(robustDocument(makeRandom(seed), { maxTasks: 5 }));
    let left = 12;
    for (const plan of feasiblePlans(withoutLosses(instance))) {
      if (left-- === 0) break;
      const found = recover(instance, plan);
      const label = `seed ${seed}`;
      if ("plan" in found) {
        count.found++;
        const checked = verify(instance, found.plan);
        expect(checked.ok ? [] : checked.violations, label).toEqual([]);
        // With its own recoveries as a hint it finds them again.
        const again = recover(instance, plan, { hint: found.plan.recoveries ?? [], nodeLimit: 50 });
        expect("plan" in again, label).toBe(true);
      } else {
        count.impossible++;
        expect(found.why, label).toBe("impossible");
      }
      expect("plan" in found, label).toBe(survives(instance, plan));
    }
  }
  expect(count.found).toBeGreaterThan(atLeast(50));
  expect(count.impossible).toBeGreaterThan(atLeast(50));
});

test("says that it does not know when nodes run out", () => {
  // Three pieces of 2 must go to hosts with 3 left each: best fit puts each on a host of its own, with two hosts it cannot.
  const instance = parseInstance({
    mode: "placement",
    robust: { lose: 1, of: "a" },
    resources: [
      { id: "a", capacity: { cpu: 6 } },
      { id: "b", count: 2, capacity: { cpu: 3 } },
    ],
    tasks: [{ id: "t", count: 3, demand: { cpu: 2 } }],
  });
  const plan = buildPlan(
    instance,
    [0, 1, 2].map((task) => ({ task, resource: 0 })),
  );
  expect(recover(instance, plan)).toEqual({ loss: 0, why: "impossible" });
  expect(recover(instance, plan, { nodeLimit: 1 })).toEqual({ loss: 0, why: "unknown" });
});

test("keeps a recovery that a change leaves alone, and no other", () => {
  const instance = parseInstance({
    mode: "placement",
    robust: { lose: 1, of: "a" },
    resources: ["a", "b", "c", "d"].map((id) => ({ id, capacity: { cpu: 2 } })),
    tasks: [
      { id: "t", demand: { cpu: 2 } },
      { id: "u", demand: { cpu: 1 }, forbidden: ["a"] },
    ],
  });
  const planOf = (u: number) =>
    buildPlan(instance, [
      { task: 0, resource: 0 },
      { task: 1, resource: u },
    ]);
  const hint = [{ loss: 0, moved: buildPlan(instance, [{ task: 0, resource: 1 }]) }];
  const goesTo = (u: number, copies: readonly number[]) => {
    const changed = { tasks: new Set([1]), copies: new Set(copies) };
    const found = recover(instance, planOf(u), { hint, changed });
    if (!("plan" in found)) throw new Error("No recovery was found.");
    expect(verify(instance, found.plan).ok).toBe(true);
    return found.plan.recoveries?.[0].moved.resource[0];
  };
  expect(goesTo(3, [2, 3])).toBe(1);
  // Now u comes to where t would go.
  expect(goesTo(1, [2, 1])).not.toBe(1);
});

test("does not keep a recovery of a task whose other replica has moved", () => {
  const instance = parseInstance({
    mode: "placement",
    robust: { lose: 1, of: "e" },
    resources: [
      { id: "e", labels: { zone: "e" } },
      { id: "w", labels: { zone: "w" } },
      { id: "s", count: 2, labels: { zone: "s" } },
    ],
    tasks: [{ id: "t", replicas: { count: 2, across: "zone" } }],
  });
  const plan = buildPlan(
    instance,
    [0, 3].map((resource) => ({ task: 0, resource })),
  );
  const hint = [{ loss: 0, moved: buildPlan(instance, [{ task: 0, resource: 2 }]) }];
  const changed = { tasks: new Set([0]), copies: new Set([1, 3]) };
  const found = recover(instance, plan, { hint, changed });
  if (!("plan" in found)) throw new Error("No recovery was found.");
  expect(found.plan.recoveries?.[0].moved.resource[0]).toBe(1);
});

test("looks behind the tightest fit: whole devices beside shares that stay where they are", () => {
  // Host b has shares on both devices, so a whole device finds none there, though 1.5 are free; c has one left.
  const instance = parseInstance({
    mode: "placement",
    robust: { lose: 1, of: "a" },
    resources: ["a", "b", "c"].map((id) => ({ id, devices: { gpu: 2 } })),
    tasks: [
      { id: "half", demand: { gpu: 0.5 } },
      { id: "whole", demand: { gpu: 1 } },
      { id: "share", count: 2, demand: { gpu: 0.25 } },
      { id: "other", demand: { gpu: 1 } },
    ],
  });
  const plan = buildPlan(instance, [
    { task: 0, resource: 0, devices: [0] },
    { task: 1, resource: 0, devices: [1] },
    { task: 2, resource: 1, devices: [0] },
    { task: 3, resource: 1, devices: [1] },
    { task: 4, resource: 2, devices: [0] },
  ]);
  const found = recover(instance, plan);
  if (!("plan" in found)) throw new Error("No recovery was found.");
  const [{ moved }] = found.plan.recoveries ?? [];
  expect([...moved.resource]).toEqual([1, 2]);
  expect(verify(instance, found.plan).ok).toBe(true);
});

test("local search offers better plans that survive, and the same for equal seeds", () => {
  let better = 0;
  for (let seed = first; seed < first + drawn(25, 15); seed++) {
    const instance = parseInstance(robustDocument(makeRandom(seed), { maxTasks: 6 }));
    const [target] = targetsOf(instance);
    const start = worstOf(instance, target, 60);
    if (start === undefined) continue;
    const run = (): Plan[] => {
      const plans: Plan[] = [];
      let events = 0;
      const task = { instance, target, limits: [], start };
      for (const { plan } of improvePlan(task, makeRandom(seed))) {
        if (plan !== undefined) plans.push(plan);
        if (++events > 30) break;
      }
      return plans;
    };
    const plans = run();
    let value = evaluateTarget(instance, start, target);
    for (const plan of plans) {
      const checked = verify(instance, plan);
      expect(checked.ok ? [] : checked.violations, `seed ${seed}`).toEqual([]);
      const next = evaluateTarget(instance, plan, target);
      expect(next, `seed ${seed}`).toBeLessThan(value);
      value = next;
      better++;
    }
    expect(run()).toEqual(plans);
  }
  expect(better).toBeGreaterThan(atLeast(2));
});

test.each([
  // All eight fit on two hosts, which the four idle ones can replace.
  ["cost", {}, 2_000_000],
  // Four colocated pairs move together.
  ["cost", { colocate: "pairs" }, 2_000_000],
  // Three hosts must be able to hold what is placed.
  ["throughput", { optional: true, count: 14 }, -12_000],
])("local search comes to the optimum of %s %j", (objective, part, optimum) => {
  const isGrouped = "colocate" in part;
  const instance = parseInstance({
    mode: "placement",
    robust: 1,
    objectives: [objective],
    resources: [{ id: "h", count: 4, capacity: { cpu: 4 }, fixed_price: 1 }],
    tasks: isGrouped
      ? ["a", "b", "c", "d"].map((id) => ({ id, count: 2, demand: { cpu: 1 }, colocate: id }))
      : [{ id: "t", count: 8, demand: { cpu: 1 }, ...part }],
  });
  const [target] = targetsOf(instance);
  const placed = Array.from({ length: "optional" in part ? 4 : 8 }, (_, task) => ({
    task,
    resource: isGrouped ? Math.floor(task / 2) : task % 4,
  }));
  const start = recover(instance, buildPlan(instance, placed));
  if (!("plan" in start)) throw new Error("The start does not survive.");
  let best = evaluateTarget(instance, start.plan, target);
  let events = 0;
  const task = { instance, target, limits: [], start: start.plan };
  for (const { plan } of improvePlan(task, makeRandom(1))) {
    if (plan !== undefined) best = evaluateTarget(instance, plan, target);
    if (best <= optimum || ++events > 400) break;
  }
  expect(best).toBe(optimum);
});

/** The worst of the first plans that survive. */
function worstOf(instance: Instance, target: Target, most: number): Plan | undefined {
  let worst: Plan | undefined;
  let left = most;
  for (const plan of feasiblePlans(withoutLosses(instance))) {
    if (left-- === 0) break;
    const found = recover(instance, plan);
    if (!("plan" in found)) continue;
    const value = evaluateTarget(instance, plan, target);
    if (worst === undefined || value > evaluateTarget(instance, worst, target)) worst = found.plan;
  }
  return worst;
}
