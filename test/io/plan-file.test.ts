import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contentHash } from "../../src/instance/content-hash.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { parsePlan } from "../../src/io/parse-plan.ts";
import { readPlan, writePlan } from "../../src/io/plan-file.ts";
import { buildPlan } from "../../src/plan/build.ts";
import type { SearchNode } from "../../src/plan/certificate/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { testFolder, thrownBy } from "../support/folder.ts";

const folder = testFolder();

const instance = parseInstance(
  {
    name: "two boxes",
    mode: "placement",
    objectives: ["throughput", "cost"],
    resources: [
      { id: "box", count: 2, capacity: { cpu: 4 }, devices: { gpu: 2 }, price: "1.25/h" },
      { id: "big", capacity: { cpu: 9 } },
    ],
    tasks: [
      { id: "a", count: 2, demand: { cpu: 1, gpu: 1 } },
      { id: "b", demand: { cpu: 2 }, divisible: true },
      { id: "c", demand: { gpu: 0.5 }, optional: true },
    ],
  },
  { name: "x" },
);
const pieces = [
  { task: 0, resource: 0, devices: [1] },
  { task: 1, resource: 1, devices: [0] },
  { task: 2, resource: 0, share: 250_000 },
  { task: 2, resource: 2, share: 750_000 },
  { task: 3, resource: 0, devices: [0] },
];
const built = buildPlan(instance, pieces);
const checked = verify(instance, built);
const targets = targetsOf(instance);

test("a plan file is golden, and read back it is the same plan", async () => {
  if (!checked.ok) throw new Error(JSON.stringify(checked));
  const file = join(folder.path, "plan.json");
  await writePlan(file, checked.plan, {
    termination: "time-limit",
    method: "milp",
    solver: "highs",
    levels: [
      {
        target: targets[0],
        value: -4000,
        bound: { value: -4500, source: "knapsack", proof: "ours" },
        gap: 0.125,
        termination: "time-limit",
      },
      { target: targets[1], value: 2_500_000, termination: "completed" },
    ],
  });
  expect(readFileSync(file, "utf8")).toBe(`{
  "berth_plan": 1,
  "instance": "two boxes",
  "instance_hash": "${contentHash(instance)}",
  "termination": "time-limit",
  "method": "milp",
  "solver": "highs",
  "objectives": [
    {
      "name": "throughput",
      "unit": "value",
      "sense": "max",
      "per_unit": 1000,
      "value": 4,
      "value_exact": 4000,
      "bound": 4.5,
      "bound_exact": 4500,
      "proof": "ours",
      "source": "knapsack",
      "gap": 0.125,
      "termination": "time-limit"
    },
    {
      "name": "cost",
      "unit": "USD",
      "sense": "min",
      "per_unit": 1000000,
      "value": 2.5,
      "value_exact": 2500000,
      "termination": "completed"
    }
  ],
  "assignments": [
    {"task":"a#1","resource":"box#1","start_ms":0,"devices":[1]},
    {"task":"a#2","resource":"box#2","start_ms":0,"devices":[0]},
    {"task":"b","resource":"box#1","start_ms":0,"share":250000},
    {"task":"b","resource":"big","start_ms":0,"share":750000},
    {"task":"c","resource":"box#1","start_ms":0,"devices":[0]}
  ]
}
`);
  expect((await readPlan(file, instance)).plan).toEqual(built);
});

test("the empty plan", async () => {
  const idle = parseInstance({
    mode: "placement",
    objectives: ["throughput"],
    resources: [{ id: "r" }],
    tasks: [],
  });
  const empty = verify(idle, buildPlan(idle, []));
  if (!empty.ok) throw new Error(JSON.stringify(empty));
  const file = join(folder.path, "empty.json");
  await writePlan(file, empty.plan, {
    termination: "optimal",
    method: "greedy",
    levels: [{ target: targetsOf(idle)[0], value: 0, termination: "optimal" }],
  });
  const text = readFileSync(file, "utf8");
  expect(text).not.toContain("-0");
  expect(text).not.toContain("solver");
  expect((await readPlan(file, idle)).plan.task.length).toBe(0);
});

test("the document of solve --json is a plan file too", () => {
  const assignments = [
    { task: "a#1", resource: "box#1", start_ms: 0, devices: [0] },
    { task: "b", resource: "big" },
  ];
  expect(parsePlan({ termination: "optimal", plan: { assignments } }, instance)).toEqual(
    buildPlan(instance, [
      { task: 0, resource: 0, devices: [0] },
      { task: 2, resource: 2 },
    ]),
  );
});

const wrap = (...assignments: unknown[]) => ({ berth_plan: 1, assignments });
const ok = { task: "a#1", resource: "box#1", start_ms: 0 };

const BAD: readonly (readonly [string, unknown, string, RegExp])[] = [
  ["null", null, "", /expected a plan, got null/],
  ["a list", [], "", /expected a plan, got \[\]/],
  ["another document", { tasks: [] }, "", /"berth_plan" or "plan" is missing/],
  [
    "a run without a plan",
    { termination: "infeasible" },
    "",
    /holds no plan \(termination: "infeasible"\)/,
  ],
  ["another version", { berth_plan: 2, assignments: [] }, "/berth_plan", /expected 1, got 2/],
  ["no list", { berth_plan: 1 }, "/assignments", /expected a list of assignments, got nothing/],
  ["no list inside", { plan: { assignments: {} } }, "/plan/assignments", /expected a list/],
  ["an entry that is no map", wrap(7), "/assignments/0", /expected an assignment, got 7/],
  [
    "an unknown task",
    wrap({ ...ok, task: "z" }),
    "/assignments/0/task",
    /expected the id of a task, got "z"/,
  ],
  ["an entry without copy", wrap({ ...ok, task: "a" }), "/assignments/0/task", /got "a"/],
  ["a copy too many", wrap({ ...ok, task: "a#3" }), "/assignments/0/task", /got "a#3"/],
  ["copy zero", wrap({ ...ok, resource: "box#0" }), "/assignments/0/resource", /got "box#0"/],
  ["a task that is a number", wrap({ ...ok, task: 0 }), "/assignments/0/task", /got 0/],
  [
    "a name of every object",
    wrap({ ...ok, resource: "constructor" }),
    "/assignments/0/resource",
    /got "constructor"/,
  ],
  ["no resource", wrap({ task: "b" }), "/assignments/0/resource", /got nothing/],
  [
    "a start before 0",
    wrap({ ...ok, start_ms: -1 }),
    "/assignments/0/start_ms",
    /whole milliseconds from 0 on, got -1/,
  ],
  ["half a millisecond", wrap({ ...ok, start_ms: 0.5 }), "/assignments/0/start_ms", /got 0.5/],
  ["a start that is text", wrap({ ...ok, start_ms: "0" }), "/assignments/0/start_ms", /got "0"/],
  [
    "a start past exact integers",
    wrap({ ...ok, start_ms: 2 ** 53 }),
    "/assignments/0/start_ms",
    /whole/,
  ],
  ["a share of 0", wrap({ ...ok, share: 0 }), "/assignments/0/share", /from 1 to 1000000, got 0/],
  [
    "a share above the whole",
    wrap({ ...ok, share: 1_000_001 }),
    "/assignments/0/share",
    /got 1000001/,
  ],
  [
    "a device twice",
    wrap({ ...ok, devices: [0, 0] }),
    "/assignments/0/devices",
    /distinct device numbers/,
  ],
  ["a device below 0", wrap({ ...ok, devices: [-1] }), "/assignments/0/devices", /distinct/],
  [
    "a device past int32",
    wrap({ ...ok, devices: [2 ** 31] }),
    "/assignments/0/devices",
    /distinct/,
  ],
  ["devices that are no list", wrap({ ...ok, devices: 1 }), "/assignments/0/devices", /got 1/],
  ["an unknown key", wrap({ ...ok, "st/art": 1 }), "/assignments/0/st~1art", /unknown key/],
  ["a pair twice", wrap(ok, ok), "/assignments/1", /same resource twice/],
];

test.each(BAD)("a bad plan is refused: %s", async (_what, document, path, message) => {
  const error = await thrownBy(() => parsePlan(document, instance));
  expect(error).toBeInstanceOf(InstanceError);
  expect((error as InstanceError).issues).toEqual([
    { path, message: expect.stringMatching(message) },
  ]);
});

test("every issue is reported at once", async () => {
  const document = wrap(
    { task: "z", resource: "y", start_ms: null, share: -1, devices: {} },
    ok,
    "x",
  );
  const { issues } = (await thrownBy(() => parsePlan(document, instance))) as InstanceError;
  expect(issues.map(({ path }) => path)).toEqual([
    "/assignments/0/task",
    "/assignments/0/resource",
    "/assignments/0/start_ms",
    "/assignments/0/share",
    "/assignments/0/devices",
    "/assignments/2",
  ]);
});

test("a batch needs a start, which null and absence are not", async () => {
  const batch = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r" }],
    tasks: [{ id: "t", runtime: "1s" }],
  });
  for (const start of [undefined, null]) {
    const error = await thrownBy(() =>
      parsePlan(wrap({ task: "t", resource: "r", start_ms: start }), batch),
    );
    expect(error.message).toMatch(/\/assignments\/0\/start_ms: expected whole milliseconds/);
  }
  expect(parsePlan(wrap({ task: "t", resource: "r", start_ms: 5 }), batch).start).toEqual(
    Float64Array.of(5),
  );
});

test("a file that is no JSON is one clear error", async () => {
  const error = await thrownBy(() =>
    readPlan(folder.put("bad.json", '{"berth_plan": 1,'), instance),
  );
  expect(error.message).toMatch(/bad\.json, line 1, column 18/);
});

test("the tree of a proof is one line, and read back however deep a plan may have it", async () => {
  if (!checked.ok) throw new Error(JSON.stringify(checked));
  let root: SearchNode = { prices: [[1, 2, 3, 4]] };
  for (let depth = 0; depth < 440; depth++) {
    root = { prices: [], task: 0, children: [{ resource: 0, ...root }] };
  }
  const certificate = { kind: "search", refuted: 5, denominator: 1, resource: 0, root } as const;
  const bound = { value: -4500, source: "decision search", proof: "ours", certificate } as const;
  const level = { value: -4000, bound, termination: "time-limit" } as const;
  const path = join(folder.path, "deep.json");
  await writePlan(path, checked.plan, {
    ...{ termination: "time-limit", method: "auto" },
    levels: targets.map((target) => ({ ...level, target })),
  });
  const text = readFileSync(path, "utf8");
  expect(text.split("\n").filter((line) => line.includes("certificate")).length).toBe(2);
  expect(text.split("\n").length).toBeLessThan(60);
  const { statements } = await readPlan(path, instance);
  expect(statements.objectives[1].certificate).toEqual(certificate);
});
