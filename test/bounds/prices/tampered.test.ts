import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { priceBound } from "../../../src/bounds/prices/prices.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { readInstance } from "../../../src/io/read-instance.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { feasiblePlans } from "../../support/enumerate.ts";
import { mutants } from "../../support/mutants.ts";
import { randomDocument } from "../../support/random-document.ts";
import { sharedData } from "../../support/shared-data.ts";

describe("tampered certificates", () => {
  it("are rejected or still prove a bound that holds", () => {
    let rejected = 0;
    let held = 0;
    for (let seed = 0; seed < 60; seed++) {
      const random = makeRandom(seed);
      const mode = seed % 2 === 0 ? "placement" : "batch";
      const features = ["capacity", "counts", "cost", "price", "window", "optional"] as const;
      const objectives = ["cost", "makespan", "throughput"].slice(seed % 3, (seed % 3) + 1);
      const document = randomDocument(random, { mode, features, objectives });
      let instance: ReturnType<typeof parseInstance>;
      try {
        instance = parseInstance(document);
      } catch {
        continue;
      }
      const [target] = targetsOf(instance);
      const bound = priceBound(instance, target, { passes: 80 });
      let best = Infinity;
      for (const plan of feasiblePlans(instance)) {
        best = Math.min(best, evaluateTarget(instance, plan, target));
      }
      if (bound === undefined || best === Infinity) continue;
      for (const mutant of mutants(bound.certificate)) {
        const checked = checkCertificate(instance, target, mutant);
        if ("rejected" in checked) rejected++;
        else {
          held++;
          expect(checked.bound, `seed ${seed} ${JSON.stringify(mutant)}`).toBeLessThanOrEqual(best);
        }
      }
    }
    expect(rejected).toBeGreaterThan(1000);
    expect(held).toBeGreaterThan(500);
  });
});

describe("published assignment instances", () => {
  // Bounds of the linear relaxation, rounded down to a tenth of a percent, and best known values.
  const table = sharedData("gap", "best-known.csv");
  const names = ["c05100", "d10100", "e20100", "d20400"];
  it.skipIf(table === undefined).each(names)("%s", async (name) => {
    const file = sharedData("gap", name);
    if (table === undefined || file === undefined) return;
    const row = readFileSync(table, "utf8")
      .split("\n")
      .find((line) => line.includes(name));
    const numbers = (row ?? "").split(",").map(Number).filter(Number.isFinite);
    const best = Math.max(...numbers);
    const instance = await readInstance(file);
    const [target] = targetsOf(instance);
    const bound = priceBound(instance, target)?.value ?? -Infinity;
    expect(bound / target.perUnit).toBeLessThanOrEqual(best);
    expect(bound / target.perUnit).toBeGreaterThan(0.985 * best);
  });
});
