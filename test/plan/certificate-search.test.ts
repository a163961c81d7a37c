import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { gapCoreOf } from "../../src/cores/gap.ts";
import type { CoreMap, GapCore } from "../../src/cores/types.ts";
import { proveGap } from "../../src/exact/gap/prove.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { readGapText } from "../../src/io/gap-text.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import type { SearchProof } from "../../src/plan/certificate/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawn } from "../support/drawn.ts";
import { feasiblePlans } from "../support/enumerate.ts";
import { type Feature, randomDocument } from "../support/random-document.ts";
import { validObjectives } from "../support/random-objectives.ts";
import { sharedData } from "../support/shared-data.ts";

const EACH = drawn(30, 8);

/** What the proof of a core ends with; every certificate on the way must prove its bound. */
function prove(instance: Instance, target: Target, { core, internalOf }: CoreMap<GapCore>) {
  let [upper, lower] = [Infinity, -Infinity];
  let assignment: Int32Array | undefined;
  let proof: SearchProof | undefined;
  for (const event of proveGap(core, { upper: () => upper, lower: () => lower })) {
    if (event.assignment !== undefined) {
      assignment = event.assignment;
      upper = event.value as number;
    }
    if (event.bound === undefined) continue;
    lower = event.bound;
    proof = event.certificate as SearchProof;
    expect(checkCertificate(instance, target, proof)).toEqual({ bound: internalOf(lower) });
  }
  return { upper, lower, assignment, proof };
}

const FAMILIES: readonly (readonly Feature[])[] = [
  ["capacity", "cost", "optional", "weights", "counts"],
  ["capacity", "cost", "demand-tables", "forbidden", "memory"],
  ["runtime-tables", "window", "cost", "price", "power", "counts"],
  ["devices", "cost", "capacity", "optional", "eligible"],
];

describe.each(["placement", "batch"] as const)("%s", (mode) => {
  it("a core has the optimum of its instance, and its certificates hold", () => {
    let cores = 0;
    for (const [f, features] of FAMILIES.entries()) {
      for (let seed = 0; seed < EACH; seed++) {
        const random = makeRandom(5000 * f + seed);
        const document = randomDocument(random, { mode, maxTasks: 4, features });
        const objectives = validObjectives(document);
        const instance = parseInstance({ ...document, objectives, combine: "lexicographic" });
        const maps = targetsOf(instance).flatMap((target) => {
          const map = gapCoreOf(instance, target);
          return map === undefined ? [] : [{ target, map }];
        });
        if (maps.length === 0) continue;
        const plans = [...feasiblePlans(instance)];
        for (const { target, map } of maps) {
          cores++;
          const label = `${mode}, family ${f}, seed ${seed}: ${target.name}`;
          const values = plans.map((plan) => evaluateTarget(instance, plan, target));
          const { upper, lower, assignment } = prove(instance, target, map);
          if (plans.length === 0) {
            expect(upper, label).toBe(Infinity);
            continue;
          }
          expect(map.internalOf(upper), label).toBe(Math.min(...values));
          expect(lower, label).toBe(upper);
          const plan = map.planOf(assignment as Int32Array);
          expect(verify(instance, plan).ok, label).toBe(true);
          expect(evaluateTarget(instance, plan, target), label).toBe(map.internalOf(upper));
          for (const [p, other] of plans.slice(0, 20).entries()) {
            const read = map.assignmentOf(other);
            expect(read, label).toBeDefined();
            expect(map.internalOf(map.valueOf(read as Int32Array)), label).toBe(values[p]);
          }
        }
      }
    }
    expect(cores).toBeGreaterThan(EACH / 4);
  });
});

describe("a tampered search", () => {
  it("is rejected or still proves no more than the optimum", () => {
    let rejected = 0;
    let tried = 0;
    for (let seed = 0; seed < drawn(12, 4); seed++) {
      const { instance, target, map } = tight(seed);
      const { upper, proof } = prove(instance, target, map);
      const least = map.internalOf(upper);
      for (const mutant of mutants(proof as SearchProof, makeRandom(seed))) {
        const checked = checkCertificate(instance, target, mutant);
        tried++;
        if ("rejected" in checked) rejected++;
        else expect(checked.bound, `seed ${seed}`).toBeLessThanOrEqual(least);
      }
    }
    expect(rejected).toBeGreaterThan(tried / 4);
  });

  it("is rejected for a refuted value one higher", () => {
    for (let seed = 0; seed < drawn(40); seed++) {
      const { instance, target, map } = tight(seed);
      const { upper, proof } = prove(instance, target, map);
      if (upper === Infinity) continue;
      const refuted = (proof as SearchProof).refuted + map.core.step;
      expect(checkCertificate(instance, target, { ...proof, refuted })).toHaveProperty("rejected");
    }
  });
});

/** A tight assignment instance whose root bound leaves a gap, most of the time. */
function tight(seed: number) {
  const random = makeRandom(seed);
  const [tasks, resources] = [12, 3];
  const document = {
    mode: "placement",
    objectives: ["cost"],
    resources: Array.from({ length: resources }, (_, i) => ({
      id: `r${i}`,
      capacity: { room: 30 },
    })),
    tasks: Array.from({ length: tasks }, (_, j) => {
      const room = Array.from({ length: resources }, () => random.int(4, 9));
      return {
        id: `t${j}`,
        demand: { room },
        cost: room.map((one) => 12 - one + random.int(0, 2)),
      };
    }),
  };
  const instance = parseInstance(document);
  const [target] = targetsOf(instance);
  return { instance, target, map: gapCoreOf(instance, target) as CoreMap<GapCore> };
}

/** Copies of a proof with one field changed: every number a little, every part left out or doubled. */
function* mutants(
  proof: SearchProof,
  random: { int(a: number, b: number): number },
): Generator<unknown> {
  const paths: (string | number)[][] = [];
  const walk = (value: unknown, path: (string | number)[]) => {
    if (path.length > 0) paths.push(path);
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) {
      walk((value as Record<string, unknown>)[key], [...path, key]);
    }
  };
  walk(proof, []);
  const changes: readonly ((value: unknown) => unknown)[] = [
    (value) => (typeof value === "number" ? value + 1 : undefined),
    (value) => (typeof value === "number" ? -value * 40 - 3 : null),
    (value) => (typeof value === "number" ? value + 0.5 : []),
    () => undefined,
    (value) => (Array.isArray(value) ? value.slice(1) : "x"),
  ];
  for (let k = 0; k < 60; k++) {
    const path = paths[random.int(0, paths.length - 1)];
    const copy = structuredClone(proof) as unknown as Record<string, unknown>;
    let at = copy;
    for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
    const last = path[path.length - 1];
    at[last] = changes[k % changes.length](at[last]);
    yield copy;
  }
  for (const key of ["refuted", "denominator", "root", "resource"] as const) {
    const copy: Record<string, unknown> = { ...proof };
    delete copy[key];
    yield copy;
  }
  yield { ...proof, refuted: proof.refuted + 1 };
  yield { ...proof, more: 1 };
}

it("a core is refused where it would be less than the instance", () => {
  const plain = {
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "r", capacity: { a: 3, b: 3 }, count: 2 }],
    tasks: [{ id: "t", count: 3, demand: { a: 2 }, cost: 1 }],
  };
  const coreOf = (change: object) => {
    const instance = parseInstance({ ...plain, ...change });
    return gapCoreOf(instance, targetsOf(instance)[0]);
  };
  const task = plain.tasks[0];
  const [resource] = plain.resources;
  expect(coreOf({})).toBeDefined();
  expect(coreOf({ tasks: [{ ...task, demand: { a: 2, b: 1 } }] })).toBeDefined();
  expect(coreOf({ tasks: [{ ...task, demand: { a: 2, b: 1.5 } }] })).toBeUndefined();
  expect(coreOf({ tasks: [{ ...task, replicas: 2 }] })).toBeUndefined();
  expect(coreOf({ tasks: [{ ...task, divisible: true }] })).toBeUndefined();
  expect(coreOf({ tasks: [{ ...task, separate: "g" }] })).toBeUndefined();
  expect(coreOf({ budget: 2 })).toBeUndefined();
  expect(coreOf({ resources: [{ ...resource, fixed_price: 1 }] })).toBeUndefined();
  expect(coreOf({ objectives: ["balance"] })).toBeUndefined();
  const batch = { mode: "batch", exclusive: true, tasks: [{ id: "t", runtime: "1h", cost: 1 }] };
  expect(coreOf(batch)).toBeDefined();
  expect(coreOf({ ...batch, tasks: [{ ...batch.tasks[0], deadline: "3h" }] })).toBeUndefined();
  expect(coreOf({ ...batch, tasks: [{ ...batch.tasks[0], release: "1h" }] })).toBeUndefined();
});

it("proves published optima with certificates", () => {
  const table = sharedData("gap", "best-known.csv");
  if (table === undefined) return;
  const lines = readFileSync(table, "utf8").trim().split("\n").slice(1);
  const known = new Map(lines.map((line) => [line.split(",")[0], Number(line.split(",")[4])]));
  for (const name of ["gap1-0", "gap5-0", "gap9-0", "a05100", "c05100", "e05100"]) {
    const file = sharedData("gap", name);
    if (file === undefined) continue;
    const instance = parseInstance(readGapText(readFileSync(file, "utf8"), name));
    const [target] = targetsOf(instance);
    const map = gapCoreOf(instance, target) as CoreMap<GapCore>;
    const { upper, lower } = prove(instance, target, map);

    expect([name, map.internalOf(lower) / 1e6, upper]).toEqual([name, known.get(name), lower]);
  }
}, 60_000);
