import { expect, test } from "vitest";
import { priceBound } from "../../../src/bounds/prices/prices.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { feasiblePlans } from "../../support/enumerate.ts";
import { mutants } from "../../support/mutants.ts";
import { randomStages } from "../../support/random-stages.ts";

test("tampered prices over trees of stages are rejected or prove a bound that holds", () => {
  let [rejected, held, weaker] = [0, 0, 0];
  for (let seed = 0; seed < 60; seed++) {
    const objectives = seed % 3 === 0 ? [{ objective: "cost", weight: 3 }, "throughput"] : ["cost"];
    const combine = seed % 3 === 0 ? { combine: "weighted" } : {};
    const document = { ...randomStages(makeRandom(seed), { maxTasks: 4, objectives }), ...combine };
    const instance = parseInstance(document);
    if (instance.tasks.some(({ divisible }) => divisible)) continue;
    const [target] = targetsOf(instance);
    const bound = priceBound(instance, target, { passes: 60 });
    let best = Number.POSITIVE_INFINITY;
    for (const plan of feasiblePlans(instance)) {
      best = Math.min(best, evaluateTarget(instance, plan, target));
    }
    if (bound === undefined || best === Number.POSITIVE_INFINITY) continue;
    for (const mutant of mutants(bound.certificate)) {
      const checked = checkCertificate(instance, target, mutant);
      if ("rejected" in checked) rejected++;
      else {
        held++;
        if (checked.bound < bound.value) weaker++;
        expect(checked.bound, `seed ${seed} ${JSON.stringify(mutant)}`).toBeLessThanOrEqual(best);
      }
    }
  }
  expect(rejected).toBeGreaterThan(300);
  expect(held).toBeGreaterThan(100);
  expect(weaker).toBeGreaterThan(10);
});

/**
 * One link of 1 GiB at $2: a costs 1 on x and 2 on y, b costs 5 on x and 3 on y. Alone they sum to 1 + 3; together
 * the least is both on y, 5 (on x 6, apart 1 + 3 + 2 = 6 or 2 + 5 + 2). The capacity of y for one of them priced at 1 a unit makes
 * x 6, y 7 - 1, so the bound is 6 - 1 = 5 again; at 0.5: x 6, y 6, apart 6.5, less 0.5 is 5.5, which rounds up to 6.
 */
test("a link by hand, with a price on capacity", () => {
  const instance = parseInstance({
    mode: "placement",
    transfer: [{ from: "*", to: "*", price: "2/GiB" }].flatMap((rule) => [
      { from: "x", to: "x", price: 0 },
      { from: "y", to: "y", price: 0 },
      rule,
    ]),
    resources: [
      { id: "x", capacity: { slots: 2 } },
      { id: "y", capacity: { slots: 1 } },
    ],
    tasks: [
      {
        id: "job",
        demand: { slots: 1 },
        stages: [
          { id: "a", cost: { x: 1, y: 2 }, output: "1GiB" },
          { id: "b", cost: { x: 5, y: 3 } },
        ],
      },
    ],
  });
  const [target] = targetsOf(instance);
  const at = (perSlot: number) =>
    checkCertificate(instance, target, {
      kind: "capacity-prices",
      denominator: 1,
      price: [[0], [perSlot]],
    });
  expect(at(0)).toEqual({ bound: 5_000_000 });
  // A slot is 1000 milli. Values are whole dollars, so 5.5 dollars prove 6.
  expect(at(500)).toEqual({ bound: 6_000_000 });
  expect(at(1000)).toEqual({ bound: 5_000_000 });
});
