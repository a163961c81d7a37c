import { expect, test } from "vitest";
import { provesInfeasible } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { bestSchedule } from "../support/enumerate-schedule.ts";
import { randomSchedule, type ScheduleFeature } from "../support/random-schedule.ts";

const one = (id: string, more: object = {}) => ({ id, runtime: "2s", demand: { cpu: 1 }, ...more });
const host = (id: string, more: object = {}) => ({ id, capacity: { cpu: 2 }, ...more });
const said = (tasks: readonly object[], resources: readonly object[], more: object = {}) =>
  provesInfeasible(parseInstance({ mode: "batch", resources, tasks, ...more }));

const GPUS = [
  { id: "a", kind: "a100", count: 2, devices: { gpu: 2 }, labels: { rack: "x" } },
  { id: "b", kind: "a100", devices: { gpu: 1 }, labels: { rack: "y" } },
  { id: "c", kind: "t4", count: 4, devices: { gpu: 1 } },
];
const gang = (workers: unknown, more: object = {}) => ({
  id: "train",
  runtime: "1h",
  demand: { gpu: 1 },
  workers,
  ...more,
});

test.each([
  // Two copies of "a" hold 2 each, "b" one more: 5 of kind a100.
  [gang(5), undefined],
  [
    gang(6),
    'Task "train" needs 6 workers at one time on resources of one kind. ' +
      'The nearest is kind "a100", which has room for 5.',
  ],
  [gang({ count: 4, within: "rack" }), undefined],
  [
    gang({ count: 5, within: "rack" }),
    'Task "train" needs 5 workers at one time on resources of one kind with one value of "rack". ' +
      'The nearest is kind "a100" with rack "x", which has room for 4.',
  ],
  [
    gang({ count: 2, within: "rack" }, { forbidden: ["a100"] }),
    'Task "train" needs 2 workers at one time on resources of one kind with one value of "rack", ' +
      "and no resource that could hold one is like that.",
  ],
  // Alone on each: one worker for each copy.
  [gang(4, { exclusive: true }), undefined],
  [
    gang(5, { exclusive: true }),
    'Task "train" needs 5 workers at one time on resources of one kind. ' +
      'The nearest is kind "t4", which has room for 4.',
  ],
  // Shares: two of 0.4 on each of 5 devices.
  [gang(10, { demand: { gpu: 0.4 } }), undefined],
  [
    gang(11, { demand: { gpu: 0.4 } }),
    'Task "train" needs 11 workers at one time on resources of one kind. ' +
      'The nearest is kind "a100", which has room for 10.',
  ],
  // What takes no time stands one after another at one instant.
  [gang(50, { runtime: "0s" }), undefined],
  [gang(50, { optional: true }), undefined],
])("gangs: %j", (task, sentence) => {
  expect(said([task], GPUS)).toBe(sentence);
});

test("a gang alone past a limit", () => {
  const limits = [{ name: "licence", capacity: 2.5 }];
  const task = (workers: number) => one("a", { workers, limits: { licence: 1 } });
  expect(said([task(2)], [host("h")], { limits })).toBeUndefined();
  expect(said([task(3)], [host("h", { count: 2 })], { limits })).toBe(
    'Task "a" alone uses 3 of the limit "licence", and there is 2.5.',
  );
  const quota = [{ name: "cpus", dimension: "cpu", capacity: 1, queue: "red" }];
  const big = one("a", { demand: { cpu: 2 }, queue: "red" });
  expect(said([big], [host("h")], { limits: quota })).toBe(
    'Task "a" alone uses 2 of the limit "cpus", and there is 1.',
  );
  expect(said([{ ...big, optional: true }], [host("h")], { limits: quota })).toBeUndefined();
});

test("chains that end too late are told with their members", () => {
  const chain = (deadline: string, more: object = {}) => [
    one("a"),
    one("b", { after: { task: "a", lag: "1s" } }),
    one("c", { after: "b", deadline, ...more }),
  ];
  // 2 + 1 + 2 + 2 s.
  expect(said(chain("7s"), [host("h")])).toBeUndefined();
  expect(said(chain("6s"), [host("h")])).toBe(
    'Task "c" waits for "a", then "b", ends at 7s at the earliest on "h" and must end there by 6s.',
  );
  expect(said(chain("6s", { optional: true }), [host("h")])).toBeUndefined();
  // The horizon is a deadline of all.
  expect(said(chain("9s"), [host("h")], { horizon: "6s" })).toMatch(/must end there by 6s/);
  // A faster resource is enough.
  const fast = [host("h"), host("g", { speed: 2 })];
  expect(said(chain("6s"), fast)).toBeUndefined();
});

test("stages are chains too", () => {
  const stages = [{ id: "prepare" }, { id: "train", deadline: "3s" }];
  expect(said([one("job", { stages })], [host("h")])).toBe(
    'Task "job/train" waits for "job/prepare", ends at 4s at the earliest on "h" and must end there by 3s.',
  );
});

test("maintenance and what cannot be waited for", () => {
  const closed = host("h", { maintenance: [{ from: "1s", until: "5s" }] });
  expect(said([one("a", { deadline: "7s" })], [closed])).toBeUndefined();
  expect(said([one("a", { deadline: "6s" })], [closed])).toBe(
    'Task "a" ends at 7s at the earliest on "h" and must end there by 6s.',
  );
  const lost = one("a", { optional: true, deadline: "1s" });
  expect(said([lost, one("b", { after: "a" })], [host("h")])).toBe(
    'Task "b" waits for "a", which cannot end in time anywhere.',
  );
});

test("equal release and deadline leave no time", () => {
  expect(said([one("a", { release: "3s", deadline: "3s" })], [host("h")])).toBe(
    'Task "a" runs 2s, and no time is left between its times and those of its best resource.',
  );
});

test("a task larger than any resource is told with the one that misses least", () => {
  expect(said([one("a", { demand: { cpu: 3 } })], [host("g"), host("h")])).toBe(
    'Task "a" needs 3 cpu, the largest eligible resource has 2.',
  );
});

const FAMILIES: readonly (readonly ScheduleFeature[])[] = [
  ["workers", "within", "counts", "devices", "shares", "separate", "exclusive-tasks"],
  ["after", "lag", "stages", "trap", "deadline", "optional", "maintenance", "zero"],
  ["limits", "quota", "workers", "zero", "demand-tables", "optional"],
];

test("proofs speak only where there is no plan, and often then", () => {
  let [proven, infeasible, feasible] = [0, 0, 0];
  for (const [f, features] of FAMILIES.entries()) {
    for (let seed = 0; seed < drawn(100, 40); seed++) {
      const document = randomSchedule(makeRandom(500 * f + seed), {
        ...{ features, maxTasks: 3, maxResources: 3, whole: true },
        objectives: ["makespan"],
      });
      const instance = parseInstance(document);
      const best = bestSchedule(instance, targetsOf(instance), { most: 20_000 });
      if (best === "gave up") continue;
      const sentence = provesInfeasible(instance);
      if (best !== undefined) {
        feasible++;
        expect(sentence, JSON.stringify(document)).toBeUndefined();
        continue;
      }
      infeasible++;
      if (sentence !== undefined) proven++;
      if (sentence !== undefined) expect(sentence).toMatch(/^Task "[^\n]+\.$/);
    }
  }
  expect(feasible).toBeGreaterThan(atLeast(60));
  expect(proven / infeasible).toBeGreaterThan(0.85);
});
