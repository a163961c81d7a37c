import { expect, test } from "vitest";
import { generate } from "../../src/instance/generate/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { rulesOf } from "../../src/instance/schedule.ts";
import { usablePairs } from "../../src/instance/usable.ts";

/** Many instances of every shape that a night has. */
function nights() {
  return [1, 2, 3, 5, 8, 40].flatMap((resources) =>
    [1, 2, 3].map((seed) => parseInstance(generate("night", { tasks: 120, resources, seed }))),
  );
}

test("every job fits on some kind, with all its workers at once", () => {
  for (const instance of nights()) {
    const usable = usablePairs(instance);
    const R = instance.resources.length;
    const { workers } = rulesOf(instance);
    for (const t of instance.tasks.keys()) {
      const most = instance.resources.map(({ count }, r) => (usable[t * R + r] === 1 ? count : 0));
      expect(Math.max(...most)).toBeGreaterThanOrEqual(workers[t]);
      if (workers[t] > 1) expect(instance.demand[1].values[t]).toBe(8000);
    }
  }
});

test("times are steps of five minutes, so that programs over time stay small", () => {
  for (const instance of nights()) {
    const { tasks, pairs } = instance;
    const times = [...pairs.runtime, ...tasks.flatMap(({ release, due = 0 }) => [release, due])];
    expect(times.every((time) => time % 300_000 === 0)).toBe(true);
  }
});

test("jobs are of many sizes, some wait, some are due, and a faster kind is not equally faster for all", () => {
  const instance = parseInstance(generate("night", { tasks: 1000, resources: 64, seed: 1 }));
  const { workers, precedence } = rulesOf(instance);
  const gpus = instance.dimensions.findIndex(({ devices }) => devices);
  const shareOf = (is: (t: number) => boolean) =>
    [...instance.tasks.keys()].filter(is).length / instance.tasks.length;
  const demand = (t: number) => instance.demand[gpus].values[t];
  expect(shareOf((t) => demand(t) === 1000)).toBeGreaterThan(0.4);
  for (const size of [500, 2000, 4000, 8000]) {
    expect(shareOf((t) => demand(t) === size)).toBeGreaterThan(0.05);
  }
  expect(shareOf((t) => workers[t] > 1)).toBeGreaterThan(0.01);
  expect(shareOf((t) => instance.tasks[t].due !== undefined)).toBeGreaterThan(0.3);
  expect(shareOf((t) => instance.tasks[t].release > 0)).toBeGreaterThan(0.2);
  expect(precedence.length).toBeGreaterThan(50);
  const ratios = new Set(
    [...instance.tasks.keys()].map((t) => {
      const [fast, slow] = instance.pairs.runtime.subarray(t * 3, t * 3 + 2);
      return Math.round((10 * slow) / fast);
    }),
  );
  expect(ratios.size).toBeGreaterThan(8);
});
