import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { evaluateObjective } from "../../src/plan/evaluate.ts";
import { sequencePieces, startAsap } from "../../src/plan/sequence.ts";
import { makeRandom } from "../../src/util/random.ts";
import { enumeratePlans } from "../support/enumerate.ts";
import { randomDocument } from "../support/random-document.ts";

const instance = parseInstance({
  mode: "batch",
  exclusive: true,
  resources: [{ id: "r", available: { from: "2s" } }, { id: "q" }],
  tasks: [
    { id: "late", runtime: "3s", release: "9s" },
    { id: "soon", runtime: "2s", deadline: "20s", weight: 3 },
    { id: "zero", runtime: "0s", weight: 0 },
    { id: "next", runtime: "4s", release: "1s", deadline: "20s", weight: 6 },
    { id: "part", runtime: "1s", divisible: true, optional: true },
  ],
});
const WHOLE = { share: 1_000_000 };

test("starts wait for the resource, the release and the piece before", () => {
  const pieces = startAsap(instance, [
    [0, [{ task: 3 }, { task: 2 }, { task: 0 }, { task: 4, share: 333_333 }, { task: 1 }]],
    [1, [{ task: 4, share: 666_667 }, { task: 3 }]],
    [0, []],
  ]);
  expect(pieces).toEqual([
    { task: 3, resource: 0, start: 2000, ...WHOLE },
    { task: 2, resource: 0, start: 6000, ...WHOLE },
    { task: 0, resource: 0, start: 9000, ...WHOLE },
    { task: 4, resource: 0, start: 12_000, share: 333_333 },
    // A third of a second is rounded up to 334 ms.
    { task: 1, resource: 0, start: 12_334, ...WHOLE },
    { task: 4, resource: 1, start: 0, share: 666_667 },
    { task: 3, resource: 1, start: 1000, ...WHOLE },
  ]);
});

test("Smith's rule orders by weight / runtime, ties by number", () => {
  const given = [3, 2, 0, 1].map((task) => ({ task, resource: 1 }));
  // No runtime first; then 3/2 twice (by number), then 1/3.
  expect(sequencePieces(instance, given).map(({ task }) => task)).toEqual([2, 1, 3, 0]);
});

test("Smith's ratios are compared beyond 2^53", () => {
  // Weights a and b = a + 1, runtimes p = a + 1 and q = a + 2 in ms: a (a + 2) < (a + 1)^2 by exactly 1.
  const a = 94_906_300;
  const weight = (thousandths: number) => `${Math.floor(thousandths / 1000)}.${thousandths % 1000}`;
  const close = parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: [{ id: "r" }],
    tasks: [
      { id: "a", runtime: `${a + 1}ms`, weight: weight(a) },
      { id: "b", runtime: `${a + 2}ms`, weight: weight(a + 1) },
    ],
  });
  expect((a + 1) * (a + 1)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  const order = sequencePieces(close, [
    { task: 0, resource: 0 },
    { task: 1, resource: 0 },
  ]);
  expect(order.map(({ task }) => task)).toEqual([1, 0]);
});

test("on one resource Smith's order is best", () => {
  const random = makeRandom(5);
  let compared = 0;
  for (let i = 0; i < 150; i++) {
    const document = randomDocument(random, {
      mode: "batch",
      maxResources: 1,
      features: ["weights", "runtime-tables", "fixed-price"],
      objectives: ["cost"],
    });
    const one = parseInstance(document);
    const all = [...one.taskOfCopy.keys()].map((task) => ({ task, resource: 0 }));
    const spec = { name: "weighted-completion" } as const;
    const value = evaluateObjective(one, buildPlan(one, sequencePieces(one, all)), spec);
    const values = [...enumeratePlans(one)].map((plan) => evaluateObjective(one, plan, spec));
    expect(value).toBe(Math.min(...values));
    if (new Set(values).size > 1) compared++;
  }
  expect(compared).toBeGreaterThan(10);
});
