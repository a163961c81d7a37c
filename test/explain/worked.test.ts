import { expect, test } from "vitest";
import { type Explanation, explain } from "../../src/explain/explain.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { explanationText } from "../../src/report/explanation.ts";

const explained = (document: object): Promise<Explanation> =>
  explain(document, parseInstance(document));

const membersOf = ({ conflicts }: Explanation, i = 0) =>
  conflicts[i].members.map(({ requirement }) => requirement.text).sort();
const repairsOf = ({ repairs }: Explanation) => repairs.map(({ text }) => text);

const HOSTS = {
  mode: "placement",
  resources: [{ id: "dgx", count: 2, devices: { gpu: 8 }, capacity: { memory: "1TiB" } }],
  tasks: [
    { id: "tune", count: 3, demand: { gpu: 5, memory: "64GiB" } },
    { id: "eval", demand: { gpu: 1 } },
  ],
};

test("of several copies only as many as it takes, and every way out with its least size", async () => {
  // Two of five devices do not fit one node of eight, so three need three nodes or nodes of ten.
  const found = await explained(HOSTS);
  expect(membersOf(found)).toEqual([
    '2 copies of resource "dgx"',
    'all 3 copies of task "tune"',
    'gpu of resource "dgx" (2 x 8)',
  ]);
  expect(found.conflicts[0]).toMatchObject({ isMinimal: true, proof: "ours" });
  expect(repairsOf(found).sort()).toEqual([
    '1 more of resource "dgx"',
    '2 more gpu for resource "dgx" each, 10 instead of 8',
    'drop 1 of the 3 copies of task "tune"',
  ]);
  expect(found.repairs.every(({ isLeast }) => isLeast)).toBe(true);
  expect(found.leftOut).toMatchObject({ tasks: [expect.stringMatching(/^tune#\d$/)], atLeast: 1 });
});

const NIGHT = {
  mode: "batch",
  resources: [{ id: "a", devices: { gpu: 1 }, price: "6/h" }],
  tasks: [
    { id: "train", demand: { gpu: 1 }, runtime: "2h" },
    { id: "report", demand: { gpu: 1 }, runtime: "30m", after: "train", deadline: "2h" },
  ],
};

test("a deadline is told with the time that would do, and a budget with the dollars", async () => {
  const late = await explained(NIGHT);
  expect(membersOf(late)).toEqual([
    'after train: task "report"',
    'deadline 2h of task "report"',
    'task "report"',
    'task "train"',
  ]);
  expect(repairsOf(late)).toContain('deadline of task "report" 2h30m instead of 2h');
  const [train] = NIGHT.tasks;
  const poor = await explained({ ...NIGHT, budget: 11.5, tasks: [train] });
  expect(repairsOf(poor)).toContain("budget $12 instead of $11.5");
  expect(poor.repairs.find(({ requirement }) => requirement.kind === "budget")).toMatchObject({
    ...{ value: 12_000_000, tooLittle: 11_999_999, isLeast: true },
  });
});

test("a task is known by its whole name, and what was optional is not missed", async () => {
  const { resources } = NIGHT;
  const named = await explained({
    ...{ mode: "batch", resources },
    tasks: [
      { id: "job1", demand: { gpu: 1 }, runtime: "1h", deadline: "10h" },
      { id: "job", demand: { gpu: 1 }, runtime: "3h", deadline: "2h" },
    ],
  });
  expect(repairsOf(named)).toContain('deadline of task "job" 3h instead of 2h');
  const optional = await explained({
    ...HOSTS,
    tasks: [
      { id: "big", count: 3, demand: { gpu: 8, memory: "2TiB" }, optional: true },
      { id: "m", count: 17, demand: { gpu: 1 } },
    ],
  });
  expect(optional.leftOut).toMatchObject({ tasks: [expect.stringMatching(/^m#/)], atLeast: 1 });
  const awaited = await explained({
    ...{ mode: "batch", resources },
    tasks: [
      ...["a", "b"].map((id) => ({ id, demand: { gpu: 1 }, runtime: "2h" })),
      { id: "c", demand: { gpu: 1 }, runtime: "30m", after: "a", deadline: "2h" },
    ],
  });
  expect(repairsOf(awaited)).toContain('drop task "a"');
});

test("a horizon and a limit are raised by what it takes", async () => {
  const short = await explained({ ...NIGHT, horizon: "1h", tasks: [NIGHT.tasks[0]] });
  expect(repairsOf(short)).toContain("horizon 2h instead of 1h");
  const licences = await explained({
    ...{ mode: "batch", horizon: "1h", limits: [{ name: "licence", capacity: 1.5 }] },
    resources: [{ id: "a", devices: { gpu: 4 } }],
    tasks: [{ id: "t", count: 3, demand: { gpu: 1 }, runtime: "1h", limits: { licence: 0.75 } }],
  });
  expect(membersOf(licences)).toContain('limit "licence" (1.5)');
  expect(repairsOf(licences)).toContain('limit "licence" 2.25 instead of 1.5');
});

test("where no single change is enough, the next conflict is told, and what is enough together", async () => {
  const found = await explained({
    ...NIGHT,
    tasks: [
      { id: "one", demand: { gpu: 1 }, runtime: "2h", deadline: "1h" },
      { id: "two", demand: { gpu: 1 }, runtime: "3h", deadline: "1h" },
    ],
  });
  expect(found.repairs).toEqual([]);
  expect([membersOf(found), membersOf(found, 1)].sort()).toEqual([
    ['deadline 1h of task "one"', 'task "one"'],
    ['deadline 1h of task "two"', 'task "two"'],
  ]);
  expect(found.together).toBeDefined();
  const text = explanationText(found, 80);
  expect(text).toContain("this still stands in the way");
  expect(text).toContain("Together these are enough");
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test("groups, labels and losses go by their words, and names reach no terminal as they are", async () => {
  const apart = await explained({
    ...HOSTS,
    tasks: ["x", "y", "z"].map((id) => ({ id, demand: { gpu: 1 }, separate: "w\u001b[31m" })),
  });
  expect(membersOf(apart).join()).toContain("no resource for two of group");
  expect(explanationText(apart, 80)).not.toContain("\u001b");
  const lost = await explained({
    ...HOSTS,
    robust: 1,
    tasks: [{ id: "t", count: 3, demand: { gpu: 4 } }],
  });
  expect(membersOf(lost)).toContain("a plan that survives each loss (robust)");
  expect(repairsOf(lost)).toContain("without a plan that survives each loss (robust)");
});

test("long lists and rows of equal tasks are one requirement", async () => {
  const tasks = Array.from({ length: 1200 }, (_, i) => ({ id: `t${i}`, demand: { gpu: 1 } }));
  const found = await explained({ ...HOSTS, tasks });
  expect(membersOf(found)).toContain(
    '17 of the 1200 copies of tasks "t0", "t1", "t2" and 1197 like them',
  );
  expect(repairsOf(found)).toContain(
    'drop 1184 of the 1200 copies of tasks "t0", "t1", "t2" and 1197 like them',
  );
});

test("what has a plan needs no explanation, and what nothing is known of gets none", async () => {
  const { tasks } = HOSTS;
  expect((await explained({ ...HOSTS, tasks: tasks.slice(1) })).kind).toBe("plan");
  const cut = await explain(HOSTS, parseInstance(HOSTS), { timeLimit: 0 });
  expect(cut).toMatchObject({ kind: "open", conflicts: [], isCut: true });
});

test("time that is over while thousands of requirements are looked at is the end of looking", async () => {
  const tasks = Array.from({ length: 4000 }, (_, i) => ({
    id: `t${i}`,
    demand: { gpu: 1 + (i % 4), memory: `${1 + i}MiB` },
  }));
  let asked = 0;
  const signal = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} };
  // After the first question there is no time any more.
  Object.defineProperty(signal, "aborted", { get: () => asked++ > 2 });
  const document = { ...HOSTS, tasks };
  const found = await explain(document, parseInstance(document), {
    signal: signal as unknown as AbortSignal,
  });
  expect(found.kind === "open" || found.conflicts[0].members.length > 1000).toBe(true);
  expect(asked).toBeLessThan(20_000);
});
