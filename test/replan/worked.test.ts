import { expect, test } from "vitest";
import {
  GANG,
  GANG_NIGHT,
  H,
  HOSTS,
  NIGHT,
  PLACED,
  PLACES,
  type Row,
  replanned,
} from "./replanned.ts";

test("what runs and what has ended stay, the rest begins at now or later", async () => {
  // c may begin at 1h30m on h#2 and end at 2h30m; d from 2h on: nothing ends before 3h, and no one need move.
  const { rows, values, kinds } = await replanned({ document: HOSTS, earlier: NIGHT, now: 1.5 });
  expect(rows.slice(0, 2)).toEqual(NIGHT.slice(0, 2));
  expect(values).toEqual({ makespan: 3 * H, migrations: 0 });
  expect(kinds).toMatchObject({ a: "running", b: "ended" });
  expect(rows.slice(2).every(([, , start]) => start >= 1.5)).toBe(true);
});

test("at the beginning nothing has begun, and after the end all is history", async () => {
  const before = await replanned({ document: HOSTS, earlier: NIGHT });
  expect(before.values.makespan).toBe(3 * H);
  expect(Object.values(before.kinds)).not.toContain("running");
  const after = await replanned({ document: HOSTS, earlier: NIGHT, now: 99, down: ["h#1", "h#2"] });
  expect(after.rows).toEqual(NIGHT);
  expect(new Set(Object.values(after.kinds))).toEqual(new Set(["ended"]));
  expect(after.outcome.termination).toBe("optimal");
});

test("what runs on a host that goes down runs again elsewhere, what has ended there is history", async () => {
  const { rows, kinds, values } = await replanned({
    document: HOSTS,
    earlier: NIGHT,
    now: 1.5,
    down: ["h#1"],
  });
  // All of a, c and d one after another on h#2 from 1h30m on; d had to leave and a was lost, so no move counts.
  expect(rows.every(([, resource]) => resource === "h#2")).toBe(true);
  expect(values).toEqual({ makespan: 5.5 * H, migrations: 0 });
  expect(kinds).toMatchObject({ a: "restarted", b: "ended", d: "moved" });
  const other = await replanned({ document: HOSTS, earlier: NIGHT, now: 1.5, down: ["h#2"] });
  expect(other.rows.slice(0, 2)).toEqual(NIGHT.slice(0, 2));
  expect(other.values).toEqual({ makespan: 4 * H, migrations: 0 });
});

test("with everything down there is no plan, and the outcome says which task has no place", async () => {
  const { outcome, rows } = await replanned({
    document: HOSTS,
    earlier: NIGHT,
    now: 1,
    down: ["h#1", "h#2"],
  });
  expect(outcome.termination).toBe("infeasible");
  expect(outcome.notes.join(" ")).toBe(
    'Task "a" is eligible on none of the resources. Nothing runs on what is down: h#1, h#2.',
  );
  expect(rows).toEqual([]);
});

test("a task that ends at now has ended, one that begins at now has not begun, also one of length 0", async () => {
  const document = {
    ...HOSTS,
    resources: [
      { id: "h", devices: { gpu: 1 } },
      { id: "g", devices: { gpu: 1 } },
    ],
    tasks: [
      { id: "a", demand: { gpu: 1 }, runtime: "1h" },
      { id: "z", demand: { gpu: 1 }, runtime: "0s" },
      { id: "y", demand: { gpu: 1 }, runtime: "0s" },
    ],
  };
  const earlier: readonly Row[] = [
    ["a", "h", 0, 0],
    ["z", "h", 1, 0],
    ["y", "h", 0.5, 0],
  ];
  const { rows, kinds } = await replanned({ document, earlier, now: 1, down: ["h"] }).catch(
    (error: Error) => ({ rows: [error.message] as unknown as Row[], kinds: {} }),
  );
  // y stands strictly inside of a on one device: of devices it uses nothing.
  expect(kinds).toEqual({ a: "ended", y: "ended", z: "moved" });
  expect(rows).toEqual([
    ["a", "h", 0, 0],
    ["z", "g", 1, 0],
    ["y", "h", 0.5, 0],
  ]);
});

test("a plain sequence is replanned as the schedule that it is, at the costs that it has", async () => {
  const resources = [
    { id: "h", count: 2, price: "10/h", fixed_price: 1, devices: { gpu: 2 } },
    { id: "cheap", price: "1/h", devices: { gpu: 1 } },
  ];
  const tasks = HOSTS.tasks.map((task) => {
    return { ...task, runtime: { h: task.runtime, cheap: "10h" } };
  });
  const document = {
    ...HOSTS,
    exclusive: true,
    objectives: ["makespan", "cost"],
    resources,
    tasks,
  };
  const lost = await replanned({ document, earlier: NIGHT, now: 1.5, down: ["h#1"] });
  // As above, and none on cheap: 1h + 3h + 1h on h at $10 beside what both hosts pay once; b alone has used h#2 by then.
  expect(lost.values).toEqual({ makespan: 5.5 * H, cost: (50 + 1) * 1e6, migrations: 0 });
  expect(lost.rows[1]).toEqual(["b", "h#2", 0, 0]);
  expect(lost.kinds).toMatchObject({ a: "restarted", b: "ended" });
});

test("a gang runs on with its workers where they are, to the device", async () => {
  const { rows } = await replanned({ document: GANG, earlier: GANG_NIGHT, now: 1 });
  expect(rows.slice(0, 3)).toEqual(GANG_NIGHT.slice(0, 3));
  expect(rows.find(([task]) => task === "other")).toEqual(["other", "h#2", 0, 0]);
});

test("a gang that loses one worker is lost whole, and what waits for it waits again", async () => {
  const { rows, kinds, values } = await replanned({
    document: GANG,
    earlier: GANG_NIGHT,
    now: 1,
    down: ["h#2"],
  });
  const train = rows.filter(([task]) => task === "train");
  expect(train.map(([, , start]) => start)).toEqual([1, 1, 1]);
  expect(train.some(([, resource]) => resource === "h#2")).toBe(false);
  expect(kinds).toEqual({ train: "restarted", next: "later", other: "restarted" });
  // 1h + 4h + 1h; next can stay on h#1.
  expect(values).toEqual({ makespan: 6 * H, migrations: 0 });
});

test("workers of a gang are not dealt anew among the hosts on which it began", async () => {
  const document = {
    mode: "batch",
    objectives: ["makespan"],
    resources: [
      { id: "h", kind: "big", devices: { gpu: 3 } },
      { id: "k", kind: "big", devices: { gpu: 3 } },
    ],
    tasks: [
      { id: "train", workers: 3, demand: { gpu: 1 }, runtime: "4h" },
      { id: "x", demand: { gpu: 2 }, runtime: { h: "1h" } },
    ],
  };
  const earlier: readonly Row[] = [
    ["train", "h", 0, 0],
    ["train", "h", 0, 2],
    ["train", "k", 0, 1],
  ];
  // With one worker on h, x could begin at once; two are there until 4h.
  const { values, rows } = await replanned({ document, earlier, now: 1 });
  expect(values).toEqual({ makespan: 5 * H, migrations: 0 });
  expect(rows.slice(0, 3)).toEqual(earlier);
});

test("shares keep the device they run on, and the rest fits around them", async () => {
  const document = {
    mode: "batch",
    objectives: ["weighted-completion"],
    resources: [{ id: "h", devices: { gpu: 2 } }],
    tasks: [
      { id: "a", demand: { gpu: 0.5 }, runtime: "4h" },
      { id: "b", demand: { gpu: 0.4 }, runtime: "4h" },
      { id: "whole", demand: { gpu: 1 }, runtime: "1h" },
      { id: "small", demand: { gpu: 0.6 }, runtime: "1h" },
    ],
  };
  // Badly dealt: a on device 1, b on device 0. So no device is free before 4h, though both would fit on one.
  const earlier: readonly Row[] = [
    ["a", "h", 0, 1],
    ["b", "h", 0, 0],
    ["whole", "h", 4, 0],
    ["small", "h", 4, 1],
  ];
  const { rows, values } = await replanned({ document, earlier, now: 1 });
  expect(rows.slice(0, 2)).toEqual(earlier.slice(0, 2));
  expect(values["weighted-completion"]).toBe((4 + 4 + 5 + 2) * H * 1000);
  expect(rows[3]).toEqual(["small", "h", 1, 0]);
});

test("runtimes that have changed move the ends of what runs; what then cannot be is told by the names of both", async () => {
  const longer = {
    ...HOSTS,
    tasks: HOSTS.tasks.map((task) => (task.id === "a" ? { ...task, runtime: "3h" } : task)),
  };
  const { rows, values, kinds } = await replanned({ document: longer, earlier: NIGHT, now: 1.5 });
  expect(rows[0]).toEqual(["a", "h#1", 0, 0]);
  // h#2 takes c and d from 1h30m on: both end by 3h30m, one of them on another host than planned.
  expect(values).toEqual({ makespan: 3.5 * H, migrations: 1 });
  expect(kinds.d).toBe("moved");
  await expect(replanned({ document: longer, earlier: NIGHT, now: 2.5 })).rejects.toThrow(
    /a \(0s to 3h\) and d \(2h to 3h\) do not fit together on h#1[\s\S]*Maybe write into the plan file/,
  );
  const due = {
    ...HOSTS,
    tasks: HOSTS.tasks.map((task) => (task.id === "a" ? { ...task, deadline: "90m" } : task)),
  };
  await expect(replanned({ document: due, earlier: NIGHT, now: 1 })).rejects.toThrow(
    /a runs until 2h, and its deadline is 1h30m\nMaybe/,
  );
});

test("tasks join, tasks that are gone are dropped, and resources that are gone are left", async () => {
  const changed = {
    ...HOSTS,
    tasks: [...HOSTS.tasks.slice(0, 3), { id: "e", demand: { gpu: 1 }, runtime: "30m" }],
  };
  const { rows, kinds } = await replanned({ document: changed, earlier: NIGHT, now: 1.5 });
  expect(kinds).toMatchObject({ a: "running", b: "ended", d: "dropped", e: "added" });
  expect(rows.map(([task]) => task)).toEqual(["a", "b", "c", "e"]);
  const fewer = { ...HOSTS, resources: [{ id: "h", devices: { gpu: 1 } }] };
  await expect(replanned({ document: fewer, earlier: NIGHT, now: 1.5 })).rejects.toThrow(
    /began on h#2 at 0s[\s\S]*--down h#2/,
  );
  const moved = await replanned({ document: fewer, earlier: NIGHT.slice(2), now: 1.5 });
  expect(moved.kinds).toEqual({ a: "added", b: "added", c: "moved", d: "moved" });
});

test("what cannot be replanned is refused with a mend", async () => {
  const sequence = { ...HOSTS, exclusive: true };
  const until = [{ ...HOSTS.resources[0], available: { until: "9h" } }];
  const busy = { ...sequence, resources: until, objectives: ["balance"] };
  await expect(replanned({ document: busy, earlier: NIGHT })).rejects.toThrow(
    /balance of a plain sequence[\s\S]*Maybe add limits: \[\]/,
  );
  const twice = { ...sequence, tasks: [{ id: "a", runtime: "1h", replicas: 2 }] };
  await expect(replanned({ document: twice, earlier: [] })).rejects.toThrow(/"a" is in replicas/);
  await expect(replanned({ document: PLACES, earlier: PLACED, now: 1 })).rejects.toThrow(
    /--now means nothing/,
  );
  const divisible = { ...PLACES, tasks: [{ ...PLACES.tasks[0], divisible: true }] };
  await expect(replanned({ document: divisible, earlier: [] })).rejects.toThrow(
    /--migrations ignore/,
  );
  const times = { ...HOSTS, objectives: ["makespan"] };
  await expect(
    replanned({ document: times, earlier: NIGHT, migrations: { price: 1 } }),
  ).rejects.toThrow(/cost is no objective here[\s\S]*Maybe/);
});
