import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { parsePlan } from "../../src/io/parse-plan.ts";
import { planText } from "../../src/io/plan-text.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { verify } from "../../src/plan/verify.ts";
import { outcomeDocument } from "../../src/report/json.ts";
import { InstanceError } from "../../src/util/errors.ts";

const document = (robust: unknown) => ({
  mode: "placement",
  robust,
  resources: [
    { id: "h", count: 2, devices: { gpu: 1 }, labels: { rack: "x" } },
    { id: "g", devices: { gpu: 2 }, labels: { rack: "y" } },
  ],
  tasks: [
    { id: "a", demand: { gpu: 1 } },
    { id: "b", demand: { gpu: 0.5 } },
  ],
});
const instance = parseInstance(document(1));
const plan = {
  ...buildPlan(instance, [
    { task: 0, resource: 0, devices: [0] },
    { task: 1, resource: 2, devices: [1] },
  ]),
  recoveries: [
    { loss: 0, moved: buildPlan(instance, [{ task: 0, resource: 2, devices: [0] }]) },
    { loss: 2, moved: buildPlan(instance, [{ task: 1, resource: 1, devices: [0] }]) },
  ],
};
const checked = verify(instance, plan);
if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
const verified = checked.plan;
const outcome = {
  termination: "completed" as const,
  method: "greedy",
  levels: targetsOf(instance).map((target) => ({ target, termination: "completed" as const })),
  plan: verified,
  trace: [],
  notes: [],
  seconds: 0,
};
const written = () => JSON.parse([...planText(verified, outcome)].join(""));

test("a plan file holds what moves after each loss, and reading it gives the plan back", () => {
  expect(written().recoveries).toEqual([
    { lost: "h#1", assignments: [{ task: "a", resource: "g", start_ms: 0, devices: [0] }] },
    { lost: "g", assignments: [{ task: "b", resource: "h#2", start_ms: 0, devices: [0] }] },
  ]);
  expect(parsePlan(written(), instance)).toEqual(plan);
  const printed = JSON.parse(JSON.stringify(outcomeDocument(instance, outcome)));
  expect(printed.plan.recoveries).toEqual(written().recoveries);
  expect(parsePlan(printed, instance)).toEqual(plan);
});

test("the order of recoveries in a file does not matter", () => {
  const { recoveries, ...rest } = written();
  expect(parsePlan({ ...rest, recoveries: recoveries.toReversed() }, instance)).toEqual(plan);
});

test("losses across a label go by label and value", () => {
  const racks = parseInstance(document({ lose: 1, across: "rack" }));
  const moved = [{ lost: "rack=x", assignments: [{ task: "a", resource: "g", devices: [0] }] }];
  const { recoveries } = parsePlan({ ...written(), recoveries: moved }, racks);
  expect(recoveries?.map(({ loss }) => loss)).toEqual([0]);
});

test("a file without losses has no recoveries, and one without recoveries none in the plan", () => {
  const { recoveries: _, ...rest } = written();
  expect(parsePlan(rest, instance)).not.toHaveProperty("recoveries");
  const empty = { ...plan, recoveries: [] };
  expect(parsePlan({ ...written(), recoveries: [] }, instance)).toEqual(empty);
});

test.each([
  [{}, "/recoveries", "expected a list of recoveries"],
  [[7], "/recoveries/0", "expected a recovery, got 7"],
  [[{ lost: "h#1", assignments: [], why: 1 }], "/recoveries/0", 'unknown key "why"'],
  [[{ lost: "h#3", assignments: [] }], "/recoveries/0/lost", 'got "h#3"'],
  [[{ assignments: [] }], "/recoveries/0/lost", "got nothing"],
  [[{ lost: "h#1" }], "/recoveries/0/assignments", "expected a list of assignments"],
  [
    [{ lost: "h#1", assignments: [{ task: "z", resource: "g" }] }],
    "/recoveries/0/assignments/0/task",
    "expected the id of a task",
  ],
])("refuses %j", (recoveries, path, message) => {
  try {
    parsePlan({ ...written(), recoveries }, instance);
  } catch (error) {
    if (!(error instanceof InstanceError)) throw error;
    expect(error.issues[0].path).toBe(path);
    expect(error.issues[0].message).toContain(message);
    return;
  }
  throw new Error("Nothing was refused.");
});

test("over time what moves is written with its start, and a gang with all its workers", () => {
  const night = parseInstance({
    mode: "batch",
    robust: { lose: 1, across: "rack" },
    resources: ["x", "y"].map((rack) => ({
      id: rack,
      count: 2,
      devices: { gpu: 2 },
      labels: { rack },
    })),
    tasks: [{ id: "g", workers: 2, demand: { gpu: 1 }, runtime: "1h" }],
  });
  const gang = (...places: readonly (readonly [resource: number, device: number])[]) =>
    buildPlan(
      night,
      places.map(([resource, device]) => ({ task: 0, resource, start: 5000, devices: [device] })),
    );
  const moved = gang([2, 0], [2, 1]);
  const whole = { ...gang([0, 0], [1, 0]), recoveries: [{ loss: 0, moved }] };
  const found = verify(night, whole);
  if (!found.ok) throw new Error(JSON.stringify(found.violations));
  const text = [...planText(found.plan, outcome)].join("");
  const worker = (device: number) => ({
    task: "g",
    resource: "y#1",
    start_ms: 5000,
    devices: [device],
  });
  expect(JSON.parse(text).recoveries).toEqual([
    { lost: "rack=x", assignments: [worker(0), worker(1)] },
  ]);
  expect(parsePlan(JSON.parse(text), night)).toEqual(whole);
});
