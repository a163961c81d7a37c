import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { Scope } from "../../models/pairs.ts";
import type { Encoding } from "../../models/types.ts";
import { recover } from "../../src/heuristics/robust/placement/recover.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { findSolver } from "../../src/solvers/registry.ts";

interface Worked {
  readonly what: string;
  readonly resources: readonly object[];
  readonly tasks: readonly object[];
  readonly of: string;
  /** Where each task copy is held. */
  readonly held?: readonly number[];
  /** The least cost in dollars, or the most tasks placed; undefined if no plan survives. */
  readonly cost?: number;
  readonly placed?: number;
}

const on = (place: string, elsewhere: number) => ({ [place]: 0, "*": elsewhere });
const gpus = (count: number) => ({ devices: { gpu: count } });
const share = (id: string, gpu: number, place: string) => ({
  id,
  demand: { gpu },
  cost: on(place, 9),
});

/** x has 4 of what y and z have only 2 and 2. */
const SPLIT = [
  { id: "x", capacity: { cpu: 4 } },
  { id: "y", capacity: { cpu: 2 } },
  { id: "z", capacity: { cpu: 2 } },
];
const pair = (part: object) => ["a", "b"].map((id) => ({ id, demand: { cpu: 2 }, ...part }));

const WORKED: readonly Worked[] = [
  {
    what: "what is lost goes where there is room",
    resources: SPLIT,
    of: "x",
    tasks: pair({ cost: on("x", 1) }),
    cost: 0,
  },
  {
    what: "but not apart if it must stay together",
    resources: SPLIT,
    of: "x",
    tasks: pair({ colocate: "g" }),
  },
  {
    what: "nor with a member that follows another",
    resources: SPLIT,
    of: "x",
    tasks: [
      ...pair({ colocate: "g" }).slice(0, 1),
      { id: "b", optional: true, demand: { cpu: 2 }, colocate: "g" },
    ],
    placed: 1,
  },
  {
    what: "nor if all members are optional",
    resources: SPLIT,
    of: "x",
    tasks: pair({ colocate: "g", optional: true }),
    placed: 1,
  },
  {
    // Beside 0.6 on either device of b there is room for 0.3 each, and then for no 0.2, though all make 2.
    what: "shares count device by device",
    resources: [
      { id: "a", ...gpus(1) },
      { id: "b", ...gpus(2) },
    ],
    of: "a",
    tasks: [
      share("p", 0.6, "b"),
      share("q", 0.6, "b"),
      share("r", 0.3, "a"),
      share("s", 0.3, "a"),
      share("t", 0.2, "a"),
    ],
    held: [1, 1, 0, 0, 0],
  },
  {
    what: "shares that come find their devices beside what stays",
    resources: [
      { id: "a", ...gpus(1) },
      { id: "b", ...gpus(2) },
    ],
    of: "a",
    tasks: [share("p", 0.6, "b"), share("q", 0.6, "b"), share("r", 0.3, "a"), share("s", 0.4, "a")],
    held: [1, 1, 0, 0],
    cost: 0,
  },
  {
    // 0.5 and 0.25 on one device leave the other for 0.75, if they lie together.
    what: "shares lie so that what comes finds a device",
    resources: [
      { id: "a", ...gpus(1) },
      { id: "b", ...gpus(2) },
    ],
    of: "a",
    tasks: [
      share("p", 0.75, "a"),
      share("q", 0.25, "b"),
      share("r", 0.5, "b"),
      share("s", 0.25, "b"),
    ],
    held: [0, 1, 1, 1],
    cost: 0,
  },
  {
    // What is held on b needs no row by itself: two shares, two devices. After the loss two whole ones come.
    what: "devices of what a scope keeps out",
    resources: [
      { id: "a", ...gpus(2) },
      { id: "b", ...gpus(2) },
    ],
    of: "a",
    tasks: [share("p", 1, "a"), share("q", 1, "a"), share("r", 0.5, "b"), share("s", 0.5, "b")],
    held: [0, 0, 1, 1],
  },
  {
    what: "one whole device beside two shares on the other",
    resources: [
      { id: "a", ...gpus(1) },
      { id: "b", ...gpus(2) },
    ],
    of: "a",
    tasks: [share("p", 1, "a"), share("r", 0.5, "b"), share("s", 0.5, "b")],
    held: [0, 1, 1],
    cost: 0,
  },
  {
    what: "devices of two dimensions",
    resources: [
      { id: "a", devices: { gpu: 1, tpu: 1 } },
      { id: "b", devices: { gpu: 2, tpu: 2 } },
    ],
    of: "a",
    tasks: [
      { id: "p", demand: { gpu: 1, tpu: 0.5 }, cost: on("a", 9) },
      { id: "q", demand: { gpu: 0.5, tpu: 1 }, cost: on("b", 9) },
      { id: "r", demand: { gpu: 0.5, tpu: 0.5 }, cost: on("b", 9) },
    ],
    held: [0, 1, 1],
    cost: 0,
  },
  {
    what: "a replica moves inside the failure domain that was lost in part",
    resources: [
      { id: "e1", labels: { zone: "eu" } },
      { id: "e2", labels: { zone: "eu" } },
      { id: "u", labels: { zone: "us" } },
    ],
    of: "e1",
    tasks: [{ id: "t", replicas: { count: 2, across: "zone" }, cost: { e1: 0, e2: 5, u: 0 } }],
    cost: 0,
  },
  {
    what: "but not into that of another",
    resources: [
      { id: "e", labels: { zone: "eu" } },
      { id: "u", count: 2, labels: { zone: "us" } },
    ],
    of: "e",
    tasks: [{ id: "t", replicas: { count: 2, across: "zone" } }],
  },
  {
    what: "nor onto another replica",
    resources: [{ id: "e", count: 2 }],
    of: "e",
    tasks: [{ id: "t", replicas: 2 }],
  },
  {
    what: "what comes fills a place to the last thousandth",
    resources: [
      { id: "a", capacity: { cpu: 1 } },
      { id: "b", capacity: { cpu: 2.001 } },
    ],
    of: "a",
    tasks: [
      { id: "p", demand: { cpu: 0.701 }, cost: on("a", 9) },
      { id: "q", demand: { cpu: 1.3 }, cost: on("b", 9) },
    ],
    cost: 0,
  },
  {
    what: "and not a thousandth more",
    resources: [
      { id: "a", capacity: { cpu: 1 } },
      { id: "b", capacity: { cpu: 2 } },
    ],
    of: "a",
    tasks: [
      { id: "p", demand: { cpu: 0.701 }, cost: on("a", 9) },
      { id: "q", demand: { cpu: 1.3 }, cost: on("b", 9) },
    ],
  },
  {
    what: "each dimension counts by itself",
    resources: [
      { id: "a", capacity: { cpu: 9, memory: "9MiB" } },
      { id: "b", capacity: { cpu: 9, memory: "8MiB" } },
    ],
    of: "a",
    tasks: [
      { id: "p", demand: { cpu: 1, memory: "4MiB" }, cost: on("a", 9) },
      { id: "q", demand: { cpu: 1, memory: "5MiB" }, cost: on("b", 9) },
    ],
  },
  {
    what: "a task that may not be where it would go stays apart",
    resources: [{ id: "a", ...gpus(1) }, { id: "b", ...gpus(1) }, { id: "c" }],
    of: "a",
    tasks: [
      { id: "p", demand: { gpu: 1 }, cost: on("a", 9), separate: "g" },
      { id: "q", cost: { b: 0, c: 3 }, separate: "g" },
    ],
    // q makes room on b beforehand.
    cost: 3,
  },
  {
    what: "what must keep apart finds no place",
    resources: [{ id: "a" }, { id: "b" }],
    of: "a",
    tasks: ["p", "q"].map((id) => ({ id, separate: "g" })),
  },
  {
    what: "three replicas of four domains, one lost",
    resources: ["e", "u", "i", "o"].map((zone) => ({ id: zone, labels: { zone } })),
    of: "e",
    tasks: [{ id: "t", replicas: { count: 3, across: "zone" }, cost: { e: 0, u: 0, i: 0, o: 7 } }],
    cost: 0,
  },
  {
    what: "three replicas of three domains, one lost",
    resources: ["e", "u", "i"].map((zone) => ({ id: zone, labels: { zone } })),
    of: "e",
    tasks: [{ id: "t", replicas: { count: 3, across: "zone" } }],
  },
];

test.each(WORKED)("$what", async ({ resources, tasks, of, held, cost, placed }) => {
  const instance = parseInstance({
    mode: "placement",
    robust: { lose: 1, of },
    objectives: [placed === undefined ? "cost" : "throughput"],
    resources,
    tasks,
  });
  const [target] = targetsOf(instance);
  const scope: Scope | undefined = held && { copiesOf: (task) => [held[task]] };
  const encoding = formulate(instance, target, [], scope) as Encoding;
  const solver = await findSolver("highs");
  const result = await solver.solve(encoding.program, { gap: 0 }, {});
  const best = cost === undefined ? placed && -1000 * placed : cost * 1e6;
  if (best === undefined) {
    expect(result.termination).toBe("infeasible");
    return;
  }
  expect(result.termination).toBe("optimal");
  const plan = encoding.decode(result.point!.x);
  const checked = verify(instance, plan);
  expect(checked.ok ? [] : checked.violations).toEqual([]);
  expect(evaluateTarget(instance, plan, target)).toBe(best);
  // The search that looks for recoveries of a given plan finds some as well.
  const { recoveries: _, ...bare } = plan;
  const found = recover(instance, bare);
  expect("plan" in found && verify(instance, found.plan).ok).toBe(true);
});
