import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { assignments } from "../../src/plan/assignments.ts";
import { type Contest, contest } from "../../src/simulate/contest.ts";
import { POLICIES } from "../../src/simulate/policies/registry.ts";

const NO_NOISE = { shape: "lognormal", level: 0 } as const;

/** What happens under one policy: "task resource start" in seconds, by task. */
async function happens(name: string, document: object, more: Partial<Contest> = {}) {
  const instance = parseInstance({ mode: "batch", ...document });
  const policies = POLICIES.filter((policy) => policy.name === name);
  const setting = { instance, policies, noise: NO_NOISE, seeds: [1], ...more };
  const { rounds } = await contest(setting);
  const [one] = rounds[0].measured;
  const rows = [...assignments(one.plan)].map(
    ({ task, resource, start_ms }) => `${task} ${resource} ${(start_ms ?? 0) / 1000}`,
  );
  return { ...one, rows };
}

const task = (id: string, cpu: number, seconds: number, more: object = {}) => ({
  ...{ id, demand: { cpu }, runtime: `${seconds}s` },
  ...more,
});

/** a leaves 1 cpu for 10 s, wide needs all 4; short ends by then, long does not. */
const QUEUE = {
  resources: [{ id: "node", capacity: { cpu: 4 } }],
  tasks: [task("a", 3, 10), task("wide", 4, 5), task("long", 1, 20), task("short", 1, 10)],
};

test("fifo lets nothing pass the first that waits", async () => {
  const { rows, wait } = await happens("fifo", QUEUE);
  expect(rows).toEqual(["a node 0", "wide node 10", "long node 15", "short node 15"]);
  expect(wait).toEqual({ mean: 10_000, worst: 15_000 });
});

test("first fit passes by what finds no room", async () => {
  const { rows } = await happens("first-fit", QUEUE);
  expect(rows).toEqual(["a node 0", "wide node 20", "long node 0", "short node 10"].sort(byQueue));
});

test("EASY fills in what does not delay the first that waits, and nothing else", async () => {
  const { rows } = await happens("easy", QUEUE);
  expect(rows).toEqual(["a node 0", "wide node 10", "long node 15", "short node 0"]);
});

test("shortest job first begins with what is short, and passes by what finds no room", async () => {
  const { rows } = await happens("sjf", QUEUE);
  // wide needs all and comes first of what waits: 5 s. Then a, 10 s, and short, 10 s, beside it; long is left.
  expect(rows).toEqual(["a node 5", "wide node 0", "long node 15", "short node 5"]);
});

test("conservative backfilling delays none that waits, where EASY keeps one promise", async () => {
  // wide is promised 10, all 20. long lets wide begin, and would run beside all until 25.
  const tasks = [task("a", 2, 10), task("b", 1, 20), task("wide", 2, 1), task("all", 4, 1)];
  const document = { ...QUEUE, tasks: [...tasks, task("long", 1, 25), task("short", 1, 10)] };
  const later = async (name: string) => (await happens(name, document)).rows.slice(2);
  expect(await later("easy")).toEqual([
    "wide node 10",
    "all node 25",
    "long node 0",
    "short node 11",
  ]);
  expect(await later("conservative")).toEqual([
    "wide node 10",
    "all node 20",
    "long node 21",
    "short node 0",
  ]);
});

test("EASY promises the first that waits alone", async () => {
  // wide waits for a, all for both: long delays wide, and not all.
  const tasks = [task("a", 2, 10), task("b", 1, 20), task("wide", 3, 1), task("all", 4, 1)];
  const { rows } = await happens("easy", { ...QUEUE, tasks: [...tasks, task("long", 1, 15)] });
  expect(rows.slice(2)).toEqual(["wide node 10", "all node 20", "long node 21"]);
});

test("EASY counts a run past its expected end as one that may end at any moment", async () => {
  // Uniform noise: whatever the true runtimes are, wide waits for what runs alone, never for what came later and is expected longer.
  const { rows } = await happens("easy", QUEUE, { noise: { shape: "uniform", level: 0.5 } });
  const startOf = (id: string) =>
    Number(rows.find((row) => row.startsWith(`${id} `))?.split(" ")[2]);
  expect(startOf("long")).toBeGreaterThan(startOf("wide"));
});

test("what overruns keeps its room until it ends", async () => {
  const tasks = [task("a", 4, 10), task("b", 4, 10, { release: "10001ms" })];
  let overruns = 0;
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const noise = { shape: "uniform", level: 0.5 } as const;
    const { plan, rows } = await happens("fifo", { ...QUEUE, tasks }, { noise, seeds: [seed] });
    const ended = plan.instance.pairs.runtime[0] / 1000;
    expect(rows).toEqual(["a node 0", `b node ${Math.max(10.001, ended)}`]);
    if (ended > 10.001) overruns++;
  }
  expect(overruns).toBeGreaterThan(0);
});

test("best fit leaves the least room, first fit takes the first", async () => {
  const document = {
    resources: [
      { id: "large", capacity: { cpu: 8 } },
      { id: "small", capacity: { cpu: 4 } },
    ],
    tasks: [task("a", 3, 10), task("b", 8, 10)],
  };
  expect((await happens("best-fit", document)).rows).toEqual(["a small 0", "b large 0"]);
  expect((await happens("first-fit", document)).rows).toEqual(["a large 0", "b large 10"]);
});

test("a release that is to come keeps nothing free", async () => {
  const tasks = [task("late", 4, 5, { release: "1s" }), task("now", 4, 10)];
  for (const { name } of POLICIES) {
    const { rows } = await happens(name, { ...QUEUE, tasks });
    expect(rows).toEqual(["late node 10", "now node 0"]);
  }
});

test("what fails begins again where and when there is room", async () => {
  const failures = { windows: [{ resource: 0, from: 4000, until: 6000 }] };
  const tasks = [task("a", 4, 10), task("b", 4, 2)];
  const { rows, restarts, lost } = await happens("fifo", { ...QUEUE, tasks }, { failures });
  expect(rows).toEqual(["a node 6", "b node 16"]);
  expect([restarts, lost]).toEqual([1, 4000]);
});

test("the end that a run would have had ends no later run", async () => {
  const tasks = [task("a", 4, 10), task("b", 1, 1, { after: ["a"] })];
  const resources = [...QUEUE.resources, { id: "small", capacity: { cpu: 1 } }];
  const failures = { windows: [{ resource: 0, from: 2000, until: 3000 }] };
  const document = { ...QUEUE, resources, tasks };
  const { rows, restarts, lost } = await happens("fifo", document, { failures });
  expect(rows).toEqual(["a node 3", "b node 13"]);
  expect([restarts, lost]).toEqual([1, 2000]);
});

test("deadlines stop nothing and are counted", async () => {
  const tasks = [task("a", 4, 10, { deadline: "12s" }), task("b", 4, 2, { deadline: "11s" })];
  expect((await happens("fifo", { ...QUEUE, tasks })).late).toBe(1);
});

test("ends of windows stop nothing and are counted", async () => {
  const resources = [{ id: "node", capacity: { cpu: 4 }, available: { until: "14s" } }];
  const { late } = await happens("fifo", { ...QUEUE, resources, tasks: QUEUE.tasks.slice(0, 2) });
  expect(late).toBe(1);
});

test("a policy declines a rule that it has not heard of, in words", async () => {
  const tasks = [task("a", 1, 1, { separate: "g" }), task("b", 1, 1, { separate: "g" })];
  await expect(happens("fifo", { ...QUEUE, tasks })).rejects.toThrow(
    /fifo is not simulated where .*separate/,
  );
  await expect(happens("fifo", { ...QUEUE, mode: "placement" })).rejects.toThrow(
    /all tasks run at once/,
  );
});

test("against hindsight nothing is better than the bound", async () => {
  const instance = parseInstance({ mode: "batch", ...QUEUE });
  const offline = { workLimit: 20 };
  const { rounds } = await contest({
    instance,
    policies: POLICIES,
    noise: NO_NOISE,
    seeds: [1],
    offline,
  });
  const [{ hindsight, measured }] = rounds;
  expect(hindsight?.value).toBe(25_000);
  expect(hindsight?.bound).toBeGreaterThanOrEqual(20_000);
  expect(hindsight?.bound).toBeLessThanOrEqual(25_000);
  expect(measured.map(({ values }) => values[0])).toEqual([
    35_000, 35_000, 25_000, 25_000, 35_000, 35_000,
  ]);
});

/** Tasks in the order of the document. */
function byQueue(a: string, b: string): number {
  const order = ["a", "wide", "long", "short"];
  return order.indexOf(a.split(" ")[0]) - order.indexOf(b.split(" ")[0]);
}
