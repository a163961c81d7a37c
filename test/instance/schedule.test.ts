import { expect, test } from "vitest";
import { taskCopyId } from "../../src/instance/ids.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { readCsvRows } from "../../src/io/csv-rows.ts";

const host = { id: "h", capacity: { cpu: 4 } };
const one = (id: string, more: object = {}) => ({ id, runtime: "1s", demand: { cpu: 1 }, ...more });
const batch = (tasks: unknown, more: object = {}) =>
  parseInstance({ mode: "batch", resources: [host], tasks, ...more });

/** "b after a" for each pair of copies that waits, in words of the document. */
function waits(instance: ReturnType<typeof batch>): string[] {
  const { taskOfCopy, taskCopyStart, schedule } = instance;
  return schedule!.precedence.flatMap(({ before, after, pairwise }) =>
    [...taskOfCopy.keys()].flatMap((b) =>
      [...taskOfCopy.keys()].flatMap((a) => {
        if (taskOfCopy[b] !== after || taskOfCopy[a] !== before) return [];
        if (pairwise && b - taskCopyStart[after] !== a - taskCopyStart[before]) return [];
        return [`${taskCopyId(instance, b)} after ${taskCopyId(instance, a)}`];
      }),
    ),
  );
}

const many = Array.from({ length: 1200 }, (_, i) => one(`t${i}`));

test("rows that are alike but awaited keep apart in long lists", () => {
  const instance = batch([
    ...many,
    one("x", { after: "t0" }),
    one("y", { after: [{ task: "t700" }, "t5"] }),
  ]);
  expect(waits(instance)).toEqual(["x after t0", "y after t700", "y after t5"]);
  // The rest is one entry.
  expect(instance.tasks.length).toBe(6);
});

test("long lists: copy by copy, and stages that are awaited", () => {
  const each = { task: "a", each: true };
  const pairs = batch([
    ...many,
    one("a", { count: 2 }),
    one("b", { count: 2, after: each }),
    one("c", { count: 2, after: each }),
  ]);
  expect(waits(pairs)).toEqual([
    "b#1 after a#1",
    "b#2 after a#2",
    "c#1 after a#1",
    "c#2 after a#2",
  ]);
  const stages = [{ id: "x" }, { id: "y" }];
  const staged = batch([
    ...many,
    one("p", { stages }),
    one("q", { stages }),
    one("z", { after: "q/x" }),
  ]);
  expect(waits(staged).sort()).toEqual(["p/y after p/x", "q/y after q/x", "z after q/x"]);
});

test("a task waits for all stages of another, each of its own stages for what it waits for", () => {
  const stages = [{ id: "x" }, { id: "y" }];
  const instance = batch([one("p", { stages }), one("q", { stages, after: "p" })]);
  expect(waits(instance).sort()).toEqual([
    "p/y after p/x",
    "q/x after p/x",
    "q/x after p/y",
    "q/y after p/x",
    "q/y after p/y",
    "q/y after q/x",
  ]);
});

test("fields over time stand in CSV rows", () => {
  const csv =
    "id,runtime,demand.cpu,workers.count,workers.within,after,queue,family,priority,limits.licence,exclusive\n" +
    "a,1s,1,,,,3,f,-2,,\nb,2s,1,2,rack,a,,,5,1,true\nc,1s,1,,,a;b,3,f,,0.5,\n";
  const instance = batch(readCsvRows(csv, "tasks.csv"), {
    resources: [{ ...host, labels: { rack: 1 } }],
    limits: [
      { name: "licence", capacity: 2 },
      { name: "three", capacity: 1, dimension: "cpu", queue: "3" },
    ],
  });
  const { workers, within, exclusiveTask, limits } = instance.schedule!;
  expect(instance.tasks.map(({ priority }) => priority)).toEqual([-2, 5, 0]);
  expect([...workers]).toEqual([1, 2, 1]);
  expect([...within]).toEqual([-1, 0, -1]);
  expect([...exclusiveTask]).toEqual([0, 1, 0]);
  expect(limits.map(({ usage }) => [...usage])).toEqual([
    [0, 1000, 500],
    [1000, 0, 1000],
  ]);
  expect(waits(instance)).toEqual(["b after a", "c after a", "c after b"]);
});

test("times are from the beginning of the plan, across zones, midnights and leap days", () => {
  const start = "2028-02-28T23:30-01:00"; // 2028-02-29T00:30Z
  const times = batch(
    [
      one("a", { release: "2028-02-29T00:31Z", due: "2028-02-29T02:00+01:00", deadline: "1h" }),
      one("b", { release: "2028-02-28T00:00Z", due: "2028-02-01T00:00Z" }),
    ],
    {
      start,
      horizon: "2028-03-01T00:30Z",
      resources: [
        {
          ...host,
          available: { from: "2028-02-28T12:00Z" },
          maintenance: [
            { from: "2028-02-29T00:00Z", until: "2028-02-29T01:10:00.500Z" },
            { from: "40m", until: "1h" },
            { from: "2028-02-01T00:00Z", until: "2028-02-02T00:00Z" },
          ],
        },
      ],
    },
  );
  expect(times.tasks[0]).toMatchObject({ release: 60_000, due: 30 * 60_000, deadline: 3_600_000 });
  expect(times.tasks[1]).toMatchObject({ release: 0, due: 0 });
  expect(times.resources[0]).toMatchObject({ from: 0, until: 86_400_000 });
  expect(times.schedule!.maintenance[0]).toEqual([[0, 3_600_000]]);
  expect(times.origin).toEqual({ epoch: Date.parse("2028-02-29T00:30Z"), offset: -60 });
});

test("exclusive at the top alone keeps the old batch; each word beyond makes a schedule", () => {
  const plain = { exclusive: true, resources: [{ id: "h" }] };
  const mode = (task: object, more: object = {}) =>
    batch([{ id: "a", runtime: "1s", ...task }], { ...plain, ...more }).mode;
  expect(mode({ due: "1s", release: "0s", queue: "q", family: "f" })).toBe("batch");
  expect(mode({ divisible: true })).toBe("batch");
  expect(mode({ replicas: 1 }, { horizon: "2s" })).toBe("batch");
  expect(mode({ workers: 1 })).toBe("schedule");
  expect(mode({ priority: 0 })).toBe("schedule");
  expect(mode({ stages: [{ id: "x" }] })).toBe("schedule");
  expect(mode({}, { limits: [] })).toBe("schedule");
  expect(mode({}, { resources: [{ id: "h", billing: "rental" }] })).toBe("schedule");
  expect(mode({ due: "1s" }, { objectives: ["late-tasks"] })).toBe("schedule");
  expect(mode({}, { objectives: [{ objective: "makespan" }, "cost"] })).toBe("batch");
});

test("setups: the first rule that holds, none within a family unless it is named", () => {
  const tasks = ["f", "g", "h"].map((family) => one(family, { family }));
  const setup = [
    { from: "f", to: "g", time: "1s" },
    { from: "f", to: "*", time: "2s" },
    { to: "g", time: "3s" },
    { from: "h", to: "h", time: "4s" },
    { from: "f", to: "g", time: "9s" },
  ];
  const { families, setup: times } = batch([...tasks, one("n")], { setup, exclusive: true })
    .schedule!;
  expect(families).toEqual(["", "f", "g", "h"]);
  const S = 1000;
  // Rows: no family, f, g, h.
  expect([...times]).toEqual([0, 0, 0, 0, 0, 0, S, 2 * S, 0, 0, 0, 0, 0, 0, 3 * S, 4 * S]);
});

test("an objective by priority is a level for each class, the highest first", () => {
  const tasks = [one("a", { priority: -1 }), one("b"), one("c", { priority: 7 })];
  const objectives = [{ objective: "weighted-completion", by_priority: true }, "makespan"];
  const levels = targetsOf(batch(tasks, { objectives })).map(({ name }) => name);
  expect(levels).toEqual([
    "weighted-completion (priority 7)",
    "weighted-completion (priority 0)",
    "weighted-completion (priority -1)",
    "makespan",
  ]);
  const none = targetsOf(batch([], { objectives: objectives.slice(0, 1) }));
  expect(none.map(({ name }) => name)).toEqual(["weighted-completion"]);
});
