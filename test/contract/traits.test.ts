import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { RULES } from "../../src/plan/rules/registry.ts";
import { traitsOf } from "../../src/plan/traits.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { methodsFor } from "../../src/planner/methods-for.ts";
import { plan } from "../../src/planner/plan.ts";
import { instanceOf, planOf } from "../plan/cases/case.ts";
import { RULE_CASES } from "../plan/cases/registry.ts";
import { bestByEnumeration } from "../support/enumerate.ts";

/*
 * The closed world of rules: on instances that have the traits of each rule, every method either declines or gives plans that the
 * verifier accepts and bounds that no plan passes.
 */

/** Two resources of which the first is better and one zone away from the second; everything fits on either. */
const better = (document: object) => ({
  mode: "placement",
  resources: [
    {
      id: "good",
      count: 2,
      capacity: { cpu: 9 },
      price: "1/h",
      power: "9W",
      labels: { rack: "1" },
    },
    {
      id: "bad",
      capacity: { cpu: 9 },
      price: "5/h",
      power: "1W",
      labels: { rack: "2", zone: "eu" },
    },
  ],
  ...document,
});
const pieces = (fields: object = {}) =>
  ["s", "t", "u"].map((id) => ({ id, runtime: "1h", demand: { cpu: 2 }, ...fields }));

/** What is best without a rule breaks it. */
const TEMPTING: Readonly<Record<string, object>> = {
  "a label that only the worse has": better({
    tasks: pieces({ replicas: { count: 1, across: "zone" } }),
  }),
  "replicas on equal resources": better({
    tasks: pieces({ replicas: { count: 2, across: "rack" } }),
  }),
  "a budget on what is not minimised": better({
    objectives: ["energy"],
    budget: 4,
    tasks: pieces(),
  }),
  "three that stand apart": better({ tasks: pieces({ separate: "g" }) }),
  "two that go together and need more room": better({
    resources: [
      { id: "good", count: 2, capacity: { cpu: 3 }, price: "1/h" },
      { id: "bad", capacity: { cpu: 9 }, price: "5/h" },
    ],
    tasks: pieces({ colocate: "g" }),
  }),
  "shares of two": better({ tasks: pieces({ demand: { cpu: 12 }, divisible: true }).slice(0, 2) }),
  "devices that do not pack": better({
    resources: [{ id: "good", count: 2, devices: { gpu: 2 }, price: "1/h" }],
    tasks: pieces({ demand: { gpu: 0.7 } }),
  }),
  "transfers that cost more": better({
    tasks: ["p", "q"].map((id) => ({
      id,
      stages: [
        { id: "a", demand: { cpu: 2 }, runtime: "1h", eligible: { zone: "eu" }, output: "9GiB" },
        { id: "b", demand: { cpu: 2 }, runtime: "1h" },
      ],
    })),
    transfer: [{ across: "rack", price: "1/GiB" }],
  }),
  "releases and deadlines one after another": {
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: [{ id: "a" }, { id: "b", speed: 0.5 }],
    tasks: [
      { id: "s", runtime: "2h", release: "1h" },
      { id: "t", runtime: "1h", deadline: "2h" },
      { id: "u", runtime: "1h", deadline: "90m" },
    ],
  },
  "windows one after another": {
    mode: "batch",
    exclusive: true,
    objectives: ["cost"],
    resources: [
      { id: "a", price: "1/h", available: { from: "1h", until: "3h" } },
      { id: "b", price: "9/h", available: { until: "8h" } },
    ],
    tasks: pieces({ demand: {} }),
  },
};

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
function leastKnown(instance: Instance, lawful: Plan | undefined): number {
  const [target] = targetsOf(instance);
  const known = lawful === undefined ? Infinity : evaluateTarget(instance, lawful, target);
  const isWhole = instance.tasks.every(({ divisible }) => !divisible);
  if (instance.mode === "schedule" || !isWhole || instance.taskOfCopy.length > 5) return known;
  if (instance.robust !== undefined) return known;
  return bestByEnumeration(instance, [target])?.values[0] ?? known;
}

const TEMPTED = Object.entries(TEMPTING).map(([name, document]) => {
  const instance = parseInstance(document);
  return { name, instance, lawful: undefined };
});

test.each([...DISTINCT, ...TEMPTED])(
  "methods keep the rule or decline: $name",
  async ({ instance, lawful }) => {
    const least = leastKnown(instance, lawful);
    let fitting = 0;
    let best = Infinity;
    for (const { name, fits } of methodsFor(instance)) {
      if (fits !== true) {
        expect(fits, name).toMatch(/\w/);
        continue;
      }
      fitting++;
      const outcome = await plan(instance, { method: name, workLimit: 8, seed: 1 });
      const found = outcome.plan?.plan;
      if (found !== undefined) expect(verify(instance, found).ok, name).toBe(true);
      best = Math.min(best, outcome.levels[0].value ?? Infinity);
      const [{ bound }] = outcome.levels;
      if (bound !== undefined)
        expect(bound.value, `${name} by ${bound.source}`).toBeLessThanOrEqual(least);
    }
    expect(fitting).toBeGreaterThan(0);
    expect(best).toBeLessThan(Infinity);
  },
);
