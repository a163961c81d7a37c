import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { admit } from "../../src/program/admit.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { feasiblePlans } from "../support/enumerate.ts";
import { type Feature, randomDocument } from "../support/random-document.ts";
import { validObjectives } from "../support/random-objectives.ts";

const FEATURES: readonly Feature[] = [
  "divisible",
  "capacity",
  "cost",
  "fixed-price",
  "optional",
  "runtime-tables",
  "deadline",
  "release",
  "window",
];

/** The first items of a generator. */
function take<T>(items: Iterable<T>, most: number): readonly T[] {
  const taken: T[] = [];
  for (const item of items) if (taken.push(item) >= most) break;
  return taken;
}

test.each(["placement", "batch"] as const)("a relaxation whose points round: %s", async (mode) => {
  const highs = await findSolver("highs");
  let [solved, unverified] = [0, 0];
  for (let seed = 1; seed <= drawn(50); seed++) {
    const document = randomDocument(makeRandom(seed), {
      mode,
      features: FEATURES,
      maxTasks: 3,
      maxResources: 2,
    });
    if (!document.tasks.some((task) => "divisible" in task)) continue;
    const objectives = validObjectives(document);
    const instance = parseInstance({ ...document, combine: "lexicographic", objectives });
    const plans = take(feasiblePlans(instance, { parts: 4 }), 200);
    for (const target of targetsOf(instance)) {
      const label = `seed ${seed}, ${target.name}`;
      const encoding = formulate(instance, target, []) as Encoding;
      let least = Infinity;
      for (const plan of plans) {
        const point = admit(encoding.program, encoding.encode(plan));
        if ("rejected" in point)
          throw new Error(`${label}: a plan has no point: ${point.rejected}`);
        const value = evaluateTarget(instance, plan, target);
        least = Math.min(least, value);
        expect(encoding.liftBound(point.value), label).toBeLessThanOrEqual(value);
      }
      const result = await highs.solve(encoding.program, {}, {});
      if (result.termination === "infeasible") {
        expect(plans, label).toEqual([]);
        continue;
      }
      expect(result.termination, label).toBe("optimal");
      const bound = encoding.liftBound(result.dualBound ?? -Infinity);
      expect(bound, label).toBeLessThanOrEqual(least);
      const plan = encoding.decode(result.point!.x);
      solved++;
      if (!verify(instance, plan).ok) {
        unverified++;
        continue;
      }
      expect(evaluateTarget(instance, plan, target), label).toBeGreaterThanOrEqual(bound);
    }
  }
  expect(solved).toBeGreaterThan(atLeast(50));
  // Runtimes of whole seconds leave room for the last milliseconds nearly always.
  expect(unverified / solved).toBeLessThan(0.02);
});

test.each(["placement", "batch"] as const)("a limit keeps every plan within it: %s", (mode) => {
  let kept = 0;
  for (let seed = 1; seed <= drawn(40); seed++) {
    const features = FEATURES.filter((feature) => feature !== "deadline");
    const document = randomDocument(makeRandom(seed), {
      mode,
      features,
      maxTasks: 3,
      maxResources: 2,
    });
    if (!document.tasks.some((task) => "divisible" in task)) continue;
    const objectives = validObjectives(document);
    const instance = parseInstance({ ...document, combine: "lexicographic", objectives });
    const plans = take(feasiblePlans(instance, { parts: 4 }), 60);
    const targets = targetsOf(instance);
    for (const target of plans.length === 0 ? [] : targets) {
      const values = plans.map((plan) => evaluateTarget(instance, plan, target));
      const atMost = values.toSorted((a, b) => a - b)[values.length >> 1];
      const encoding = formulate(instance, targets[0], [{ target, atMost }]) as Encoding;
      plans.forEach((plan, i) => {
        if (values[i] > atMost) return;
        const admitted = admit(encoding.program, encoding.encode(plan));
        if ("rejected" in admitted) {
          throw new Error(`seed ${seed}, ${target.name} <= ${atMost}: ${admitted.rejected}`);
        }
        kept++;
      });
    }
  }
  expect(kept).toBeGreaterThan(atLeast(500));
});

test("a share that rounding would lift over the capacity goes where there is room", async () => {
  // r1 is free of charge and holds 2/3 of the task: 666,667 x 3 is more than 2, so 666,666 it is.
  const placement = parseInstance({
    mode: "placement",
    resources: [
      { id: "r1", capacity: { cpu: 2 } },
      { id: "r2", capacity: { cpu: 4 } },
    ],
    tasks: [
      { id: "a", demand: { cpu: 3 }, cost: [0, 1], divisible: true },
      { id: "b", demand: { cpu: 3 }, forbidden: ["r1"], cost: 1 },
    ],
    objectives: ["cost"],
  });
  const point = Float64Array.of(2 / 3, 1 / 3, 1);
  const [target] = targetsOf(placement);
  const tight = formulate(placement, target, []) as Encoding;
  // r2 is full to the brim: no millionth is left, and the verifier must say so.
  expect(verify(placement, tight.decode(point)).ok).toBe(false);
  const roomy = {
    ...placement,
    resources: placement.resources.map((r) => ({
      ...r,
      capacity: r.capacity.map((c) => c + (r.id === "r2" ? 1 : 0)),
    })),
  };
  const plan = (formulate(roomy, target, []) as Encoding).decode(point);
  expect([...plan.share]).toEqual([666_666, 333_334, 1_000_000]);
  expect(verify(roomy, plan)).toMatchObject({ ok: true });
});

test("a millisecond that rounding would add goes to another resource", () => {
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r1", available: { until: "2s" } }, { id: "r2" }],
    tasks: [{ id: "t", runtime: "3s", divisible: true }],
    objectives: ["makespan"],
  });
  const encoding = formulate(instance, targetsOf(instance)[0], []) as Encoding;
  const point = new Float64Array(encoding.program.columns);
  point.set([2 / 3 + 4e-7, 1 / 3 - 4e-7]);
  const plan = encoding.decode(point);
  expect(verify(instance, plan)).toMatchObject({ ok: true });
  expect([...plan.share]).toEqual([666_666, 333_334]);
});

test("millionths go to the largest remainders", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "r", count: 3 }],
    tasks: [{ id: "t", divisible: true }],
    objectives: ["cost"],
  });
  const { decode } = formulate(instance, targetsOf(instance)[0], []) as Encoding;
  const plan = decode(Float64Array.of(0.2000002, 0.3000003, 0.4999995));
  expect([...plan.share]).toEqual([200_000, 300_000, 500_000]);
});
