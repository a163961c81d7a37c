import { expect, test } from "vitest";
import { gapCoreOf } from "../../src/cores/gap.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import type { Certificate, GivenLimit } from "../../src/plan/certificate/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { type CoreProblem, coreProblemOf } from "../../src/planner/core-problem.ts";
import { plan } from "../../src/planner/plan.ts";
import { runMethod } from "../../src/planner/threads/core-methods.ts";
import { shareMemory } from "../../src/planner/threads/protocol.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { bestByEnumeration, feasiblePlans } from "../support/enumerate.ts";

/** Few tasks on few resources over time, with ties, and windows that may be short; objectives in turn. */
const OVER_TIME = [
  ["cost", "completion-time"],
  ["completion-time", "cost"],
  ["makespan", "cost"],
  ["makespan", "completion-time", "cost"],
  ["cost", "makespan"],
  ["completion-time", "makespan"],
  ["makespan", "energy", "cost"],
];
const AT_ONCE = [
  ["throughput", "cost"],
  ["balance", "cost"],
  ["cost", "throughput"],
  ["throughput", "energy"],
  ["makespan", "cost"],
  ["makespan", "completion-time", "throughput"],
  ["throughput", "makespan", "completion-time"],
];

function instanceOf(seed: number): Instance {
  const random = makeRandom(seed);
  const isTimed = seed % 3 > 0;
  const most = [2, 5, 40][random.int(0, 2)];
  const R = random.int(2, 3);
  const list = isTimed ? OVER_TIME : AT_ONCE;
  const objectives = list[random.int(0, list.length - 1)];
  const hasWindow = isTimed && !objectives.includes("makespan");
  const table = (low: number, high: number) =>
    Array.from({ length: R }, () => random.int(low, high));
  return parseInstance({
    mode: isTimed ? "batch" : "placement",
    ...(isTimed && { exclusive: true }),
    objectives,
    resources: Array.from({ length: R }, (_, r) => ({
      id: `r${r}`,
      power: `${random.int(1, 3)}W`,
      ...(hasWindow && { available: { until: `${random.int(2 * most, 4 * most)}s` } }),
      ...(!isTimed && { capacity: { memory: `${random.int(4, 9)}GiB` } }),
    })),
    tasks: Array.from({ length: random.int(2, 4) }, (_, t) => ({
      id: `t${t}`,
      runtime: table(1, most).map((one) => `${one}s`),
      cost: table(0, random.int(1, most)),
      ...(!isTimed && {
        demand: { memory: `${random.int(1, 5)}GiB` },
        value: random.int(1, 3),
        optional: random.int(0, 2) > 0 || objectives[0] === "throughput",
      }),
    })),
  });
}

/** By what the refuted value of a certificate is raised. */
const MORE = [1, 2, 1000, 1500, 1_000_000];

interface Closed {
  readonly value: number;
  readonly bound: number;
  readonly certificates: readonly { readonly bound: number; readonly proof: Certificate }[];
}

/** What a proof on a core comes to, with plans that it verifies. */
function close(instance: Instance, target: Target, problem: CoreProblem): Closed {
  const memory = shareMemory();
  let [value, bound] = [Infinity, -Infinity];
  const certificates: { bound: number; proof: Certificate }[] = [];
  for (const event of runMethod({ core: problem.core, runner: "prove", memory, seed: 1 })) {
    if (event.assignment !== undefined) {
      const found = problem.planOf(event.assignment);
      expect(verify(instance, found).ok).toBe(true);
      expect(problem.assignmentOf(found)).toEqual(event.assignment);
      memory.ends[0] = Math.min(memory.ends[0], problem.valueOf(event.assignment));
      value = Math.min(value, evaluateTarget(instance, found, target));
    }
    if (event.bound !== undefined) {
      memory.ends[1] = Math.max(memory.ends[1], event.bound);
      bound = Math.max(bound, problem.internalOf(event.bound));
      if (event.certificate !== undefined) {
        certificates.push({ bound: problem.internalOf(event.bound), proof: event.certificate });
      }
    }
  }
  return { value, bound, certificates };
}

test("later levels of pure cores close at what enumeration finds, with certificates that name the limits", () => {
  const seen = { levels: 0, later: 0, closed: 0, certified: 0, within: 0 };
  for (let seed = first; seed < first + drawn(100); seed++) {
    const instance = instanceOf(seed);
    const targets = targetsOf(instance);
    const best = bestByEnumeration(instance, targets);
    if (best === undefined) continue;
    targets.forEach((target, level) => {
      const limits = targets
        .slice(0, level)
        .map((one, k) => ({ target: one, atMost: best.values[k] }));
      const problem = coreProblemOf(instance, target, limits);
      if (problem === undefined) return;
      seen.levels++;
      if (level > 0) seen.later++;
      const label = `seed ${seed}, level ${level} (${target.name})`;
      const { bound, certificates } = close(instance, target, problem);
      expect(bound, label).toBe(best.values[level]);
      if (level > 0) seen.closed++;
      for (const { bound: proven, proof } of certificates) {
        const checked = checkCertificate(instance, target, proof);
        expect(checked, label).toMatchObject({ bound: proven });
        seen.certified++;
        const given = (checked as { given?: readonly GivenLimit[] }).given ?? [];
        if (given.length === 0) continue;
        seen.within++;
        // The truth without the limits may lie below; nothing above the truth within them is accepted.
        expect(proven).toBeLessThanOrEqual(best.values[level]);
        if (proof.kind !== "search" && proof.kind !== "makespan-search") continue;
        for (const more of MORE) {
          const other = checkCertificate(instance, target, {
            ...proof,
            refuted: proof.refuted + more,
          });
          if ("bound" in other) expect(other.bound).toBeLessThanOrEqual(best.values[level]);
        }
      }
    });
  }
  expect(seen.later).toBeGreaterThan(atLeast(30));
  expect(seen.closed).toBe(seen.later);
  expect(seen.within).toBeGreaterThan(atLeast(30));
});

test("a limit above the least value of its sum still gives bounds that hold", () => {
  let [seen, loose] = [0, 0];
  for (let seed = first; seed < first + drawn(40); seed++) {
    const instance = instanceOf(seed);
    const targets = targetsOf(instance);
    if (targets.length < 2) continue;
    const values = [...feasiblePlans(instance)].map((found) =>
      targets.map((target) => evaluateTarget(instance, found, target)),
    );
    const [one, target] = targets;
    const best = Math.min(...values.map(([value]) => value));
    if (best === Infinity) continue;
    for (const more of [1, one.perUnit, 3 * one.perUnit]) {
      const limits = [{ target: one, atMost: best + more }];
      const problem = coreProblemOf(instance, target, limits);
      if (problem === undefined) continue;
      seen++;
      const kept = values.filter(([value]) => value <= best + more).map(([, value]) => value);
      const { bound } = close(instance, target, problem);
      expect(bound, `seed ${seed}`).toBeLessThanOrEqual(Math.min(...kept));
      if (bound < Math.min(...kept)) loose++;
    }
  }
  expect(seen).toBeGreaterThan(atLeast(40));
  expect(loose).toBeGreaterThan(0);
});

test("auto proves every level without any program", async () => {
  let [levels, branched] = [0, 0];
  for (let seed = first; seed < first + drawn(25); seed++) {
    const instance = instanceOf(seed);
    const targets = targetsOf(instance);
    if (targets.some((target) => coreProblemOf(instance, target) === undefined)) continue;
    const best = bestByEnumeration(instance, targets);
    const outcome = await plan(instance, {
      workLimit: 3000,
      without: ["milp", "neighbourhoods", "packing", "bins", "limits", "local"],
    });
    if (best === undefined) continue;
    outcome.levels.forEach(({ best: value, bound, termination }, k) => {
      expect(value, `seed ${seed} level ${k}`).toBe(best.values[k]);
      expect(bound?.value, `seed ${seed} level ${k}`).toBeLessThanOrEqual(best.values[k]);
      if (k === 0) return;
      levels++;
      if (termination === "optimal") branched++;
    });
  }
  expect(levels).toBeGreaterThan(atLeast(8));
  expect(branched).toBe(levels);
});

test("prices on limits never lose a digit: a core is exact for every assignment, or there is none", () => {
  let [exact, none] = [0, 0];
  for (let seed = first; seed < first + drawn(200, 60); seed++) {
    const random = makeRandom(seed);
    const size = 10 ** random.int(0, 12);
    const near = (most: number) => size * random.int(1, 9) + random.int(0, most);
    const instance = parseInstance({
      mode: "batch",
      exclusive: true,
      objectives: ["completion-time", "cost"],
      resources: ["a", "b"].map((id) => ({ id, available: { until: "1000000d" } })),
      tasks: ["s", "t", "u"].map((id) => ({
        id,
        runtime: random.int(0, 1) === 0 ? `${near(2)}ms` : [0, 1].map((ms) => `${size + ms}ms`),
        cost: [random.int(0, 3), random.int(0, 3)],
      })),
    });
    const [whole, own] = targetsOf(instance);
    const plans = [...feasiblePlans(instance)];
    const atMost = Math.min(...plans.map((one) => evaluateTarget(instance, one, whole)));
    const map = gapCoreOf(instance, own, [{ target: whole, atMost }]);
    if (map === undefined) {
      none++;
      continue;
    }
    exact++;
    const price = BigInt(map.core.given?.find((one) => one.price !== undefined)?.price ?? 0);
    for (const one of plans) {
      const assignment = map.assignmentOf(one) as Int32Array;
      const over = BigInt(evaluateTarget(instance, one, whole)) - BigInt(atMost);
      const told = BigInt(evaluateTarget(instance, one, own)) + price * over;
      expect(BigInt(map.internalOf(map.valueOf(assignment))), `seed ${seed}`).toBe(told);
    }
  }
  expect(Math.min(exact, none)).toBeGreaterThan(atLeast(20));
});

test("what a limit on makespan fills in a placement is time, and every certificate is accepted", async () => {
  const orders = [
    ["makespan", "completion-time", "throughput"],
    ["completion-time", "makespan", "throughput"],
    ["throughput", "makespan", "completion-time"],
  ];
  let timed = 0;
  for (let seed = first; seed < first + drawn(60); seed++) {
    const random = makeRandom(seed);
    const instance = parseInstance({
      mode: "placement",
      objectives: orders[seed % orders.length],
      resources: Array.from({ length: random.int(1, 2) }, (_, r) => ({ id: `r${r}` })),
      tasks: Array.from({ length: random.int(1, 3) }, (_, t) => ({
        id: `t${t}`,
        runtime: ["999ms", "2s", "2001ms"][random.int(0, 2)],
        optional: random.int(0, 1) === 0,
      })),
    });
    const outcome = await plan(instance, { workLimit: 20, seed });
    for (const { target, bound } of outcome.levels) {
      const { certificate } = bound ?? {};
      if (certificate === undefined) continue;
      if (certificate.kind === "search" && certificate.resource === "time") timed++;
      const told = `seed ${seed}: ${target.name} ${JSON.stringify(certificate)}`;
      expect(checkCertificate(instance, target, certificate), told).toHaveProperty("bound");
    }
  }
  expect(timed).toBeGreaterThan(atLeast(6));
});
