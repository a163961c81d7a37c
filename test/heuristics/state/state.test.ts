import { expect, test } from "vitest";
import { ListPlan } from "../../../src/heuristics/list-plan.ts";
import { MoveSampler } from "../../../src/heuristics/local/moves.ts";
import { Walk } from "../../../src/heuristics/local/walk.ts";
import { recover } from "../../../src/heuristics/robust/placement/recover.ts";
import { withoutLosses } from "../../../src/instance/losses.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { type Instance, WHOLE } from "../../../src/instance/types.ts";
import { buildPlan } from "../../../src/plan/build.ts";
import type { Plan } from "../../../src/plan/types.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { feasiblePlans } from "../../support/enumerate.ts";
import { firstPlan } from "../../support/first-plan.ts";
import { randomDocument } from "../../support/random-document.ts";
import { randomStages } from "../../support/random-stages.ts";
import { expectGauges, expectRecomputed } from "../../support/recompute.ts";
import { robustDocument } from "../../support/robust-document.ts";

function randomInstance(seed: number, random: Random): Instance {
  const document =
    seed % 5 === 4
      ? randomStages(random, { maxTasks: 7 })
      : randomDocument(random, { maxTasks: 7, maxResources: 4 });
  return parseInstance(document);
}

test("what a list fills is what working it out anew gives", () => {
  for (let seed = first; seed < first + drawn(150); seed++) {
    const random = makeRandom(seed);
    const instance = randomInstance(seed, random);
    const plan = new ListPlan(instance, { byRatio: random.int(0, 1) === 0 });
    const tasks = instance.taskOfCopy.length;
    for (let step = 0; step < 16 && tasks > 0; step++) {
      const task = random.int(0, tasks - 1);
      const copy = random.int(0, instance.resourceOfCopy.length - 1);
      const { divisible } = instance.tasks[instance.taskOfCopy[task]];
      const share = divisible ? random.int(1, 4) * 250_000 : WHOLE;
      if (plan.copiesOf(task).includes(copy)) plan.remove(task, copy);
      else if (plan.fits(task, copy, share)) plan.place(task, copy, share);
      expectRecomputed(plan.state, `seed ${seed}, step ${step}`);
    }
  }
});

/** Random moves, some taken back, one snapshot gone back to; everything is worked out anew after each. */
function stroll(walk: Walk, random: Random, moves: number, check: (label: string) => void): number {
  const sampler = new MoveSampler(walk, random);
  if (sampler.idle) return 0;
  let stood = 0;
  let kept = walk.snapshot();
  for (let move = 0; move < moves; move++) {
    const before = walk.snapshot();
    const steps = sampler.draw();
    const stands = walk.attempt(steps) && walk.confirm();
    const isUndone = stands && random.int(0, 2) === 0;
    if (isUndone) walk.undo();
    if (!stands || isUndone) expect(walk.snapshot(), `move ${move} taken back`).toEqual(before);
    else if (steps.length > 0) stood++;
    check(`move ${move}`);
    if (random.int(0, 5) === 0) kept = before;
    if (random.int(0, 9) === 0) {
      walk.restore(kept);
      expect(walk.snapshot(), `move ${move}, gone back`).toEqual(kept);
      check(`move ${move}, gone back`);
    }
  }
  return stood;
}

test("what moves and their undoing leave is what working it out anew gives", () => {
  let stood = 0;
  for (let seed = first; seed < first + drawn(150); seed++) {
    const random = makeRandom(seed);
    const instance = randomInstance(seed, random);
    const targets = targetsOf(instance);
    const plan = firstPlan(instance, targets[0], random);
    if (plan === undefined) continue;
    const limits = targets.slice(1).map((target) => ({ target, atMost: Infinity }));
    const walk = new Walk(instance, targets[0], limits, plan);
    stood += stroll(walk, random, 25, (label) => {
      expectRecomputed(walk.state, `seed ${seed}, ${label}`);
      expectGauges(walk.state, walk.gauges, targets, `seed ${seed}, ${label}`);
    });
  }
  expect(stood).toBeGreaterThan(atLeast(200));
});

test("a walk that must survive losses has recoveries after every move that stands", () => {
  let stood = 0;
  for (let seed = first; seed < first + drawn(40); seed++) {
    const random = makeRandom(seed);
    const instance = parseInstance(robustDocument(random, { maxTasks: 6 }));
    const start = survivor(instance);
    if (start === undefined) continue;
    const [target] = targetsOf(instance);
    const walk = new Walk(instance, target, [], start);
    stood += stroll(walk, random, 20, (label) => {
      expectRecomputed(walk.state, `seed ${seed}, ${label}`);
      const checked = verify(instance, walk.toPlan());
      expect(checked.ok ? [] : checked.violations, `seed ${seed}, ${label}`).toEqual([]);
    });
  }
  expect(stood).toBeGreaterThan(atLeast(50));
});

function survivor(instance: Instance): Plan | undefined {
  let left = 20;
  for (const plan of feasiblePlans(withoutLosses(instance))) {
    const found = recover(instance, plan);
    if ("plan" in found) return found.plan;
    if (--left === 0) return undefined;
  }
  return undefined;
}

test("devices that were packed anew for a piece lie as before once it is taken back", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "a", count: 2, devices: { gpu: 2 } }],
    tasks: [0.5, 0.25, 1].map((gpu, i) => ({ id: `t${i}`, demand: { gpu } })),
  });
  // The two shares lie on two devices of the first copy, so the whole one comes only if they share.
  const plan = buildPlan(instance, [
    { task: 0, resource: 0, devices: [0] },
    { task: 1, resource: 0, devices: [1] },
    { task: 2, resource: 1, devices: [0] },
  ]);
  const walk = new Walk(instance, targetsOf(instance)[0], [], plan);
  const before = walk.snapshot();
  expect(walk.attempt([{ piece: 2, to: 0 }])).toBe(true);
  expectRecomputed(walk.state, "packed anew");
  expect(walk.state.devices?.of[0]).toEqual(walk.state.devices?.of[1]);
  walk.undo();
  expect(walk.snapshot()).toEqual(before);
  expectRecomputed(walk.state, "taken back");
  // So is what is left of each device: half of the first, three quarters of the second; the fuller comes first.
  expect(walk.state.devices?.choices(0, 0)).toEqual([[0], [1]]);
});
