import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { piecesOf } from "../../src/plan/build.ts";
import { makeRandom } from "../../src/util/random.ts";
import { naiveValue } from "../plan/naive-objectives.ts";
import { randomPlan } from "../plan/random-plan.ts";
import { randomSchedulePlan } from "../plan/random-schedule-plan.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { bestByEnumeration } from "../support/enumerate.ts";
import { bestSurviving } from "../support/enumerate-losses.ts";
import { bestSchedule } from "../support/enumerate-schedule.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule } from "../support/random-schedule.ts";
import { robustDocument } from "../support/robust-document.ts";
import { held } from "./held.ts";
import { bestLevels, truthOf } from "./truth.ts";
import { levelValue } from "./values.ts";

test("placements and sequences have the best values that a plain enumeration finds", () => {
  const seen = { none: 0, some: 0 };
  for (let seed = 0; seed < drawn(120); seed++) {
    const mode = seed % 2 === 0 ? "placement" : "batch";
    const instance = parseInstance(randomDocument(makeRandom(seed), { mode, maxTasks: 3 }));
    if (instance.tasks.some(({ divisible }) => divisible)) continue;
    const targets = targetsOf(instance);
    const truth = truthOf(instance);
    expect(truth?.complete).toBe(true);
    const plain = bestByEnumeration(instance, targets)?.values;
    expect(bestLevels(truth!.values, targets), `seed ${seed}`).toEqual(plain);
    seen[plain === undefined ? "none" : "some"]++;
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(atLeast(20));
});

test("schedules have the best values that every start of the grid has", () => {
  const seen = { none: 0, some: 0 };
  for (let seed = 0; seed < drawn(70); seed++) {
    const size = { maxTasks: 3, maxResources: 2, whole: true };
    const instance = parseInstance(randomSchedule(makeRandom(seed), size));
    const targets = targetsOf(instance);
    const plain = bestSchedule(instance, targets, { everyStart: true, most: 5000 });
    const truth = truthOf(instance);
    if (plain === "gave up" || truth === undefined) continue;
    expect(truth.complete).toBe(true);
    expect(bestLevels(truth.values, targets), `seed ${seed}`).toEqual(plain?.values);
    seen[plain === undefined ? "none" : "some"]++;
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(atLeast(15));
});

test("losses are survived where a plain enumeration says so", () => {
  let some = 0;
  for (let seed = 0; seed < drawn(50); seed++) {
    const instance = parseInstance(
      robustDocument(makeRandom(seed), { maxTasks: 3, maxResources: 3 }),
    );
    const [target] = targetsOf(instance);
    const best = bestLevels(truthOf(instance, [target])!.values, [target]);
    expect(best?.[0], `seed ${seed}`).toBe(bestSurviving(instance, target));
    if (best !== undefined) some++;
  }
  expect(some).toBeGreaterThan(atLeast(8));
});

test("values are those of the slow definitions", () => {
  for (let seed = 0; seed < drawn(150); seed++) {
    const random = makeRandom(seed);
    const document = seed % 2 === 0 ? randomDocument(random) : randomSchedule(random);
    const instance = parseInstance(document);
    const isOverTime = instance.mode === "schedule";
    const plan = (isOverTime ? randomSchedulePlan : randomPlan)(instance, random);
    const pieces = [...piecesOf(plan)].map(({ task, resource, start, share }) =>
      held(instance, task, resource, start, share),
    );
    for (const target of targetsOf(instance)) {
      const slow = target.terms.map(
        ({ objective, factor }) => naiveValue(instance, plan, objective) * BigInt(factor),
      );
      const sum = Number(slow.reduce((all, one) => all + one, 0n));
      expect(levelValue(instance, target, pieces), `seed ${seed} ${target.name}`).toBe(sum);
    }
  }
});
