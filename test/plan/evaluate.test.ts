import { expect, test } from "vitest";
import { OBJECTIVE_NAMES } from "../../src/instance/objectives/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { requirementIssues } from "../../src/instance/requirements.ts";
import { type Target, targetsOf } from "../../src/instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../../src/instance/types.ts";
import { buildPlan, emptyPlan } from "../../src/plan/build.ts";
import { evaluateObjective, evaluateTarget } from "../../src/plan/evaluate.ts";
import { InstanceError, InvariantError } from "../../src/util/errors.ts";
import { makeRandom } from "../../src/util/random.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomStages } from "../support/random-stages.ts";
import { naiveValue } from "./naive-objectives.ts";
import { randomPlan } from "./random-plan.ts";

const PLACEMENT = parseInstance({
  mode: "placement",
  period: "2h",
  resources: [
    {
      id: "r",
      count: 2,
      capacity: { cpu: 4, memory: "3GiB" },
      price: "1.5/h",
      fixed_price: 1,
      power: "2W",
    },
    { id: "q", capacity: { cpu: 3 }, power: "1W" },
  ],
  tasks: [
    { id: "a", demand: { cpu: 2 }, runtime: "3s", cost: 0.5, weight: 2 },
    { id: "b", demand: { cpu: 1, memory: "1GiB" }, runtime: "2s", replicas: 2, value: 7 },
    {
      id: "c",
      demand: { cpu: "0.1" },
      runtime: "1s",
      divisible: true,
      weight: "0.001",
      cost: "0.000001",
    },
  ],
});
// a on r#1, b on r#1 and r#2, c one third on r#1 and two thirds on q (r 0, 1; q 2).
const PLACED = buildPlan(PLACEMENT, [
  { task: 0, resource: 0 },
  { task: 1, resource: 0 },
  { task: 1, resource: 1 },
  { task: 2, resource: 0, share: 333_333 },
  { task: 2, resource: 2, share: 666_667 },
]);

const BATCH = parseInstance({
  mode: "batch",
  exclusive: true,
  resources: [
    { id: "r", available: { from: "1s", until: "11s" }, price: "3600/h", fixed_price: 2 },
    { id: "q", available: { until: "30s" } },
  ],
  tasks: [
    { id: "a", runtime: "3s", weight: 2 },
    { id: "b", runtime: { r: "1s", q: "4s" }, replicas: 2, weight: 0.5 },
    { id: "z", runtime: "0s" },
  ],
});
// r: a 1-4 s, b 4-5 s; q: b 0-4 s, z at 4 s.
const RUN = buildPlan(BATCH, [
  { task: 0, resource: 0, start: 1000 },
  { task: 1, resource: 0, start: 4000 },
  { task: 1, resource: 1, start: 0 },
  { task: 2, resource: 1, start: 4000 },
]);

test.each([
  // 2000 + 7000 + floor(1 x 1): values 2, 7 and 0.001.
  ["throughput", undefined, -9001],
  // cpu: 2000 + 2 x 1000 + floor(33.3333) + floor(66.6667) thousandths.
  ["utilization", "cpu", -4099],
  ["utilization", "memory", -2048],
  // 3000 + 2000 + ceil(666.667).
  ["completion-time", undefined, 5667],
  // r#1: 3000 + 2000 + ceil(333.333).
  ["makespan", undefined, 5334],
  // a 0.5, c a micro-dollar for each piece (rounded up), r twice 1.5 x 2 + 1.
  ["cost", undefined, 8_500_002],
  // r#1: (2000 + 1000 + 33.3333) / 4000 cpu.
  ["balance", undefined, 758_334],
  ["balance", "memory", 333_334],
  // cpu: r#1 0.758333325 - q 66.6667 / 3000 = 0.0222222333...: 0.7361110916... memory: 1/3 - 1/3.
  ["spread", undefined, 736_112],
  ["spread", "memory", 0],
  // 2 W x 3 s + 2 x 2 W x 2 s + ceil(2000 / 3) + ceil(1000 x 2 / 3) mJ.
  ["energy", undefined, 6000 + 8000 + 667 + 667],
] as const)("placement: %s %s is %d", (name, dimension, value) => {
  expect(evaluateObjective(PLACEMENT, PLACED, specOf(PLACEMENT, name, dimension))).toBe(value);
});

test.each([
  ["throughput", -(2000 + 500 + 1000)],
  ["completion-time", 3000 + 4000],
  ["makespan", 5000],
  // a 3, b 1 on r and 0 on q, r 2.
  ["cost", 6_000_000],
  // r: 4 s of 10 s; q: 4 s of 30 s.
  ["balance", 400_000],
  ["spread", 266_667],
  // 2 x 4 s + 0.5 x 5 s + 1 x 4 s, in thousandths x ms.
  ["weighted-completion", 14_500_000],
] as const)("batch: %s is %d", (name, value) => {
  expect(evaluateObjective(BATCH, RUN, specOf(BATCH, name))).toBe(value);
});

test("without any placed task every value is 0, and not -0", () => {
  for (const [instance, names] of [
    [PLACEMENT, OBJECTIVE_NAMES.filter((name) => name !== "weighted-completion")],
    [BATCH, OBJECTIVE_NAMES.filter((name) => name !== "utilization")],
  ] as const) {
    for (const name of names) {
      const dimension = name === "utilization" ? "cpu" : undefined;
      const value = evaluateObjective(instance, emptyPlan(), specOf(instance, name, dimension));
      expect(Object.is(value, 0)).toBe(true);
    }
  }
});

test("loads that differ by less than a unit are told apart", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "r", count: 3, capacity: { cpu: "0.001" } }],
    tasks: [{ id: "a", divisible: true, demand: { cpu: "0.001" } }],
  });
  const shares = [300_000, 500_000, 200_000];
  const plan = buildPlan(
    instance,
    shares.map((share, resource) => ({ task: 0, resource, share })),
  );
  expect(evaluateObjective(instance, plan, { name: "balance" })).toBe(500_000);
  expect(evaluateObjective(instance, plan, { name: "spread" })).toBe(300_000);
});

test("a target sums its terms exactly", () => {
  const term = (name: ObjectiveSpec["name"], factor: number) => ({
    objective: specOf(BATCH, name),
    factor,
  });
  const target = (...terms: Target["terms"]): Target => ({
    name: "sum",
    terms,
    perUnit: 1,
    unit: "",
    sense: "min",
    tolerance: 0,
  });
  const sum = target(term("makespan", 3), term("throughput", 2), term("cost", 1));
  expect(evaluateTarget(BATCH, RUN, sum)).toBe(15_000 - 7000 + 6_000_000);
  expect(Object.is(evaluateTarget(BATCH, emptyPlan(), sum), 0)).toBe(true);
  expect(() => evaluateTarget(BATCH, RUN, target(term("makespan", 2 ** 41)))).toThrow(
    InstanceError,
  );
  const near = term("makespan", Math.floor(2 ** 52 / 5000));
  expect(evaluateTarget(BATCH, RUN, target(near))).toBe(near.factor * 5000);
  // Terms that cancel do not hide a product that was rounded.
  const cancelling = target(term("throughput", 2 ** 41), term("makespan", 2 ** 41));
  expect(() => evaluateTarget(BATCH, RUN, cancelling)).toThrow(InstanceError);
  expect(() => evaluateTarget(BATCH, RUN, target(near, near, near))).toThrow(InstanceError);
});

test("objectives that lack what they need are a fault", () => {
  expect(() => evaluateObjective(BATCH, RUN, { name: "utilization" })).toThrow(InvariantError);
  const { until: _, ...endless } = BATCH.resources[1];
  const instance = { ...BATCH, resources: [BATCH.resources[0], endless] };
  expect(() => evaluateObjective(instance, RUN, { name: "balance" })).toThrow(InvariantError);
});

test("values equal the naive ones on random plans, feasible or not", () => {
  const random = makeRandom(3);
  const compared = new Map<string, number>();
  for (let i = 0; i < 250; i++) {
    const staged = random.int(0, 3) === 0;
    const instance = parseInstance(staged ? randomStages(random) : randomDocument(random));
    const specs = OBJECTIVE_NAMES.flatMap((name) =>
      [undefined, ...instance.dimensions.keys()].map((dimension) => ({
        ...specOf(instance, name),
        dimension,
      })),
    ).filter((spec) => requirementIssues(instance, [spec as ObjectiveSpec]).length === 0);
    for (let j = 0; j < 3; j++) {
      const plan = randomPlan(instance, random);
      for (const { name, dimension } of specs) {
        const spec = { name, ...(dimension !== undefined && { dimension }) };
        const value = evaluateObjective(instance, plan, spec);
        if (BigInt(value) !== naiveValue(instance, plan, spec)) {
          expect.fail(`${name} is not ${value}: ${JSON.stringify({ instance, plan })}`);
        }
        if (value !== 0) compared.set(name, (compared.get(name) ?? 0) + 1);
      }
      for (const target of targetsOf(instance)) {
        const terms = target.terms.map(
          ({ objective, factor }) => BigInt(factor) * naiveValue(instance, plan, objective),
        );
        const sum = terms.reduce((a, b) => a + b, 0n);
        if (BigInt(evaluateTarget(instance, plan, target)) !== sum) expect.fail(target.name);
      }
    }
  }
  // Tardiness and late tasks belong to schedules, which have a naive value of their own.
  const others = new Set<string>(["weighted-tardiness", "late-tasks"]);
  for (const name of OBJECTIVE_NAMES) {
    if (!others.has(name)) expect(compared.get(name), name).toBeGreaterThan(10);
  }
});

test("amounts beyond 2^53 / 1,000,000 keep every unit", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "r", count: 3 }],
    tasks: [{ id: "a", divisible: true, cost: "2999999999.740991", runtime: "100000000d" }],
  });
  const plan = buildPlan(instance, [
    { task: 0, resource: 0, share: 333_333 },
    { task: 0, resource: 1, share: 333_334 },
    { task: 0, resource: 2, share: 333_333 },
  ]);
  for (const name of ["makespan", "completion-time", "cost"] as const) {
    const spec = specOf(instance, name);
    expect(BigInt(evaluateObjective(instance, plan, spec))).toBe(naiveValue(instance, plan, spec));
  }
});

function specOf(
  instance: Instance,
  name: ObjectiveSpec["name"],
  dimension?: string,
): ObjectiveSpec {
  const index = instance.dimensions.findIndex((d) => d.name === dimension);
  return {
    name,
    ...(index >= 0 && { dimension: index }),
    tolerance: 0,
    weight: { numerator: 1, denominator: 1 },
  };
}
