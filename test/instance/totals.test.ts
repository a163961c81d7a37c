import { expect, test } from "vitest";
import { OBJECTIVE_NAMES } from "../../src/instance/objectives/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { worstAmount, worstTotal } from "../../src/instance/totals.ts";
import type { ObjectiveName } from "../../src/instance/types.ts";

const worst = (document: object, name: ObjectiveName) =>
  worstTotal(parseInstance(document), { name, dimension: 0 });

const document = {
  mode: "batch",
  exclusive: true,
  resources: [
    {
      id: "a",
      count: 2,
      capacity: { cpu: 4 },
      fixed_price: 1,
      power: "1W",
      available: { from: "5s" },
    },
    { id: "b", fixed_price: 10, power: "2W" },
  ],
  tasks: [
    {
      id: "t",
      count: 3,
      runtime: ["2s", "1s"],
      cost: [1, 2],
      replicas: 2,
      weight: 0.5,
      demand: { cpu: 1 },
    },
    { id: "u", runtime: ["1s", null], cost: [3, 9], release: "7s", value: 4, optional: true },
  ],
};

test("worst totals by hand", () => {
  // 3 copies x 2 replicas x 2, once 3 (not the 9 of a resource that it may not use), fixed 2 x 1 + 10.
  expect(worst(document, "cost")).toBe((12 + 3 + 12) * 1_000_000);
  // Longest 2 s: on a 2 J, on b 1 s x 2 W = 2 J.
  expect(worst(document, "energy")).toBe((6 * 2 + 1) * 1000);
  // All starts at the latest release or opening, then 3 x 2 x 2 s + 1 s.
  expect(worst(document, "makespan")).toBe(20_000);
  // From 7 s on: three copies of weight 500 that take 2 x 2 s each end at 11, 15 and 19 s, then one of weight 1000 at 20 s.
  expect(worst(document, "weighted-completion")).toBe(500 * 45_000 + 1000 * 20_000);
  expect(worst(document, "throughput")).toBe(3 * 500 + 4000);
  expect(worst(document, "utilization")).toBe(6000);
  expect(worst(document, "completion-time")).toBeGreaterThanOrEqual(7000);
  const instance = parseInstance(document);
  expect(worstAmount(instance, 0)).toBe(8000);
});

test("a deadline or the end of all windows cuts the latest end", () => {
  const [a, b] = document.resources;
  const closed = [
    { ...a, available: { from: "5s", until: "12s" } },
    { ...b, available: { until: "13s" } },
  ];
  expect(worst({ ...document, resources: closed }, "makespan")).toBe(13_000);
  const [t, u] = document.tasks;
  const urgent = { ...document, tasks: [{ ...t, deadline: "9s" }, u] };
  expect(worst(urgent, "weighted-completion")).toBe(3 * 500 * 9000 + 1000 * 20_000);
});

test("each piece of a divisible task may be rounded up", () => {
  const shared = { id: "s", runtime: ["10s", "2s"], cost: 1, divisible: true };
  const divisible = { ...document, tasks: [shared] };
  expect(worst(divisible, "cost")).toBe(13_000_000 + 3);
  expect(worst(divisible, "makespan")).toBe(15_003);
});

test("every objective has a worst total", () => {
  for (const name of OBJECTIVE_NAMES) expect(worst(document, name)).toBeGreaterThan(0);
});

test("amounts past 2^53 are refused even where no objective adds them up", () => {
  const huge = (count: number) => ({
    mode: "placement",
    resources: [{ id: "r", count, capacity: { cpu: "9000000000000" } }],
    tasks: [],
  });
  expect(() => parseInstance(huge(1))).not.toThrow();
  expect(() => parseInstance(huge(2))).toThrow(/total of cpu/);
});
