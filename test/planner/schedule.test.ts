import { describe, expect, test } from "vitest";
import { bestBound, provesInfeasible } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { plan } from "../../src/planner/plan.ts";
import type { LevelOutcome, Outcome } from "../../src/planner/types.ts";
import { makeRandom } from "../../src/util/random.ts";
import { isLawfulSchedule } from "../plan/naive-schedule.ts";
import { type BestSchedule, bestSchedule } from "../support/enumerate-schedule.ts";
import { randomSchedule, type ScheduleFeature } from "../support/random-schedule.ts";

/** Each family leans on other rules; together they touch every one. The first has any of them. */
const FAMILIES: readonly (readonly ScheduleFeature[] | undefined)[] = [
  undefined,
  ["devices", "shares", "memory", "counts"],
  ["workers", "within", "devices", "release", "separate"],
  ["after", "lag", "each", "stages", "weights", "due"],
  ["limits", "quota", "weights", "deadline", "priority"],
  ["setup", "exclusive-resources", "due", "release", "counts"],
  ["maintenance", "window", "horizon", "trap", "zero", "power"],
  ["price", "billing", "fixed-price", "power", "cost", "release"],
  ["optional", "weights", "budget", "cost", "exclusive-tasks", "deadline"],
];
const EACH = 10;

/** Enough for every list and a little search after. */
const WORK = 12;

interface Case {
  readonly label: string;
  readonly instance: Instance;
  readonly best: BestSchedule | undefined;
}

const cases = FAMILIES.flatMap((features, f) =>
  Array.from({ length: EACH }, (_, seed): Case[] => {
    const size = { maxTasks: 4, maxResources: 3, whole: true };
    const document = randomSchedule(makeRandom(1000 * f + seed), {
      ...size,
      ...(features !== undefined && { features }),
    });
    const instance = parseInstance(document);
    const best = bestSchedule(instance, targetsOf(instance), { most: 30_000 });
    const label = `family ${f}, seed ${seed}: ${JSON.stringify(document)}`;
    return best === "gave up" ? [] : [{ label, instance, best }];
  }).flat(),
);
const feasible = cases.filter(({ best }) => best !== undefined);

test("there are schedules with and without a plan", () => {
  expect(feasible.length).toBeGreaterThan(60);
  expect(cases.length - feasible.length).toBeGreaterThan(10);
});

test("no quick bound passes the best value, and no quick proof speaks where there is a plan", () => {
  for (const { label, instance, best } of cases) {
    if (best === undefined) continue;
    expect(provesInfeasible(instance), label).toBeUndefined();
    const [first] = targetsOf(instance);
    expect(bestBound(instance, first)?.value ?? -Infinity, label).toBeLessThanOrEqual(
      best.values[0],
    );
  }
});

/**
 * Values and bounds against the truth. A level is compared while every level before it has its best value: a worse one
 * leaves later levels more room.
 */
function check({ label, instance, best }: Case, { levels, termination, plan: found }: Outcome) {
  if (termination === "infeasible") expect(best, label).toBeUndefined();
  if (found === undefined) return;
  expect(isLawfulSchedule(instance, found.plan), label).toBe(true);
  for (const [i, level] of levels.entries()) {
    const { value, bound, termination: end } = level;
    const truth = best?.values[i] ?? Number.NaN;
    expect(value, `${label}: a plan that the enumeration missed`).toBeGreaterThanOrEqual(truth);
    if (bound !== undefined) {
      expect(bound.value, `${label}: bound by ${bound.source}`).toBeLessThanOrEqual(truth);
    }
    if (end === "optimal") expect(value, label).toBe(truth);
    if (value !== truth) return;
  }
}

function isBest({ best }: Case, levels: readonly LevelOutcome[]): boolean {
  return levels.every(({ value }, i) => value === best?.values[i]);
}

describe.each(["auto", "greedy", "local", "milp"])("%s", (method) => {
  test("is never better than the best plan, and claims only what is true", async () => {
    let [planned, optimal, proven, supported, infeasible] = [0, 0, 0, 0, 0];
    for (const one of cases) {
      const outcome = await plan(one.instance, { method, workLimit: WORK, seed: 3 });
      check(one, outcome);
      if (outcome.termination === "unsupported") continue;
      supported++;
      if (one.best === undefined) {
        if (outcome.termination === "infeasible") infeasible++;
        continue;
      }
      if (outcome.plan !== undefined) planned++;
      if (isBest(one, outcome.levels)) optimal++;
      if (outcome.termination === "optimal") proven++;
    }
    const shares = { planned, optimal, proven, infeasible, supported };
    const said = JSON.stringify(shares);
    // Until a method plans schedules it says so, for each of them.
    if (supported < cases.length / 2) return;
    expect(planned / feasible.length, said).toBeGreaterThan(0.9);
    if (method !== "auto") return;
    expect(optimal / feasible.length, said).toBeGreaterThanOrEqual(0.9);
    expect(infeasible, said).toBeGreaterThan(0);
  });
});
