import { expect, test } from "vitest";
import type { LevelLimit } from "../../src/instance/level-limit.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { verify } from "../../src/plan/verify.ts";
import { allowance } from "../../src/planner/earlier.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { bestSurviving, survives, survivesAsTold } from "../support/enumerate-losses.ts";
import { robustDocument } from "../support/robust-document.ts";

test.each([
  ["auto", 16],
  ["milp", 12],
])("%s proves what enumeration of plans and recoveries finds", async (method, count) => {
  let optimal = 0;
  for (let seed = first; seed < first + drawn(count); seed++) {
    const instance = parseInstance(robustDocument(makeRandom(seed)));
    const outcome = await plan(instance, { method });
    const limits: LevelLimit[] = [];
    for (const [i, target] of targetsOf(instance).entries()) {
      const best = bestSurviving(instance, target, limits);
      const label = `seed ${seed} level ${i} ${target.name}`;
      if (best === undefined) {
        expect(outcome.termination, label).toBe("infeasible");
        break;
      }
      optimal++;
      expect(outcome.levels[i].termination, label).toBe("optimal");
      expect(outcome.levels[i].best, label).toBe(best);
      limits.push({ target, atMost: best + allowance(target, best) });
    }
    if (outcome.plan !== undefined) {
      expect(survives(instance, outcome.plan.plan), `seed ${seed}`).toBe(true);
    }
  }
  expect(optimal).toBeGreaterThan(atLeast(count) / 4);
});

test.each(["greedy", "local"])("%s offers only what survives", async (method) => {
  let found = 0;
  for (let seed = first; seed < first + drawn(12); seed++) {
    const instance = parseInstance(robustDocument(makeRandom(seed), { maxTasks: 5 }));
    const outcome = await plan(instance, { method, workLimit: 80 });
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
  expect(found).toBeGreaterThan(atLeast(2));
});

/** Hosts of two kinds, and three times as many tasks that ask for shares and whole devices. */
function fleet(seed: number, hosts: number, shares: readonly number[]): object {
  const random = makeRandom(seed);
  const choice = <T>(items: readonly T[]): T => items[random.int(0, items.length - 1)];
  return {
    mode: "placement",
    robust: choice<unknown>([1, { lose: 1, of: "big" }, { lose: 1, across: "rack" }]),
    objectives: choice([["cost"], ["throughput", "cost"], ["balance", "cost"]]),
    resources: Array.from({ length: hosts }, (_, i) => ({
      id: `h${i}`,
      kind: i % 3 === 0 ? "big" : "small",
      capacity: { cpu: i % 3 === 0 ? 16 : 8 },
      devices: { gpu: i % 3 === 0 ? 4 : 2 },
      fixed_price: i % 3 === 0 ? 5 : 3,
      labels: { rack: `r${i % 4}` },
    })),
    tasks: Array.from({ length: 3 * hosts }, (_, t) => ({
      id: `t${t}`,
      demand: { cpu: random.int(1, 3), gpu: choice([0, 0, ...shares, 1, 1, 2]) },
      optional: random.int(0, 2) === 0,
      ...(t < 4 && { separate: "web" }),
      ...(t > 3 * hosts - 4 && { colocate: "pod" }),
    })),
  };
}

test.each([
  ["local", 9, [0.25, 0.5, 0.75], 3, 60],
  ["auto", 7, [0.5], 1, 20],
])(
  "%s plans fleets that survive, by a check apart from the verifier",
  async (method, hosts, shares, count, workLimit) => {
    let found = 0;
    for (let seed = first; seed < first + drawn(count); seed++) {
      const instance = parseInstance(fleet(seed, hosts, shares));
      const outcome = await plan(instance, { method, workLimit });
      const label = `seed ${seed}`;
      for (const { best, bound } of outcome.levels) {
        if (best !== undefined && bound !== undefined) {
          expect(bound.value, label).toBeLessThanOrEqual(best);
        }
      }
      if (outcome.plan === undefined) continue;
      found++;
      expect(survivesAsTold(instance, outcome.plan.plan), label).toBe(true);
    }
    expect(found).toBeGreaterThan(atLeast(count) / 2);
  },
);
