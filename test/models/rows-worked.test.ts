import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { findSolver } from "../../src/solvers/registry.ts";

interface Worked {
  readonly what: string;
  readonly resources: readonly object[];
  readonly tasks: readonly object[];
  /** The least cost in dollars; undefined if no plan keeps the rules. */
  readonly cost?: number;
  /** Instead: the most that is placed. */
  readonly placed?: number;
}

/** Two places, of which the first is cheap. */
const places = (cpu: number, fixed = 0) => [
  { id: "a", capacity: { cpu }, ...(fixed > 0 && { fixed_price: fixed }) },
  { id: "b", capacity: { cpu: 9 } },
];
const parts = (...cpus: number[]) =>
  cpus.map((cpu, t) => ({ id: `t${t}`, demand: { cpu }, cost: { a: 0, b: 10 } }));

/** Zones with one, two and one places; places in eu cost nothing. */
const ZONES = [
  { id: "e1", labels: { zone: "eu" } },
  { id: "e2", labels: { zone: "eu" } },
  { id: "u", labels: { zone: "us" } },
  { id: "i", labels: { zone: "in" } },
];
const ZONED = { e1: 0, e2: 0, u: 4, i: 5 };

const WORKED: readonly Worked[] = [
  {
    what: "a place is full at its last thousandth",
    resources: places(1.001),
    tasks: parts(0.5, 0.501),
    cost: 0,
  },
  {
    what: "and takes not one more",
    resources: places(1),
    tasks: parts(0.5, 0.501),
    cost: 10,
  },
  {
    what: "four parts of which three fit",
    resources: places(1),
    tasks: parts(0.333, 0.333, 0.333, 0.003),
    cost: 10,
  },
  {
    what: "four parts that fit",
    resources: places(1.002),
    tasks: parts(0.333, 0.333, 0.333, 0.003),
    cost: 0,
  },
  {
    what: "a place that is paid for is no larger",
    resources: places(1, 1),
    tasks: parts(0.5, 0.501),
    cost: 11,
  },
  {
    what: "a place that is paid for is no smaller",
    resources: places(1.001, 1),
    tasks: parts(0.5, 0.501),
    cost: 1,
  },
  {
    what: "a place is paid for once it holds what asks for nothing",
    resources: [
      { id: "a", capacity: { cpu: 1 }, fixed_price: 3 },
      { id: "b", capacity: { cpu: 1 }, fixed_price: 5 },
    ],
    tasks: [
      { id: "n", cost: 0 },
      { id: "m", cost: { b: 0, a: 9 } },
    ],
    cost: 5,
  },
  {
    what: "replicas stand in different domains",
    resources: ZONES,
    tasks: [{ id: "t", replicas: { count: 2, across: "zone" }, cost: ZONED }],
    cost: 4,
  },
  {
    what: "three replicas stand in three",
    resources: ZONES,
    tasks: [{ id: "t", replicas: { count: 3, across: "zone" }, cost: ZONED }],
    cost: 9,
  },
  {
    what: "four find no fourth",
    resources: ZONES,
    tasks: [{ id: "t", replicas: { count: 4, across: "zone" }, cost: ZONED }],
  },
  {
    what: "each copy spreads by itself",
    resources: ZONES,
    tasks: [{ id: "t", count: 2, replicas: { count: 2, across: "zone" }, cost: ZONED }],
    cost: 8,
  },
  {
    what: "replicas without a label only stand on different places",
    resources: ZONES,
    tasks: [{ id: "t", replicas: 2, cost: ZONED }],
    cost: 0,
  },
  {
    what: "an optional task has all of its replicas in different domains, or none",
    resources: ZONES.slice(0, 2),
    tasks: [{ id: "t", optional: true, replicas: { count: 2, across: "zone" } }],
    placed: 0,
  },
  {
    what: "an optional task that finds two domains",
    resources: ZONES.slice(0, 3),
    tasks: [{ id: "t", optional: true, replicas: { count: 2, across: "zone" } }],
    placed: 1,
  },
  {
    what: "an optional task with three replicas and two domains",
    resources: ZONES.slice(0, 3),
    tasks: [{ id: "t", optional: true, replicas: { count: 3, across: "zone" } }],
    placed: 0,
  },
];

test.each(WORKED)("$what", async ({ resources, tasks, cost, placed }) => {
  const instance = parseInstance({
    mode: "placement",
    objectives: [placed === undefined ? "cost" : "throughput"],
    resources,
    tasks,
  });
  const [target] = targetsOf(instance);
  const { program, decode } = formulate(instance, target, []) as Encoding;
  const solver = await findSolver("highs");
  const { termination, point } = await solver.solve(program, { gap: 0 }, {});
  const best = cost === undefined ? placed && -1000 * placed : cost * 1e6;
  if (cost === undefined && placed === undefined) {
    expect(termination).toBe("infeasible");
    return;
  }
  if (point === undefined) throw new Error(`expected a point, got ${termination}`);
  const plan = decode(point.x);
  const checked = verify(instance, plan);
  expect(checked.ok ? [] : checked.violations).toEqual([]);
  expect(evaluateTarget(instance, plan, target)).toBe((best ?? 0) + 0);
});
