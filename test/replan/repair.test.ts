import { expect, test } from "vitest";
import { loadPlan } from "../../src/heuristics/schedule/load-plan.ts";
import { PenalisedCost } from "../../src/heuristics/schedule/penalised-cost.ts";
import { chooseRuin } from "../../src/heuristics/schedule/ruin.ts";
import { searchSchedule } from "../../src/heuristics/schedule/search.ts";
import { scheduleView } from "../../src/heuristics/schedule/view.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { assignments } from "../../src/plan/assignments.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import type { VerifiedPlan } from "../../src/plan/types.ts";
import { plan } from "../../src/planner/plan.ts";
import { repairedPlan } from "../../src/replan/repair.ts";
import { situate } from "../../src/replan/replan.ts";
import { makeRandom } from "../../src/util/random.ts";

const H = 3_600_000;

/** One host of two devices; a runs to 2h. */
function night(runtimeOfA: string) {
  return parseInstance({
    mode: "batch",
    objectives: ["makespan"],
    resources: [{ id: "h", devices: { gpu: 2 } }],
    tasks: [
      { id: "a", demand: { gpu: 2 }, runtime: runtimeOfA },
      { id: "b", demand: { gpu: 2 }, runtime: "1h" },
      { id: "c", demand: { gpu: 1 }, runtime: "1h" },
      { id: "d", demand: { gpu: 1 }, runtime: "1h" },
    ],
  });
}

function repaired(
  runtimeOfA: string,
  starts: readonly number[],
  now: number,
  isLate?: () => boolean,
) {
  const instance = night(runtimeOfA);
  const { past, replanned } = situate({
    instance,
    earlier: starts.map((start, i) => ({
      task: "abcd"[i],
      resource: "h",
      start_ms: start * H,
      devices: i < 2 ? [0, 1] : [i - 2],
    })),
    now: now * H,
    down: new Set(),
    migrations: { level: "last" },
  });
  const plan = repairedPlan(replanned, past, isLate)!;
  const rows = [...assignments({ instance: replanned, plan } as VerifiedPlan)];
  return { replanned, plan, starts: rows.map(({ start_ms }) => start_ms / H) };
}

test("the rest of the earlier plan stays where it fits and gains nothing by moving up", () => {
  expect(repaired("2h", [0, 2, 3, 3], 1).starts).toEqual([0, 2, 3, 3]);
});

test("where the earlier plan waits for nothing, moving up is better", () => {
  expect(repaired("2h", [0, 5, 7, 6], 1).starts).toEqual([0, 2, 3, 3]);
});

test("where the rest no longer fits, it keeps its order", () => {
  // a takes an hour longer: b would begin beside it.
  expect(repaired("3h", [0, 2, 3, 3], 1).starts).toEqual([0, 3, 4, 4]);
  expect(repaired("3h", [0, 4, 2, 3], 1).starts).toEqual([0, 4, 3, 3]);
});

test("once it is late, the first repair that keeps the rules will do", () => {
  const late = () => true;
  expect(repaired("2h", [0, 5, 7, 6], 1, late).starts).toEqual([0, 5, 7, 6]);
  expect(repaired("3h", [0, 2, 3, 3], 1, late).starts).toEqual([0, 3, 4, 4]);
});

test("once it is late, what has to move looks through no gaps, but where it would have no place otherwise", () => {
  const startsOf = (isLate: boolean, until: string) => {
    const instance = parseInstance({
      mode: "batch",
      objectives: ["makespan"],
      resources: [
        { id: "h", capacity: { cpu: 2 }, available: { until } },
        { id: "s", capacity: { net: 1 } },
      ],
      tasks: [
        { id: "a", demand: { net: 1 }, runtime: "4h" },
        { id: "b", demand: { cpu: 2 }, runtime: "4h", after: ["a"] },
        { id: "c", demand: { cpu: 2 }, runtime: "1h" },
      ],
    });
    const { past, replanned } = situate({
      instance,
      earlier: [
        { task: "a", resource: "s", start_ms: 0 },
        { task: "b", resource: "s", start_ms: 4 * H },
        { task: "c", resource: "s", start_ms: 8 * H },
      ],
      now: H,
      down: new Set(),
      migrations: { level: "last" },
    });
    const plan = repairedPlan(replanned, past, () => isLate)!;
    const rows = [...assignments({ instance: replanned, plan } as VerifiedPlan)];
    return rows.map(({ start_ms }) => start_ms / H);
  };
  expect(startsOf(false, "9h")).toEqual([0, 4, 1]);
  expect(startsOf(true, "9h")).toEqual([0, 4, 8]);
  expect(startsOf(true, "8h")).toEqual([0, 4, 1]);
});

test("nothing is planned before a plan that is known", async () => {
  const { replanned, plan: known } = repaired("2h", [0, 2, 3, 3], 1);
  const sources: string[] = [];
  const earlier = { plan: known, levels: [] };
  await plan(replanned, { earlier, workLimit: 1, onTrace: ({ source }) => sources.push(source) });
  expect(sources[0]).toBe("earlier run");
  expect(sources).not.toContain("first list");
});

test("what is optional and lost stays away where the budget has nothing left for it", () => {
  const instance = parseInstance({
    mode: "batch",
    objectives: ["throughput", "cost"],
    budget: 6,
    resources: [
      { id: "h", devices: { gpu: 2 }, price: "1/h" },
      { id: "s", devices: { gpu: 2 }, price: "2/h" },
    ],
    tasks: [
      { id: "a", demand: { gpu: 2 }, runtime: "2h", value: 5, optional: true },
      { id: "b", demand: { gpu: 1 }, runtime: "2h", value: 3, optional: true },
    ],
  });
  const { past, replanned } = situate({
    instance,
    earlier: [
      { task: "a", resource: "h", start_ms: 0, devices: [0, 1] },
      { task: "b", resource: "s", start_ms: 0, devices: [0] },
    ],
    now: H,
    down: new Set([0]),
    migrations: { level: "last" },
  });
  // With a on s, too, it would cost 4 + 4.
  const plan = repairedPlan(replanned, past)!;
  const rows = [...assignments({ instance: replanned, plan } as VerifiedPlan)];
  expect(rows.map(({ task }) => task)).toEqual(["b"]);
});

test("a search takes away nothing that has begun, however often it draws", () => {
  const { replanned, plan } = repaired("2h", [0, 2, 3, 3], 1);
  const view = scheduleView(replanned)!;
  const schedule = loadPlan(view, plan);
  const [target] = targetsOf(replanned);
  const cost = new PenalisedCost(schedule, target, [], undefined);
  cost.turnTo(schedule);
  cost.targetEnd = evaluateTarget(replanned, plan, target) / 2;
  cost.guided();
  const random = makeRandom(3);
  const drawn = new Set<number>();
  for (let i = 0; i < 300; i++)
    for (const copy of chooseRuin(schedule, cost, random)) drawn.add(copy);
  expect([...drawn].sort()).toEqual([1, 2, 3]);
});

test("among places that are equally good a search leaves tasks where the earlier plan had them", () => {
  const instance = parseInstance({
    mode: "batch",
    objectives: ["makespan"],
    resources: [{ id: "h", count: 4, devices: { gpu: 1 } }],
    tasks: [{ id: "t", count: 4, demand: { gpu: 1 }, runtime: "1h" }],
  });
  const { replanned } = situate({
    instance,
    earlier: [4, 2, 1, 3].map((host, i) => {
      return { task: `t#${i + 1}`, resource: `h#${host}`, start_ms: 0, devices: [0] };
    }),
    now: 0,
    down: new Set(),
    migrations: { level: "last" },
  });
  const [target] = targetsOf(replanned);
  const events = searchSchedule(
    { view: scheduleView(replanned)!, target, limits: [] },
    makeRandom(1),
  );
  const { plan } = events.next().value!;
  expect([...plan!.resource]).toEqual([3, 1, 0, 2]);
});
