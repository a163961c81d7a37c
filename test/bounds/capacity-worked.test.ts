import { describe, expect, it } from "vitest";
import { batch, boundOf, overall, runs } from "./bound-of.ts";

describe("capacity", () => {
  it("throughput is a fractional knapsack", () => {
    // 5 cpu: 2 cpu of value 6, then 3 of the 4 cpu of value 8: 6 + 6 = 12.
    const tasks = [
      { id: "x", demand: { cpu: 2 }, value: 6, optional: true },
      { id: "y", demand: { cpu: 4 }, value: 8, optional: true },
    ];
    const resources = [{ id: "a", capacity: { cpu: 5 } }];
    const document = { mode: "placement", resources, tasks, objectives: ["throughput"] };
    expect(overall(document)).toBe(-12_000);
  });

  it("utilization leaves unused what no multiple of the demands fills", () => {
    const tasks = [{ id: "x", count: 9, demand: { cpu: 2 }, optional: true }];
    const resources = [{ id: "a", count: 2, capacity: { cpu: 5 } }];
    const document = { mode: "placement", resources, tasks, objectives: ["utilization:cpu"] };
    expect(overall(document)).toBe(-8000);
  });

  it("utilization counts every replica", () => {
    const tasks = [{ id: "x", demand: { cpu: 2 }, replicas: 2, optional: true }];
    const resources = [{ id: "a", count: 3, capacity: { cpu: 5 } }];
    const document = { mode: "placement", resources, tasks, objectives: ["utilization:cpu"] };
    expect(overall(document)).toBe(-4000);
  });

  it("balance of a batch: one task of 5 s fills half of the widest window", () => {
    const resources = [8, 10].map((s, i) => ({ id: `r${i}`, available: { until: `${s}s` } }));
    expect(overall(batch(runs(5), resources, "balance"))).toBe(500_000);
  });

  it("balance: a divisible task fills no copy alone", () => {
    // 4 of 12 cpu together; on one copy it would be all of it.
    const tasks = [{ id: "t", demand: { cpu: 4 }, divisible: true }];
    const resources = [{ id: "a", count: 3, capacity: { cpu: 4 } }];
    const document = { mode: "placement", resources, tasks, objectives: ["balance"] };
    expect(boundOf("fair-load", document)).toBe(333_334);
    const whole = { ...document, tasks: [{ ...tasks[0], divisible: false }] };
    expect(boundOf("fair-load", whole)).toBe(1_000_000);
  });

  it("balance: 3 of 8 cpu together, but one task alone fills 2 of 4", () => {
    const tasks = [2, 1].map((cpu, i) => ({ id: `t${i}`, demand: { cpu } }));
    const resources = [{ id: "a", count: 2, capacity: { cpu: 4 } }];
    const document = { mode: "placement", resources, tasks, objectives: ["balance"] };
    expect(overall(document)).toBe(500_000);
  });
});
