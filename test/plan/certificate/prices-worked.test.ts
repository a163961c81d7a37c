import { describe, expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";

/** What is made of a certificate for the first objective of a document. */
const check = (document: object, certificate: object) => {
  const instance = parseInstance(document);
  return checkCertificate(instance, targetsOf(instance)[0], certificate);
};

describe("prices on capacity", () => {
  const capacity = (more: object = {}) => ({ kind: "capacity-prices", denominator: 1, ...more });

  test("replicas stand on as many copies of an entry as there are, then on the next dearer one", () => {
    const document = (replicas: number, count: number) => ({
      mode: "placement",
      objectives: ["cost"],
      resources: [{ id: "dear" }, { id: "cheap", count }],
      tasks: [{ id: "a", replicas, cost: { dear: 5, cheap: 1 } }],
    });
    const free = capacity({ price: [[], []] });
    expect(check(document(2, 2), free)).toEqual({ bound: 2_000_000 });
    expect(check(document(4, 4), free)).toEqual({ bound: 4_000_000 });
    expect(check(document(4, 3), free)).toEqual({ bound: 8_000_000 });
    expect(check(document(4, 9), free)).toEqual({ bound: 4_000_000 });
    expect(check(document(2, 1), free)).toEqual({ bound: 6_000_000 });
  });

  test("of each domain a replica takes the cheapest place, wherever that is listed", () => {
    const document = (costs: readonly number[]) => ({
      mode: "placement",
      objectives: ["cost"],
      resources: ["eu", "eu", "eu", "us"].map((zone, r) => ({ id: `r${r}`, labels: { zone } })),
      tasks: [{ id: "a", replicas: { count: 2, across: "zone" }, cost: costs }],
    });
    const free = capacity({ price: [[], [], [], []] });
    expect(check(document([5, 1, 3, 2]), free)).toEqual({ bound: 3_000_000 });
    expect(check(document([1, 5, 3, 2]), free)).toEqual({ bound: 3_000_000 });
    expect(check(document([5, 3, 1, 2]), free)).toEqual({ bound: 3_000_000 });
  });

  test("what shares add up to is not rounded to what whole tasks add up to", () => {
    // Half of it fits on r for 0.5, half costs 1 on q: 1.5, between the 1 and the 2 of the whole task.
    const halves = {
      mode: "placement",
      objectives: ["cost"],
      resources: [
        { id: "r", capacity: { cpu: 1 } },
        { id: "q", capacity: { cpu: 2 } },
      ],
      tasks: [{ id: "a", divisible: true, demand: { cpu: 2 }, cost: { r: 1, q: 2 } }],
    };
    // 500 micro-dollars a thousandth: 1 + 1 on r, 2 on q, less what all of r pays.
    expect(check(halves, capacity({ price: [[500], [0]] }))).toEqual({ bound: 1_500_000 });
    // Two whole tasks of half the size have a step of 1 $: of 1.5 it makes 2.
    const whole = [{ id: "a", demand: { cpu: 2 }, cost: { r: 1, q: 2 } }];
    const wide = [
      { id: "r", capacity: { cpu: 3 } },
      { id: "q", capacity: { cpu: 9 } },
    ];
    const rounded = { ...halves, resources: wide, tasks: [{ ...whole[0], count: 2 }] };
    expect(check(rounded, capacity({ price: [[500], [0]] }))).toEqual({ bound: 3_000_000 });
  });

  test("pieces of divisible tasks are never big, whole ones are", () => {
    const document = (task: object) => ({
      mode: "placement",
      objectives: ["cost"],
      resources: [
        { id: "r", count: 2, capacity: { cpu: 5 } },
        { id: "q", capacity: { cpu: 99 } },
      ],
      tasks: [{ id: "a", count: 3, demand: { cpu: 3 }, cost: { r: 0, q: 1 }, ...task }],
    });
    const big = [{ load: 0, parts: 1, price: [1_000_000, 0] }];
    const certificate = capacity({ price: [[0], [0]], big });
    // One of 3 cpu each on the two copies of 5, so one of them costs 1.
    expect(check(document({}), certificate)).toEqual({ bound: 1_000_000 });
    // 9 of the 10 cpu hold all shares for nothing; the two prices are paid back without being taken.
    expect(check(document({ divisible: true }), certificate)).toEqual({ bound: -2_000_000 });
  });
});

describe("prices on assignment", () => {
  test("every copy of a divisible task gains what it is worth", () => {
    const document = {
      mode: "placement",
      objectives: ["cost"],
      resources: [{ id: "r", capacity: { cpu: 9 } }],
      tasks: [{ id: "a", count: 4, divisible: true, demand: { cpu: 2 }, cost: 3 }],
    };
    const certificate = { kind: "assignment-prices", denominator: 1, resource: 0 };
    // 4 x 5 - 4 x (5 - 3) = 4 x 3, whatever the price.
    for (const price of [3_000_000, 5_000_000, 90_000_000]) {
      expect(check(document, { ...certificate, price: [price] })).toEqual({ bound: 12_000_000 });
    }
    expect(check(document, { ...certificate, price: [2_999_999] })).toEqual({ bound: 11_999_996 });
  });
});

describe("prices of configurations", () => {
  const host = { id: "r", count: 5, capacity: { cpu: 1 }, fixed_price: 7 };
  const document = (task: object) => ({
    mode: "placement",
    objectives: ["cost"],
    resources: [host],
    tasks: [{ id: "a", demand: { cpu: 1 }, ...task }],
  });
  /** One row in which every placed piece counts 1 and a copy holds one of them, so that n >= pieces. */
  const covering = {
    kind: "configuration-prices",
    denominator: 1,
    price: [0],
    capacity: [[0]],
    worth: [0],
    rows: [{ price: [1], capacity: [[0]], worth: [1] }],
    used: { weight: 1, row: [0], multiplier: [1] },
  };

  test("every replica of every copy takes its part of used copies", () => {
    expect(check(document({ replicas: 4 }), covering)).toEqual({ bound: 28_000_000 });
    expect(check(document({ replicas: 5 }), covering)).toEqual({ bound: 35_000_000 });
    expect(check(document({ count: 2, replicas: 2 }), covering)).toEqual({ bound: 28_000_000 });
  });
});

describe("prices of levels", () => {
  test("an optional task that fits nowhere refutes nothing", () => {
    const document = {
      mode: "placement",
      objectives: ["balance"],
      resources: [{ id: "r", capacity: { cpu: 4 } }],
      tasks: [
        { id: "a", demand: { cpu: 1 } },
        { id: "o", demand: { cpu: 3 }, optional: true },
        { id: "never", demand: { cpu: 5 }, optional: true },
      ],
    };
    const level = (refuted: number) => ({ kind: "level-prices", refuted, price: [[1]] });
    // The one that must be placed takes exactly a quarter.
    expect(check(document, level(249_999))).toEqual({ bound: 250_000 });
    expect(check(document, level(250_000))).toHaveProperty("rejected");
    expect(check(document, level(749_999))).toHaveProperty("rejected");
  });

  test("a window that opens later leaves less of a makespan", () => {
    const document = (mode: object, resource: object) => ({
      ...mode,
      objectives: ["makespan"],
      resources: [{ id: "r", ...resource }],
      tasks: [{ id: "a", runtime: "3s" }],
    });
    const level = (refuted: number) => ({ kind: "level-prices", refuted, price: [[0]] });
    const later = document({ mode: "batch", exclusive: true }, { available: { from: "2s" } });
    expect(check(later, level(4999))).toEqual({ bound: 5000 });
    expect(check(later, level(5000))).toHaveProperty("rejected");
    const placed = document({ mode: "placement" }, {});
    expect(check(placed, level(2999))).toEqual({ bound: 3000 });
    expect(check(placed, level(3000))).toHaveProperty("rejected");
  });
});
