import fc from "fast-check";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { buildPlan, plansEqual } from "../../src/plan/build.ts";
import { startAsap } from "../../src/plan/sequence.ts";
import { verify } from "../../src/plan/verify.ts";
import { wholePlan } from "../../src/plan/whole-plan.ts";
import { InvariantError } from "../../src/util/errors.ts";

const TASKS = 6;
const hosts = [
  { id: "a", count: 2, devices: { gpu: 4 }, available: { from: "5s" } },
  { id: "b", devices: { gpu: 2, tpu: 3 } },
];
const COPIES = 3;
const inSequence = parseInstance({
  mode: "batch",
  exclusive: true,
  resources: hosts,
  tasks: [
    { id: "t", count: 4, demand: { gpu: 2 }, runtime: ["2s", "3s"], optional: true },
    { id: "u", count: 2, demand: { tpu: 2 }, runtime: "7s", optional: true },
  ],
});
const places = fc.array(fc.integer({ min: -1, max: COPIES - 1 }), {
  minLength: TASKS,
  maxLength: TASKS,
});

test("in sequence the plan is that of the tasks one after the other in their order, on the first devices", () => {
  fc.assert(
    fc.property(places, (home) => {
      const orders = Array.from({ length: COPIES }, (_, i) => {
        const items = home.flatMap((at, task) => (at === i ? [{ task }] : []));
        return [i, items] as const;
      });
      const plan = wholePlan(inSequence, Int32Array.from(home));
      expect(plansEqual(plan, buildPlan(inSequence, startAsap(inSequence, orders)))).toBe(true);
    }),
  );
});

test("at once, whole devices are chosen so that the plan verifies; where they do not suffice it is refused", () => {
  const atOnce = parseInstance({
    mode: "placement",
    resources: [{ id: "a", count: COPIES, devices: { gpu: 4 } }],
    tasks: [{ id: "t", count: TASKS, demand: { gpu: 2 }, optional: true }],
  });
  let [held, refused] = [0, 0];
  fc.assert(
    fc.property(places, (home) => {
      const fits = Array.from({ length: COPIES }, (_, i) => home.filter((at) => at === i).length);
      if (fits.every((one) => one <= 2)) {
        held++;
        const plan = wholePlan(atOnce, Int32Array.from(home));
        expect(verify(atOnce, plan).ok).toBe(true);
        expect(plan.task).toHaveLength(home.filter((at) => at >= 0).length);
      } else {
        refused++;
        expect(() => wholePlan(atOnce, Int32Array.from(home))).toThrow(InvariantError);
      }
    }),
  );
  expect(Math.min(held, refused)).toBeGreaterThan(10);
});
