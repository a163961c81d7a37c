import { expect, test } from "vitest";
import { withoutCopies } from "../../src/instance/losses.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { buildPlan } from "../../src/plan/build.ts";
import type { Certificate } from "../../src/plan/certificate/types.ts";
import { startClock } from "../../src/planner/clock.ts";
import { Incumbent } from "../../src/planner/incumbent.ts";
import { headroom, spares } from "../../src/planner/robust/reserves.ts";
import { surrogateOf } from "../../src/planner/robust/surrogate.ts";

const instance = parseInstance({
  mode: "placement",
  robust: 1,
  resources: [
    { id: "a", count: 3, capacity: { cpu: 10 }, devices: { gpu: 4, tpu: 2 }, fixed_price: 1 },
    { id: "b", count: 2, capacity: { cpu: 40 }, devices: { gpu: 4, tpu: 2 }, fixed_price: 3 },
  ],
  tasks: [{ id: "t", count: 2, demand: { cpu: 4, gpu: 1, tpu: 1 } }],
});
const [target] = targetsOf(instance);
const level = () => ({
  incumbent: new Incumbent(instance, target),
  clock: startClock({}),
  goal: { gap: 0, slack: 0 },
  seed: 1,
  solver: "highs",
  tell: () => {},
});

test("headroom keeps a share of every capacity free, of devices whole ones", () => {
  const { instance: less } = headroom(instance, 0.3);
  expect(less.robust).toBeUndefined();
  const names = less.dimensions.map(({ name }) => name);
  expect(names).toEqual(["cpu", "gpu", "tpu"]);
  expect(less.resources.map(({ capacity }) => capacity)).toEqual([
    [7000, 2000, 1000],
    [28_000, 2000, 1000],
  ]);
});

test("spares are the largest losses one by one, the smallest first, and one of each at once", () => {
  const all = spares(instance);
  expect(all.map((room) => room.instance.resources.map(({ count }) => count))).toEqual([
    [2, 2],
    [3, 1],
    [2, 1],
  ]);
  expect([...all[1].copyOf]).toEqual([0, 1, 2, 4]);
});

test("plans of less room are translated, devices and copies, and get their recoveries", () => {
  const task = level();
  const room = { ...headroom(instance, 0.3) };
  const surrogate = surrogateOf(task, { part: room, name: "headroom" });
  // With two GPUs left of four, the TPU is number 2 in less room and number 4 in the whole.
  const places = [0, 1].map((resource, i) => ({ task: i, resource, devices: [0, 2] }));
  expect(surrogate.incumbent.offer(buildPlan(room.instance, places), "hand")).toBe(true);
  expect(surrogate.hasLost()).toBe(false);
  const { plan } = task.incumbent.plan!;
  expect([...plan.device]).toEqual([0, 4, 0, 4]);
  expect(plan.recoveries?.map(({ loss }) => loss)).toEqual([0, 1]);
});

test("copies that are left out are skipped in the numbers of the others", () => {
  const task = level();
  const part = withoutCopies(instance, [0, 3]);
  const surrogate = surrogateOf(task, { part });
  surrogate.incumbent.offer(
    buildPlan(part.instance, [
      { task: 0, resource: 0, devices: [0, 4] },
      { task: 1, resource: 2, devices: [0, 4] },
    ]),
    "hand",
  );
  expect([...task.incumbent.plan!.plan.resource]).toEqual([1, 4]);
});

test("a plan that does not survive stays in the surrogate, and bounds of the level out of it", () => {
  const tight = parseInstance({
    mode: "placement",
    robust: { lose: 1, of: "a" },
    objectives: ["throughput"],
    resources: ["a", "b"].map((id) => ({ id, capacity: { cpu: 2 } })),
    tasks: [{ id: "t", count: 4, optional: true, demand: { cpu: 1 } }],
  });
  const [most] = targetsOf(tight);
  const incumbent = new Incumbent(tight, most);
  incumbent.raise({ value: -2000, source: "losses", proof: "ours" });
  const task = { ...level(), incumbent };
  const surrogate = surrogateOf(task);
  const on = (places: readonly number[]) =>
    buildPlan(
      tight,
      places.map((resource, t) => ({ task: t, resource })),
    );
  surrogate.incumbent.offer(on([0, 0, 1, 1]), "hand");
  expect(surrogate.incumbent.value).toBe(-4000);
  expect(surrogate.hasLost()).toBe(true);
  expect(incumbent.plan).toBeUndefined();
  surrogate.incumbent.offer(on([0, 1]), "hand");
  expect(incumbent.value).toBe(-2000);
  expect(surrogate.incumbent.value).toBe(-4000);
});

/** Equal hosts and as many tasks of one hour, over time. */
const night = (count: number) =>
  parseInstance({
    mode: "batch",
    robust: 1,
    resources: [{ id: "h", count, capacity: { cpu: 1 } }],
    tasks: [{ id: "t", count: count - 1, demand: { cpu: 1 }, runtime: "1h" }],
  });
const levelOf = (of: Instance) => ({
  ...level(),
  incumbent: new Incumbent(of, targetsOf(of)[0]),
});

test("a room over time begins with the known plan if it has all that the plan uses", () => {
  const of = night(3);
  const task = levelOf(of);
  const places = [1, 2].map((resource, i) => ({ task: i, resource, start: 0 }));
  surrogateOf(task).incumbent.offer(buildPlan(of, places), "hand");
  expect(task.incumbent.plan).toBeDefined();
  const startIn = (lost: number) =>
    surrogateOf(task, { part: withoutCopies(of, [lost]) }).incumbent.plan?.plan.resource;
  expect([...(startIn(0) ?? [])]).toEqual([0, 1]);
  expect(startIn(1)).toBeUndefined();
});

test("of many losses the first plans are tried, then ever fewer, and the last one once it is settled", () => {
  const of = night(150);
  const task = levelOf(of);
  const { incumbent } = task;
  const surrogate = surrogateOf(task);
  const startingAt = (hours: number) =>
    buildPlan(
      of,
      [...of.taskOfCopy.keys()].map((i) => ({ task: i, resource: i, start: hours * 3_600_000 })),
    );
  const tried = [6, 5, 4, 3].map((start) => {
    expect(surrogate.incumbent.offer(startingAt(start), "hand")).toBe(true);
    return incumbent.value === surrogate.incumbent.value;
  });
  expect(tried).toEqual([true, true, false, true]);
  surrogate.incumbent.offer(startingAt(0), "hand");
  expect(incumbent.value).toBe(4 * 3_600_000);
  surrogate.settle();
  expect(incumbent.value).toBe(3_600_000);
  expect(surrogate.hasLost()).toBe(false);
});

test("what is told of less room says nothing of the level; of the whole without losses it holds there too", () => {
  const told = (value: number) => ({ value, source: "hand", proof: "ours" as const });
  const [task, part] = [level(), headroom(instance, 0.3)];
  const less = surrogateOf(task, { part, name: "headroom" });
  less.incumbent.raise(told(9_000_000));
  less.incumbent.refute("No plan with less room.");
  expect([task.incumbent.bound, task.incumbent.noPlan]).toEqual([undefined, undefined]);

  const whole = surrogateOf(task).incumbent;
  const certificate = { kind: "formulation" } as unknown as Certificate;
  whole.raise({ ...told(1_500_000), certificate });
  expect(task.incumbent.bound).toMatchObject({ value: 1_500_000, source: "hand" });
  // The level is formulated with its losses, so the proof is not one of its own.
  expect(task.incumbent.bound?.certificate).toBeUndefined();
  whole.refute("No plan at all.");
  expect(task.incumbent.noPlan).toBe("No plan at all.");
});
