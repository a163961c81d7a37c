import { expect, test } from "vitest";
import { additiveValues } from "../../src/instance/additive.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { usablePairs } from "../../src/instance/usable.ts";
import { usableWithin } from "../../src/plan/copy-limits.ts";
import { remember } from "../../src/util/remember.ts";

test("work is done once for each key, also where it comes to nothing", () => {
  let done = 0;
  const half = remember((key: { readonly of: number }) => {
    done++;
    return key.of % 2 === 0 ? key.of / 2 : undefined;
  });
  const [a, b] = [{ of: 4 }, { of: 3 }];
  expect([half(a), half(b), half(a), half(b)]).toEqual([2, undefined, 2, undefined]);
  expect(done).toBe(2);
  half({ of: 4 });
  expect(done).toBe(3);
});

const INSTANCE = parseInstance({
  mode: "batch",
  exclusive: true,
  objectives: ["cost", "completion-time"],
  resources: [
    { id: "a", capacity: { cpu: 4 }, price: "1/h" },
    { id: "b", capacity: { cpu: 2 }, price: "2/h", speed: 2 },
  ],
  tasks: [
    { id: "s", demand: { cpu: 3 }, runtime: "1h" },
    { id: "t", demand: { cpu: 1 }, runtime: "2h" },
  ],
});

test("what never changes about an instance is worked out once, and who narrows it takes a copy", () => {
  const usable = usablePairs(INSTANCE);
  expect([...usable]).toEqual([1, 0, 1, 1]);
  const narrow = usableWithin(INSTANCE, {
    time: [3_600_000, 3_600_000],
    capacity: [[4000], [2000]],
  });
  expect([...narrow]).toEqual([1, 0, 0, 1]);
  expect(usablePairs(INSTANCE)).toBe(usable);
  expect([...usable]).toEqual([1, 0, 1, 1]);
});

test("the additive form of a target is worked out once, and each target has its own", () => {
  const [cost, completion] = targetsOf(INSTANCE);
  const values = additiveValues(INSTANCE, cost);
  expect(additiveValues(INSTANCE, { ...cost })).toBe(values);
  const twice = { terms: [{ ...cost.terms[0], factor: 2 * cost.terms[0].factor }] };
  expect(additiveValues(INSTANCE, twice)?.pair[0]).toBe(2 * (values?.pair[0] ?? 0));
  expect(additiveValues(INSTANCE, completion)?.pair[0]).toBe(3_600_000);
  expect(additiveValues(INSTANCE, cost)).toBe(values);
  const makespan = {
    terms: [{ objective: { ...cost.terms[0].objective, name: "makespan" as const }, factor: 1 }],
  };
  expect(additiveValues(INSTANCE, makespan)).toBeUndefined();
});

test("small tables of many targets are kept side by side", () => {
  const [cost] = targetsOf(INSTANCE);
  const scaled = (factor: number) => ({ terms: [{ ...cost.terms[0], factor }] });
  const first = additiveValues(INSTANCE, scaled(11));
  for (let factor = 12; factor < 30; factor++) additiveValues(INSTANCE, scaled(factor));
  expect(additiveValues(INSTANCE, scaled(11))).toBe(first);
});
