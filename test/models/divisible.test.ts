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
    const plans = [...feasiblePlans(instance, { parts: 4 })].slice(0, 200);
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
