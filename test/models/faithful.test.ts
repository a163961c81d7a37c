import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { buildPlan, piecesOf, plansEqual } from "../../src/plan/build.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { admit } from "../../src/program/admit.ts";
import { InvariantError } from "../../src/util/errors.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { enumeratePlans } from "../support/enumerate.ts";
import { type Feature, type RandomDocument, randomDocument } from "../support/random-document.ts";
import { validObjectives } from "../support/random-objectives.ts";
import { randomStages } from "../support/random-stages.ts";

/** Who runs where; what is left open are orders, idle time and devices. */
function assignment(plan: Plan): string {
  return `${plan.task.join()} ${plan.resource.join()}`;
}

interface Candidate {
  readonly plan: Plan;
  readonly ok: boolean;
  readonly values: readonly number[];
}

/** Every enumerated plan, and some with a piece too few or too many. */
function candidatesOf(instance: Instance): readonly Candidate[] {
  const targets = targetsOf(instance);
  const plans = [...enumeratePlans(instance)];
  const feasible = plans.filter((plan) => verify(instance, plan).ok).slice(0, 4);
  return [...plans, ...feasible.flatMap((plan) => neighbours(instance, plan))].map((plan) => {
    const { ok } = verify(instance, plan);
    return { plan, ok, values: targets.map((target) => evaluateTarget(instance, plan, target)) };
  });
}

function neighbours(instance: Instance, plan: Plan): readonly Plan[] {
  const pieces = [...piecesOf(plan)];
  const fewer = pieces.map((_, k) => pieces.toSpliced(k, 1));
  const more = pieces.flatMap((piece) =>
    [...instance.resourceOfCopy.keys()]
      .filter((r) => !pieces.some((p) => p.task === piece.task && p.resource === r))
      .map((resource) => [...pieces, { task: piece.task, resource, start: 1e6 }]),
  );
  return [...fewer, ...more].map((changed) => buildPlan(instance, changed));
}

function byAssignment(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const key = assignment(candidate.plan);
    groups.set(key, [...(groups.get(key) ?? []), candidate]);
  }
  return [...groups.values()];
}

/** The program's value of a plan in internal units; absent if the program does not hold the plan. */
function valueIn(encoding: Encoding, plan: Plan): number | undefined {
  let point: Float64Array;
  try {
    point = encoding.encode(plan);
  } catch (error) {
    if (error instanceof InvariantError) return undefined;
    throw error;
  }
  const admitted = admit(encoding.program, point);
  return "rejected" in admitted ? undefined : encoding.liftBound(admitted.value);
}

/** What a lifted value may lack: a part in a billion, see models/lift.ts. */
function slack(value: number): number {
  return 2e-9 * Math.abs(value);
}

function checkLevel(instance: Instance, level: number, candidates: readonly Candidate[]): void {
  const target = targetsOf(instance)[level];
  const encoding = formulate(instance, target, []) as Encoding;
  for (const group of byAssignment(candidates)) {
    const feasible = group.filter(({ ok }) => ok);
    const held = group.map(({ plan }) => valueIn(encoding, plan));
    group.forEach(({ ok, values }, i) => {
      if (!ok) return;
      const value = held[i];
      if (value === undefined) throw new Error("A verified plan has no point.");
      if (value > values[level]) throw new Error(`A plan of ${values[level]} counts ${value}.`);
    });
    const points = held.filter((value) => value !== undefined);
    if (points.length > 0 !== feasible.length > 0) throw new Error("A point has no verified plan.");
    if (feasible.length === 0) continue;
    const best = Math.min(...feasible.map(({ values }) => values[level]));
    const least = Math.min(...points);
    if (least < best - slack(best)) throw new Error(`The best plan of ${best} counts ${least}.`);
  }
}

function checkDecode(instance: Instance, level: number, candidates: readonly Candidate[]): void {
  const target = targetsOf(instance)[level];
  const encoding = formulate(instance, target, []) as Encoding;
  const done = new Set<string>();
  for (const { plan, ok, values } of candidates) {
    if (!ok) continue;
    const back = encoding.decode(encoding.encode(plan));
    if (assignment(back) !== assignment(plan)) throw new Error("Decoding moves a piece.");
    const key = `${assignment(back)} ${back.start.join()} ${values[level]}`;
    if (done.has(key)) continue;
    done.add(key);
    if (!verify(instance, back).ok) throw new Error("A decoded plan breaks a rule.");
    if (evaluateTarget(instance, back, target) > values[level])
      throw new Error("Decoding is worse.");
    const again = encoding.decode(encoding.encode(back));
    if (!plansEqual(again, back)) throw new Error("A decoded plan decodes to another one.");
  }
}

function checkLimit(instance: Instance, level: number, candidates: readonly Candidate[]): void {
  const targets = targetsOf(instance);
  const feasible = candidates.filter(({ ok }) => ok);
  if (feasible.length === 0) return;
  const sorted = feasible.map(({ values }) => values[level]).sort((a, b) => a - b);
  const atMost = sorted[sorted.length >> 1];
  const limits = [{ target: targets[level], atMost }];
  const encoding = formulate(instance, targets[(level + 1) % targets.length], limits) as Encoding;
  for (const group of byAssignment(candidates)) {
    const allowed = group.map(({ ok, values }) => ok && values[level] <= atMost);
    const held = group.map(({ plan }) => valueIn(encoding, plan) !== undefined);
    const lost = allowed.some((is, i) => is && !held[i]);
    if (lost) throw new Error("A plan within the limit has no point.");
    if (held.includes(true) && !allowed.includes(true))
      throw new Error("A point breaks the limit.");
  }
}

/** The document with every objective it can have, one after another. */
function withAllObjectives(document: RandomDocument): Instance {
  const objectives = validObjectives(document);
  return parseInstance({ ...document, combine: "lexicographic", objectives });
}

const FOCUS: readonly (readonly ["placement" | "batch", readonly Feature[] | undefined, number])[] =
  [
    ["placement", undefined, 120],
    ["batch", undefined, 40],
    ["placement", ["devices", "counts", "optional"], 40],
    ["placement", ["replicas", "across", "optional", "separate"], 40],
    ["placement", ["colocate", "optional", "capacity", "forbidden"], 40],
    ["placement", ["fixed-price", "price", "cost", "budget", "memory"], 40],
    ["batch", ["release", "deadline", "window"], 40],
    ["batch", ["release", "deadline", "window", "replicas", "weights"], 30],
    ["batch", ["weights", "runtime-tables", "fixed-price"], 30],
  ];

test.each(FOCUS)("points are plans: %s %j", (mode, features, count) => {
  const documentOf = (seed: number) =>
    randomDocument(makeRandom(seed), { mode, ...(features && { features }) });
  expect(checkAll(documentOf, count)).toBeGreaterThanOrEqual(atLeast(40));
});

test("points are plans: stages", () => {
  const documentOf = (seed: number) => randomStages(makeRandom(seed), { maxTasks: 4 });
  expect(checkAll(documentOf, 60)).toBeGreaterThanOrEqual(atLeast(40));
});

/** The number of verified plans that were compared. */
function checkAll(documentOf: (seed: number) => RandomDocument, count: number): number {
  let plans = 0;
  for (let seed = first; seed < first + drawn(count); seed++) {
    const document = documentOf(seed);
    const instance = withAllObjectives(document);
    if (instance.tasks.some((task) => task.divisible)) continue;
    const candidates = candidatesOf(instance);
    plans += candidates.filter(({ ok }) => ok).length;
    targetsOf(instance).forEach((target, level) => {
      try {
        checkLevel(instance, level, candidates);
        checkDecode(instance, level, candidates);
        checkLimit(instance, level, candidates);
      } catch (error) {
        throw new Error(`seed ${seed}, ${target.name}: ${JSON.stringify(document)}`, {
          cause: error,
        });
      }
    });
  }
  return plans;
}
