import { expect, test, vi } from "vitest";
import { formulate } from "../../models/formulate.ts";
import { placesOf } from "../../models/schedule/places.ts";
import { unitsOf } from "../../models/schedule/units.ts";
import { withFoundRecoveries } from "../../src/check/recoveries.ts";
import { instanceJsonSchema } from "../../src/instance/json-schema.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { usablePairs } from "../../src/instance/usable.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { RULE_SCHEMAS } from "../../src/plan/rules/fields.ts";
import type * as registry from "../../src/plan/rules/registry.ts";
import { methodsFor } from "../../src/planner/methods-for.ts";
import { plan } from "../../src/planner/plan.ts";
import { replan } from "../../src/replan/replan.ts";
import { makeRandom } from "../../src/util/random.ts";
import { isFeasible } from "../plan/naive.ts";
import { isLawfulSchedule } from "../plan/naive-schedule.ts";
import { bestByEnumeration } from "../support/enumerate.ts";
import { OWN_FIELDS } from "../support/own-fields.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule } from "../support/random-schedule.ts";
import { aloneIn } from "./novel-rule.ts";

// The world with one rule more.

vi.mock("../../src/plan/rules/registry.ts", async (original) => {
  const { RULES } = await original<typeof registry>();
  const { novel } = await import("./novel-rule.ts");
  return { RULES: [...RULES, novel] };
});

const MODES = {
  placement: { mode: "placement" },
  sequence: { mode: "batch", exclusive: true, objectives: ["cost"] },
  schedule: { mode: "batch", objectives: ["cost"] },
} as const;

const instanceWith = (mode: keyof typeof MODES, word: string) =>
  parseInstance({
    ...MODES[mode],
    resources: [
      { id: "cheap", capacity: { cpu: 4 }, price: "1/h" },
      { id: "dear", capacity: { cpu: 4 }, price: "3/h" },
    ],
    tasks: [1, 2].map((i) => ({
      id: `${word}${i}`,
      runtime: "1h",
      demand: { cpu: 1 },
      ...(word === "alone" && { alone: true }),
    })),
  });

const modes = Object.keys(MODES) as (keyof typeof MODES)[];

test.each(modes)("what nobody has heard of is declined by all that plan: %s", async (mode) => {
  const instance = instanceWith(mode, "alone");
  for (const { name, role, fits } of methodsFor(instance)) {
    if (role === "bound") continue;
    expect(fits, name).not.toBe(true);
    // A method declines for one reason of several; the new rule is one where nothing else is in its way.
    if (["greedy", "local", "milp", "first-fit"].includes(name) && mode !== "schedule") {
      expect(fits, name).toBe("tasks are alone (novel)");
    }
  }
  const outcome = await plan(instance, { workLimit: 50 });
  expect(outcome.plan).toBeUndefined();
  expect(outcome.termination).toBe("unsupported");
  expect(outcome.notes.join(" ")).toContain("tasks are alone (novel)");
  const [target] = targetsOf(instance);
  expect(formulate(instance, target, [])).toMatchObject({
    unsupported: expect.stringContaining("(novel)"),
  });
});

test.each(modes)(
  "a bound stands where a rule only forbids, and not where it shapes plans: %s",
  async (mode) => {
    const instance = instanceWith(mode, "alone");
    const [level] = (await plan(instance, { workLimit: 50 })).levels;
    // One task on each resource: 1 + 3 dollars, and 2 without the rule.
    expect(level.bound?.value).toBeGreaterThan(0);
    expect(level.bound?.value).toBeLessThanOrEqual(4_000_000);
    if (mode !== "schedule") {
      expect(bestByEnumeration(instance, targetsOf(instance))?.values).toEqual([4_000_000]);
    }
    const shaped = await plan(instanceWith(mode, "shaped"), { workLimit: 50 });
    expect(shaped.levels[0].bound).toBeUndefined();
    expect(shaped.plan).toBeUndefined();
  },
);

test("a program over time tells all copies apart where a rule is new", () => {
  const counted = (fields: object) => {
    const instance = parseInstance({
      mode: "batch",
      resources: [{ id: "r", count: 3, capacity: { cpu: 2 } }],
      tasks: [{ id: "t", count: 4, runtime: "1h", demand: { cpu: 1 }, ...fields }],
    });
    const places = placesOf(instance, usablePairs(instance), { apart: () => false });
    return [unitsOf(instance).length, places.length];
  };
  expect(counted({})).toEqual([1, 1]);
  expect(counted({ alone: true })).toEqual([4, 3]);
});

test("random documents have keys of new rules, and the slow check asks such rules", () => {
  const random = makeRandom(3);
  const seen = { alone: 0, broken: 0 };
  for (let i = 0; i < 60; i++) {
    const draw = i % 2 === 0 ? randomDocument : randomSchedule;
    const document = draw(random, { maxTasks: 3, maxResources: 2, features: [...OWN_FIELDS] });
    const instance = parseInstance(document);
    if (aloneIn(instance) === undefined) continue;
    seen.alone++;
    const pieces = Array.from(instance.taskOfCopy, (_, task) => ({ task, resource: 0 }));
    const held = buildPlan(instance, pieces);
    const { asked: _, ...without } = instance;
    const isKept = instance.mode === "schedule" ? isLawfulSchedule : isFeasible;
    if (isKept(without, held) && !isKept(instance, held)) seen.broken++;
  }
  expect(seen.alone).toBeGreaterThan(10);
  expect(seen.broken).toBeGreaterThan(2);
});

test("every key that a rule reads by itself shows values for random documents", () => {
  const schemas = Object.values(RULE_SCHEMAS).flatMap((keys) => Object.entries(keys));
  expect(schemas.map(([key]) => key)).toContain("alone");
  const without = schemas.filter(([, schema]) => !("examples" in schema));
  expect(without).toEqual([]);
});

test("a rule that nobody else has heard of stops a replan", async () => {
  const situation = {
    instance: instanceWith("placement", "alone"),
    earlier: [],
    now: 0,
    down: new Set<number>(),
    migrations: "ignore",
  } as const;
  await expect(replan(situation, { workLimit: 10 })).rejects.toThrow("tasks are alone (novel)");
});

const parsed = (tasks: readonly object[]) =>
  parseInstance({ mode: "placement", resources: [{ id: "r" }], tasks });

test("a rule reads keys of its own: of tasks, of their stages, in the schema, with faults in their place", () => {
  const stages = [{ id: "a" }, { id: "b", alone: false }];
  expect(aloneIn(parsed([{ id: "x" }, { id: "y", alone: true, stages }]))).toEqual([
    ...[false, true, false],
  ]);
  expect(parsed([{ id: "x" }]).asked).toBeUndefined();
  expect(() => parsed([{ id: "x", alone: 1 }])).toThrow(/tasks\/0\/alone.*true or false/);
  expect(() => parsed([{ id: "x", alne: true }])).toThrow(/Maybe write "alone"/);
  const nested = [{ id: "x", stages: [{ id: "a" }, { id: "b", alone: "no" }] }];
  expect(() => parsed(nested)).toThrow(/tasks\/0\/stages\/1\/alone/);
  const text = JSON.stringify(instanceJsonSchema());
  expect(text.match(/Nobody else who is alone/g)?.length).toBeGreaterThanOrEqual(2);
});

test("rows that only such a key tells apart stay apart", () => {
  const rows = Array.from({ length: 1200 }, (_, i) => ({
    id: `t${i}`,
    ...(i % 3 === 0 && { alone: true }),
  }));
  const { tasks, asked } = parsed(rows);
  expect(tasks.map(({ count }) => count)).toEqual([400, 800]);
  expect(asked).toEqual({ novel: [true, false] });
});

test("rows that a key of a rule may name stay apart", () => {
  const document = {
    mode: "placement",
    resources: Array.from({ length: 1100 }, (_, i) => ({ id: `r${i}` })),
    tasks: Array.from({ length: 1100 }, (_, i) => ({ id: `t${i}` })),
    apart: ["r7", { of: "t9" }],
  };
  const { tasks, resources } = parseInstance(document);
  expect(resources.map(({ id, count }) => [id, count])).toEqual([
    ["r0", 1099],
    ["r7", 1],
  ]);
  expect(tasks.map(({ id, count }) => [id, count])).toEqual([
    ["t0", 1099],
    ["t9", 1],
  ]);
  const { apart: _, ...plain } = document;
  expect(parseInstance(plain).tasks).toHaveLength(1);
  expect(parseInstance(plain).resources).toHaveLength(1);
});

test("plans that survive losses are not looked for where recoveries would have to keep a rule that nobody has heard of", async () => {
  const instance = parseInstance({
    mode: "placement",
    robust: 1,
    resources: [{ id: "r", count: 3 }],
    tasks: [{ id: "x", alone: true }],
  });
  const outcome = await plan(instance, { workLimit: 20 });
  expect(outcome.plan).toBeUndefined();
  expect(outcome.notes.join(" ")).toContain("survive losses are looked for where tasks are alone");
  const held = buildPlan(instance, [{ task: 0, resource: 0 }]);
  const { plan: same, note } = withFoundRecoveries(instance, held);
  expect(same).toBe(held);
  expect(note).toContain("none are looked for where tasks are alone (novel)");
});
