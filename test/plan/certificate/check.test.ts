import { describe, expect, it } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import type { Certificate } from "../../../src/plan/certificate/types.ts";

/** Three equal tasks of 2 cpu; two cheap copies hold one each, the third task goes to the dear one. */
const boxes = parseInstance({
  name: "boxes",
  mode: "placement",
  objectives: ["cost"],
  resources: [
    { id: "cheap", count: 2, capacity: { cpu: 3 } },
    { id: "dear", capacity: { cpu: 9 } },
  ],
  tasks: [{ id: "a", count: 3, demand: { cpu: 2 }, cost: { cheap: 1, dear: 4 } }],
});
const [cost] = targetsOf(boxes);

/** The same three tasks, one after another. */
const batch = parseInstance({
  name: "batch",
  mode: "batch",
  exclusive: true,
  objectives: ["makespan", "cost", "balance"],
  resources: [
    { id: "fast", available: { until: "10s" }, price: "3.6/h" },
    { id: "slow", count: 2, available: { until: "10s" }, price: "0.36/h" },
  ],
  tasks: [{ id: "a", count: 3, runtime: { fast: "1s", slow: "4s" } }],
});
const [makespan, runCost, balance] = targetsOf(batch);

const prices: Record<string, { instance: Instance; certificate: Certificate; bound: number }> = {
  // Price 1.5 $ for 1 cpu on cheap, so a costs 1 + 3 = 4 everywhere: 12 - 2 x 3 x 1.5 = 3. Optimum 6.
  capacity: {
    instance: boxes,
    certificate: { kind: "capacity-prices", denominator: 1, price: [[1500], [0]] },
    bound: 3_000_000,
  },
  // A copy is worth 4 to its task: a cheap copy gains 4 - 1 once, dear nothing: 12 - 2 x 3 = 6, the optimum.
  assignment: {
    instance: boxes,
    certificate: {
      kind: "assignment-prices",
      denominator: 2,
      resource: 0,
      price: [8_000_000],
    },
    bound: 6_000_000,
  },
};

describe("a certificate proves what hand arithmetic proves", () => {
  it.each(Object.entries(prices))("%s prices", (_, { instance, certificate, bound }) => {
    expect(checkCertificate(instance, cost, certificate)).toEqual({ bound });
  });

  it("load prices", () => {
    // Each task weighs 4 at least: 3 x 4 s over 4 + 1 + 1 gives 2 s of makespan.
    const certificate = { kind: "load-prices", price: [[4], [1]] };
    expect(checkCertificate(batch, makespan, certificate)).toEqual({ bound: 2000 });
    expect(checkCertificate(batch, balance, certificate)).toEqual({ bound: 200_000 });
    // Rounded up: 3 x 4 s over 7 + 1 + 1 (a task on slow weighs less than on fast).
    const uneven = { kind: "load-prices", price: [[7], [1]] };
    expect(checkCertificate(batch, makespan, uneven)).toEqual({ bound: 1334 });
  });

  it("time prices of a batch", () => {
    // Least cost of a task: slow, 400 micro-dollars; on fast 1000. A price of 0.1 a ms on slow only lowers it.
    const none = { kind: "capacity-prices", denominator: 10, price: [[], []], time: [0, 0] };
    expect(checkCertificate(batch, runCost, none)).toEqual({ bound: 1200 });
    const some = { ...none, time: [0, 1] };
    expect(checkCertificate(batch, runCost, some)).toEqual({ bound: 2400 - 2000 });
  });

  it("numbers beyond doubles", () => {
    const large = Number.MAX_SAFE_INTEGER;
    const certificate = { kind: "capacity-prices", denominator: large, price: [[0], [0]] };
    expect(checkCertificate(boxes, cost, certificate)).toEqual({ bound: 3_000_000 });
    const priced = { kind: "capacity-prices", denominator: 1, price: [[large], [large]] };
    expect(checkCertificate(boxes, cost, priced)).toEqual({ rejected: expect.any(String) });
    const worth = { kind: "assignment-prices", denominator: 1, resource: 0, price: [large] };
    expect(checkCertificate(boxes, cost, worth)).toEqual({ rejected: expect.any(String) });
  });
});

describe("what is malformed is rejected", () => {
  const good = prices.capacity.certificate as object;
  const worth = prices.assignment.certificate as object;
  const load = { kind: "load-prices", price: [[4], [1]] };
  it.each([
    ["nothing", boxes, undefined],
    ["a list", boxes, []],
    ["no kind", boxes, {}],
    ["an inherited kind", boxes, { kind: "constructor" }],
    ["another key", boxes, { ...good, extra: 1 }],
    ["no denominator", boxes, { ...good, denominator: 0 }],
    ["a fraction", boxes, { ...good, denominator: 1.5 }],
    ["a text", boxes, { ...good, denominator: "1" }],
    ["a negative price", boxes, { ...good, price: [[-1], [0]] }],
    ["a row too few", boxes, { ...good, price: [[1]] }],
    ["a column too many", boxes, { ...good, price: [[1, 1], [0]] }],
    ["a hole", boxes, { ...good, price: [[1], new Array(1)] }],
    ["not a number", boxes, { ...good, price: [[Number.NaN], [0]] }],
    ["beyond exact", boxes, { ...good, price: [[2 ** 53], [0]] }],
    ["time in a placement", boxes, { ...good, time: [1, 0] }],
    ["an unknown dimension", boxes, { ...worth, resource: 1 }],
    ["time filled in a placement", boxes, { ...worth, resource: "time" }],
    ["a price too few", boxes, { ...worth, price: [] }],
    ["load prices on a cost", boxes, load],
  ])("%s", (_, instance, certificate) => {
    expect(checkCertificate(instance, cost, certificate)).toEqual({
      rejected: expect.any(String),
    });
  });

  it("what weighs nothing, and a sum for a level", () => {
    const zero = { kind: "load-prices", price: [[0], [0]] };
    expect(checkCertificate(batch, makespan, zero)).toHaveProperty("rejected");
    const sum = { kind: "capacity-prices", denominator: 1, price: [[], []] };
    expect(checkCertificate(batch, makespan, sum)).toHaveProperty("rejected");
  });

  it("a task without a place", () => {
    const stuck = parseInstance({
      name: "stuck",
      mode: "placement",
      objectives: ["cost"],
      resources: [{ id: "r", capacity: { cpu: 1 } }],
      tasks: [{ id: "a", demand: { cpu: 2 } }],
    });
    const certificate = { kind: "capacity-prices", denominator: 1, price: [[0]] };
    const [target] = targetsOf(stuck);
    expect(checkCertificate(stuck, target, certificate)).toHaveProperty("rejected");
  });
});
