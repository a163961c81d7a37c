import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { verify } from "../../src/plan/verify.ts";
import { startClock } from "../../src/planner/clock.ts";
import { needsFirstPlan, offerFirstPlan } from "../../src/planner/first-plan.ts";
import { Incumbent } from "../../src/planner/incumbent.ts";
import { plan } from "../../src/planner/plan.ts";
import { planningTime } from "../../src/planner/planning-time.ts";
import { makeRandom } from "../../src/util/random.ts";

const random = makeRandom(7);
const cpu = (least: number, most: number) => ({ cpu: random.int(least, most) });
const hosts = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `h${i}`,
    capacity: cpu(16, 32),
    price: `${random.int(1, 9)}/h`,
  }));

/** Too large for anything but a list before a clock that has run out stops all else. */
const CASES: Readonly<Record<string, object>> = {
  placement: {
    mode: "placement",
    objectives: ["balance", "cost"],
    resources: hosts(40),
    tasks: [
      ...Array.from({ length: 120 }, (_, i) => ({ id: `t${i}`, demand: cpu(1, 4) })),
      ...Array.from({ length: 12 }, (_, i) => ({
        id: `c${i}`,
        demand: cpu(1, 2),
        colocate: `g${i % 4}`,
      })),
      { id: "spare", optional: true, demand: cpu(1, 4) },
      { id: "wide", replicas: 5, demand: cpu(1, 2) },
    ],
  },
  sequence: {
    mode: "batch",
    exclusive: true,
    objectives: ["makespan", "cost"],
    resources: hosts(30).map((host, i) => ({ ...host, speed: 1 + i / 10 })),
    tasks: Array.from({ length: 200 }, (_, i) => ({
      id: `t${i}`,
      runtime: `${random.int(1, 300)}m`,
      deadline: "40h",
    })),
  },
  schedule: {
    mode: "batch",
    objectives: ["makespan"],
    resources: Array.from({ length: 8 }, (_, i) => ({
      id: `h${i}`,
      capacity: cpu(8, 16),
      devices: { gpu: 4 },
    })),
    tasks: Array.from({ length: 80 }, (_, i) => ({
      id: `t${i}`,
      demand: { cpu: random.int(1, 8), gpu: [0.5, 1, 2][i % 3] },
      runtime: `${random.int(5, 300)}m`,
      release: `${random.int(0, 300)}m`,
    })),
  },
  "losses of a placement": {
    mode: "placement",
    robust: 1,
    objectives: ["cost"],
    resources: hosts(20),
    tasks: Array.from({ length: 40 }, (_, i) => ({ id: `t${i}`, demand: cpu(1, 6) })),
  },
  "losses over time": {
    mode: "batch",
    robust: 1,
    objectives: ["makespan"],
    resources: Array.from({ length: 5 }, (_, i) => ({ id: `h${i}`, capacity: cpu(16, 24) })),
    tasks: Array.from({ length: 12 }, (_, i) => ({
      id: `t${i}`,
      demand: cpu(1, 8),
      runtime: `${random.int(5, 90)}m`,
    })),
  },
};

test.each(Object.entries(CASES))("no time at all leaves a plan by a list: %s", async (_, doc) => {
  const instance = parseInstance(doc);
  const outcome = await plan(instance, { timeLimit: 0 });
  expect(["time-limit", "optimal"]).toContain(outcome.termination);
  expect(outcome.plan).toBeDefined();
  expect(verify(instance, outcome.plan!.plan).ok).toBe(true);
  // Whoever waits for a better plan has one before bounds are looked for.
  if (needsFirstPlan(instance, targetsOf(instance)[0])) {
    expect(outcome.trace.map(({ source }) => source)).toContain("first list");
  }
});

test.each(["milp", "local", "greedy"])(
  "nor does it matter which method was asked: %s",
  async (method) => {
    const instance = parseInstance(CASES.placement);
    const outcome = await plan(instance, { timeLimit: 0, method });
    expect(outcome.plan).toBeDefined();
    expect(outcome.levels.every(({ value }) => value !== undefined)).toBe(true);
  },
);

test("a small instance waits for no list, and has one all the same where its time is over", async () => {
  const instance = parseInstance({
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "h", count: 3, capacity: { cpu: 4 } }],
    tasks: [{ id: "t", count: 6, demand: { cpu: 2 }, cost: 1 }],
  });
  expect(needsFirstPlan(instance, targetsOf(instance)[0])).toBe(false);
  const outcome = await plan(instance, { timeLimit: 0 });
  expect(outcome.plan?.plan.task.length).toBe(6);
});

test("searches do not start from a first list, and every later plan ends its being rough", async () => {
  const instance = parseInstance(CASES.placement);
  const [target] = targetsOf(instance);
  const incumbent = new Incumbent(instance, target);
  const task = { incumbent, clock: startClock({ timeLimit: 0 }), goal: { gap: 0, slack: 0 } };
  await offerFirstPlan({ ...task, seed: 1, solver: "highs", tell: () => {} });
  expect(incumbent.plan).toBeDefined();
  expect(incumbent.start).toBeUndefined();
  // As the verifier gave it: another level looks at its value alone.
  const next = new Incumbent(instance, targetsOf(instance)[1]);
  expect(next.offer(incumbent.plan!, "previous level")).toBe(true);
  expect(next.plan?.plan).toBe(incumbent.plan?.plan);
  incumbent.offer(incumbent.plan!.plan, "a search that finds the same");
  expect(incumbent.start).toBe(incumbent.plan);
});

test("an interrupt before everything ends without a list", async () => {
  const controller = new AbortController();
  controller.abort();
  const outcome = await plan(parseInstance(CASES.sequence), { signal: controller.signal });
  expect(outcome.termination).toBe("interrupted");
});

test("planning gets what reading leaves, less what writing and printing take, at least half", () => {
  const small = { taskOfCopy: new Int32Array(10), resourceOfCopy: new Int32Array(5) };
  const large = { taskOfCopy: new Int32Array(1e6), resourceOfCopy: new Int32Array(1e6) };
  expect(planningTime(undefined, 100, small)).toEqual({});
  expect(planningTime(5000, 1000, small).timeLimit).toBeCloseTo(3800, 0);
  expect(planningTime(5000, 4990, small)).toEqual({ timeLimit: 5 });
  expect(planningTime(10_000, 0, large)).toEqual({ timeLimit: 5000 });
  const late = planningTime(5000, 7200, small);
  expect(late.timeLimit).toBe(0);
  expect(late.note).toContain("7s200ms");
  expect(late.note).toContain("5s");
});
