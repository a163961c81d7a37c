import { expect, test } from "vitest";
import { objectivesFromText } from "../../src/instance/objective-text.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { instanceIntegers } from "../../src/io/integers.ts";
import { UsageError } from "../../src/util/errors.ts";

/** The form as a file holds it. */
function written(instance: Instance, objectives?: string): unknown {
  const list = objectives === undefined ? undefined : objectivesFromText(instance, objectives);
  return JSON.parse(JSON.stringify(instanceIntegers(instance, targetsOf(instance, list))));
}

test("a placement in whole numbers: units, rounding, eligibility and transfers", () => {
  const instance = parseInstance({
    mode: "placement",
    objectives: ["cost"],
    resources: [
      { id: "a", count: 2, capacity: { cpu: 1.5, memory: "2GiB" }, fixed_price: 0.25 },
      { id: "b", capacity: { cpu: 4, memory: "1GiB" } },
    ],
    tasks: [
      {
        ...{ id: "s", count: 3, demand: { cpu: 0.5, memory: "100MiB" }, runtime: "2s" },
        ...{ cost: { a: 0.5, b: 1.25 }, value: 2.5 },
      },
      { id: "t", demand: { cpu: { a: 1, b: 2 } }, cost: { b: 0.1 }, optional: true },
    ],
  });
  expect(written(instance)).toEqual({
    berth_integers: 1,
    instance_hash: expect.stringMatching(/^[0-9a-f]{16}$/),
    mode: "placement",
    traits: { optional: "shapes" },
    objectives: [
      {
        ...{ name: "cost", sense: "min", per_unit: 1_000_000 },
        terms: [{ objective: "cost", factor: 1 }],
      },
    ],
    dimensions: [
      { name: "cpu", unit: "milli", devices: false },
      { name: "memory", unit: "MiB", devices: false },
    ],
    resources: [
      {
        ...{ id: "a", count: 2, capacity: [1500, 2048], price_per_hour: 0, fixed_price: 250_000 },
        ...{ kind: 0, from: 0 },
      },
      {
        ...{ id: "b", count: 1, capacity: [4000, 1024], price_per_hour: 0, fixed_price: 0 },
        ...{ kind: 1, from: 0 },
      },
    ],
    tasks: [
      {
        ...{ id: "s", count: 3, weight: 1000, gain: 2500, priority: 0, optional: false },
        ...{ divisible: false, replicas: 1, release: 0, has_runtime: true },
        ...{ eligible: [1, 1], runtime: [2000, 2000], cost: [500_000, 1_250_000], energy: [0, 0] },
        demand: [
          [500, 500],
          [100, 100],
        ],
      },
      {
        ...{ id: "t", count: 1, weight: 1000, gain: 1000, priority: 0, optional: true },
        ...{ divisible: false, replicas: 1, release: 0, has_runtime: false },
        ...{ eligible: [1, 1], runtime: [0, 0], cost: [0, 100_000], energy: [0, 0] },
        demand: [
          [1000, 2000],
          [0, 0],
        ],
      },
    ],
    ...{ domains: [], links: [], transfer: { sites: 1, site_of: [0, 0], price: [0] }, pinned: 0 },
  });
});

test("a schedule in whole numbers, with targets in the order of the levels", () => {
  const instance = parseInstance({
    mode: "batch",
    objectives: ["makespan"],
    limits: [{ name: "licences", capacity: 2 }],
    resources: [
      {
        ...{ id: "a", capacity: { cpu: 2 }, price: "3.6/h", power: "250W", exclusive: true },
        ...{ maintenance: [{ from: "1h", until: "90m" }], available: { until: "10h" } },
      },
    ],
    tasks: [
      { id: "s", runtime: "30m", demand: { cpu: 1 }, limits: { licences: 1.5 }, weight: 2 },
      { id: "t", runtime: "1h", demand: { cpu: 2 }, after: [{ task: "s", lag: "5m" }], due: "2h" },
    ],
  });
  const form = written(instance, "balance,weighted-tardiness") as Record<string, unknown>;
  expect(form).toMatchObject({
    mode: "schedule",
    objectives: [
      { name: "balance", terms: [{ objective: "balance", factor: 1 }] },
      { name: "spread", terms: [{ objective: "spread", factor: 1 }] },
      { name: "weighted-tardiness", per_unit: 1000 },
    ],
    resources: [{ price_per_hour: 3_600_000, power: 250_000, from: 0, until: 36_000_000 }],
    tasks: [{ weight: 2000 }, { weight: 1000, due: 7_200_000 }],
    schedule: {
      ...{ workers: [1, 1], exclusive_tasks: [0, 0], exclusive_resources: [1], setup: [0] },
      precedence: [{ before: 0, after: 1, lag: 300_000 }],
      maintenance: [[[3_600_000, 5_400_000]]],
      limits: [{ name: "licences", capacity: 2000, usage: [[1500], [0]] }],
    },
  });
  expect(form.traits).toMatchObject({ after: "forbids", limits: "forbids", exclusive: "forbids" });
});

test("more pairs than a checker should read are refused with a hint", () => {
  const instance = parseInstance({
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "a", capacity: { cpu: 1 } }],
    tasks: [{ id: "s", demand: { cpu: 1 }, cost: 1 }],
  });
  const large = { ...instance, resources: new Array(4_000_001).fill(instance.resources[0]) };
  expect(() => instanceIntegers(large, [])).toThrow(UsageError);
  expect(() => instanceIntegers(large, [])).toThrow(
    "4000001 pairs of task and resource are too many",
  );
});
