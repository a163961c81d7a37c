import { expect, test } from "vitest";
import { type Step, Walk } from "../../../src/heuristics/local/walk.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import type { Plan } from "../../../src/plan/types.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { firstPlan } from "../../support/first-plan.ts";
import { randomDocument } from "../../support/random-document.ts";
import { randomStages } from "../../support/random-stages.ts";

/** Random small instances of every kind with a feasible plan, and the random numbers that go on. */
function* cases(count: number): Generator<{
  seed: number;
  instance: Instance;
  targets: readonly Target[];
  plan: Plan;
  random: Random;
}> {
  for (let seed = 0; seed < drawn(count); seed++) {
    const random = makeRandom(seed);
    const document =
      seed % 6 === 5
        ? randomStages(random, { maxTasks: 7 })
        : randomDocument(random, { maxTasks: 7, maxResources: 4 });
    const instance = parseInstance(document);
    const targets = targetsOf(instance);
    const plan = firstPlan(instance, targets[0], random);
    if (plan !== undefined) yield { seed, instance, targets, plan, random };
  }
}

/** One to three pieces to random places; companions come along. */
function randomSteps({ state }: Walk, random: Random): readonly Step[] {
  const { pieces, instance } = state;
  const steps = new Map<number, number>();
  for (let i = random.int(1, 3); i > 0; i--) {
    const piece = random.int(0, pieces.count - 1);
    if (pieces.fixed[piece] === 1) continue;
    const task = instance.tasks[instance.taskOfCopy[pieces.task[piece]]];
    const copy = random.int(0, instance.resourceOfCopy.length - 1);
    const to = task.optional && task.replicas === 1 && random.int(0, 3) === 0 ? -1 : copy;
    if (to >= 0 && pieces.at[piece] < 0 && task.replicas > 1) continue;
    const together = state.groups?.isBound(pieces.task[piece]) ?? false;
    if (to < 0 || !together) steps.set(piece, to);
    else {
      const placed = (t: number) => state.placed[t] > 0;
      for (const t of state.groups?.companions(pieces.task[piece], placed) ?? []) {
        steps.set(pieces.first[t], to);
      }
    }
  }
  return [...steps].map(([piece, to]) => ({ piece, to }));
}

test("a move that stands keeps every rule and its value is what evaluation says", () => {
  let [stood, refused] = [0, 0];
  for (const { seed, instance, targets, plan, random } of cases(700)) {
    const target = targets[random.int(0, targets.length - 1)];
    const walk = new Walk(instance, target, [], plan);
    expect(walk.gauge.value(), `seed ${seed}, start`).toBe(evaluateTarget(instance, plan, target));
    if (walk.state.pieces.count === 0) continue;
    for (let move = 0; move < 12; move++) {
      const before = walk.snapshot();
      const guide = walk.gauge.guide();
      const kept = walk.attempt(randomSteps(walk, random));
      if (!kept) refused++;
      else if (random.int(0, 2) === 0) walk.undo();
      else {
        stood++;
        const now = walk.toPlan();
        expect(verify(instance, now), `seed ${seed}`).toMatchObject({ ok: true });
        expect(walk.gauge.value(), `seed ${seed}`).toBe(evaluateTarget(instance, now, target));
        continue;
      }
      expect(walk.snapshot(), `seed ${seed}, taken back`).toEqual(before);
      expect(walk.gauge.guide()).toBeCloseTo(guide, 5);
    }
  }
  expect(stood).toBeGreaterThan(atLeast(500));
  expect(refused).toBeGreaterThan(atLeast(500));
});

test("a move that stands keeps the limits of earlier levels, and a snapshot comes back", () => {
  for (const { seed, instance, targets, plan, random } of cases(300)) {
    const limits = targets.map((target) => ({
      target,
      atMost: evaluateTarget(instance, plan, target),
    }));
    const walk = new Walk(instance, targets[0], limits, plan);
    if (walk.state.pieces.count === 0) continue;
    const start = walk.snapshot();
    for (let move = 0; move < 8; move++) {
      if (!walk.attempt(randomSteps(walk, random))) continue;
      const now = walk.toPlan();
      for (const { target, atMost } of limits) {
        expect(evaluateTarget(instance, now, target), `seed ${seed}`).toBeLessThanOrEqual(atMost);
      }
    }
    walk.restore(start);
    expect(walk.snapshot(), `seed ${seed}`).toEqual(start);
    expect(evaluateTarget(instance, walk.toPlan(), targets[0])).toBe(start.value);
  }
});
