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
  for (let seed = 1; seed <= 50; seed++) {
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
  expect(solved).toBeGreaterThan(50);
  // Runtimes of whole seconds leave room for the last milliseconds nearly always.
  expect(unverified / solved).toBeLessThan(0.02);
});

test.each(["placement", "batch"] as const)("a limit keeps every plan within it: %s", (mode) => {
  let kept = 0;
  for (let seed = 1; seed <= 40; seed++) {
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
  expect(kept).toBeGreaterThan(500);
});
