import { expect, test } from "vitest";
import { alternativesOf } from "../../src/alternatives/alternatives.ts";
import type { Alternatives, TaskPlace } from "../../src/alternatives/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { feasiblePlans } from "../support/enumerate.ts";
import { bestSchedule, missesOf } from "../support/enumerate-schedule.ts";
import { unitOf } from "../support/enumerate-starts.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule } from "../support/random-schedule.ts";

const DOCUMENTS = {
  placement: (random: Random) => randomDocument(random, { mode: "placement", maxTasks: 4 }),
  batch: (random: Random) => randomDocument(random, { mode: "batch", maxTasks: 4 }),
  schedule: (random: Random) =>
    randomSchedule(random, { maxTasks: 3, maxResources: 2, whole: true }),
};

/** True if every piece of the task copy is at the place, which needs one, or it has none and the place is none. */
function isAt(
  instance: Instance,
  { entries, copy: only }: TaskPlace,
  found: Plan,
  copy: number,
): boolean {
  const own = [...found.task.keys()].filter((k) => found.task[k] === copy);
  if (entries.length === 0 || own.length === 0) return entries.length === own.length;
  return own.every((k) => {
    const on = found.resource[k];
    return only === undefined ? entries.includes(instance.resourceOfCopy[on]) : on === only;
  });
}

/** The least first level over all plans with the task at the place, by trying all; undefined if there is none, "open" where they are too many. */
function least(instance: Instance, place: TaskPlace, copy: number): number | undefined | "open" {
  const targets = targetsOf(instance).slice(0, 1);
  if (instance.mode !== "schedule") {
    if (instance.tasks.some(({ divisible }) => divisible)) return "open";
    let best: number | undefined;
    for (const found of feasiblePlans(instance)) {
      if (!isAt(instance, place, found, copy)) continue;
      best = Math.min(best ?? Infinity, evaluateTarget(instance, found, targets[0]));
    }
    return best;
  }
  const settings = { unit: unitOf(instance), isRegular: false };
  if (missesOf(instance, targets, settings) !== undefined) return "open";
  const entry = instance.taskOfCopy[copy];
  const [from, until] = [instance.taskCopyStart[entry], instance.taskCopyStart[entry + 1]];
  const equal = Array.from({ length: until - from }, (_, i) => from + i);
  // Equal copies are tried in one order only, so any of them may be the one.
  const accepts = (found: Plan) => equal.some((one) => isAt(instance, place, found, one));
  const best = bestSchedule(instance, targets, { most: 20_000, accepts });
  return best === "gave up" ? "open" : best?.values[0];
}

function check(
  instance: Instance,
  found: Alternatives,
  now: Plan,
  seen: Map<string, number>,
): void {
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  const { task, targets, list } = found;
  for (const { place, isNow, alone, forced } of list) {
    expect(isNow).toBe(isAt(instance, place, now, task));
    if (alone !== undefined) {
      count("alone");
      const moved = alone.plan.plan;
      expect(verify(instance, moved).ok).toBe(true);
      expect(isAt(instance, place, moved, task)).toBe(true);
      expect(alone.values).toEqual(targets.map((one) => evaluateTarget(instance, moved, one)));
      expect(others(instance, moved, task)).toEqual(others(instance, now, task));
    }
    if (forced === undefined) continue;
    const truth = least(instance, place, task);
    if (truth === "open") continue;
    const { bound = -Infinity, found: best, isInfeasible } = forced;
    const told = JSON.stringify({ place, truth, forced: { ...forced, found: best?.values } });
    if (isInfeasible) {
      expect(truth, told).toBeUndefined();
      count("infeasible");
    }
    if (truth === undefined) {
      expect(best, told).toBeUndefined();
      continue;
    }
    count("forced");
    expect(bound, told).toBeLessThanOrEqual(truth);
    if (best !== undefined) {
      expect(isAt(instance, place, best.plan.plan, task)).toBe(true);
      expect(best.values[0], told).toBeGreaterThanOrEqual(truth);
    }
    if (bound === best?.values[0]) count("exact");
    if (alone !== undefined && best === undefined) expect.fail(told);
    if (alone !== undefined && isInfeasible) expect.fail(told);
  }
}

/** Where and when all other task copies are. */
function others(instance: Instance, found: Plan, task: number): readonly string[] {
  const own = [...found.task.keys()].filter((k) => found.task[k] !== task);
  const start = (k: number) => (instance.mode === "placement" ? "" : found.start[k]);
  return own.map((k) => `${found.task[k]} ${found.resource[k]} ${start(k)}`);
}

test.each(["placement", "batch", "schedule"] as const)(
  "%s: what a task alone changes is a plan, and what is proven lies below all plans with it there",
  async (mode) => {
    const seen = new Map<string, number>();
    const random = makeRandom(first + 90);
    for (let i = 0; i < drawn(150); i++) {
      const instance = parseInstance(DOCUMENTS[mode](random));
      if (instance.taskOfCopy.length === 0 || instance.resourceOfCopy.length > 5) continue;
      // A plan of few searches is seldom the best, so there is something to find.
      const method = random.int(0, 2) === 0 ? "auto" : "greedy";
      const { plan: now } = await plan(instance, { workLimit: 20, method });
      if (now === undefined) continue;
      const copy = random.int(0, instance.taskOfCopy.length - 1);
      const found = await alternativesOf(now, copy, { workLimit: 30 });
      expect(found.list.length).toBeGreaterThan(0);
      check(instance, found, now.plan, seen);
    }
    for (const [what, least] of Object.entries({
      alone: 10,
      forced: 25,
      exact: 25,
      infeasible: 15,
    })) {
      expect(seen.get(what) ?? 0, what).toBeGreaterThanOrEqual(atLeast(least));
    }
  },
  300_000,
);
