import { expect, test } from "vitest";
import { packingCore } from "../../src/cores/packing.ts";
import { isFleet } from "../../src/heuristics/fleet/pools.ts";
import { wideView } from "../../src/heuristics/wide/view.ts";
import { countsTransfers } from "../../src/instance/additive.ts";
import { generate } from "../../src/instance/generate/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { coreProblemOf } from "../../src/planner/core-problem.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { bestByEnumeration } from "../support/enumerate.ts";
import { randomStages } from "../support/random-stages.ts";

test.each(["auto", "milp", "local", "greedy"])(
  "%s agrees with enumeration about stages",
  async (method) => {
    let [compared, optimal] = [0, 0];
    for (let seed = first; seed < first + drawn(60); seed++) {
      const instance = parseInstance(randomStages(makeRandom(seed)));
      if (instance.tasks.some(({ divisible }) => divisible)) continue;
      const best = bestByEnumeration(instance, targetsOf(instance));
      const { levels, ...outcome } = await plan(instance, { method, workLimit: 200 });
      const label = `seed ${seed}`;
      if (best === undefined) {
        expect(outcome.plan, label).toBeUndefined();
        continue;
      }
      for (const [k, level] of levels.entries()) {
        // Later levels compare only if the earlier ones are where enumeration has them.
        if (levels.slice(0, k).some((one, i) => one.best !== best.values[i])) break;
        compared++;
        if (level.bound !== undefined) {
          expect(level.bound.value, `${label} ${level.bound.source}`).toBeLessThanOrEqual(
            best.values[k],
          );
        }
        if (level.best === undefined) continue;
        expect(level.best, label).toBeGreaterThanOrEqual(best.values[k]);
        if (level.best === best.values[k]) optimal++;
        if (level.termination === "optimal") expect(level.best, label).toBe(best.values[k]);
      }
    }
    expect(compared).toBeGreaterThan(atLeast(30));
    const share = method === "auto" || method === "milp" ? 1 : 0.5;
    expect(optimal / compared).toBeGreaterThanOrEqual(share);
  },
  60_000,
);

test("methods that know no transfers decline them, and only them", () => {
  const document = generate("stages", { tasks: 40, resources: 6, seed: 1 });
  const paying = parseInstance(document);
  const free = parseInstance({ ...document, transfer: [{ across: "cloud", price: 0 }] });
  const declined = (instance: typeof paying) => {
    const [target] = targetsOf(instance);
    return {
      counts: countsTransfers(instance, target),
      core: coreProblemOf(instance, target) === undefined,
      packing: typeof packingCore(instance, target) === "string",
      fleet: isFleet(instance, target) !== true,
      wide: typeof wideView(instance, target) === "string",
    };
  };
  expect(declined(paying)).toEqual({
    counts: true,
    core: true,
    packing: true,
    fleet: true,
    wide: true,
  });
  expect(declined(free)).toEqual({
    counts: false,
    core: false,
    packing: false,
    fleet: false,
    wide: false,
  });
});

test("with room for all the dynamic program proves its plan", async () => {
  const instance = parseInstance(generate("stages", { tasks: 300, resources: 12, seed: 2 }));
  const { levels, termination } = await plan(instance);
  expect(termination).toBe("optimal");
  expect(levels[0].bound).toMatchObject({ source: "stages", proof: "ours" });
  expect(levels[0].bound?.certificate?.kind).toBe("capacity-prices");
});

test("where room is short, prices over trees come near the optimum that the program proves", async () => {
  const instance = parseInstance(generate("stages-tight", { tasks: 24, resources: 4, seed: 3 }));
  const { levels } = await plan(instance, { method: "milp" });
  const { levels: own } = await plan(instance);
  expect(own[0].best).toBe(levels[0].best);
  expect(own[0].termination).toBe("optimal");
});
