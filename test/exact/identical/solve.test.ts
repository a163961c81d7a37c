import fc from "fast-check";
import { expect, test } from "vitest";
import { identicalCore, identicalCoreOf, loadOf } from "../../../src/cores/identical.ts";
import { solveIdentical } from "../../../src/exact/identical/prove.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { plan } from "../../../src/planner/plan.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { drawn } from "../../support/drawn.ts";
import { leastLoad, sizes } from "./cores.ts";

test("value and bound meet at the least largest load, and no bound ever lies above it", () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 9 }), ({ runtimes, resources }, seed) => {
      const core = identicalCore(runtimes, resources);
      const least = leastLoad(core);
      let value = Number.POSITIVE_INFINITY;
      let bound = Number.NEGATIVE_INFINITY;
      for (const event of solveIdentical(core, seed, () => false)) {
        if (event.assignment !== undefined) value = loadOf(core, event.assignment);
        if (event.bound === undefined) continue;
        expect(event.bound.value).toBeGreaterThanOrEqual(bound);
        expect(event.bound.value).toBeLessThanOrEqual(least);
        bound = event.bound.value;
      }
      expect([value, bound]).toEqual([least, least]);
    }),
    { numRuns: drawn(600) },
  );
});

function documentOf(runtimes: readonly number[], resources: number, more: object = {}) {
  return {
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: [{ id: "r", count: resources }],
    tasks: runtimes.map((one, t) => ({ id: `t${t}`, runtime: `${one}ms` })),
    ...more,
  };
}

test("plans are proven through the planner, and their certificates by the checker alone", async () => {
  const random = makeRandom(3);
  const kinds = new Map<string, number>();
  for (let round = 0; round < 120; round++) {
    const resources = random.int(1, 6);
    const longest = [4, 30, 1000][round % 3];
    const unit = round % 5 === 0 ? 10 : 1;
    const tasks = random.int(1, 9);
    const runtimes = Array.from({ length: tasks }, () => unit * random.int(0, longest));
    const { exclusive: _, ...shared } = documentOf(runtimes, resources, { mode: "placement" });
    const instance = parseInstance(round % 4 === 0 ? shared : documentOf(runtimes, resources));
    const core = identicalCore(runtimes, resources);
    const least = leastLoad(core) * core.divisor;
    const { levels, termination } = await plan(instance, { method: "identical" });
    expect(termination).toBe("optimal");
    expect(levels[0].value).toBe(least);
    expect(levels[0].bound?.value).toBe(least);
    for (const bound of [levels[0].bound, levels[0].certified]) {
      if (bound?.certificate === undefined) continue;
      const kind = bound.certificate.kind;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const checked = checkCertificate(instance, levels[0].target, bound.certificate);
      expect(checked).toEqual({ bound: bound.value });
    }
  }
  expect([...kinds.keys()].sort()).toEqual([
    "level-prices",
    "load-prices",
    "makespan-search",
    "reachable-sums",
  ]);
});

test("many resources with few tasks each are proven, and equal seeds give equal plans", async () => {
  const random = makeRandom(11);
  const runtimes = Array.from({ length: 50 }, () => random.int(50, 100));
  const instance = parseInstance(documentOf(runtimes, 20));
  const outcomes = await Promise.all(
    [1, 1].map(() => plan(instance, { method: "identical", workLimit: 5000, seed: 4 })),
  );
  expect(outcomes[0].termination).toBe("optimal");
  expect(outcomes[0].plan?.plan).toEqual(outcomes[1].plan?.plan);
  const { target, bound } = outcomes[0].levels[0];
  expect(checkCertificate(instance, target, bound?.certificate)).toEqual({ bound: bound?.value });
});

test("resources that begin late together only shift the plan", async () => {
  const available = { from: "10ms" };
  const document = documentOf([3, 3, 2], 2, { resources: [{ id: "r", count: 2, available }] });
  const { levels } = await plan(parseInstance(document), { method: "identical" });
  // 3 + 2 on one resource, from 10 ms on.
  expect([levels[0].value, levels[0].bound?.value]).toEqual([15, 15]);
});

test.each([
  ["another objective", { objectives: ["cost"] }],
  [
    "a resource that is slower",
    { resources: [{ id: "a" }, { id: "b" }], tasks: [{ id: "t", runtime: ["1ms", "2ms"] }] },
  ],
  [
    "a resource that begins later",
    { resources: [{ id: "a" }, { id: "b", available: { from: "1ms" } }] },
  ],
  ["a deadline", { tasks: [{ id: "t", runtime: "1ms", deadline: "1h" }] }],
  ["an optional task", { tasks: [{ id: "t", runtime: "1ms", optional: true }] }],
  ["no tasks", { tasks: [] }],
])("is none of these: %s", (_, more) => {
  const instance = parseInstance(documentOf([1, 2], 2, more));
  expect(identicalCoreOf(instance, targetsOf(instance)[0])).toBeUndefined();
});
