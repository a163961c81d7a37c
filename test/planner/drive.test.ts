import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { emptyPlan } from "../../src/plan/build.ts";
import { startClock } from "../../src/planner/clock.ts";
import { begin, drive } from "../../src/planner/drive.ts";
import { Incumbent } from "../../src/planner/incumbent.ts";
import type { Event, LevelTask, Method } from "../../src/planner/method.ts";
import { type Phases, runPhases } from "../../src/planner/phases.ts";
import { relay } from "../../src/planner/relay.ts";

const box = { id: "r", count: 2, capacity: { cpu: 4 }, price: "1/h" };
const job = { id: "t", count: 3, demand: { cpu: 1 }, cost: 1, optional: true };
const instance = parseInstance({ mode: "placement", resources: [box], tasks: [job] });

function levelOf(limits: Parameters<typeof startClock>[0] = {}): LevelTask {
  const [target] = targetsOf(instance);
  return {
    incumbent: new Incumbent(instance, target),
    clock: startClock(limits),
    goal: { gap: 0, slack: 0 },
    seed: 1,
    solver: "highs",
    tell: () => {},
  };
}

const never = { name: "never", fits: () => true as const };
const methodOf = (events: Method["events"], more: Partial<Method> = {}) => ({
  ...never,
  ...more,
  events,
});

function* endless(): Generator<Event, undefined> {
  for (;;) yield {};
}

test("a drive counts work, keeps to the clock, can be left, and goes on where it was", async () => {
  const seen: number[] = [];
  const task = levelOf({ workLimit: 10 });
  const running = begin(
    methodOf(function* () {
      for (let i = 0; ; i++) {
        seen.push(i);
        yield { work: i === 1 ? 3 : 1 };
      }
    }),
    task,
  );
  expect(await drive(task, running, { enough: () => true })).toBeUndefined();
  expect(seen).toEqual([0]);
  expect(await drive(task, running)).toEqual({ termination: "work-limit" });
  // 1 + 3 + 6 x 1
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  // What ended stays ended.
  expect(await drive(levelOf(), running)).toEqual({ termination: "work-limit" });
});

test("what a method knows after an event is what the event brought", async () => {
  const task = levelOf();
  const bound = { value: -5, source: "test", proof: "ours" as const };
  const known: unknown[] = [];
  await drive(
    task,
    begin(
      methodOf(function* () {
        yield { bound };
        known.push(task.incumbent.bound?.value);
        yield { plan: emptyPlan(), source: "mine" };
        known.push(task.incumbent.plan !== undefined);
      }),
      task,
    ),
  );
  expect(known).toEqual([-5, true]);
});

test("patience ends what never ends, only where nothing else does", async () => {
  const patience = () => ({ most: 20, stale: 5 });
  const free = levelOf();
  const running = begin(methodOf(endless, { patience }), free);
  expect(await drive(free, running)).toEqual({ termination: "completed" });
  expect(running.count).toBe(5);
  const limited = levelOf({ workLimit: 40 });
  const longer = begin(methodOf(endless, { patience }), limited);
  expect(await drive(limited, longer)).toEqual({ termination: "work-limit" });
  expect(longer.count).toBe(40);
});

test("a thread hears of the goal, and is waited for", async () => {
  const task = levelOf();
  let isEnded = false;
  const events = (on: LevelTask) =>
    relay<Event, undefined>(async (tell) => {
      tell({ plan: emptyPlan() });
      tell({ bound: { value: 0, source: "test", proof: "ours" } });
      await new Promise<void>((done) => on.clock.signal?.addEventListener("abort", () => done()));
      await new Promise((done) => setTimeout(done, 20));
      isEnded = true;
      return undefined;
    });
  const placed = { ...task, goal: { gap: 1, slack: 100 } };
  expect(await drive(placed, begin(methodOf(events), placed))).toEqual({
    termination: "completed",
  });
  expect(isEnded).toBe(true);
});

test("a fault of a method comes out, also from a thread beside others", async () => {
  const task = levelOf();
  const broken = begin(
    methodOf(() => relay(() => Promise.reject(new Error("broken")))),
    task,
  );
  await expect(drive(task, broken)).rejects.toThrow("broken");
});

test("phases pass over what is left out or does not fit, and say so where nothing is left", async () => {
  const phases: Phases = [{ method: "dp" }, { method: "greedy" }];
  const task = levelOf();
  const none = await runPhases({ ...task, without: new Set(["greedy"]) }, phases);
  expect(none.termination).toBe("unsupported");
  expect(none.note).toMatch(
    /^No method fits\. dp: the objective counts no transfers.*greedy: it is left out\.$/,
  );
  expect(task.incumbent.plan).toBeUndefined();
  expect((await runPhases(task, phases)).termination).toBe("completed");
  expect(task.incumbent.plan).toBeDefined();
});

test("a fault while a thread works ends the thread", async () => {
  const task = levelOf();
  let isEnded = false;
  const events = (on: LevelTask) =>
    relay<Event, undefined>(async (tell) => {
      tell({ plan: { ...emptyPlan(), task: Int32Array.of(7) } });
      await new Promise<void>((done) => on.clock.signal?.addEventListener("abort", () => done()));
      isEnded = true;
      return undefined;
    });
  await expect(drive(task, begin(methodOf(events), task))).rejects.toThrow();
  await new Promise((done) => setTimeout(done, 5));
  expect(isEnded).toBe(true);
});
