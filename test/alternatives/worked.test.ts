import { expect, test } from "vitest";
import { alternativesOf } from "../../src/alternatives/alternatives.ts";
import { tightnessOf } from "../../src/alternatives/tight.ts";
import { findResourceCopy, findTaskCopy, taskCopyId } from "../../src/instance/ids.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { buildPlan } from "../../src/plan/build.ts";
import type { VerifiedPlan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { plan } from "../../src/planner/plan.ts";
import { alternativesReport, alternativesText } from "../../src/report/alternatives.ts";

/** Task, resource and, over time, start in hours. */
function planned(
  instance: Instance,
  rows: readonly (readonly [task: string, resource: string, start?: number, devices?: number[]])[],
): VerifiedPlan {
  const pieces = rows.map(([task, resource, start = 0, devices]) => ({
    task: findTaskCopy(instance, task) as number,
    resource: findResourceCopy(instance, resource) as number,
    start: start * 3_600_000,
    ...(devices !== undefined && { devices }),
  }));
  const checked = verify(instance, buildPlan(instance, pieces));
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  return checked.plan;
}

const NIGHT = parseInstance({
  ...{ mode: "batch", objectives: ["makespan", "cost"] },
  resources: [
    { id: "fast", devices: { gpu: 1 }, price: "6/h" },
    { id: "slow", devices: { gpu: 1 }, price: "1/h" },
    { id: "tiny", devices: { gpu: 1 }, price: "1/h", available: { until: "2h" } },
  ],
  tasks: [
    { id: "prep", demand: { gpu: 1 }, runtime: { fast: "1h", slow: "2h" } },
    {
      id: "train",
      demand: { gpu: 1 },
      runtime: { fast: "3h", slow: "6h", tiny: "3h" },
      after: ["prep"],
    },
    {
      id: "eval",
      demand: { gpu: 1 },
      runtime: { fast: "1h", slow: "1h", tiny: "1h" },
      optional: true,
    },
  ],
});

const TONIGHT = planned(NIGHT, [
  ["prep", "fast", 0, [0]],
  ["train", "fast", 1, [0]],
  ["eval", "slow", 0, [0]],
]);

test("a task is told what it waits for, what moving it costs, and where nothing is better", async () => {
  const found = await alternativesOf(TONIGHT, findTaskCopy(NIGHT, "train") as number, {
    workLimit: 50,
  });
  expect(alternativesText(NIGHT, TONIGHT.plan, found, 100)).toBe(
    [
      "train is on fast, 1h - 4h.",
      "It follows prep, which ends then.",
      "",
      "on          it alone moves           whatever else moves: makespan",
      "fast (now)                           no change, exactly",
      "slow        makespan +3h, cost -$12  +3h, exactly",
      "",
      "Not on tiny: runs 3h, longer than it may run there.",
      "With it anywhere else in this table makespan is no better, proven.",
    ].join("\n"),
  );
  // Where a table would be cut, each place has a paragraph.
  expect(alternativesText(NIGHT, TONIGHT.plan, found, 50)).toContain(
    "slow:\n  it alone moves: makespan +3h, cost -$12\n  whatever else moves: makespan: +3h, exactly\n",
  );
  expect(alternativesReport(NIGHT, found)).toMatchObject({
    task: "train",
    places: [
      { on: "fast", now: true, forced: { bound_exact: 14_400_000, proof: "ours" } },
      { on: "slow", now: false, alone_exact: [25_200_000, 13_000_000] },
      { on: "tiny", forced: { infeasible: "ours" } },
    ],
  });
});

test("a setup, a release, a window and the beginning are what starts wait for", async () => {
  const instance = parseInstance({
    ...{ mode: "batch", exclusive: true, objectives: ["makespan"] },
    ...{ setup: [{ from: "a", to: "b", time: "30m" }] },
    resources: [{ id: "h" }, { id: "late", available: { from: "2h" } }],
    tasks: [
      { id: "x", runtime: "1h", family: "a", release: "1h" },
      { id: "y", runtime: "1h", family: "b" },
      { id: "z", runtime: "1h", family: "b" },
    ],
  });
  const now = planned(instance, [
    ["x", "h", 1],
    ["y", "h", 2.5],
    ["z", "late", 2],
  ]);
  const waits = async (id: string) =>
    (await alternativesOf(now, findTaskCopy(instance, id) as number, { workLimit: 0 })).waits;
  expect(await waits("x")).toEqual(["It is released then."]);
  expect(await waits("y")).toEqual(["x on h ends before it, and a setup of 30m follows."]);
  expect(await waits("z")).toEqual(["late is there from then on."]);
});

test("of an entry that is followed whole every copy that ends last is named, of pairs the own one", async () => {
  const document = (count: number, each: boolean) => ({
    ...{ mode: "batch", exclusive: false, objectives: ["makespan"] },
    resources: [{ id: "h", capacity: { cpu: 20 } }],
    tasks: [
      { id: "t", count, demand: { cpu: 1 }, runtime: "1h" },
      {
        ...{ id: "end", count: each ? count : 1, demand: { cpu: 1 }, runtime: "1h" },
        after: [{ task: "t", lag: "30m", ...(each && { each: true }) }],
      },
    ],
  });
  const waits = async (count: number, late: number, each = false) => {
    const instance = parseInstance(document(count, each));
    const ids = [...instance.taskOfCopy.keys()].map((copy) => taskCopyId(instance, copy));
    const now = planned(
      instance,
      ids.map((id, i) => [id, "h", id.startsWith("end") ? 2.5 : i < late ? 0 : 1] as const),
    );
    const copy = findTaskCopy(instance, each ? "end#2" : "end") as number;
    return (await alternativesOf(now, copy, { workLimit: 0 })).waits;
  };
  const after = "and 30m more must pass.";
  expect(await waits(2, 1)).toEqual([`It follows t#2, which ends then, ${after}`]);
  expect(await waits(3, 1)).toEqual([`It follows t#2 and t#3, which end then, ${after}`]);
  expect(await waits(6, 1)).toEqual([
    `It follows t#2, t#3, t#4 and 2 more, which end then, ${after}`,
  ]);
  expect(await waits(6, 0, true)).toEqual([`It follows t#2, which ends then, ${after}`]);
});

test("an optional task that is left out is told what each place would bring", async () => {
  const instance = parseInstance({
    ...{ mode: "placement", objectives: ["throughput"] },
    resources: [
      { id: "a", capacity: { cpu: 2 } },
      { id: "b", count: 2, capacity: { cpu: 1 } },
    ],
    tasks: [
      { id: "big", demand: { cpu: 2 }, optional: true, value: 5 },
      { id: "small", demand: { cpu: 1 }, optional: true, value: 1 },
    ],
  });
  const now = planned(instance, [["small", "a"]]);
  const of = async (id: string, on?: string) => {
    const copy = findTaskCopy(instance, id) as number;
    const found = await alternativesOf(now, copy, { workLimit: 50, ...(on && { on }) });
    return alternativesText(instance, now.plan, found, 100);
  };
  expect(await of("big")).toBe(
    [
      "big is left out.",
      "",
      "on              it alone moves                   whatever else moves: throughput",
      "left out (now)                                   no change, exactly",
      "a               breaks capacity (a: cpu 3 of 2)  +5, exactly",
      "",
      "Not on b: needs 2 cpu, and each has 1.",
      "With it on a a better plan was found: throughput 6.",
    ].join("\n"),
  );
  // Of a resource with several copies one may be meant, and a slip is told.
  expect(await of("small", "b#2")).toContain("b#2  no change       +5, exactly");
  await expect(of("small", "c")).rejects.toThrow('There is no resource "c".');
});

test("what is full is told: sums at once in a placement, at any time else; and what is left of limits, deadlines and a budget", () => {
  const placed = parseInstance({
    ...{ mode: "placement", objectives: ["cost"], budget: 10 },
    resources: [{ id: "h", count: 2, devices: { gpu: 8 }, capacity: { cpu: 20 } }],
    tasks: [{ id: "t", count: 3, demand: { gpu: 4, cpu: 1 }, cost: 2 }],
  });
  const now = planned(placed, [
    ["t#1", "h#1", 0, [0, 1, 2, 3]],
    ["t#2", "h#1", 0, [4, 5, 6, 7]],
    ["t#3", "h#2", 0, [0, 1, 2, 3]],
  ]);
  expect(tightnessOf(placed, now.plan)).toEqual([
    { kind: "capacity", text: "gpu of h: 1 of 2 are full.", isFull: true },
    { kind: "budget", text: "budget: $4 of $10 left.", isFull: false },
  ]);
  const night = parseInstance({
    ...{ mode: "batch", objectives: ["makespan"], limits: [{ name: "licence", capacity: 2 }] },
    resources: [{ id: "h", capacity: { cpu: 2 } }],
    tasks: [
      { id: "a", demand: { cpu: 1 }, runtime: "1h", deadline: "1h", limits: { licence: 1 } },
      { id: "b", demand: { cpu: 1 }, runtime: "1h", deadline: "3h" },
    ],
  });
  const times = planned(night, [
    ["a", "h", 0],
    ["b", "h", 1],
  ]);
  expect(tightnessOf(night, times.plan).map(({ text, isFull }) => [text, isFull])).toEqual([
    ["limit licence: at most 1 of 2 in use.", false],
    ["deadline of a: met to the point.", true],
    ["deadline of b: 1h left.", false],
  ]);
});

test("of several copies and entries of a kind the best is told, and with losses the solve leaves them aside", async () => {
  const instance = parseInstance({
    ...{ mode: "placement", objectives: ["cost"] },
    resources: [
      { id: "dear", kind: "k", capacity: { cpu: 1 }, fixed_price: 9 },
      { id: "cheap", kind: "k", capacity: { cpu: 1 }, fixed_price: 2 },
      { id: "own", capacity: { cpu: 1 }, fixed_price: 5 },
    ],
    tasks: [{ id: "t", demand: { cpu: 1 } }],
  });
  const now = planned(instance, [["t", "own"]]);
  const found = await alternativesOf(now, 0, { workLimit: 20, on: "k" });
  expect(found.list[0].alone?.values).toEqual([2_000_000]);
  // A recovery may put the task elsewhere, so where it is forced to be says nothing of that.
  const robust = parseInstance({
    ...{ mode: "placement", objectives: ["cost"], robust: 1 },
    resources: [
      { id: "a", capacity: { cpu: 1 } },
      { id: "b", capacity: { cpu: 1 } },
    ],
    tasks: [{ id: "t", demand: { cpu: 1 }, cost: 1 }],
  });
  const { plan: survives } = await plan(robust, { workLimit: 50 });
  if (survives === undefined) throw new Error("There is a plan.");
  const { list, isRobustLeftOut } = await alternativesOf(survives, 0, { workLimit: 20 });
  expect(isRobustLeftOut).toBe(true);
  expect(
    list.map(({ forced }) => [forced?.isInfeasible, forced?.bound, forced?.found?.values[0]]),
  ).toEqual([
    [false, 1_000_000, 1_000_000],
    [false, 1_000_000, 1_000_000],
  ]);
});
