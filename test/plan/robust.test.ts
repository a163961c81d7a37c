import { expect, test } from "vitest";
import { resourceCopyId } from "../../src/instance/ids.ts";
import { copiesLost, findLoss, lossCount, lossName } from "../../src/instance/losses.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { buildPlan, type Piece } from "../../src/plan/build.ts";
import { realLosses, tightestLoss } from "../../src/plan/robustness.ts";
import type { Plan, Recovery } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";

/** Three hosts: a share and two tasks on the first, a share on the second, the third empty. */
const instance = parseInstance({
  mode: "placement",
  robust: 1,
  resources: [{ id: "h", count: 3, capacity: { cpu: 4 }, devices: { gpu: 2 } }],
  tasks: [
    { id: "share", count: 2, demand: { cpu: 1, gpu: 0.5 } },
    { id: "whole", demand: { cpu: 2, gpu: 1 } },
    { id: "none", optional: true, demand: { cpu: 1 } },
  ],
});
const [S1, S2, W, N] = [0, 1, 2, 3];

const base: readonly Piece[] = [
  { task: S1, resource: 0, devices: [0] },
  { task: S2, resource: 1, devices: [0] },
  { task: W, resource: 0, devices: [1] },
];
const recovery = (loss: number, pieces: readonly Piece[]): Recovery => ({
  loss,
  moved: buildPlan(instance, pieces),
});
const first = recovery(0, [
  { task: S1, resource: 1, devices: [0] },
  { task: W, resource: 2, devices: [1] },
]);
const second = recovery(1, [{ task: S2, resource: 0, devices: [0] }]);
const planWith = (recoveries: readonly Recovery[]): Plan => ({
  ...buildPlan(instance, base),
  recoveries,
});

const told = (plan: Plan, of: Instance = instance) => {
  const checked = verify(of, plan);
  if (checked.ok) return [];
  expect(new Set(checked.violations.map(({ rule }) => rule))).toEqual(new Set(["robust"]));
  return checked.violations.map(({ message }) => message);
};

test("a plan with its recoveries is verified with them, and keeps them apart from later writes", () => {
  const plan = planWith([first, second]);
  const checked = verify(instance, plan);
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  first.moved.resource[0] = 0;
  expect(checked.plan.plan.recoveries?.[0].moved.resource[0]).toBe(1);
  first.moved.resource[0] = 1;
  expect(checked.plan.plan.recoveries).toEqual([first, second]);
});

test("the budget is kept before the loss, not after it", () => {
  const of = parseInstance({
    mode: "placement",
    robust: { lose: 1, of: "cheap" },
    budget: 1,
    resources: [
      { id: "cheap", fixed_price: 1 },
      { id: "dear", fixed_price: 5 },
    ],
    tasks: [{ id: "a" }],
  });
  const on = (resource: number) => buildPlan(of, [{ task: 0, resource }]);
  expect(told({ ...on(0), recoveries: [{ loss: 0, moved: on(1) }] }, of)).toEqual([]);
  const checked = verify(of, on(1));
  expect(checked.ok ? [] : checked.violations.map(({ rule }) => rule)).toEqual(["budget"]);
});

const broken: readonly (readonly [string, readonly Recovery[], string])[] = [
  ["no recovery", [second], "without h#1: no recovery is given"],
  ["none of the last", [first], "without h#2: no recovery is given"],
  [
    "a loss that is not",
    [first, second, { ...second, loss: 3 }],
    "recovery 2 is for loss 3; there are 3",
  ],
  [
    "a loss by no number",
    [first, { ...second, loss: 0.5 }],
    "recovery 1 is for loss 0.5; there are 3",
  ],
  ["two for one loss", [first, first, second], "without h#1: two recoveries are given"],
  ["the wrong order", [second, first], "recovery 1 stands behind that of a later loss"],
  [
    "one where nothing is lost",
    [first, second, recovery(2, [])],
    "without h#3: a recovery is given, but no task is lost",
  ],
  [
    "the recovery of another loss",
    [{ ...second, loss: 0 }, second],
    "without h#1: share#2 is moved and was not lost",
  ],
  ["nothing moved", [first, recovery(1, [])], "without h#2: share#2 is lost and not moved"],
  [
    "moved to what is lost",
    [first, recovery(1, [{ task: S2, resource: 1, devices: [0] }])],
    "without h#2: share#2 on h#2 is lost as well",
  ],
  [
    "moved what was not lost",
    [
      first,
      recovery(1, [
        { task: S2, resource: 0, devices: [0] },
        { task: W, resource: 2, devices: [0] },
      ]),
    ],
    "without h#2: whole is moved and was not lost",
  ],
  [
    "moved what was not placed",
    [
      first,
      recovery(1, [
        { task: S2, resource: 0, devices: [0] },
        { task: N, resource: 2 },
      ]),
    ],
    "without h#2: none is moved and was not lost",
  ],
  [
    "moved twice",
    [
      first,
      recovery(1, [
        { task: S2, resource: 0, devices: [0] },
        { task: S2, resource: 2, devices: [0] },
      ]),
    ],
    "without h#2: share#2 is moved and was not lost",
  ],
  [
    "half a task",
    [first, recovery(1, [{ task: S2, resource: 0, share: 500_000, devices: [0] }])],
    "without h#2: share#2 is moved and was not lost",
  ],
  [
    "another start",
    [first, recovery(1, [{ task: S2, resource: 0, start: 5, devices: [0] }])],
    "without h#2: piece 0 starts at 5",
  ],
  [
    "no devices",
    [first, recovery(1, [{ task: S2, resource: 0 }])],
    "without h#2: then devices: share#2 on h#1: lists 0 gpu devices",
  ],
  [
    "a device that is taken",
    [first, recovery(1, [{ task: S2, resource: 0, devices: [1] }])],
    "without h#2: then devices: h#1: device 1 (gpu) is taken 1.5 times",
  ],
  [
    "no room",
    [
      recovery(0, [
        { task: S1, resource: 1, devices: [0] },
        { task: W, resource: 1, devices: [0] },
      ]),
      second,
    ],
    "without h#1: then devices: h#2: device 0 (gpu) is taken 2 times",
  ],
  [
    "a resource that is not",
    [first, { loss: 1, moved: { ...second.moved, resource: Int32Array.of(7) } }],
    "without h#2: piece 0 names resource copy 7",
  ],
  [
    "no columns",
    [first, { loss: 1 } as unknown as Recovery],
    "without h#2: the recovery moves nothing",
  ],
  [
    "columns of another kind",
    [first, { loss: 1, moved: { task: [1] } as unknown as Plan }],
    'without h#2: column "task" is not a Int32Array',
  ],
];

test.each(broken)("refuses %s", (_, recoveries, message) => {
  const messages = told(planWith(recoveries));
  expect(
    messages.some((one) => one.startsWith(message)),
    messages.join("\n"),
  ).toBe(true);
});

test("a plan of an instance without losses has no recoveries", () => {
  const plain = parseInstance({
    mode: "placement",
    resources: [{ id: "r" }],
    tasks: [{ id: "a" }],
  });
  const plan = buildPlan(plain, [{ task: 0, resource: 0 }]);
  expect(told({ ...plan, recoveries: [] }, plain)).toEqual([]);
  const moved = { ...plan, recoveries: [{ loss: 0, moved: plan }] };
  expect(told(moved, plain)).toEqual(["the plan has recoveries, and the instance no losses"]);
});

test.each([
  [{ separate: "s" }, [1, 2], "then separate"],
  [{ forbidden: ["r2"] }, [2], "then eligibility"],
])("after a loss the plan keeps every rule: %j", (part, refused, message) => {
  const of = parseInstance({
    mode: "placement",
    robust: { lose: 1, of: "r0" },
    resources: [0, 1, 2, 3].map((r) => ({ id: `r${r}` })),
    tasks: [
      { id: "a", ...part },
      { id: "b", ...part },
      { id: "c", ...part },
    ],
  });
  const forbids = "forbidden" in part;
  const places = forbids ? [0, 1, 1] : [0, 1, 2];
  const pieces = places.map((resource, task) => ({ task, resource }));
  for (const to of [1, 2, 3]) {
    const moved = buildPlan(of, [{ task: 0, resource: to }]);
    const messages = told({ ...buildPlan(of, pieces), recoveries: [{ loss: 0, moved }] }, of);
    expect(messages.some((one) => one.includes(message))).toBe(refused.includes(to));
    expect(messages.length > 0).toBe(refused.includes(to));
  }
});

test("losses of copies, of what is named, and across a label", () => {
  const resources = [
    { id: "a", kind: "k", count: 2, labels: { rack: "x" } },
    { id: "b", kind: "k", labels: { rack: "y", zone: "eu" } },
    { id: "c", labels: { rack: "x" } },
  ];
  const namesOf = (robust: unknown) => {
    const of = parseInstance({ mode: "placement", robust, resources, tasks: [] });
    const losses = of.robust;
    if (losses === undefined) throw new Error("No losses were read.");
    return Array.from({ length: lossCount(of) }, (_, i) => {
      const name = lossName(of, losses, i);
      expect(findLoss(of, losses, name)).toBe(i);
      return `${name}: ${[...copiesLost(losses, i)].map((j) => resourceCopyId(of, j)).join(" ")}`;
    });
  };
  expect(namesOf(1)).toEqual(["a#1: a#1", "a#2: a#2", "b: b", "c: c"]);
  expect(namesOf({ lose: 1 })).toEqual(namesOf(1));
  expect(namesOf({ lose: 1, of: "k" })).toEqual(["a#1: a#1", "a#2: a#2", "b: b"]);
  expect(namesOf({ lose: 1, of: "zone=eu" })).toEqual(["b: b"]);
  expect(namesOf({ lose: 1, of: [{ zone: "eu" }, { rack: ["x"] }] })).toHaveLength(4);
  expect(namesOf({ lose: 1, across: "rack" })).toEqual(["rack=x: a#1 a#2 c", "rack=y: b"]);
  expect(namesOf({ lose: 1, of: "k", across: "rack" })).toEqual(["rack=x: a#1 a#2", "rack=y: b"]);
  expect(namesOf({ lose: 1, across: "zone" })).toEqual(["zone=eu: b"]);
});

test("rows of a long list that robust names stay apart", () => {
  const resources = Array.from({ length: 1200 }, (_, i) => ({ id: `r${i}`, capacity: { cpu: 1 } }));
  const parsed = (robust: unknown) =>
    parseInstance({ mode: "placement", robust, resources, tasks: [{ id: "a" }] });
  expect(parsed(1).resources).toHaveLength(1);
  expect(lossCount(parsed(1))).toBe(1200);
  const one = parsed({ lose: 1, of: "r7" });
  expect(one.resources).toHaveLength(2);
  expect(one.robust && lossName(one, one.robust, 0)).toBe("r7");
});

test("the tightest loss is the one that leaves the least", () => {
  // All demand 4 cpu and 2 gpu; without any host 8 cpu and 4 gpu are left.
  expect(tightestLoss(instance, planWith([first, second]))).toEqual({
    loss: 0,
    dimension: instance.dimensions.findIndex(({ name }) => name === "cpu"),
    free: 4000,
    capacity: 8000,
  });
});

test("what no task may use is no loss, and no room either", () => {
  const document = (forbidden: readonly string[]) =>
    parseInstance({
      mode: "placement",
      robust: 1,
      resources: ["a", "b", "c"].map((id) => ({ id, capacity: { cpu: 4 } })),
      tasks: [{ id: "t", count: 2, demand: { cpu: 2 }, forbidden }],
    });
  const pieces = [0, 1].map((task) => ({ task, resource: task }));
  const recoveries = [0, 1].map((loss) => ({
    loss,
    moved: buildPlan(document([]), [{ task: loss, resource: 1 - loss }]),
  }));
  const planFor = (one: Instance) => ({ ...buildPlan(one, pieces), recoveries });
  const [all, two] = [document([]), document(["c"])];
  expect([verify(all, planFor(all)).ok, verify(two, planFor(two)).ok]).toEqual([true, true]);
  expect(tightestLoss(all, planFor(all))).toMatchObject({ loss: 0, free: 4000, capacity: 8000 });
  expect(tightestLoss(two, planFor(two))).toMatchObject({ loss: 0, free: 0, capacity: 4000 });
  expect([realLosses(all), realLosses(two)]).toEqual([3, 2]);
});
