import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import {
  findResourceCopy,
  findTaskCopy,
  resourceCopyId,
  taskCopyId,
} from "../../src/instance/ids.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { splitEntries } from "../../src/replan/split.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { randomPlan } from "../plan/random-plan.ts";
import { randomSchedulePlan } from "../plan/random-schedule-plan.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { FEATURES, randomDocument } from "../support/random-document.ts";
import { randomSchedule, SCHEDULE_FEATURES } from "../support/random-schedule.ts";

const SIZE = { maxTasks: 7, maxResources: 5 };

/** A third of the features and, for entries to cut, counts. */
function some<F extends string>(features: readonly F[], random: Random): F[] {
  return features.filter((name) => name === "counts" || random.int(0, 2) === 0);
}

function someCopies(copies: Int32Array, random: Random): number[] {
  return [...copies.keys(), copies.length].filter(() => random.int(0, 1) === 0);
}

/** By rule: how often it is broken. A split changes no copy, so no rule and no message about one. */
function broken(instance: Instance, plan: Parameters<typeof verify>[1]): readonly string[] {
  const checked = verify(instance, plan);
  return checked.ok ? [] : [...new Set(checked.violations.map(({ rule }) => rule))];
}

test("cutting entries changes no copy, no name, no rule and no value", () => {
  const seen = { lawful: 0, unlawful: 0, cut: 0 };
  for (let seed = 1; seed <= drawn(400); seed++) {
    const random = makeRandom(seed);
    const document =
      seed % 2 === 0
        ? randomSchedule(random, { ...SIZE, features: some(SCHEDULE_FEATURES, random) })
        : randomDocument(random, { ...SIZE, mode: "placement", features: some(FEATURES, random) });
    const instance = parseInstance(document);
    const cut = splitEntries(instance, {
      tasks: someCopies(instance.taskOfCopy, random),
      resources: someCopies(instance.resourceOfCopy, random),
    });
    seen.cut += cut.tasks.length + cut.resources.length;
    seen.cut -= instance.tasks.length + instance.resources.length;
    expect(cut.taskOfCopy.length).toBe(instance.taskOfCopy.length);
    for (const copy of instance.taskOfCopy.keys()) {
      const id = taskCopyId(instance, copy);
      expect(taskCopyId(cut, copy)).toBe(id);
      expect(findTaskCopy(cut, id)).toBe(copy);
    }
    for (const copy of instance.resourceOfCopy.keys()) {
      const id = resourceCopyId(instance, copy);
      expect(resourceCopyId(cut, copy)).toBe(id);
      expect(findResourceCopy(cut, id)).toBe(copy);
    }
    const draw = instance.mode === "schedule" ? randomSchedulePlan : randomPlan;
    if (instance.resourceOfCopy.length === 0 || instance.mode === "batch") continue;
    for (let i = 0; i < 3; i++) {
      const plan = draw(instance, random);
      const rules = broken(instance, plan);
      expect(broken(cut, plan), `seed ${seed}`).toEqual(rules);
      seen[rules.length === 0 ? "lawful" : "unlawful"]++;
      const before = targetsOf(instance);
      targetsOf(cut).forEach((target, level) => {
        const value = evaluateTarget(instance, plan, before[level]);
        expect(evaluateTarget(cut, plan, target), `seed ${seed}`).toBe(value);
      });
    }
  }
  expect(seen.lawful).toBeGreaterThan(atLeast(100));
  expect(seen.unlawful).toBeGreaterThan(atLeast(100));
  expect(seen.cut).toBeGreaterThan(atLeast(100));
});

test("what goes from copy i to copy i is cut on both sides", () => {
  const instance = parseInstance({
    mode: "batch",
    limits: [],
    resources: [{ id: "h", count: 3, exclusive: true }],
    tasks: [
      { id: "a", count: 4, runtime: "1s" },
      { id: "b", count: 4, runtime: "1s", after: [{ task: "a", each: true }] },
      { id: "c", count: 2, runtime: "1s", after: ["b"] },
    ],
  });
  const cut = splitEntries(instance, { tasks: [2], resources: [1] });
  expect(cut.tasks.map(({ count }) => count)).toEqual([2, 2, 2, 2, 2]);
  expect(cut.tasks.map(({ id }) => id)).toEqual(["a", "a", "b", "b", "c"]);
  expect(cut.resources.map(({ id, count }) => [id, count])).toEqual([
    ["h#1", 1],
    ["h", 2],
  ]);
  const waits = cut.schedule!.precedence.map(({ before, after, pairwise }) => {
    return [before, after, pairwise];
  });
  expect(waits).toEqual([
    [0, 2, true],
    [1, 3, true],
    [2, 4, false],
    [3, 4, false],
  ]);
  expect("unsupported" in formulate(cut, targetsOf(cut)[0], [])).toBe(false);
});
