import { expect, test } from "vitest";
import { objectivesFromText } from "../../src/instance/objective-text.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { ObjectiveSpec } from "../../src/instance/types.ts";
import { InstanceError, UsageError } from "../../src/util/errors.ts";

const document = {
  mode: "placement",
  resources: [{ id: "a", count: 2, capacity: { cpu: 3 }, devices: { gpu: 4 }, power: "1W" }],
  tasks: [{ id: "t", count: 2, runtime: "1s", demand: { cpu: 1 }, cost: 2 }],
};
const instance = parseInstance(document);
const levels = (text: string) =>
  targetsOf(instance, objectivesFromText(instance, text)).map(({ name }) => name);
const weighted = (...objectives: readonly unknown[]) => {
  const [target] = targetsOf(parseInstance({ ...document, combine: "weighted", objectives }));
  return target!;
};

test("the default is cost in placement and makespan in batch mode", () => {
  expect(targetsOf(instance).map(({ name }) => name)).toEqual(["cost"]);
  const batch = parseInstance({ ...document, mode: "batch", exclusive: true });
  expect(targetsOf(batch).map(({ name }) => name)).toEqual(["makespan"]);
});

test("each objective has its printed unit and sense", () => {
  const text = "throughput,utilization:gpu,completion-time,makespan,cost,balance,energy";
  const targets = targetsOf(instance, objectivesFromText(instance, text));
  expect(targets.map(({ name, perUnit, unit, sense }) => [name, perUnit, unit, sense])).toEqual([
    ["throughput", 1000, "value", "max"],
    // 2 copies of 4 devices of 1000 milli.
    ["utilization:gpu", 8000, "fraction", "max"],
    ["completion-time", 1, "ms", "min"],
    ["makespan", 1, "ms", "min"],
    ["cost", 1_000_000, "USD", "min"],
    ["balance", 1_000_000, "fraction", "min"],
    ["spread", 1_000_000, "fraction", "min"],
    ["energy", 1000, "J", "min"],
  ]);
  const batch = parseInstance({
    ...document,
    mode: "batch",
    exclusive: true,
    objectives: ["weighted-completion"],
  });
  expect(targetsOf(batch)[0]).toMatchObject({ perUnit: 1000, unit: "ms", sense: "min" });
});

test("balance is followed by spread, or ends with it given a tolerance, unless the list names it", () => {
  expect(levels("balance,cost")).toEqual(["balance", "spread", "cost"]);
  expect(levels("spread,balance")).toEqual(["spread", "balance"]);
  expect(levels("balance:cpu,spread")).toEqual(["balance:cpu", "spread:cpu", "spread"]);
  const [balance, spread] = targetsOf(instance, objectivesFromText(instance, "balance:cpu:5%"));
  expect([balance!.tolerance, spread!.tolerance]).toEqual([50_000, 0]);
  expect(levels("balance:5%,cost")).toEqual(["balance", "cost", "spread"]);
});

test("weights are brought to common denominators", () => {
  // cost is 1/1,000,000 of a dollar, makespan 1 ms weighs 1/2: with denominator 1,000,000.
  expect(weighted("cost", { objective: "makespan", weight: 0.5 })).toMatchObject({
    name: "cost + 0.5 makespan",
    perUnit: 1_000_000,
    terms: [{ factor: 1 }, { factor: 500_000 }],
    sense: "min",
    unit: "",
  });
  // 10 per hour is 1/360,000 per ms; with 1/1,000,000 the common denominator is 9,000,000.
  expect(weighted("cost", { objective: "makespan", weight: "10/h" })).toMatchObject({
    perUnit: 9_000_000,
    terms: [{ factor: 9 }, { factor: 25 }],
  });
  // Utilization counts 8000 milli as 1, throughput thousandths: 1/8000 and 3/1000.
  expect(weighted("utilization:gpu", { objective: "throughput", weight: 3 })).toMatchObject({
    perUnit: 8000,
    terms: [{ factor: 1 }, { factor: 24 }],
    sense: "max",
  });
  expect(weighted("balance").terms).toHaveLength(1);
});

test("a weighted sum past 2^53 is refused where each objective alone is fine", () => {
  const objectives = ["cost", { objective: "makespan", weight: "9000000.000001" }];
  expect(() => weighted("cost", "makespan")).not.toThrow();
  expect(() => weighted(...objectives)).toThrow(/could pass 2\^53/);
});

test("the worst total decides: one task less and it fits", () => {
  // 100,000 days are 8.64e12 ms; 2^53 is 9.007e15.
  const many = (count: number) => ({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "a" }],
    tasks: [{ id: "t", count, runtime: "100000d" }],
  });
  expect(() => parseInstance(many(1042))).not.toThrow();
  expect(() => parseInstance(many(1043))).toThrow(InstanceError);
});

test("objectives of a command line are read like those of a document", () => {
  const specs = objectivesFromText(instance, "cost:2%, utilization:gpu ,balance:cpu:0.5%");
  const weight = { numerator: 1, denominator: 1 };
  const cpu = 0;
  const gpu = 1;
  expect(specs).toEqual<readonly ObjectiveSpec[]>([
    { name: "cost", tolerance: 20_000, weight },
    { name: "utilization", dimension: gpu, tolerance: 0, weight },
    { name: "balance", dimension: cpu, tolerance: 5000, weight },
  ]);
});

test("objectives of a command line that cannot be read are misuse, those that lack data are not", () => {
  expect(() => objectivesFromText(instance, "cots")).toThrow(UsageError);
  expect(() => objectivesFromText(instance, "cots")).toThrow(/Maybe write "cost"/);
  expect(() => objectivesFromText(instance, "")).toThrow(UsageError);
  expect(() => objectivesFromText(instance, "cost,")).toThrow(UsageError);
  expect(() => objectivesFromText(instance, "cost:x%")).toThrow(UsageError);
  expect(() => objectivesFromText(instance, "utilization:gpus")).toThrow(
    /Maybe write "utilization:gpu"/,
  );
  expect(() => objectivesFromText(instance, "weighted-completion")).toThrow(InstanceError);
  expect(() => objectivesFromText(instance, "cost,cost:1%")).toThrow(/asked for already/);
});
