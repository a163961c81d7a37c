import { describe, expect, it } from "vitest";
import { priceBounds } from "../../../src/bounds/prices/prices.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
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
        for (let seed = 0; seed < 30; seed++) {
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
      expect(given).toBeGreaterThan(100);
      expect(levels).toBeGreaterThan(20);
      expect(tight).toBeGreaterThan(100);
    });
  },
);
