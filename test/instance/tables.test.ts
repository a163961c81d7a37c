import fc from "fast-check";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";

const resources = [
  { id: "a", kind: "big", labels: { zone: "eu", gen: 1 } },
  { id: "b", kind: "big", labels: { zone: "us", gen: 2 } },
  { id: "c", kind: "small", labels: { zone: "eu" } },
  { id: "d", speed: 3 },
];
const runtimes = (runtime: unknown, more: object = {}) => {
  const tasks = [{ id: "t", runtime, ...more }];
  const { pairs } = parseInstance({ mode: "batch", exclusive: true, resources, tasks });
  return Array.from(pairs.runtime, (ms, r) => (pairs.eligible[r] === 1 ? ms : undefined));
};
const no = undefined;

test("an id wins over a kind, a kind over selectors, the first selector over the next", () => {
  expect(runtimes({ "*": "9ms", "zone=eu": "3ms", "gen=1": "4ms", big: "2ms", a: "1ms" })).toEqual([
    1, 2, 3, 9,
  ]);
  expect(runtimes({ "gen=2": "4ms", "zone=us": "3ms" })).toEqual([no, 4, no, no]);
  expect(runtimes({ "zone=us": "3ms", "gen=2": "4ms" })).toEqual([no, 3, no, no]);
  expect(runtimes({ " zone = eu , gen = 1 ": "3ms" })).toEqual([3, no, no, no]);
});

test("null and what no key matches are not eligible", () => {
  expect(runtimes({ big: "2ms", b: null })).toEqual([2, no, no, no]);
  expect(runtimes(["1ms", null, 0, "4ms"])).toEqual([1, no, 0, 4]);
});

test("speed divides only what is the same everywhere, rounded up", () => {
  expect(runtimes("10ms")).toEqual([10, 10, 10, 4]);
  expect(runtimes({ "*": "10ms" })).toEqual([10, 10, 10, 10]);
});

test("eligible and forbidden narrow the pairs", () => {
  expect(runtimes("3ms", { eligible: { zone: ["eu", "us"], gen: [1, "2"] } })).toEqual([
    3,
    3,
    no,
    no,
  ]);
  expect(runtimes("3ms", { eligible: [{ zone: "us" }, { gen: 1 }] })).toEqual([3, 3, no, no]);
  expect(runtimes("3ms", { eligible: { zone: "mars" } })).toEqual([no, no, no, no]);
  expect(runtimes("3ms", { forbidden: ["big", "d"] })).toEqual([no, no, 3, no]);
  expect(runtimes("3ms", { forbidden: [] })).toEqual([3, 3, 3, 1]);
  expect(runtimes("3ms", { replicas: { count: 2, across: "zone" } })).toEqual([3, 3, 3, no]);
});

test("tasks that differ only in what they forbid do not share their pairs", () => {
  const tasks = [["a"], ["b"], undefined].map((forbidden, t) => ({
    id: `t${t}`,
    runtime: "1s",
    eligible: { zone: ["eu", "us"] },
    ...(forbidden !== undefined && { forbidden }),
  }));
  const { pairs } = parseInstance({ mode: "batch", exclusive: true, resources, tasks });
  expect([...pairs.eligible]).toEqual([0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0]);
});

test("tasks with equal keys in another order do not share their table", () => {
  const tasks = [
    { id: "t", runtime: { a: "1ms", b: "2ms" } },
    { id: "u", runtime: { b: "2ms", a: "1ms" } },
  ];
  const { pairs } = parseInstance({ mode: "batch", exclusive: true, resources, tasks });
  expect([...pairs.runtime]).toEqual([1, 2, 0, 0, 1, 2, 0, 0]);
});

test("__proto__ and constructor are names like any other", () => {
  const document = JSON.parse(`{
    "mode": "placement",
    "resources": [{ "id": "constructor", "capacity": { "__proto__": 2 }, "labels": { "__proto__": "x" } },
      { "id": "toString", "capacity": { "hasOwnProperty": 1 } }],
    "tasks": [{ "id": "__proto__", "demand": { "__proto__": { "constructor": 1, "*": 3 } },
      "cost": { "__proto__=x": 4 }, "eligible": { "__proto__": "x" }, "separate": "__proto__" }]
  }`);
  const instance = parseInstance(document);
  expect(instance.dimensions.map(({ name }) => name)).toEqual(["__proto__", "hasOwnProperty"]);
  expect([...instance.demand[0]!.values]).toEqual([1000, 3000]);
  expect([...instance.pairs.eligible]).toEqual([1, 0]);
  expect([...instance.pairs.cost]).toEqual([4_000_000, 0]);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  expect(() =>
    parseInstance({ ...document, tasks: [{ id: "x", forbidden: ["valueOf"] }] }),
  ).toThrow(/valueOf/);
});

test("work over throughput is rounded up exactly, whichever road is taken", () => {
  const decimals = (most: number) =>
    fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 0, max: 6 }));
  fc.assert(
    fc.property(decimals(2 ** 31 - 1), decimals(99_999), ([w, wd], [q, qd]) => {
      const [work, speed] = [Number(`${w}e-${wd}`), Number(`${q}e-${qd}`)];
      const above = BigInt(w) * 1000n * 10n ** BigInt(qd);
      const below = BigInt(q) * 10n ** BigInt(wd);
      const exact = Number((above + below - 1n) / below);
      fc.pre(exact < 2 ** 50);
      const tasks = [
        { id: "t", work, throughput: speed },
        { id: "u", work, throughput: `${speed}` },
      ];
      const { pairs } = parseInstance({
        mode: "batch",
        exclusive: true,
        resources: [{ id: "a" }],
        tasks,
      });
      expect([...pairs.runtime]).toEqual([exact, exact]);
    }),
    { numRuns: 500 },
  );
  // 0.3 / 0.1 is 2.9999999999999996 in doubles; 270 / 0.009 is 30000.000000000004.
  for (const [work, throughput, ms] of [
    [0.3, 0.1, 3000],
    [0.27, 0.009, 30_000],
    [1.5e-320, 1e-320, 1500],
    [1.1, 1, 1100],
    [0, 5, 0],
  ] as const) {
    expect(runtimes(undefined, { work, throughput })).toEqual([ms, ms, ms, ms]);
  }
});

test("only an own demand makes a task differ by resource", () => {
  const tasks = [
    { id: "t", runtime: "1s", demand: { cpu: 1 } },
    { id: "u", runtime: "1s", demand: { cpu: [1, 2, 3, 4] } },
    { id: "v", runtime: "1s" },
  ];
  const { demand } = parseInstance({ mode: "batch", exclusive: true, resources, tasks });
  expect(demand[0]!.perPair).toBe(true);
  expect([...demand[0]!.values]).toEqual([1, 1, 1, 1, 1, 2, 3, 4, 0, 0, 0, 0].map((x) => x * 1000));
});
