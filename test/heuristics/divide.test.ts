import { expect, it } from "vitest";
import { leastRise } from "../../src/heuristics/least-rise.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom } from "../../src/util/random.ts";

/** The value of the best plan of a document and its shares. */
function split(document: object) {
  const instance = parseInstance(document);
  const [target] = targetsOf(instance);
  const plan = [...leastRise.plans(instance, target, makeRandom(1))].at(-1);
  if (plan === undefined) throw new Error("No plan.");
  expect(verify(instance, plan).ok).toBe(true);
  return { value: evaluateTarget(instance, plan, target), shares: [...plan.share] };
}

const task = { id: "x", divisible: true };

it("levels the ends: a late resource takes less", () => {
  // 8 s over a from 0 s and b from 2 s: both end at 5 s, shares 5/8 and 3/8.
  const resources = [{ id: "a" }, { id: "b", available: { from: "2s" } }];
  const tasks = [{ ...task, runtime: "8s" }];
  expect(
    split({ mode: "batch", exclusive: true, resources, tasks, objectives: ["makespan"] }),
  ).toEqual({
    value: 5000,
    shares: [625_000, 375_000],
  });
});

it("levels loads in proportion to capacity", () => {
  const resources = [2, 6].map((cpu, i) => ({ id: `r${i}`, capacity: { cpu } }));
  const tasks = [{ ...task, demand: { cpu: 4 } }];
  const { value, shares } = split({ mode: "placement", resources, tasks, objectives: ["balance"] });
  expect(value).toBe(500_000);
  expect(shares).toEqual([250_000, 750_000]);
});

it("fills the cheapest first, to the last millionth that fits", () => {
  // 3 cpu: a holds 1 cpu of it (333,333 millionths), the dearer b the rest.
  const resources = [1, 3].map((cpu, i) => ({ id: `r${i}`, capacity: { cpu } }));
  const tasks = [{ ...task, demand: { cpu: 3 }, cost: [1, 2] }];
  const { shares } = split({ mode: "placement", resources, tasks, objectives: ["cost"] });
  expect(shares).toEqual([333_333, 666_667]);
});

it("places as much of an optional task as there is room for", () => {
  const resources = [{ id: "a", capacity: { cpu: 1 } }];
  const tasks = [{ ...task, demand: { cpu: 4 }, optional: true, value: 8 }];
  const { value } = split({ mode: "placement", resources, tasks, objectives: ["throughput"] });
  expect(value).toBe(-2000);
});
