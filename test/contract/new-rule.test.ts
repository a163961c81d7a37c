import { expect, test, vi } from "vitest";
import { formulate } from "../../models/formulate.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import type * as registry from "../../src/plan/rules/registry.ts";
import type { Rule } from "../../src/plan/rules/rule.ts";
import { methodsFor } from "../../src/planner/methods-for.ts";
import { plan } from "../../src/planner/plan.ts";
import { replan } from "../../src/replan/replan.ts";
import { bestByEnumeration } from "../support/enumerate.ts";

/*
 * A rule that the verifier knows and nobody else has heard of: not two "alone" tasks on one resource copy. "shaped" tasks stand for
 * one that changes what plans are.
 */

const named = (instance: Instance, word: string) =>
  instance.tasks.some(({ id }) => id.startsWith(word));

const novel: Rule = {
  name: "novel",
  traits: [
    {
      name: "novel",
      about: "tasks are alone",
      kind: "forbids",
      isIn: (instance) => named(instance, "alone"),
    },
    {
      name: "shaping",
      about: "tasks are shaped",
      kind: "shapes",
      isIn: (instance) => named(instance, "shaped"),
    },
  ],
  check({ instance, plan: { task, resource } }, report) {
    const held = new Set<number>();
    task.forEach((copy, k) => {
      if (!instance.tasks[instance.taskOfCopy[copy]].id.startsWith("alone")) return;
      if (held.has(resource[k])) report(() => "two are alone together");
      held.add(resource[k]);
    });
  },
};

vi.mock("../../src/plan/rules/registry.ts", async (original) => {
  const { RULES } = await original<typeof registry>();
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
    tasks: [1, 2].map((i) => ({ id: `${word}${i}`, runtime: "1h", demand: { cpu: 1 } })),
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

test.each(modes)("a bound stands where a rule only forbids, and not where it shapes plans: %s", async (mode) => {
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
