import { expect, test } from "vitest";
import { bestBound, provesInfeasible } from "../../src/bounds/registry.ts";
import { copiesLost, withoutCopies } from "../../src/instance/losses.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { makeRandom } from "../../src/util/random.ts";
import { bestSurviving } from "../support/enumerate-losses.ts";
import { robustDocument } from "../support/robust-document.ts";

const hosts = (count: number, tasks: readonly object[], part: object = {}) =>
  parseInstance({
    mode: "placement",
    robust: 1,
    resources: [{ id: "h", count, capacity: { cpu: 4 } }],
    tasks,
    ...part,
  });

test("names the loss and the amount that is missing", () => {
  const tasks = [{ id: "t", count: 9, demand: { cpu: 1 } }];
  expect(provesInfeasible(hosts(3, tasks))).toBe(
    "Without h#1 the tasks need at least 9 cpu and 8 is left: 1 is missing.",
  );
  expect(provesInfeasible(hosts(4, tasks))).toBeUndefined();
});

test("a task that only one resource can hold is lost with it", () => {
  const resources = [
    { id: "big", capacity: { cpu: 8 }, labels: { rack: "x" } },
    { id: "small", count: 3, capacity: { cpu: 4 }, labels: { rack: "y" } },
  ];
  const tasks = [{ id: "t", demand: { cpu: 5 } }];
  const of = (robust: unknown) => hosts(1, tasks, { resources, robust });
  expect(provesInfeasible(of(1))).toMatch(/^Without big no plan is left\. Task "t"/);
  expect(provesInfeasible(of({ lose: 1, across: "rack" }))).toMatch(/^Without rack=x no plan/);
  expect(provesInfeasible(of({ lose: 1, of: "small" }))).toBeUndefined();
});

test("the budget is not asked after a loss", () => {
  const resources = [
    { id: "cheap", capacity: { cpu: 4 }, fixed_price: 1 },
    { id: "dear", capacity: { cpu: 4 }, fixed_price: 5 },
  ];
  const of = (budget: number) =>
    hosts(1, [{ id: "t", demand: { cpu: 1 } }], { resources, budget, robust: 1 });
  expect(provesInfeasible(of(1))).toBeUndefined();
});

test("no more is placed than what is left can hold", () => {
  const instance = hosts(3, [{ id: "t", count: 12, optional: true, demand: { cpu: 1 } }], {
    objectives: ["throughput"],
  });
  const [target] = targetsOf(instance);
  expect(bestBound(instance, target)?.value).toBe(-8000);
  expect(bestBound(instance, target)?.source).toMatch(/ without h#1$/);
});

test("demands that differ by resource are not what they were after a loss", () => {
  const instance = hosts(1, [{ id: "t", optional: true, demand: { cpu: { a: 4, b: 1 } } }], {
    objectives: ["utilization:cpu"],
    robust: { lose: 1, of: "a" },
    resources: ["a", "b"].map((id) => ({ id, capacity: { cpu: 4 } })),
  });
  const [target] = targetsOf(instance);
  expect(bestSurviving(instance, target)).toBe(-4000);
  expect(bestBound(instance, target)?.value).toBeLessThanOrEqual(-4000);
});

test("what is left keeps its copies, and an entry of which nothing is left no task", () => {
  const instance = parseInstance({
    mode: "placement",
    robust: { lose: 1, across: "rack" },
    resources: [
      { id: "a", count: 2, capacity: { cpu: 4 }, labels: { rack: "x" } },
      { id: "b", count: 2, capacity: { cpu: 2 }, labels: { rack: "y" } },
    ],
    tasks: [{ id: "t", demand: { cpu: 1 } }],
  });
  const rack = withoutCopies(instance, copiesLost(instance.robust!, 0));
  expect([...rack.copyOf]).toEqual([0, 2, 3]);
  expect([...rack.instance.pairs.eligible]).toEqual([0, 1]);
  expect(rack.instance.resources.map(({ capacity }) => capacity[0])).toEqual([0, 2000]);
  const one = withoutCopies(instance, [2]);
  expect([...one.copyOf]).toEqual([0, 1, 3]);
  expect(one.instance.resources.map(({ count }) => count)).toEqual([2, 1]);
  expect([...one.instance.resourceCopyStart]).toEqual([0, 2, 3]);
  expect([...one.instance.resourceOfCopy]).toEqual([0, 0, 1]);
});

test("no bound lies above a plan that survives, and no proof where there is one", () => {
  let proven = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const instance = parseInstance(robustDocument(makeRandom(seed)));
    const [target] = targetsOf(instance);
    const best = bestSurviving(instance, target);
    const label = `seed ${seed} ${target.name}`;
    if (provesInfeasible(instance) !== undefined) {
      proven++;
      expect(best, label).toBeUndefined();
    }
    const bound = bestBound(instance, target);
    if (best === undefined || bound === undefined) continue;
    expect(bound.value, label).toBeLessThanOrEqual(best);
  }
  expect(proven).toBeGreaterThan(5);
});
