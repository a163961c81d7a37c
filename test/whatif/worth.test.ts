import { expect, test } from "vitest";
import { draftOf } from "../../src/edit/draft.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom } from "../../src/util/random.ts";
import { worthOfOneMore } from "../../src/whatif/worth.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { bestByEnumeration } from "../support/enumerate.ts";
import { randomDocument } from "../support/random-document.ts";

test("with one more of a resource no plan is better by more than what it is said to be worth", async () => {
  const random = makeRandom(first + 120);
  let [told, some, none] = [0, 0, 0];
  for (let i = 0; i < drawn(400); i++) {
    const document = randomDocument(random, { maxTasks: 4, maxResources: 2 });
    const instance = parseInstance(document);
    if (instance.tasks.some(({ divisible }) => divisible)) continue;
    const { levels } = await plan(instance, { workLimit: 10 });
    const [level] = levels;
    const { target, value, bound, certified = bound } = level ?? {};
    if (target === undefined || value === undefined || certified?.certificate === undefined)
      continue;
    const { certificate } = certified;
    for (const { resource, most } of worthOfOneMore({
      document,
      instance,
      target,
      value,
      certificate,
    })) {
      const draft = draftOf(document);
      const entry = draft.resources.find(({ id }) => id === resource);
      entry!.count = ((entry!.count as number | undefined) ?? 1) + 1;
      const larger = parseInstance(draft);
      const best = bestByEnumeration(larger, targetsOf(larger).slice(0, 1));
      if (best === undefined) continue;
      expect(value - best.values[0], JSON.stringify({ document, resource })).toBeLessThanOrEqual(
        most,
      );
      told++;
      if (most === 0) none++;
      else some++;
    }
  }
  expect(told).toBeGreaterThanOrEqual(atLeast(100));
  expect(Math.min(some, none)).toBeGreaterThanOrEqual(atLeast(15));
});

test("of hours that share one load, one more resource takes its part of the largest", async () => {
  const document = {
    ...{ mode: "batch", exclusive: true, objectives: ["makespan"] },
    resources: [
      { id: "h", count: 3 },
      { id: "idle", available: { until: "1m" } },
    ],
    tasks: [{ id: "t", count: 12, runtime: "1h" }],
  };
  const instance = parseInstance(document);
  const outcome = await plan(instance, { workLimit: 50 });
  const [{ target, value, bound }] = outcome.levels;
  const { certificate } = bound ?? {};
  if (value === undefined || certificate === undefined) throw new Error("There is a proof.");
  // 12 hours on 4 copies are 3 in place of 4.
  const worth = worthOfOneMore({ document, instance, target, value, certificate });
  expect(worth).toEqual([
    { resource: "h", most: 3_600_000 },
    { resource: "idle", most: 0 },
  ]);
});

test("level prices are proven anew at the level that they refute on the larger instance", () => {
  const document = {
    ...{ mode: "batch", exclusive: true, objectives: ["makespan"] },
    resources: [{ id: "h", count: 3 }],
    tasks: [{ id: "t", count: 12, runtime: "1h" }],
  };
  const instance = parseInstance(document);
  const [target] = targetsOf(instance);
  const hour = 3_600_000;
  const certificate = { kind: "level-prices", refuted: 4 * hour - 1, price: [[1]] } as const;
  // 12 hours on 4 copies: 3 in place of 4.
  const worth = worthOfOneMore({ document, instance, target, value: 4 * hour, certificate });
  expect(worth).toEqual([{ resource: "h", most: hour }]);
});
