import { expect, test } from "vitest";
import { findResourceCopy } from "../../src/instance/ids.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { type Assignment, assignments } from "../../src/plan/assignments.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import { changesOf } from "../../src/replan/changes.ts";
import { isOut } from "../../src/replan/past.ts";
import { replan } from "../../src/replan/replan.ts";
import type { MigrationRule } from "../../src/replan/types.ts";

const H = 3_600_000;

type Row = readonly [task: string, resource: string, start: number, ...devices: number[]];

interface Case {
  readonly document: object;
  readonly earlier: readonly Row[];
  /** Hours. */
  readonly now?: number;
  readonly down?: readonly string[];
  readonly migrations?: MigrationRule;
  readonly method?: string;
}

/** Rows have hours; the outcome has rows, values by objective and kinds of change by task. */
async function replanned(given: Case) {
  const { document, earlier, now = 0, down = [], migrations, method = "milp" } = given;
  const instance = parseInstance(document);
  const situation = {
    instance,
    earlier: earlier.map(([task, resource, start, ...devices]): Assignment => {
      return { task, resource, start_ms: start * H, ...(devices.length > 0 && { devices }) };
    }),
    now: now * H,
    down: new Set(down.map((id) => findResourceCopy(instance, id)!)),
    migrations: migrations ?? { level: "last" as const },
  };
  const limits = method === "milp" ? {} : { workLimit: 40 };
  const { outcome, past, replanned: left } = await replan(situation, { method, ...limits });
  const held = outcome.plan;
  const rows = held === undefined ? [] : [...assignments(held)];
  const changes =
    held === undefined
      ? []
      : changesOf(instance, past, held.plan, (piece) => isOut(situation, piece));
  return {
    outcome,
    left,
    rows: rows.map(({ task, resource, start_ms, devices = [] }): Row => {
      return [task, resource, start_ms / H, ...devices];
    }),
    values: Object.fromEntries(outcome.levels.map(({ target, value }) => [target.name, value])),
    kinds: Object.fromEntries(changes.map(({ task, kind }) => [task, kind])),
  };
}

/** Two hosts of one device; a is running at 1h30m, b has ended, c and d have not begun. */
const HOSTS = {
  mode: "batch",
  objectives: ["makespan"],
  resources: [{ id: "h", count: 2, devices: { gpu: 1 } }],
  tasks: [
    { id: "a", demand: { gpu: 1 }, runtime: "2h" },
    { id: "b", demand: { gpu: 1 }, runtime: "1h" },
    { id: "c", demand: { gpu: 1 }, runtime: "1h" },
    { id: "d", demand: { gpu: 1 }, runtime: "1h" },
  ],
};
const NIGHT: readonly Row[] = [
  ["a", "h#1", 0, 0],
  ["b", "h#2", 0, 0],
  ["c", "h#2", 2, 0],
  ["d", "h#1", 2, 0],
];

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

/** Two racks of two hosts; a gang of three workers, two of them on h#1. */
const GANG = {
  mode: "batch",
  objectives: ["makespan"],
  resources: [
    { id: "h", count: 2, kind: "big", devices: { gpu: 2 } },
    { id: "k", count: 2, kind: "big", devices: { gpu: 2 } },
  ],
  tasks: [
    { id: "train", workers: 3, demand: { gpu: 1 }, runtime: "4h" },
    { id: "next", demand: { gpu: 1 }, runtime: "1h", after: ["train"] },
    { id: "other", demand: { gpu: 1 }, runtime: "2h" },
  ],
};
const GANG_NIGHT: readonly Row[] = [
  ["train", "h#1", 0, 0],
  ["train", "h#1", 0, 1],
  ["train", "h#2", 0, 1],
  ["next", "h#1", 4, 0],
  ["other", "h#2", 0, 0],
];

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

/** Two places; b is cheaper by 1 for each task, and takes two. */
const PLACES = {
  mode: "placement",
  objectives: ["cost"],
  resources: [
    { id: "a", count: 2, capacity: { cpu: 4 } },
    { id: "b", capacity: { cpu: 2 } },
  ],
  tasks: [{ id: "t", count: 3, demand: { cpu: 1 }, cost: { a: 3, b: 2 } }],
};
const PLACED: readonly Row[] = [
  ["t#1", "a#1", 0],
  ["t#2", "a#1", 0],
  ["t#3", "a#2", 0],
];

test("migrations come after cost, before it, at a price, or not at all", async () => {
  const of = async (migrations: MigrationRule, down: readonly string[] = []) =>
    await replanned({ document: PLACES, earlier: PLACED, migrations, down });
  expect((await of({ level: "last" })).values).toEqual({ cost: 7e6, migrations: 2 });
  expect((await of({ level: "first" })).values).toEqual({ migrations: 0, cost: 9e6 });
  expect((await of("ignore")).values).toEqual({ cost: 7e6 });
  // A move saves $1: at $0.5 both pay, at $1.5 none does.
  expect((await of({ price: 500_000 })).values).toEqual({ "cost with migrations at $0.5": 8e6 });
  expect((await of({ price: 1_500_000 })).values).toEqual({ "cost with migrations at $1.5": 9e6 });
  // t#3 is lost, so its move is free: it takes one of the cheap places, and one more move saves nothing at $1.5.
  const lost = await of({ price: 1_500_000 }, ["a#2"]);
  expect(lost.values).toEqual({ "cost with migrations at $1.5": 8e6 });
  expect(lost.kinds).toEqual({ "t#1": "kept", "t#2": "kept", "t#3": "restarted" });
  expect(lost.outcome.termination).toBe("optimal");
  // Prices on capacities see the price of a move: a proof of Berth's own, which anyone can check.
  const proven = await replanned({
    document: PLACES,
    earlier: PLACED,
    migrations: { price: 1_500_000 },
    method: "auto",
  });
  const [{ target, certified, bound }] = proven.outcome.levels;
  expect(bound).toMatchObject({ value: 9e6, proof: "ours" });
  const { certificate } = (certified ?? bound)!;
  expect(checkCertificate(proven.left, target, certificate)).toMatchObject({ bound: 9e6 });
});

test("beside a weighted sum migrations are a level, or at a price a part of it", async () => {
  const plain = { ...PLACES, combine: "weighted", objectives: [{ objective: "cost", weight: 2 }] };
  const of = async (migrations: MigrationRule) =>
    (await replanned({ document: plain, earlier: PLACED, migrations })).values;
  expect(await of({ level: "last" })).toEqual({ "2 cost": 7e6, migrations: 2 });
  expect(Object.keys(await of({ level: "first" }))).toEqual(["migrations", "2 cost"]);
  // Twice the cost and twice the price: moves pay up to $1 as without the weight. Values are in units of half a dollar's millionth.
  const priced = "2 cost with migrations at $0.5";
  expect(await of({ price: 500_000 })).toEqual({ [priced]: 8e6 });
});

test("over time only the resource counts as a move, and each worker of a gang by itself", async () => {
  // Two workers fit side by side on k#1 alone once other runs on h#2; the gang of three must leave h#2 with one worker.
  const document = {
    ...GANG,
    tasks: [GANG.tasks[0], { ...GANG.tasks[2], demand: { gpu: 2 }, runtime: "4h" }],
  };
  const earlier: readonly Row[] = [
    ["train", "h#1", 2, 0],
    ["train", "h#1", 2, 1],
    ["train", "h#2", 2, 0],
    ["other", "h#2", 0, 0, 1],
  ];
  const { values, kinds } = await replanned({ document, earlier, now: 1 });
  // train could begin at 1h and end at 5h, with its third worker on a host where it has none.
  expect(values).toEqual({ makespan: 5 * H, migrations: 1 });
  expect(kinds).toEqual({ train: "moved", other: "running" });
  const still = await replanned({ document, earlier, now: 1, migrations: { level: "first" } });
  expect(still.values).toEqual({ migrations: 0, makespan: 8 * H });
  expect(still.kinds.train).toBe("later");
  // A search looks at waiting for its hosts, too.
  const searched = await replanned({
    document,
    earlier,
    now: 1,
    migrations: { level: "first" },
    method: "local",
  });
  expect(searched.values).toEqual({ migrations: 0, makespan: 8 * H });
});

test("a gang that moves whole counts each of its workers", async () => {
  const document = {
    mode: "batch",
    objectives: ["makespan"],
    resources: [
      { id: "h", devices: { gpu: 2 } },
      { id: "k", devices: { gpu: 2 } },
    ],
    tasks: [
      { id: "train", workers: 2, demand: { gpu: 1 }, runtime: "2h" },
      { id: "other", demand: { gpu: 2 }, runtime: "4h" },
    ],
  };
  const earlier: readonly Row[] = [
    ["train", "h", 4, 0],
    ["train", "h", 4, 1],
    ["other", "h", 0, 0, 1],
  ];
  const { values, rows, outcome } = await replanned({ document, earlier, now: 1 });
  expect(values).toEqual({ makespan: 4 * H, migrations: 2 });
  expect(outcome.termination).toBe("optimal");
  expect(rows.slice(0, 2).every(([, resource]) => resource === "k")).toBe(true);
});

test("a cost over time with a price of moves has a bound with a certificate, that of the cost alone", async () => {
  const resources = [{ id: "h", count: 2, devices: { gpu: 1 }, price: "10/h" }];
  const document = { ...HOSTS, objectives: ["cost"], resources };
  const { outcome, left } = await replanned({
    document,
    earlier: NIGHT,
    now: 1.5,
    migrations: { price: 2_000_000 },
    method: "auto",
  });
  const [{ target, value, certified, bound }] = outcome.levels;
  // Five hours of work at $10, and no one need move.
  expect(value).toBe(50e6);
  const { certificate } = (certified ?? bound)!;
  const checked = checkCertificate(left, target, certificate);
  expect("bound" in checked && checked.bound).toBeGreaterThan(49e6);
  expect("bound" in checked && checked.bound).toBeLessThanOrEqual(50e6);
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
