import { expect, test } from "vitest";
import { targetsOf } from "../../src/instance/targets.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { Incumbent } from "../../src/planner/incumbent.ts";
import { InvariantError } from "../../src/util/errors.ts";
import { boxes } from "../support/boxes.ts";

function incumbentOf(instance: ReturnType<typeof boxes>): Incumbent {
  return new Incumbent(instance, targetsOf(instance)[0]);
}

test("a plan that breaks a rule is a fault that names the rule", () => {
  const instance = boxes({ objectives: ["cost"] });
  const overfull = buildPlan(
    instance,
    [0, 1, 2].map((task) => ({ task, resource: 0 })),
  );
  expect(() => incumbentOf(instance).offer(overfull, "a blind solver")).toThrow(InvariantError);
  expect(() => incumbentOf(instance).offer(overfull, "a blind solver")).toThrow(
    /a blind solver[\s\S]*capacity/,
  );
});

test("a bound above a verified value is a fault, whichever came first", () => {
  const instance = boxes({ objectives: ["cost"] });
  const feasible = buildPlan(
    instance,
    [0, 1, 2].map((task) => ({ task, resource: 1 })),
  );
  const wrong = { value: 12_000_001, source: "a liar", proof: "claimed" } as const;
  const first = incumbentOf(instance);
  first.offer(feasible, "greedy"); // three times 4 dollars
  expect(() => first.raise(wrong)).toThrow(/lies above/);
  const second = incumbentOf(instance);
  second.raise(wrong);
  expect(() => second.offer(feasible, "greedy")).toThrow(/lies above/);
});

test("a claim is replaced by a proof of ours at the same value", () => {
  const incumbent = incumbentOf(boxes({ objectives: ["cost"] }));
  incumbent.raise({ value: 6_000_000, source: "highs", proof: "claimed" });
  incumbent.raise({ value: 6_000_000, source: "prices", proof: "ours" });
  incumbent.raise({ value: 6_000_000, source: "highs", proof: "claimed" });
  expect(incumbent.bound).toEqual({
    value: 6_000_000,
    source: "prices",
    proof: "ours",
    given: [],
  });
});

test("a bound of a later level says for which plans it holds", () => {
  const instance = boxes({ objectives: ["balance", "cost"] });
  const [balance, , cost] = targetsOf(instance);
  const limits = [{ target: balance, atMost: 500_000 }];
  const given = [
    { name: "balance", unit: "fraction", sense: "min", perUnit: 1e6, atMost: 500_000 },
  ];
  const incumbent = new Incumbent(instance, cost, limits);
  incumbent.raise({ value: 8_000_000, source: "highs", proof: "claimed" });
  expect(incumbent.bound?.given).toEqual(given);
  // What holds for every plan is surer than as much within limits, and stays.
  incumbent.raise({ value: 8_000_000, source: "highs", proof: "claimed", given: [] });
  incumbent.raise({ value: 8_000_000, source: "highs", proof: "claimed" });
  expect(incumbent.bound?.given).toEqual([]);
  const prices = { kind: "capacity-prices", denominator: 1, price: [[0], [0]] } as const;
  const priced = { value: 8_000_000, source: "prices", proof: "ours" } as const;
  incumbent.raise({ ...priced, certificate: prices });
  expect(incumbent.bound?.given).toEqual([]);
  const within = { objective: "balance", at_most: 400_000 } as const;
  incumbent.raise({ ...priced, value: 8_500_000, certificate: { ...prices, given: [within] } });
  expect(incumbent.bound?.given).toEqual([{ ...given[0], atMost: 400_000 }]);
});

test("the best bound with a certificate is kept beside a better claim", () => {
  const incumbent = incumbentOf(boxes({ objectives: ["cost"] }));
  const certificate = { kind: "load-prices", price: [] } as const;
  const bound = (value: number, certified: boolean) => ({
    value,
    source: "test",
    proof: certified ? ("ours" as const) : ("claimed" as const),
    ...(certified ? { certificate } : {}),
  });
  for (const [value, certified] of [
    [3, true],
    [5, false],
    [2, true],
    [4, true],
  ] as const) {
    incumbent.raise(bound(value, certified));
  }
  expect(incumbent.bound).toEqual({ ...bound(5, false), given: [] });
  expect(incumbent.certified).toEqual({ ...bound(4, true), given: [] });
});
