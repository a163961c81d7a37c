import fc from "fast-check";
import { expect, test } from "vitest";
import { makespanCoreOf } from "../../../src/cores/makespan.ts";
import { proveMakespan } from "../../../src/exact/makespan/prove.ts";
import { generate } from "../../../src/instance/generate/registry.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import { verify } from "../../../src/plan/verify.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { leastMakespan } from "./cores.ts";

const open = { upper: () => Number.POSITIVE_INFINITY, lower: () => Number.NEGATIVE_INFINITY };

const documents = fc
  .record({
    mode: fc.constantFrom("batch", "placement"),
    tasks: fc.array(fc.record({ count: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    counts: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 3 }),
    unit: fc.constantFrom(1, 5, 1000),
    values: fc.array(fc.option(fc.integer({ min: 0, max: 30 }), { freq: 6 }), {
      minLength: 9,
      maxLength: 9,
    }),
    weighted: fc.boolean(),
  })
  .map(({ mode, tasks, counts, unit, values, weighted }) => ({
    mode,
    ...(mode === "batch" && { exclusive: true }),
    ...(weighted
      ? { combine: "weighted", objectives: [{ objective: "makespan", weight: 3 }] }
      : {}),
    ...(weighted ? {} : { objectives: ["makespan"] }),
    resources: counts.map((count, r) => ({ id: `r${r}`, count })),
    tasks: tasks.map(({ count }, t) => ({
      id: `t${t}`,
      count,
      runtime: counts.map((_, r) => {
        const value = values[t * 3 + r];
        return value === null ? null : `${value * unit}ms`;
      }),
    })),
  }));

test("plans of a core verify, keep their value and come back; bounds and certificates hold", () => {
  const tally = { certificates: 0, closed: 0 };
  fc.assert(
    fc.property(documents, (document) => {
      const instance = parseInstance(document);
      const [target] = targetsOf(instance);
      const map = makespanCoreOf(instance, target);
      if (map === undefined) throw new Error("expected a core");
      const least = leastMakespan(map.core);
      let value = Number.POSITIVE_INFINITY;
      let bound = Number.NEGATIVE_INFINITY;
      for (const event of proveMakespan(map.core, open)) {
        if (event.assignment !== undefined) {
          const plan = map.planOf(event.assignment);
          expect(verify(instance, plan).ok).toBe(true);
          value = evaluateTarget(instance, plan, target);
          expect(map.internalOf(event.value as number)).toBe(value);
          expect(map.valueOf(event.assignment)).toBe(event.value);
          expect(map.assignmentOf(plan)).toEqual(event.assignment);
        }
        if (event.bound === undefined) continue;
        bound = map.internalOf(event.bound);
        if (event.certificate === undefined) continue;
        tally.certificates++;
        expect(checkCertificate(instance, target, event.certificate)).toEqual({ bound });
      }
      if (least === undefined) return;
      expect(value).toBe(map.internalOf(least));
      expect(bound).toBe(value);
      tally.closed++;
    }),
    { numRuns: drawn(500) },
  );
  expect(tally.certificates).toBeGreaterThan(atLeast(150));
  expect(tally.closed).toBeGreaterThan(atLeast(150));
});

const plain = {
  mode: "batch",
  exclusive: true,
  objectives: ["makespan"],
  resources: [{ id: "a" }, { id: "b", count: 2 }],
  tasks: [
    { id: "t", runtime: "6ms", count: 2 },
    { id: "u", runtime: ["4ms", "10ms"] },
  ],
};

function coreOf(document: object) {
  const { exclusive: _, ...rest } = { ...plain, ...document };
  const instance = parseInstance(rest.mode === "batch" ? { ...rest, exclusive: true } : rest);
  return makespanCoreOf(instance, targetsOf(instance)[0]);
}

test("divides runtimes by what they share, with one column for each copy", () => {
  const map = coreOf({});
  expect(map?.core.divisor).toBe(2);
  expect([...(map?.core.runtime ?? [])]).toEqual([3, 3, 3, 3, 3, 3, 2, 5, 5]);
  expect([...(map?.core.entry ?? [])]).toEqual([0, 1, 1]);
  expect(map?.internalOf(5)).toBe(10);
});

const task = { id: "t", runtime: "6ms" };
test.each([
  ["another objective", { objectives: ["cost"] }],
  ["a weighted sum", { objectives: ["makespan", "cost"], combine: "weighted" }],
  ["a budget", { budget: 3 }],
  ["a window", { tasks: [task], resources: [{ id: "a", available: { from: "0s", until: "1h" } }] }],
  [
    "a late resource",
    { tasks: [task], resources: [{ id: "a", available: { from: "1ms", until: "1h" } }] },
  ],
  ["a release", { tasks: [{ ...task, release: "1ms" }] }],
  ["a deadline", { tasks: [{ ...task, deadline: "1h" }] }],
  ["an optional task", { tasks: [{ ...task, optional: true }] }],
  ["a divisible task", { tasks: [{ ...task, divisible: true }] }],
  ["replicas", { tasks: [{ ...task, replicas: 2 }] }],
  ["a group", { tasks: [{ ...task, count: 2, separate: "s" }] }],
  [
    "capacity that can be full",
    {
      mode: "placement",
      resources: [{ id: "a", capacity: { cpu: 3 } }],
      tasks: [{ ...task, count: 2, demand: { cpu: 2 } }],
    },
  ],
])("is no core: %s", (_, document) => {
  expect(coreOf(document)).toBeUndefined();
});

test("load prices that prove more in whole units than in ms carry a search with the same prices", () => {
  // 3 + 5 + 5 minutes on two copies: 6.5, so 7 minutes.
  const instance = parseInstance({
    ...{ mode: "batch", exclusive: true, objectives: ["makespan"] },
    resources: [{ id: "a", count: 2 }],
    tasks: [
      { id: "s", runtime: "3m" },
      { id: "t", count: 2, runtime: "5m" },
    ],
  });
  const [target] = targetsOf(instance);
  const map = makespanCoreOf(instance, target);
  if (map === undefined) throw new Error("expected a core");
  const event = [...proveMakespan(map.core, open)].find(({ bound }) => bound !== undefined);
  expect(event).toMatchObject({ bound: 7, certificate: { kind: "makespan-search" } });
  expect(checkCertificate(instance, target, event?.certificate)).toEqual({ bound: 420_000 });
});

test("capacity that can never be full is no matter", () => {
  const document = {
    mode: "placement",
    resources: [{ id: "a", capacity: { cpu: 4 } }],
    tasks: [{ ...task, count: 2, demand: { cpu: 2 } }],
  };
  expect(coreOf(document)).toBeDefined();
});

test("proofs beyond prices carry searches, and tampered ones prove nothing more", () => {
  let searched = 0;
  let tampered = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const family = ["unrelated", "job-correlated", "machine-correlated"][seed % 3];
    const instance = parseInstance(generate(family, { tasks: 24, resources: 5, seed }));
    const [target] = targetsOf(instance);
    const map = makespanCoreOf(instance, target);
    if (map === undefined) throw new Error("expected a core");
    let best = Number.POSITIVE_INFINITY;
    let proof: unknown;
    for (const event of proveMakespan(map.core, open)) {
      best = Math.min(best, event.value ?? best);
      if (event.bound === undefined) continue;
      expect(event.certificate).toBeDefined();
      proof = event.certificate;
    }
    const least = map.internalOf(best);
    expect(checkCertificate(instance, target, proof)).toEqual({ bound: least });
    if ((proof as { kind: string }).kind !== "makespan-search") continue;
    searched++;
    for (const change of CHANGES) {
      const other = structuredClone(proof) as Tampered;
      if (!change(other)) continue;
      tampered++;
      const checked = checkCertificate(instance, target, other);
      if ("bound" in checked) expect(checked.bound).toBeLessThanOrEqual(least);
    }
    const bolder = { ...(proof as Tampered), refuted: least };
    expect(checkCertificate(instance, target, bolder)).toHaveProperty("rejected");
  }
  expect(searched).toBeGreaterThan(5);
  expect(tampered).toBeGreaterThan(30);
});

interface Tampered {
  refuted: number;
  root: {
    prices: number[][];
    task?: number;
    children?: { resource: number; prices: number[][] }[];
  };
}

/** Each returns false where there is nothing to change. */
const CHANGES: readonly ((proof: Tampered) => boolean)[] = [
  (proof) => {
    proof.refuted += 1;
    return true;
  },
  (proof) => {
    proof.refuted -= 1;
    return true;
  },
  ({ root }) => {
    root.prices = root.prices.map((prices) => prices.map(() => 0));
    return true;
  },
  ({ root }) => {
    root.prices = root.prices.map((prices) => prices.map((price) => 3 * price));
    return true;
  },
  ({ root }) => root.children?.pop() !== undefined,
  ({ root }) => {
    if (root.task === undefined) return false;
    root.task = (root.task + 1) % 24;
    return true;
  },
  ({ root }) => {
    const first = root.children?.[0];
    if (first === undefined) return false;
    first.prices = [];
    return true;
  },
];
