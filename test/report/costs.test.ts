import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateObjective } from "../../src/plan/evaluate.ts";
import { costOfResource, costSplit } from "../../src/report/costs.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { firstPlan } from "../support/first-plan.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule } from "../support/random-schedule.ts";

test("the parts of a cost sum to it exactly", () => {
  let [costly, tried] = [0, 0];
  for (const documentOf of [randomDocument, randomSchedule]) {
    for (let seed = 1; seed <= drawn(120); seed++) {
      const random = makeRandom(seed);
      const instance = parseInstance(documentOf(random));
      const plan = firstPlan(instance, targetsOf(instance)[0], random);
      if (plan === undefined) continue;
      const split = costSplit(instance, plan);
      expect(split.total).toBe(evaluateObjective(instance, plan, { name: "cost" }));
      const parts = split.resources.reduce((sum, one) => sum + costOfResource(one), 0);
      expect(parts + split.transfers).toBe(split.total);
      const pieces = split.resources.reduce((sum, one) => sum + one.pieces, 0);
      expect([...split.tasks.values()].reduce((sum, one) => sum + one, 0)).toBe(pieces);
      expect(Math.min(0, ...split.resources.map((one) => one.idle))).toBe(0);
      tried++;
      if (split.total > 0) costly++;
    }
  }
  expect(costly).toBeGreaterThan(atLeast(30));
  expect(tried).toBeGreaterThan(costly);
});

test("what is paid while nothing runs stands apart", () => {
  // Rented from 0:00 to 3:00, rounded up to 4 h; work in the first and the third hour.
  const instance = parseInstance({
    mode: "batch",
    objectives: ["cost"],
    resources: [
      {
        id: "h",
        capacity: { cpu: 1 },
        price: "6/h",
        fixed_price: 2,
        billing: { by: "rental", every: "4h" },
      },
    ],
    tasks: [
      { id: "a", demand: { cpu: 1 }, runtime: "1h" },
      { id: "b", demand: { cpu: 1 }, runtime: "1h", release: "2h" },
    ],
  });
  const plan = firstPlan(instance, targetsOf(instance)[0], makeRandom(1));
  if (plan === undefined) throw new Error("no plan");
  const [own] = costSplit(instance, plan).resources;
  expect(own).toEqual({ resource: 0, copies: 1, pieces: 0, once: 2e6, busy: 12e6, idle: 12e6 });
});

test("what moves between sites stands apart from the resources", () => {
  // The stages cannot share a resource, and 1 TiB between them costs 20.48 dollars.
  const instance = parseInstance({
    mode: "placement",
    objectives: ["cost"],
    resources: [
      { id: "a", capacity: { cpu: 1 }, fixed_price: 3, labels: { zone: "x" } },
      { id: "b", capacity: { gpu: 1 }, fixed_price: 4, labels: { zone: "y" } },
    ],
    transfer: [{ across: "zone", price: "0.02/GiB" }],
    tasks: [
      {
        id: "t",
        stages: [
          { id: "one", demand: { cpu: 1 }, output: "1TiB" },
          { id: "two", demand: { gpu: 1 } },
        ],
      },
    ],
  });
  const plan = firstPlan(instance, targetsOf(instance)[0], makeRandom(1));
  if (plan === undefined) throw new Error("no plan");
  const { total, transfers } = costSplit(instance, plan);
  expect([total, transfers]).toEqual([27.48e6, 20.48e6]);
});
