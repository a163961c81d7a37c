import { expect, test } from "vitest";
import { priceBound } from "../../src/bounds/prices/prices.ts";
import { bestBound } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom } from "../../src/util/random.ts";
import { bestLevels, truthOf } from "../oracle/truth.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { randomDocument } from "../support/random-document.ts";
import { validObjectives } from "../support/random-objectives.ts";
import { randomSchedule } from "../support/random-schedule.ts";
import { validScheduleObjectives } from "../support/random-schedule-objectives.ts";

const BY_CLASS = /^(throughput|completion-time|utilization:.*)$/;

/** Small documents with classes, and one or two of the sums by class. */
function drawnInstance(mode: "placement" | "schedule", seed: number) {
  const random = makeRandom(seed);
  const size = { maxTasks: 4, maxResources: 3 };
  const {
    objectives: _,
    combine: __,
    ...document
  } = mode === "placement"
    ? randomDocument(random, { ...size, mode })
    : randomSchedule(random, size);
  const valid =
    mode === "placement"
      ? validObjectives(document as Parameters<typeof validObjectives>[0])
      : validScheduleObjectives(document as Parameters<typeof validScheduleObjectives>[0]);
  const names = random.shuffle(valid.filter((name) => BY_CLASS.test(name))).slice(0, 2);
  const tasks = (document.tasks as object[]).map((task) =>
    "stages" in task ? task : { ...task, priority: [-5, 0, 3][random.int(0, 2)] },
  );
  const objectives = names.map((objective) => ({ objective, by_priority: true }));
  return parseInstance({ ...document, tasks, objectives });
}

test.each(["placement", "schedule"] as const)(
  "%s: by priority no level is better than its best, no bound above it, and methods reach it",
  async (mode) => {
    let [asked, levels, classes] = [0, 0, 0];
    const reached: Record<string, number> = { auto: 0, local: 0, milp: 0 };
    const last = mode === "placement" ? drawn(110, 45) : drawn(60, 25);
    for (let seed = 1; seed <= last; seed++) {
      const instance = drawnInstance(mode, seed);
      if (instance.mode !== mode) continue;
      const targets = targetsOf(instance);
      const truth = truthOf(instance, targets, 3000);
      const best = truth?.complete ? bestLevels(truth.values, targets) : undefined;
      if (truth === undefined || best === undefined) continue;
      asked++;
      levels += targets.length;
      if (targets.length > instance.objectives.length) classes++;
      for (const [i, target] of targets.entries()) {
        const label = `seed ${seed}: ${target.name}`;
        const least = Math.min(...truth.values.map((values) => values[i]));
        expect(bestBound(instance, target)?.value ?? -Infinity, label).toBeLessThanOrEqual(least);
        const priced = priceBound(instance, target, { passes: 40 });
        expect(priced?.value ?? -Infinity, label).toBeLessThanOrEqual(least);
      }
      for (const method of Object.keys(reached)) {
        const outcome = await plan(instance, { method, workLimit: 40, seed: 2 });
        let isBest = outcome.plan !== undefined;
        for (const [i, { target, value = Infinity, bound }] of outcome.levels.entries()) {
          const label = `seed ${seed}, ${method}: ${target.name}`;
          if (!isBest) break;
          expect(value, label).toBeGreaterThanOrEqual(best[i]);
          expect(bound?.value ?? -Infinity, label).toBeLessThanOrEqual(best[i]);
          isBest = value === best[i];
        }
        if (isBest) reached[method]++;
      }
    }
    const said = JSON.stringify({ asked, levels, classes, reached });
    expect(asked, said).toBeGreaterThan(atLeast(mode === "placement" ? 30 : 15));
    expect(classes, said).toBeGreaterThan(atLeast(3));
    expect(reached.auto / asked, said).toBeGreaterThan(0.9);
    expect(reached.local / asked, said).toBeGreaterThan(0.8);
    expect(reached.milp / asked, said).toBeGreaterThan(0.9);
  },
  60_000,
);

test("the highest class gets the fast hosts first, however many the others are", async () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [
      { id: "fast", count: 2, devices: { gpu: 1 } },
      { id: "slow", count: 6, devices: { gpu: 1 } },
    ],
    tasks: [
      { id: "many", count: 5, demand: { gpu: 1 }, runtime: { fast: "1h", slow: "9h" } },
      { id: "few", count: 2, demand: { gpu: 1 }, runtime: { fast: "1h", slow: "2h" }, priority: 1 },
    ],
    objectives: [{ objective: "completion-time", by_priority: true }],
  });
  const { levels, termination } = await plan(instance, { workLimit: 200 });
  // Without classes the fast hosts would go to two of the many.
  const HOUR = 3_600_000;
  expect(levels.map(({ target, value }) => [target.name, value])).toEqual([
    ["completion-time (priority 1)", 2 * HOUR],
    ["completion-time (priority 0)", 45 * HOUR],
  ]);
  expect(termination).toBe("optimal");
});
