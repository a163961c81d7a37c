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
  ["devices", "shares", "memory", "counts", "zero"],
  ["workers", "within", "devices", "release", "separate", "zero"],
  ["after", "lag", "each", "stages", "weights", "due", "zero"],
  ["limits", "quota", "weights", "deadline", "priority"],
  ["setup", "exclusive-resources", "due", "release", "counts"],
  ["maintenance", "window", "horizon", "trap", "zero", "power"],
  ["price", "billing", "fixed-price", "power", "cost", "release"],
  ["optional", "weights", "budget", "cost", "exclusive-tasks", "deadline"],
];
/** Schedules with a plan, and without one, of each family. */
const WITH = 4;
const WITHOUT = 2;

/** Enough for every list and a little search after. */
const WORK = 12;

interface Case {
  readonly label: string;
  readonly instance: Instance;
  readonly best: BestSchedule | undefined;
}

const cases = FAMILIES.flatMap((features, f) => {
  const [having, lacking]: [Case[], Case[]] = [[], []];
  for (let seed = 0; seed < 60 && having.length + lacking.length < WITH + WITHOUT; seed++) {
    const size = { maxTasks: 4, maxResources: 3, whole: true };
    const document = randomSchedule(makeRandom(1000 * f + seed), {
      ...size,
      ...(features !== undefined && { features }),
    });
    const instance = parseInstance(document);
    const best = bestSchedule(instance, targetsOf(instance), { most: 30_000 });
    if (best === "gave up") continue;
    const label = `family ${f}, seed ${seed}: ${JSON.stringify(document)}`;
    const [list, most] = best === undefined ? [lacking, WITHOUT] : [having, WITH];
    if (list.length < most) list.push({ label, instance, best });
  }
  return [...having, ...lacking];
});
const feasible = cases.filter(({ best }) => best !== undefined);

test("there are schedules with and without a plan", () => {
  expect(feasible.length).toBe(FAMILIES.length * WITH);
  expect(cases.length - feasible.length).toBeGreaterThan(FAMILIES.length);
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
 * What is wrong with an outcome, in words; undefined if nothing is. A level is compared while every level before it has its
 * best value: a worse one leaves later levels more room.
 */
function faultOf(
  { instance, best }: Case,
  { levels, termination, plan: found }: Outcome,
): string | undefined {
  if (termination === "infeasible" && best !== undefined) return "infeasible, but there is a plan";
  if (found === undefined) return undefined;
  if (!isLawfulSchedule(instance, found.plan)) return "a plan that breaks a rule";
  for (const [i, { target, value = Number.NaN, bound, termination: end }] of levels.entries()) {
    const truth = best?.values[i] ?? Number.NaN;
    const of = `${target.name} is ${value}, best is ${truth}`;
    if (!(value >= truth)) return `${of}: the enumeration missed a plan`;
    if (bound !== undefined && bound.value > truth) {
      return `${of}: the bound of ${bound.source} is ${bound.value}`;
    }
    if (value === truth) continue;
    return end === "optimal" ? `${of}: it claims to be optimal` : undefined;
  }
  return undefined;
}

function isBest({ best }: Case, levels: readonly LevelOutcome[]): boolean {
  return levels.every(({ value }, i) => value === best?.values[i]);
}

/** The outcome, or the words of a fault of the program itself. */
async function outcomeOf({ instance }: Case, method: string): Promise<Outcome | string> {
  try {
    return await plan(instance, { method, workLimit: WORK, seed: 3 });
  } catch (error) {
    return String(error);
  }
}

describe.each(["auto", "greedy", "local", "milp"])("%s", (method) => {
  test("is never better than the best plan, and claims only what is true", async () => {
    let [planned, optimal, proven, supported, infeasible] = [0, 0, 0, 0, 0];
    const faults: string[] = [];
    for (const one of cases) {
      const outcome = await outcomeOf(one, method);
      const fault = typeof outcome === "string" ? outcome : faultOf(one, outcome);
      if (fault !== undefined) faults.push(`${fault}; ${one.label}`);
      if (typeof outcome === "string") continue;
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
    expect(faults).toEqual([]);
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

test.each(["auto", "greedy", "local", "milp"])(
  "%s places an optional task that a mandatory one waits for",
  async (method) => {
    const instance = parseInstance({
      mode: "batch",
      resources: [{ id: "host", count: 2, capacity: { cpu: 1 } }],
      tasks: [
        { id: "first", demand: { cpu: 1 }, runtime: "1h", optional: true },
        { id: "alone", demand: { cpu: 1 }, runtime: "1h", optional: true },
        { id: "then", demand: { cpu: 1 }, runtime: "1h", after: ["first"] },
      ],
    });
    const outcome = await plan(instance, { method, workLimit: WORK, seed: 1 });
    expect([...(outcome.plan?.plan.task ?? [])]).toEqual([0, 2]);
  },
);

test.each(["auto", "greedy", "local", "milp"])(
  "%s lets what takes no time stand where something ends and something starts",
  async (method) => {
    const wave = (id: string, more: object) => ({
      ...{ id, count: 4, demand: { gpu: 1 }, runtime: "1h" },
      ...more,
    });
    const instance = parseInstance({
      mode: "batch",
      resources: [{ id: "host", capacity: { cpu: 8 }, devices: { gpu: 2 } }],
      tasks: [
        wave("first", {}),
        { id: "gate", runtime: "0s", demand: { gpu: 2 }, workers: 2, after: "first" },
        wave("second", { after: "gate" }),
      ],
    });
    const outcome = await plan(instance, { method, workLimit: 200, seed: 1 });
    expect(outcome.levels[0].value).toBe(4 * 3_600_000);
    if (method === "auto") expect(outcome.termination).toBe("optimal");
  },
);
