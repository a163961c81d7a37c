import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { makeRandom } from "../../src/util/random.ts";
import { isLawfulSchedule } from "../plan/naive-schedule.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { bestSchedule, type ScheduleOptions } from "./enumerate-schedule.ts";
import { randomSchedule } from "./random-schedule.ts";

const best = (document: object, options: ScheduleOptions = {}) => {
  const instance = parseInstance(document);
  return bestSchedule(instance, targetsOf(instance), options);
};

/** Values of all levels; undefined if there is no plan. */
const values = (document: object, options: ScheduleOptions = {}) => {
  const found = best(document, options);
  if (found === "gave up") throw new Error("too large to enumerate");
  return found?.values;
};

const S = 1000;
const host = { id: "h", capacity: { cpu: 4 } };
const two = [
  { id: "g", capacity: { cpu: 1 } },
  { id: "h", capacity: { cpu: 1 } },
];
const one = (id: string, runtime: string, more: object = {}) => ({
  id,
  runtime,
  demand: { cpu: 1 },
  ...more,
});
const batch = (tasks: readonly object[], more: object = {}) => ({
  mode: "batch",
  resources: [host],
  tasks,
  ...more,
});

test("a gang of two waits until two resources of one kind are free together", () => {
  const resources = two.map((of) => ({ ...of, kind: "k" }));
  const tasks = [one("a", "3s"), one("gang", "2s", { workers: 2 }), one("b", "1s")];
  // a and b first, both done at 3 s, then the gang until 5 s; or the gang first, then both until 5 s.
  expect(values(batch(tasks, { resources }))).toEqual([5 * S]);
  expect(values(batch(tasks, { resources: two }))).toBeUndefined();
});

test("a lag leaves room for others", () => {
  const resources = [{ id: "h", capacity: { cpu: 1 } }];
  const tasks = [
    one("a", "1s"),
    one("b", "1s", { after: { task: "a", lag: "3s" } }),
    one("c", "2s"),
  ];
  // a until 1 s, c until 3 s, b from 4 s.
  expect(values(batch(tasks, { resources }))).toEqual([5 * S]);
  const late = [...tasks.slice(0, 2), one("c", "2s", { release: "2s" })];
  // c from 2 s to 4 s fits before b still; released at 3 s it does not: 0-1 a, 3-5 c, 5-6 b.
  expect(values(batch(late, { resources }))).toEqual([5 * S]);
  const later = [...tasks.slice(0, 2), one("c", "2s", { release: "3s" })];
  expect(values(batch(later, { resources }))).toEqual([6 * S]);
});

test("maintenance splits the time of a resource", () => {
  const closed = { ...host, capacity: { cpu: 1 }, maintenance: [{ from: "3s", until: "5s" }] };
  const tasks = [one("a", "2s"), one("b", "2s"), one("c", "1s")];
  // a and c fill the first 3 s, b runs from 5 s to 7 s.
  expect(values(batch(tasks, { resources: [closed] }))).toEqual([7 * S]);
  const deadline = tasks.map((of) => ({ ...of, deadline: "6s" }));
  expect(values(batch(deadline, { resources: [closed] }))).toBeUndefined();
});

test("setups decide the order", () => {
  const tasks = [
    one("a", "1s", { family: "f" }),
    one("b", "1s", { family: "g" }),
    one("c", "1s", { family: "f" }),
  ];
  const setup = [
    { from: "f", to: "g", time: "3s" },
    { from: "g", to: "f", time: "2s" },
  ];
  const sequence = { exclusive: true, setup };
  // b first: 1, setup 2, then a and c without one: 5 s. b in the middle 8 s, b last 6 s.
  expect(values(batch(tasks, sequence))).toEqual([5 * S]);
});

test("a shared limit puts in a row what would run side by side", () => {
  const tasks = [1, 2, 3].map((i) => one(`t${i}`, `${i}s`, { limits: { licence: 1 } }));
  const limits = (capacity: number) => ({ limits: [{ name: "licence", capacity }] });
  expect(values(batch(tasks, limits(1)))).toEqual([6 * S]);
  expect(values(batch(tasks, limits(2)))).toEqual([3 * S]);
  expect(values(batch(tasks, limits(0.5)))).toBeUndefined();
});

test("rental and energy are least where waiting brings tasks together", () => {
  const paid = { ...host, capacity: { cpu: 2 }, power: "1W", price: "1/s" };
  const tasks = [one("a", "2s"), one("b", "2s", { release: "5s" })];
  const rented = { ...paid, billing: "rental" };
  // Side by side from 5 s on: 2 s are paid; as early as possible 7 s of rental and 4 s of energy.
  const cost = { objectives: ["cost", "makespan"], resources: [rented] };
  expect(values(batch(tasks, cost))).toEqual([2e6, 7 * S]);
  expect(values(batch(tasks, { objectives: ["energy"], resources: [paid] }))).toEqual([2000]);
  // If a ends by 4 s it cannot wait: rental from 2 s to 7 s, energy of 4 s.
  const soon = [{ ...tasks[0], deadline: "4s" }, tasks[1]];
  expect(values(batch(soon, cost))).toEqual([5e6, 7 * S]);
  expect(values(batch(soon, { objectives: ["energy"], resources: [paid] }))).toEqual([4000]);
});

test("devices: two shares that fit in sum need not fit on devices", () => {
  const resources = [{ id: "h", devices: { gpu: 2 } }];
  const share = (id: string, gpu: number) => ({ id, runtime: "1s", demand: { gpu } });
  const three = ["a", "b", "c"].map((id) => share(id, 0.6));
  // 1.8 of 2, but each device holds one of them: two rounds.
  expect(values(batch(three, { resources }))).toEqual([2 * S]);
  expect(values(batch([...three.slice(0, 2), share("c", 0.4)], { resources }))).toEqual([1 * S]);
});

test("nothing is lost by pruning, nor by looking at fewer starts for regular objectives", () => {
  let [compared, infeasible, regular] = [0, 0, 0];
  for (let seed = 0; seed < drawn(400); seed++) {
    const options = { maxTasks: 3, maxResources: 2, whole: true };
    const document = randomSchedule(makeRandom(seed), options);
    const slow = best(document, { everyStart: true, unpruned: true, most: 20_000 });
    if (slow === "gave up") continue;
    const fast = best(document);
    const label = JSON.stringify(document);
    if (fast === "gave up") expect.fail(label);
    expect(fast?.values, label).toEqual(slow?.values);
    compared++;
    if (fast === undefined) infeasible++;
    else expect(isLawfulSchedule(parseInstance(document), fast.plan), label).toBe(true);
    if (!/cost|energy/.test(JSON.stringify(document.objectives))) regular++;
  }
  expect(compared).toBeGreaterThan(atLeast(150));
  expect(infeasible).toBeGreaterThan(atLeast(20));
  expect(regular).toBeGreaterThan(atLeast(50));
});

test("a grid twice as fine finds nothing better", () => {
  let [compared, paid] = [0, 0];
  for (let seed = 0; seed < drawn(400); seed++) {
    const options = { maxTasks: 2, maxResources: 2, whole: true };
    const document = randomSchedule(makeRandom(seed), options);
    const fine = best(document, { everyStart: true, finer: 2, most: 20_000 });
    if (fine === "gave up") continue;
    compared++;
    if (/cost|energy/.test(JSON.stringify(document.objectives))) paid++;
    expect(values(document), JSON.stringify(document)).toEqual(fine?.values);
  }
  expect(compared).toBeGreaterThan(atLeast(250));
  expect(paid).toBeGreaterThan(atLeast(80));
});

test("what a grid of starts may miss is refused", () => {
  const tasks = [one("a", "1s")];
  const fine = (more: object) => () => best(batch(tasks, more));
  expect(fine({ objectives: [{ makespan: "5%" }] })).toThrow("tolerance");
  expect(fine({ resources: [{ ...host, price: "1/h" }] })).toThrow("rounded");
  expect(fine({ resources: [{ ...host, price: "1/s" }], budget: 3 })).toThrow("budget");
});
