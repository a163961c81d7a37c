import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import { gridOf } from "../../models/schedule/grid.ts";
import type { Encoding } from "../../models/types.ts";
import type { LevelLimit } from "../../src/instance/level-limit.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { usablePairs } from "../../src/instance/usable.ts";
import { evaluateObjective, evaluateTarget } from "../../src/plan/evaluate.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { admit } from "../../src/program/admit.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { InvariantError } from "../../src/util/errors.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { everySchedule } from "./every-schedule.ts";
import { type ScheduleFeature, smallSchedule } from "./schedule-documents.ts";

interface Candidate {
  readonly plan: Plan;
  readonly ok: boolean;
  readonly end: number;
}

interface Case {
  readonly instance: Instance;
  readonly candidates: readonly Candidate[];
  /** What the grid of the program is without regard to prices of time. */
  readonly tick: number;
  readonly last: number;
}

const MOST = Number(process.env.MOST_PLANS ?? 1500);

/** Plans of a case that are compared with points of one program. */
const MOST_POINTS = Number(process.env.MOST_POINTS ?? 300);

function caseOf(document: unknown): Case | undefined {
  const instance = parseInstance(document);
  if (instance.schedule === undefined) return undefined;
  const { tick, horizon } = gridOf(instance, usablePairs(instance), [], Infinity);
  const last = tick * horizon;
  const step = tick < 1000 ? 1 : 1000;
  const plans = everySchedule(instance, { step, last: last + step, most: MOST });
  const candidates = plans?.map((plan) => ({
    plan,
    ok: verify(instance, plan).ok,
    end: evaluateObjective(instance, plan, { name: "makespan" }),
  }));
  return candidates && { instance, candidates, tick, last };
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
  if ("rejected" in admitted) return undefined;
  return encoding.liftBound(admitted.value) + (encoding.loss ?? 0);
}

/** True if all starts are on a grid of that step. */
function isOn(plan: Plan, step: number): boolean {
  return plan.start.every((start) => start % step === 0);
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 2e-9 * Math.abs(b);
}

/** Points are plans, with the values that plans have; returns how many verified plans it compared. */
/** Prices by the millisecond on times of seconds need grids that are too fine for tests. */
const MOST_COLUMNS = 3000;

function programOf(
  instance: Instance,
  target: Target,
  limits: readonly LevelLimit[],
): Encoding | undefined {
  const encoding = formulate(instance, target, limits);
  return "unsupported" in encoding || encoding.program.columns > MOST_COLUMNS
    ? undefined
    : encoding;
}

function checkPoints(
  { instance, candidates, tick, last }: Case,
  target: Target,
  limits: readonly LevelLimit[],
) {
  const encoding = programOf(instance, target, limits);
  if (encoding === undefined) return undefined;
  let compared = 0;
  // Each objective of a case takes other plans of it, evenly: neighbours differ in little.
  const step = Math.ceil(candidates.length / MOST_POINTS);
  for (let k = target.name.length % step; k < candidates.length; k += step) {
    const { plan, ok, end } = candidates[k];
    const held = valueIn(encoding, plan);
    const within = limits.every(
      (limit) => evaluateTarget(instance, plan, limit.target) <= limit.atMost,
    );
    const value = evaluateTarget(instance, plan, target);
    const onGrid = isOn(plan, tick);
    if (held !== undefined && onGrid && !(ok && within))
      checkTwin(instance, encoding, plan, held, target);
    if (!ok || !within || end > last) continue;
    compared++;
    if (held === undefined) throw new Error(`A verified plan has no point: ${describe(plan)}`);
    // What time costs is no more on the grid for some way to round starts, not for every one.
    const isOfTime = ["cost", "energy"].includes(target.terms[0].objective.name);
    if (!onGrid && isOfTime) continue;
    const isExact = onGrid ? near(held, value) : held <= value;
    if (!isExact) throw new Error(`A plan of ${value} counts ${held}: ${describe(plan)}`);
    const back = encoding.decode(encoding.encode(plan));
    const verdict = verify(instance, back);
    if (!verdict.ok) {
      throw new Error(
        `Decoding breaks a rule: ${verdict.violations[0].message} ${describe(plan)} ${describe(back)}`,
      );
    }
    const decoded = evaluateTarget(instance, back, target);
    if (decoded > value)
      throw new Error(`Decoding makes ${value} to ${decoded}: ${describe(plan)}`);
  }
  return compared;
}

/** A point of a plan that breaks a rule must be that of one that breaks none and differs in the numbers of equal copies alone. */
function checkTwin(
  instance: Instance,
  encoding: Encoding,
  plan: Plan,
  held: number,
  target: Target,
) {
  const back = encoding.decode(encoding.encode(plan));
  const isTwin = nameless(instance, back) === nameless(instance, plan);
  const isLawful = verify(instance, back).ok && near(held, evaluateTarget(instance, back, target));
  if (!isTwin || !isLawful) throw new Error(`A point is no plan: ${describe(plan)}`);
}

/** What of a plan does not depend on how equal copies are numbered. */
function nameless({ taskOfCopy, resourceOfCopy }: Instance, plan: Plan): string {
  const pieces = [...plan.task.keys()].map((k) =>
    [taskOfCopy[plan.task[k]], resourceOfCopy[plan.resource[k]], plan.start[k]].join(),
  );
  return pieces.sort().join(" ");
}

function describe({ task, resource, start, device }: Plan): string {
  return `${task.join()} on ${resource.join()} at ${start.join()} with ${device.join()}`;
}

/** The solver's optimum is the best of all plans; returns whether there was a program. */
async function checkOptimum(
  { instance, candidates }: Case,
  target: Target,
  limits: readonly LevelLimit[],
) {
  const encoding = programOf(instance, target, limits);
  if (encoding === undefined) return false;
  const solver = await findSolver("highs");
  const values = candidates.flatMap(({ plan, ok }) =>
    ok && limits.every((limit) => evaluateTarget(instance, plan, limit.target) <= limit.atMost)
      ? [evaluateTarget(instance, plan, target)]
      : [],
  );
  const result = await solver.solve(encoding.program, { gap: 0 }, {});
  if (values.length === 0) {
    expect(result.termination).toBe("infeasible");
    return true;
  }
  const best = values.reduce((least, value) => Math.min(least, value));
  expect(result.termination).toBe("optimal");
  const plan = encoding.decode(result.point!.x);
  const verdict = verify(instance, plan);
  expect(verdict.ok ? [] : verdict.violations).toEqual([]);
  // Where amounts of time are rounded, the grid may miss the best plan by that.
  const { loss = 0 } = encoding;
  const found = evaluateTarget(instance, plan, target);
  if (loss === 0) expect(found).toBe(best);
  else expect(found).toBeLessThanOrEqual(best + loss);
  const bound = encoding.liftBound(result.dualBound!);
  expect(bound).toBeLessThanOrEqual(best);
  expect(bound).toBeGreaterThanOrEqual(best - loss - 3e-9 * Math.abs(best));
  return true;
}

const FOCUS: readonly (readonly [readonly ScheduleFeature[] | undefined, number])[] = [
  [undefined, 60],
  [["capacity", "counts", "even", "due", "weights"], 20],
  [["devices", "shares", "counts"], 30],
  [["exclusive", "exclusive-task", "zero", "counts"], 40],
  [["workers", "within", "kinds", "runtime-tables", "capacity"], 30],
  [["after", "lag", "counts", "optional"], 30],
  [["limits", "quota", "zero"], 20],
  [["maintenance", "window", "release", "deadline"], 30],
  [["exclusive", "setup", "counts"], 30],
  [["separate", "colocate", "counts", "optional"], 20],
  [["price", "rental", "fixed-price", "cost", "budget"], 20],
  [["price", "rental", "power", "capacity", "fine", "maintenance"], 30],
  [["exclusive", "price", "power", "counts"], 20],
  [["stages", "kinds", "optional"], 40],
];

function* casesOf(features: readonly ScheduleFeature[] | undefined, count: number) {
  for (let seed = first; seed < first + drawn(count, Math.max(5, Math.ceil(count / 8))); seed++) {
    const document = smallSchedule(makeRandom(seed), features && { features });
    const one = caseOf(document);
    if (one !== undefined) yield { ...one, label: `seed ${seed}: ${JSON.stringify(document)}` };
  }
}

test.each(FOCUS)("points are plans over time: %j", (features, count) => {
  let compared = 0;
  for (const one of casesOf(features, count)) {
    const targets = targetsOf(one.instance);
    targets.forEach((target, level) => {
      try {
        compared += checkPoints(one, target, []) ?? 0;
        if (level > 2) return;
        const limit = targets[(level + 1) % targets.length];
        const values = one.candidates
          .flatMap(({ plan, ok }) => (ok ? [evaluateTarget(one.instance, plan, limit)] : []))
          .sort((a, b) => a - b);
        const atMost = values[values.length >> 1];
        if (atMost !== undefined) checkPoints(one, target, [{ target: limit, atMost }]);
      } catch (error) {
        throw new Error(`${target.name}, ${one.label}`, { cause: error });
      }
    });
  }
  expect(compared).toBeGreaterThan(atLeast(100));
});

test.each(FOCUS)("highs equals enumeration over time: %j", async (features, count) => {
  let solved = 0;
  for (const one of casesOf(features, Math.ceil(count / 2))) {
    const targets = targetsOf(one.instance);
    for (const [level, target] of targets.entries()) {
      try {
        if (await checkOptimum(one, target, [])) solved++;
        const limit = targets[(level + 1) % targets.length];
        const values = one.candidates.flatMap(({ plan, ok }) =>
          ok ? [evaluateTarget(one.instance, plan, limit)] : [],
        );
        if (values.length === 0 || level > 2) continue;
        const atMost = values.reduce((least, value) => Math.min(least, value));
        await checkOptimum(one, target, [{ target: limit, atMost }]);
      } catch (error) {
        throw new Error(`${target.name}, ${one.label}`, { cause: error });
      }
    }
  }
  // Few programs of some families are small enough.
  expect(solved).toBeGreaterThanOrEqual(atLeast(20) - 3);
});
