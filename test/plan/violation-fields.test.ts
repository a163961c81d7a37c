import { describe, expect, it, test } from "vitest";
import { findResourceCopy, findTaskCopy } from "../../src/instance/ids.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { statedPlan } from "../../src/io/plan-file.ts";
import type { Violation } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawn } from "../support/drawn.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule } from "../support/random-schedule.ts";
import { randomPlan } from "./random-plan.ts";
import { randomSchedulePlan } from "./random-schedule-plan.ts";

/** Rules whose amount is too much, and those whose amount is too little. */
const TOO_MUCH = new Set(["capacity", "budget", "deadline", "limits"]);
const TOO_LITTLE = new Set(["release", "precedence", "setup"]);

test("fields name copies of the instance, agree with the sentence, and are on the wrong side of their limit", () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= drawn(600, 150); seed++) {
    const random = makeRandom(seed);
    const isSchedule = seed % 2 === 0;
    const document = isSchedule ? randomSchedule(random) : randomDocument(random);
    const instance = parseInstance(document);
    const plan = isSchedule ? randomSchedulePlan(instance, random) : randomPlan(instance, random);
    const checked = verify(instance, plan);
    for (const { rule, message, ...fields } of checked.ok ? [] : checked.violations) {
      const { task, resource, time_ms, amount, limit, unit } = fields;
      const label = `seed ${seed}, ${rule}: ${message} ${JSON.stringify(fields)}`;
      if (task !== undefined) expect(findTaskCopy(instance, task), label).toBeDefined();
      if (resource !== undefined) expect(findResourceCopy(instance, resource), label).toBeDefined();
      if (time_ms !== undefined) expect(Number.isSafeInteger(time_ms), label).toBe(true);
      expect([amount, limit, unit].filter((one) => one === undefined).length % 3, label).toBe(0);
      if (TOO_MUCH.has(rule)) expect(amount, label).toBeGreaterThan(limit!);
      if (TOO_LITTLE.has(rule) && amount !== undefined) expect(amount, label).toBeLessThan(limit!);
      const isNamed = task !== undefined && message.includes(task);
      const isThere = resource !== undefined && message.includes(resource);
      if (isNamed || isThere) seen.set(rule, (seen.get(rule) ?? 0) + 1);
    }
  }
  const rules = ["assignment", "capacity", "eligibility", "deadline", "limits", "precedence"];
  for (const rule of rules) expect(seen.get(rule) ?? 0, rule).toBeGreaterThan(0);
});

describe("amounts are in the units that people read", () => {
  const instance = parseInstance({
    mode: "placement",
    objectives: ["cost"],
    budget: 3,
    resources: [{ id: "box", count: 2, capacity: { cpu: 2, memory: "4GiB" } }],
    tasks: [{ id: "t", count: 3, demand: { cpu: 1.5, memory: "3GiB" }, cost: 1.5 }],
  });
  const violations = (resources: readonly string[]): readonly Violation[] => {
    const assignments = resources.map((resource, i) => ({ task: `t#${i + 1}`, resource }));
    const checked = verify(instance, statedPlan({ berth_plan: 1, assignments }, instance).plan);
    return checked.ok ? [] : checked.violations;
  };

  it("of capacities and budgets", () => {
    expect(violations(["box#1", "box#1", "box#2"]).map(({ message: _, ...one }) => one)).toEqual([
      { rule: "capacity", resource: "box#1", dimension: "cpu", amount: 3, limit: 2, unit: "cpu" },
      {
        ...{ rule: "capacity", resource: "box#1", dimension: "memory" },
        ...{ amount: 6144, limit: 4096, unit: "MiB" },
      },
      { rule: "budget", amount: 4.5, limit: 3, unit: "USD" },
    ]);
  });

  it("of what is missing", () => {
    expect(violations(["box#1", "box#2"])).toEqual([
      { rule: "assignment", message: "t#3: not placed", task: "t#3" },
    ]);
  });
});
