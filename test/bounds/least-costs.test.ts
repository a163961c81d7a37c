import { expect, test } from "vitest";
import { pricedShareBound } from "../../src/bounds/cost.ts";
import { leastCosts } from "../../src/bounds/schedule/quick.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";

const boundOf = (more: readonly object[]) => {
  const instance = parseInstance({
    mode: "batch",
    objectives: ["cost"],
    resources: [
      { id: "big", capacity: { cpu: 4 }, fixed_price: 5, price: "1/h" },
      { id: "small", count: 9, capacity: { cpu: 1 }, fixed_price: 2 },
    ],
    tasks: [
      { id: "a", count: 2, demand: { cpu: 1 }, runtime: "1h", cost: { big: 3, small: 4 } },
      { id: "b", demand: { cpu: 3 }, runtime: "1h", cost: 1 },
      ...more,
    ],
  });
  return leastCosts.bound(instance, targetsOf(instance)[0])?.value;
};

test("over time each task costs least somewhere, and the dearest copy that one needs is paid once", () => {
  // 2 x 3 + 1 on the big one, which b needs: all of it may run there, one after the other.
  expect(boundOf([])).toBe(12_000_000);
  // Another one that needs it pays nothing more.
  expect(boundOf([{ id: "c", demand: { cpu: 4 }, runtime: "1h", cost: 0 }])).toBe(12_000_000);
  const gang = { id: "c", demand: { cpu: 1 }, runtime: "1h", cost: 0.25 };
  // Each worker costs; what may stay away costs nothing.
  expect(boundOf([{ ...gang, workers: 2 }])).toBe(12_500_000);
  expect(boundOf([{ ...gang, optional: true }])).toBe(12_000_000);
});

test("one after another a task pays the part of a copy that its time is of the window, nothing where no window ends", () => {
  const shareOf = (available: object) => {
    const instance = parseInstance({
      mode: "batch",
      exclusive: true,
      objectives: ["cost"],
      resources: [{ id: "h", fixed_price: 5, ...available }],
      tasks: [{ id: "a", count: 2, runtime: "1h", cost: 1 }],
    });
    return pricedShareBound.bound(instance, targetsOf(instance)[0])?.value;
  };
  expect(shareOf({ available: { until: "4h" } })).toBe(2 * 2_250_000);
  expect(shareOf({ available: { from: "2h", until: "4h" } })).toBe(2 * 3_500_000);
  expect(shareOf({})).toBe(2_000_000);
});
