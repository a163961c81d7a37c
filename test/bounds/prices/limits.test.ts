import { describe, expect, it } from "vitest";
import { priceBounds } from "../../../src/bounds/prices/prices.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { buildPlan } from "../../../src/plan/build.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { enumeratePlans } from "../../support/enumerate.ts";
import { type Feature, randomDocument } from "../../support/random-document.ts";
import { validObjectives } from "../../support/random-objectives.ts";

const FAMILIES: readonly (readonly Feature[])[] = [
  ["runtime-tables", "window", "cost", "price", "counts"],
  ["capacity", "cost", "demand-tables", "counts", "fixed-price"],
  ["divisible", "capacity", "cost", "window", "runtime-tables"],
  ["replicas", "capacity", "optional", "power", "price", "runtime-tables"],
];

/** Least value of one objective among plans that keep a limit on another, by enumeration. */
describe.each(["placement", "batch"] as const)(
  "bounds under the limit of an earlier level, %s",
  (mode) => {
    it("never pass a plan that keeps it, and say which limit they need", () => {
      let given = 0;
      let levels = 0;
      let tight = 0;
      for (const [f, features] of FAMILIES.entries()) {
        for (let seed = 0; seed < drawn(30); seed++) {
          const random = makeRandom(500 * f + seed);
          const document = randomDocument(random, { mode, maxTasks: 4, maxResources: 3, features });
          const objectives = validObjectives(document);
          const instance = parseInstance({ ...document, objectives, combine: "lexicographic" });
          const targets = targetsOf(instance);
          const divisible = instance.tasks.some((task) => task.divisible);
          const plans = [];
          for (const plan of enumeratePlans(instance, divisible ? { parts: 4 } : {})) {
            if (plans.length > 300) break;
            if (verify(instance, plan).ok) plans.push(plan);
          }
          if (plans.length === 0) continue;
          const values = plans.map((plan) =>
            targets.map((target) => evaluateTarget(instance, plan, target)),
          );
          for (const [i, target] of targets.entries()) {
            for (const [j, earlier] of targets.entries()) {
              if (i === j) continue;
              const atMost = Math.min(...values.map((row) => row[j])) + (seed % 3);
              const kept = values.filter((row) => row[j] <= atMost).map((row) => row[i]);
              const best = Math.min(...kept);
              let last: number | undefined;
              const limits = [{ target: earlier, atMost }];
              for (const bound of priceBounds(instance, target, { passes: 40 }, limits)) {
                const label = `${mode} ${f}/${seed}: ${target.name} given ${earlier.name}`;
                expect(bound.value, label).toBeLessThanOrEqual(best);
                const checked = checkCertificate(instance, target, bound.certificate);
                expect(checked, label).toMatchObject({ bound: bound.value });
                for (const limit of "given" in checked ? (checked.given ?? []) : []) {
                  given++;
                  expect(limit.at_most).toBeGreaterThanOrEqual(atMost);
                }
                if (bound.certificate?.kind === "level-prices") levels++;
                last = bound.value;
              }
              if (last === best) tight++;
            }
          }
        }
      }
      expect(given).toBeGreaterThan(atLeast(100));
      expect(levels).toBeGreaterThan(atLeast(20));
      expect(tight).toBeGreaterThan(atLeast(100));
    });
  },
);

describe("a limit on balance", () => {
  // Half of 3 thousandths are 1.5: a share may take them, a whole task of 2 may not.
  const half = (task: object) =>
    parseInstance({
      mode: "placement",
      objectives: ["throughput", "balance"],
      resources: [{ id: "r", capacity: { cpu: "3m" } }],
      tasks: [{ id: "t", optional: true, ...task }],
    });
  const best = (instance: ReturnType<typeof half>) => {
    const [throughput, balance] = targetsOf(instance);
    const limits = [{ target: balance, atMost: 500_000 }];
    const bounds = [...priceBounds(instance, throughput, { passes: 80 }, limits)];
    return bounds.at(-1)?.value;
  };

  it("leaves shares what is between two whole amounts", () => {
    const instance = half({ demand: { cpu: "3m" }, divisible: true });
    const plan = buildPlan(instance, [{ task: 0, resource: 0, share: 500_000 }]);
    expect(verify(instance, plan).ok).toBe(true);
    const [throughput, balance] = targetsOf(instance);
    expect(evaluateTarget(instance, plan, balance)).toBe(500_000);
    expect(best(instance)).toBeLessThanOrEqual(evaluateTarget(instance, plan, throughput));
  });

  it("leaves whole tasks whole amounts", () => {
    expect(best(half({ demand: { cpu: "1m" }, count: 3 }))).toBe(-1000);
    expect(best(half({ demand: { cpu: "2m" } }))).toBe(0);
  });
});
