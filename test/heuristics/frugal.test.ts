import { expect, test } from "vitest";
import { frugal } from "../../src/heuristics/frugal.ts";
import { generate } from "../../src/instance/generate/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom } from "../../src/util/random.ts";

test.each(["gap-c", "gap-d", "gap-e"])(
  "tight capacities of %s hold every task, ever cheaper",
  (kind) => {
    const instance = parseInstance(generate(kind, { tasks: 300, resources: 15, seed: 4 }));
    const [target] = targetsOf(instance);
    const values: number[] = [];
    for (const plan of frugal.plans(instance, target!, makeRandom(1))) {
      expect(verify(instance, plan).ok).toBe(true);
      values.push(evaluateTarget(instance, plan, target!));
    }
    expect(values.length).toBeGreaterThan(1);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  },
);

test("equal demands everywhere are left to the others", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "r", capacity: { cpu: 4 } }],
    tasks: [{ id: "t", demand: { cpu: 1 } }],
  });
  expect(frugal.supports(instance, targetsOf(instance)[0]!)).toMatch(/same/);
});
