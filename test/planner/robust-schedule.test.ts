import { expect, test } from "vitest";
import { bestBound, provesInfeasible } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { plan } from "../../src/planner/plan.ts";
import type { Outcome } from "../../src/planner/types.ts";
import { makeRandom } from "../../src/util/random.ts";
import { isLawfulSchedule } from "../plan/naive-schedule.ts";
import { drawn, first } from "../support/drawn.ts";
import { bestSurvivingSchedule, survivesAsTold } from "../support/enumerate-losses.ts";
import type { BestSchedule } from "../support/enumerate-schedule.ts";
import type { ScheduleFeature } from "../support/random-schedule.ts";
import { robustSchedule } from "../support/robust-schedule.ts";

const FAMILIES: readonly (readonly ScheduleFeature[])[] = [
  ["devices", "shares", "counts", "weights"],
  ["workers", "within", "devices", "separate", "weights"],
  ["after", "lag", "runtime-tables", "deadline", "due"],
  ["limits", "quota", "exclusive-tasks", "maintenance"],
  ["setup", "exclusive-resources", "runtime-tables", "release"],
  ["colocate", "separate", "window", "optional", "horizon", "demand-tables"],
  ["price", "billing", "fixed-price", "cost", "runtime-tables", "budget"],
];
/** Schedules with a plan that survives, and without one, of each family. */
const WITH = 2;
const WITHOUT = 1;
const WORK = 12;

interface Case {
  readonly label: string;
  readonly instance: Instance;
  readonly best: BestSchedule | undefined;
}

const cases = FAMILIES.flatMap((features, f) => {
  const [having, lacking]: [Case[], Case[]] = [[], []];
  for (let seed = first; seed < first + 40 && having.length < drawn(WITH); seed++) {
    const document = robustSchedule(makeRandom(1000 * f + seed), {
      maxTasks: 3,
      maxResources: 3,
      whole: true,
      features,
    });
    const instance = parseInstance(document);
    const best = bestSurvivingSchedule(instance, targetsOf(instance), 2500);
    if (best === "gave up") continue;
    const label = `family ${f}, seed ${seed}: ${JSON.stringify(document)}`;
    const [list, most] = best === undefined ? [lacking, WITHOUT] : [having, WITH];
    if (list.length < drawn(most)) list.push({ label, instance, best });
  }
  return [...having, ...lacking];
});
const feasible = cases.filter(({ best }) => best !== undefined).length;

/** What is wrong with an outcome; a level is compared while every level before it has its best value. */
function faultOf(
  { instance, best }: Case,
  { levels, termination, plan: found }: Outcome,
): string | undefined {
  if (termination === "infeasible" && best !== undefined) return "infeasible, but there is a plan";
  if (found === undefined) return undefined;
  const { robust: _, ...plain } = instance;
  if (!isLawfulSchedule(plain, found.plan)) return "a plan that breaks a rule";
  if (!survivesAsTold(instance, found.plan)) return "a recovery that breaks a rule";
  for (const { target, value = Number.NaN, bound, termination: end } of levels) {
    const truth = best?.values[targetsOf(instance).findIndex(({ name }) => name === target.name)];
    const of = `${target.name} is ${value}, best is ${truth}`;
    if (!(value >= (truth ?? Number.NaN))) return `${of}: the enumeration missed a plan`;
    if (bound !== undefined && bound.value > truth!) return `${of}: ${bound.source} ${bound.value}`;
    if (value === truth) continue;
    return end === "optimal" ? `${of}: it claims to be optimal` : undefined;
  }
  return undefined;
}

test.each([
  ["auto", WORK],
  ["local", WORK / 4],
  ["greedy", WORK],
])("%s claims only what is true, and is mostly as good as can be", async (method, workLimit) => {
  let [planned, optimal, infeasible] = [0, 0, 0];
  const faults: string[] = [];
  for (const one of cases) {
    const outcome = await plan(one.instance, { method, workLimit, seed: 3 });
    const fault = faultOf(one, outcome);
    if (fault !== undefined) faults.push(`${fault}; ${one.label}`);
    if (one.best === undefined) {
      if (outcome.termination === "infeasible") infeasible++;
      continue;
    }
    if (outcome.plan !== undefined) planned++;
    const isBest = outcome.levels.every(({ value }, i) => value === one.best?.values[i]);
    if (isBest) optimal++;
  }
  expect(faults).toEqual([]);
  const said = JSON.stringify({ planned, optimal, infeasible, feasible, all: cases.length });
  if (process.env.TELL !== undefined) console.log(method, said);
  expect(planned / feasible, said).toBeGreaterThan(method === "auto" ? 0.9 : 0.7);
  if (method === "auto") expect(optimal / feasible, said).toBeGreaterThan(0.8);
});

test("no quick bound passes the best value, and no quick proof speaks where there is a plan", () => {
  let proven = 0;
  for (const { label, instance, best } of cases) {
    const proof = provesInfeasible(instance);
    if (best === undefined) {
      if (proof !== undefined) proven++;
      continue;
    }
    expect(proof, label).toBeUndefined();
    const bound = bestBound(instance, targetsOf(instance)[0]);
    expect(bound?.value ?? -Infinity, label).toBeLessThanOrEqual(best.values[0]);
  }
  expect(feasible).toBe(FAMILIES.length * drawn(WITH));
  expect(proven).toBeGreaterThan(FAMILIES.length / 3);
});

/** Six tasks of one hour, each with a host to itself. */
const sixTasks = (part: object = {}) =>
  parseInstance({
    mode: "batch",
    robust: 1,
    resources: [{ id: "r", count: 3, capacity: { cpu: 1 } }],
    tasks: [{ id: "t", count: 6, demand: { cpu: 1 }, runtime: "1h" }],
    ...part,
  });

test.each([
  // Two hosts are left after a loss, and what is lost has kept its start: 3 h, as on two hosts. Without losses 2 h.
  ["equal hosts", 3, {}],
  ["what may go together", 2, { resources: [{ id: "r", count: 3, capacity: { cpu: 2 } }] }],
  // Hosts that are lost together: all must stand on one rack.
  [
    "racks",
    3,
    {
      robust: { lose: 1, across: "rack" },
      resources: [
        { id: "a", count: 2, capacity: { cpu: 1 }, labels: { rack: "a" } },
        { id: "b", count: 2, capacity: { cpu: 1 }, labels: { rack: "b" } },
      ],
    },
  ],
])("auto proves the least makespan of %s", async (_, hours, part) => {
  const outcome = await plan(sixTasks(part), { workLimit: 60 });
  const [{ value, termination }] = outcome.levels;
  expect([value, termination]).toEqual([hours * 3_600_000, "optimal"]);
});

test("finds a plan in which a task waits, so that the slow host need not stand in for two at once", async () => {
  // Six of eight places until 4 h: the hosts run together at 0 and at 3 h, when the slow one can take one of both, else in turn.
  const instance = sixTasks({
    resources: [
      { id: "fast", count: 2, capacity: { cpu: 1 } },
      { id: "slow", capacity: { cpu: 1 } },
    ],
    tasks: [{ id: "t", count: 6, demand: { cpu: 1 }, runtime: { fast: "1h", slow: "3h" } }],
  });
  const outcome = await plan(instance, { method: "local", workLimit: 800 });
  expect(outcome.levels[0].value).toBe(4 * 3_600_000);
});

test("milp says that it knows no losses", async () => {
  const outcome = await plan(sixTasks(), { method: "milp" });
  expect(outcome.termination).toBe("unsupported");
  expect(outcome.notes.join()).toMatch(/survive losses/);
  expect(outcome.plan).toBeDefined();
});

test("a bound on the spread of all hosts is none of a room without spares", async () => {
  // With one host kept as a spare the other is alone, and nothing spreads.
  const document = {
    mode: "batch",
    horizon: "12ms",
    objectives: ["cost", "spread"],
    robust: 1,
    resources: [
      { id: "r0", capacity: { cpu: 2.999 }, maintenance: [{ from: "0ms", until: "2ms" }] },
      { id: "r1", capacity: { cpu: 3 } },
    ],
    tasks: [{ id: "t0", demand: { cpu: 0.999 }, runtime: "6ms" }],
  };
  for (const workLimit of [3, 30, 300]) {
    const { levels } = await plan(parseInstance(document), { workLimit });
    expect(levels[1].value).toBeGreaterThan(0);
    expect(levels[1].bound?.value).toBeLessThanOrEqual(levels[1].value as number);
  }
});
