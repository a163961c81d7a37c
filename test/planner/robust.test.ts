import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { verify } from "../../src/plan/verify.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom } from "../../src/util/random.ts";
import { bestSurviving, survives } from "../support/enumerate-losses.ts";
import { robustDocument } from "../support/robust-document.ts";

const first = Number(process.env.FIRST_SEED ?? 1);
const times = Number(process.env.SEED_TIMES ?? 1);

test.each([
  ["auto", 60],
  ["milp", 40],
])("%s proves what enumeration of plans and recoveries finds", async (method, count) => {
  let optimal = 0;
  for (let seed = first; seed < first + count * times; seed++) {
    const instance = parseInstance(robustDocument(makeRandom(seed)));
    const [target] = targetsOf(instance);
    const best = bestSurviving(instance, target);
    const outcome = await plan(instance, { method });
    const label = `seed ${seed} ${target.name}`;
    const [level] = outcome.levels;
    if (best === undefined) {
      expect(outcome.termination, label).toBe("infeasible");
      continue;
    }
    optimal++;
    expect(level.termination, label).toBe("optimal");
    expect(level.best, label).toBe(best);
    expect(survives(instance, outcome.plan!.plan), label).toBe(true);
  }
  expect(optimal).toBeGreaterThan(count / 4);
});

test.each(["greedy", "local"])("%s offers only what survives", async (method) => {
  let found = 0;
  for (let seed = first; seed < first + 40 * times; seed++) {
    const instance = parseInstance(robustDocument(makeRandom(seed), { maxTasks: 5 }));
    const outcome = await plan(instance, { method, workLimit: 300 });
    const label = `seed ${seed}`;
    if (outcome.plan === undefined) continue;
    found++;
    expect(verify(instance, outcome.plan.plan).ok, label).toBe(true);
    expect(survives(instance, outcome.plan.plan), label).toBe(true);
    for (const { best, bound } of outcome.levels) {
      if (best !== undefined && bound !== undefined)
        expect(bound.value, label).toBeLessThanOrEqual(best);
    }
  }
  expect(found).toBeGreaterThan(8);
});
