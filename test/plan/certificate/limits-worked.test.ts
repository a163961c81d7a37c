import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";

test("a search keeps a place with which a sum is exactly at its limit", () => {
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["makespan", "cost"],
    resources: [{ id: "fast" }, { id: "slow" }],
    tasks: [
      { id: "a", runtime: { fast: "1s", slow: "4s" }, cost: { fast: 3, slow: 1 } },
      { id: "b", count: 4, runtime: { fast: null, slow: "100ms" }, cost: { fast: 0, slow: 2 } },
    ],
  });
  const [makespan] = targetsOf(instance);
  const within = (refuted: number, at_most: number) =>
    checkCertificate(instance, makespan, {
      kind: "makespan-search",
      refuted,
      given: [{ objective: "cost", at_most }],
      root: { prices: [] },
    });
  // All four of b cost 8, a on the fast one 3: that is 11, and a second is enough.
  expect(within(1000, 11_000_000)).toHaveProperty("rejected");
  expect(within(999, 11_000_000)).toMatchObject({ bound: 1000 });
  // A micro-dollar less, and a goes to the slow one.
  expect(within(1000, 10_999_999)).toEqual({
    bound: 1001,
    given: [{ objective: "cost", at_most: 10_999_999 }],
  });
  expect(within(3999, 10_999_999)).toMatchObject({ bound: 4000 });
});

test("what holds within limits alone is no part of a sum", () => {
  const instance = parseInstance({
    mode: "placement",
    objectives: ["cost", "energy"],
    combine: "weighted",
    resources: [
      { id: "r", power: "1W" },
      { id: "q", power: "9W" },
    ],
    tasks: [{ id: "a", runtime: "1s", cost: { r: 5, q: 1 } }],
  });
  const [target] = targetsOf(instance);
  const [cost] = target.terms;
  const free = { kind: "capacity-prices", denominator: 1, price: [[], []] };
  const sumOf = (certificate: object) =>
    checkCertificate(instance, target, { kind: "sum", parts: [{ terms: [0], certificate }] });
  expect(sumOf(free)).toEqual({ bound: 1_000_000 * cost.factor });
  // Plans of at most 1 J place a on r and pay 5; others pay 1.
  const given = [{ objective: "energy", at_most: 1000, price: 500 }];
  const single = { ...target, terms: [cost] };
  expect(checkCertificate(instance, single, { ...free, given })).toMatchObject({ given });
  expect(sumOf({ ...free, given })).toEqual({ rejected: "a part holds within limits only" });
});
