import { beforeAll, expect, test } from "vitest";
import { priceBound } from "../../../src/bounds/prices/prices.ts";
import { generate } from "../../../src/instance/generate/registry.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { usablePairs } from "../../../src/instance/usable.ts";
import { dealPlans } from "../../../src/learn/policy/deal.ts";
import { loadPrices, PAIR_FEATURES, pairRows } from "../../../src/learn/policy/pair-features.ts";
import { type Policy, predictShares } from "../../../src/learn/policy/policy.ts";
import { policyDocument, readPolicy } from "../../../src/learn/policy/policy-file.ts";
import { makespanPolisher } from "../../../src/learn/policy/polish.ts";
import { type Example, trainPolicy } from "../../../src/learn/policy/train.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import { verify } from "../../../src/plan/verify.ts";
import { plan } from "../../../src/planner/plan.ts";
import { UsageError } from "../../../src/util/errors.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { randomDocument } from "../../support/random-document.ts";

const fleet = (tasks: number, resources: number, kinds: number, seed: number) =>
  parseInstance(generate("fleet", { tasks, resources, kinds, seed }));

async function exampleOf(instance: Instance): Promise<Example> {
  const objectives = instance.objectives.slice(0, 1);
  const outcome = await plan(instance, { objectives, gap: 0.01 });
  const [target] = targetsOf(instance, objectives);
  const bound = priceBound(instance, target);
  return { instance, target, plan: outcome.plan!.plan, bound };
}

let examples: Example[];
let policy: Policy;
beforeAll(async () => {
  examples = [];
  for (let seed = 1; seed <= 10; seed++) examples.push(await exampleOf(fleet(14, 4, 3, seed)));
  policy = trainPolicy(examples, 1);
}, 120_000);

test("features of two tasks on two resources, by hand", () => {
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [
      { id: "fast", capacity: { cpu: 8 } },
      { id: "slow", count: 3, capacity: { cpu: 4 } },
    ],
    tasks: [
      { id: "a", demand: { cpu: 2 }, runtime: { fast: "2s", slow: "8s" } },
      { id: "b", count: 2, demand: { cpu: 6 }, runtime: { fast: "4s", slow: "4s" } },
    ],
  });
  const [target] = targetsOf(instance);
  const rows = pairRows(instance, target, 5000, [2, 1]);
  // Task b asks for more than a slow resource has.
  expect([[...rows.task], [...rows.resource]]).toEqual([
    [0, 0, 1],
    [0, 1, 0],
  ]);
  const column = (name: (typeof PAIR_FEATURES)[number]) => [
    ...rows.columns[PAIR_FEATURES.indexOf(name)],
  ];
  const close = (name: (typeof PAIR_FEATURES)[number], wanted: readonly number[]) =>
    column(name).forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i], 12);
    });
  close("runtime over the task's least", [0, Math.log(4), 0]);
  // Priced: 4 and 8 for a, 8 for b.
  close("priced runtime over the task's least", [0, Math.log(2), 0]);
  close("runtime over the bound", [Math.log(2 / 5), Math.log(8 / 5), Math.log(4 / 5)]);
  close("all copies' work over the room of the entry", [
    Math.log(2 / 5),
    Math.log(8 / 15),
    Math.log(8 / 5),
  ]);
  close("usable entries", [2, 2, 1]);
  close("share of usable copies", [1 / 4, 3 / 4, 1]);
  // All work at the fastest: 2 + 2 x 4 s on fast, over 5 s.
  close("load of the entry if all ran where fastest", [2, 0, 2]);
  close("largest demand over capacity", [1 / 4, 1 / 2, 3 / 4]);
  expect(column("window over the bound")).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

test("predicted shares are of usable pairs, and sum to 1 for each task that has one", () => {
  for (let seed = 0; seed < drawn(200); seed++) {
    const instance = parseInstance(randomDocument(makeRandom(seed), { mode: "batch" }));
    const [target] = targetsOf(instance);
    const shares = predictShares(policy, instance, target, undefined);
    const usable = usablePairs(instance);
    const R = instance.resources.length;
    shares.forEach((share, p) => {
      expect(share > 0).toBe(usable[p] === 1);
    });
    instance.tasks.forEach((_, t) => {
      const sum = shares.subarray(t * R, t * R + R).reduce((a, b) => a + b, 0);
      if (usable.subarray(t * R, t * R + R).includes(1)) expect(sum).toBeCloseTo(1, 9);
    });
  }
});

test("plans along any shares keep every rule, on documents of every sort", () => {
  let plans = 0;
  for (let seed = 0; seed < drawn(300); seed++) {
    const random = makeRandom(seed);
    const instance = parseInstance(randomDocument(random));
    const [target] = targetsOf(instance);
    const pairs = instance.tasks.length * instance.resources.length;
    const shares = Float64Array.from({ length: pairs }, () => random.unit());
    for (const found of dealPlans(instance, target, shares, random.int(0, 5000))) {
      plans++;
      const checked = verify(instance, found);
      if (!checked.ok) throw new Error(`seed ${seed}: ${checked.violations[0].message}`);
    }
  }
  expect(plans).toBeGreaterThan(atLeast(300));
});

test("polishing never leaves a window and never worsens a plan", () => {
  let better = 0;
  for (let seed = 1; seed <= drawn(20, 5); seed++) {
    const instance = fleet(40, 6, 3, seed);
    const [target] = targetsOf(instance, instance.objectives.slice(0, 1));
    const bound = priceBound(instance, target);
    const prices = loadPrices(bound?.certificate);
    const polisher = makespanPolisher(instance, target, prices, bound?.value ?? 0);
    const shares = new Float64Array(instance.tasks.length * instance.resources.length).fill(0.5);
    for (const start of dealPlans(instance, target, shares, bound?.value ?? 0)) {
      const polished = polisher?.polish(start, 20_000, seed);
      if (polished === undefined) continue;
      better++;
      expect(verify(instance, polished).ok).toBe(true);
      expect(evaluateTarget(instance, polished, target)).toBeLessThan(
        evaluateTarget(instance, start, target),
      );
      expect(polisher?.polish(start, 20_000, seed)).toEqual(polished);
    }
  }
  expect(better).toBeGreaterThan(atLeast(20));
});

test("windows that do not open at the start, and whatever else is no pure makespan, is left alone", () => {
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r", available: { from: "1s" } }],
    tasks: [{ id: "t", runtime: "1s" }],
  });
  const [target] = targetsOf(instance);
  expect(makespanPolisher(instance, target, [1], 0)).toBeUndefined();
  expect(makespanPolisher(fleet(5, 3, 2, 1), target, undefined, 0)).toBeUndefined();
});

test("the method is worth its gap: verified, bounded by a certificate, reproducible, and better than greedy", async () => {
  let [learnedSum, greedySum] = [0, 0];
  for (let seed = 101; seed <= 100 + drawn(6, 2); seed++) {
    const instance = fleet(60, 10, 4, seed);
    const objectives = instance.objectives.slice(0, 1);
    const run = () => plan(instance, { method: "learned", policy, objectives });
    const [outcome, again] = [await run(), await run()];
    const [level] = outcome.levels;
    expect(verify(instance, outcome.plan!.plan).ok).toBe(true);
    expect(again.plan!.plan).toEqual(outcome.plan!.plan);
    const certificate = level.bound?.certificate ?? level.certified?.certificate;
    const checked = checkCertificate(instance, level.target, certificate!);
    expect("bound" in checked && checked.bound).toBe((level.certified ?? level.bound)?.value);
    const greedy = await plan(instance, { method: "greedy", objectives });
    learnedSum += level.value! - level.bound!.value;
    greedySum += greedy.levels[0].value! - level.bound!.value;
  }
  // Half of it takes more than ten small examples: see bench/learn.
  expect(learnedSum).toBeLessThan(greedySum);
}, 60_000);

test("other objectives, later levels and instances without a plan are planned and told", async () => {
  const instance = fleet(20, 5, 3, 7);
  const both = await plan(instance, { method: "learned", policy });
  expect(both.levels.map(({ target }) => target.name)).toEqual(["makespan", "cost"]);
  expect(both.plan).toBeDefined();
  expect(both.notes.join(" ")).toMatch(/learned plans for makespan, so cost is planned by greedy/);
  const none = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r", available: { until: "1s" } }],
    tasks: [{ id: "t", count: 3, runtime: "0.5s" }],
  });
  expect((await plan(none, { method: "learned", policy })).plan).toBeUndefined();
  await expect(plan(instance, { method: "learned" })).rejects.toThrow(UsageError);
  await expect(plan(instance, { method: "learned" })).rejects.toThrow(/Maybe learn one/);
}, 60_000);

test("values never lie below the optimum of small instances, and auto takes the policy as a start", async () => {
  for (const { instance, target, plan: best } of examples.slice(0, drawn(4, 2))) {
    const objectives = instance.objectives.slice(0, 1);
    const { levels } = await plan(instance, { method: "learned", policy, objectives });
    expect(levels[0].bound!.value).toBeLessThanOrEqual(evaluateTarget(instance, best, target));
    const auto = await plan(instance, { policy, objectives, gap: 0.01 });
    expect(auto.levels[0].gap).toBeLessThanOrEqual(0.01);
  }
}, 60_000);

test("training: equal seeds give equal policies, too few examples are refused", () => {
  expect(trainPolicy(examples, 1)).toEqual(policy);
  expect(() => trainPolicy(examples.slice(0, 3), 1)).toThrow(/at least 5 instances/);
  expect(policy.trained).toMatchObject({ instances: 10, seed: 1 });
});

test("a policy file says the same, and what was tampered with is refused", () => {
  const good = JSON.parse(JSON.stringify(policyDocument(policy)));
  expect(readPolicy(good, "p.json")).toEqual(policy);
  const says = (change: (copy: typeof good) => void) => () => {
    const copy = structuredClone(good);
    change(copy);
    return readPolicy(copy, "p.json");
  };
  expect(says((p) => (p.format = "x"))).toThrow(/p.json: expected a policy/);
  expect(says((p) => p.features.pop())).toThrow(/looks at other features/);
  expect(says((p) => (p.objective = "fun"))).toThrow(/objective/);
  expect(says((p) => (p.forest.trees[0].left[0] = 0))).toThrow(/behind its parent/);
  expect(says((p) => (p.forest.trees[0].column[0] = 99))).toThrow(/not there/);
  expect(says((p) => p.forest.trees[0].value.pop())).toThrow(/differ in length/);
  expect(says((p) => (p.forest.trees[0].at[0] = 300))).toThrow(/cuts where nothing is/);
  expect(says((p) => p.forest.cuts.pop())).toThrow(/a cut for each feature/);
  expect(says((p) => (p.forest.cuts[0].edges[0] = 1e9))).toThrow(/ascend/);
});
