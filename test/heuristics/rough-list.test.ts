import { expect, test } from "vitest";
import { HEURISTICS } from "../../src/heuristics/registry.ts";
import { roughList } from "../../src/heuristics/rough-list.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomStages } from "../support/random-stages.ts";

test("whatever it finds is a plan, and it finds one nearly as often as all lists together", () => {
  let [found, missed] = [0, 0];
  for (let seed = 0; seed < drawn(400); seed++) {
    const random = makeRandom(seed);
    const document =
      seed % 4 === 3 ? randomStages(random) : randomDocument(random, { maxTasks: 6 });
    const instance = parseInstance(document);
    const [target] = targetsOf(instance);
    const rough = roughList(instance, target);
    if (rough !== undefined) {
      found++;
      const checked = verify(instance, rough);
      expect(checked.ok ? [] : checked.violations, `seed ${seed}`).toEqual([]);
      continue;
    }
    const others = HEURISTICS.some(
      (heuristic) =>
        heuristic.supports(instance, target) === true &&
        heuristic.plans(instance, target, makeRandom(seed)).next().done !== true,
    );
    if (others) missed++;
  }
  expect(found).toBeGreaterThan(atLeast(150));
  expect(missed).toBeLessThan(found / 10);
});

test("tasks go where the target rises least among a few entries, not to the first with room", () => {
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: Array.from({ length: 20 }, (_, i) => ({ id: `r${i}`, capacity: { cpu: 1 } })),
    tasks: Array.from({ length: 400 }, (_, i) => ({ id: `t${i}`, runtime: `${1 + (i % 7)}m` })),
  });
  const [target] = targetsOf(instance);
  const plan = roughList(instance, target);
  const work = instance.tasks.reduce(
    (sum, { count }, t) => sum + count * instance.pairs.runtime[t * instance.resources.length],
    0,
  );
  expect(plan).toBeDefined();
  expect(evaluateTarget(instance, plan!, target)).toBeLessThan((1.3 * work) / 20);
});

test("copies and devices that nobody uses take no memory", () => {
  const instance = parseInstance({
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "a", count: 1000, devices: { gpu: 1_000_000 } }],
    tasks: [
      { id: "t", count: 3, demand: { gpu: 0.5 }, cost: 1 },
      { id: "u", demand: { gpu: 400_000 }, cost: 1 },
    ],
  });
  const [target] = targetsOf(instance);
  const before = process.memoryUsage().arrayBuffers;
  const plan = roughList(instance, target);
  const grown = process.memoryUsage().arrayBuffers - before;
  expect(verify(instance, plan!).ok).toBe(true);
  // All devices of all copies would be four gigabytes.
  expect(grown).toBeLessThan(100e6);
});
