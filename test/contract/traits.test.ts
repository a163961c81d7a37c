import { expect, test } from "vitest";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { RULES } from "../../src/plan/rules/registry.ts";
import { traitsOf } from "../../src/plan/traits.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { methodsFor } from "../../src/planner/methods-for.ts";
import { plan } from "../../src/planner/plan.ts";
import { instanceOf, planOf, RULE_CASES } from "../plan/rule-cases.ts";
import { bestByEnumeration } from "../support/enumerate.ts";

/*
 * The closed world of rules: on instances that have the traits of each rule, every method either declines or gives plans that the
 * verifier accepts and bounds that no plan passes.
 */

const CASES = Object.entries(RULE_CASES).flatMap(([rule, cases]) =>
  cases.map((one, i) => {
    const instance = instanceOf(one);
    return { name: `${rule} ${i + 1}`, instance, lawful: planOf(instance, one.lawful) };
  }),
);

test("every trait of a rule is on some instance, and is told by its word", () => {
  const traits = RULES.flatMap((rule) => rule.traits.map(({ name }) => name as string));
  const shown = new Set(
    CASES.flatMap(({ instance }) => [...traitsOf(instance).keys()] as string[]),
  );
  expect(traits.filter((name) => !shown.has(name))).toEqual([]);
  expect(new Set(traits).size).toBe(traits.length);
});

/** One case for each set of traits: more of the same show nothing new. */
const DISTINCT = [
  ...new Map(
    CASES.map((one) => [[one.instance.mode, ...traitsOf(one.instance).keys()].join(), one]),
  ).values(),
];

/** The least value of the first level that is known: of a lawful plan, and of all plans where they can be tried. */
function leastKnown(instance: Instance, lawful: Plan): number {
  const [target] = targetsOf(instance);
  const known = evaluateTarget(instance, lawful, target);
  const isWhole = instance.tasks.every(({ divisible }) => !divisible);
  if (instance.mode === "schedule" || !isWhole || instance.taskOfCopy.length > 5) return known;
  if (instance.robust !== undefined) return known;
  return bestByEnumeration(instance, [target])?.values[0] ?? known;
}

test.each(DISTINCT)("methods keep the rule or decline: $name", async ({ instance, lawful }) => {
  const least = leastKnown(instance, lawful);
  let fitting = 0;
  for (const { name, fits } of methodsFor(instance)) {
    if (fits !== true) {
      expect(fits, name).toMatch(/\w/);
      continue;
    }
    fitting++;
    const outcome = await plan(instance, { method: name, workLimit: 8, seed: 1 });
    const found = outcome.plan?.plan;
    if (found !== undefined) expect(verify(instance, found).ok, name).toBe(true);
    const [{ bound }] = outcome.levels;
    if (bound !== undefined)
      expect(bound.value, `${name} by ${bound.source}`).toBeLessThanOrEqual(least);
  }
  expect(fitting).toBeGreaterThan(0);
});
