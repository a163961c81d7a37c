import { expect, test } from "vitest";
import { generate } from "../../src/instance/generate/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import type { Plan } from "../../src/plan/types.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { limitOf } from "../oracle/truth.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { lawfulPlan } from "../support/lawful-plan.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomPair } from "../support/random-pair.ts";
import { randomSchedule } from "../support/random-schedule.ts";

const DRAWS: readonly ((random: Random) => Instance)[] = [
  (random) => parseInstance(randomSchedule(random, { maxTasks: 6 })),
  (random) => parseInstance(randomDocument(random, { maxTasks: 6 })),
  randomPair,
];

/** The best of so many lawful plans on the first objective. */
function goodPlan(instance: Instance, random: Random): Plan | undefined {
  const [target] = targetsOf(instance);
  const drawnPlans = [1, 2, 3, 4, 5, 6].flatMap(() => lawfulPlan(instance, random) ?? []);
  const value = (one: Plan) => evaluateTarget(instance, one, target);
  return drawnPlans.sort((a, b) => value(a) - value(b))[0];
}

test("what is found is never worse than anyone's plan to start from, level by level", async () => {
  let started = 0;
  for (let seed = 1; seed <= drawn(60, 9); seed++) {
    const random = makeRandom(seed);
    const instance = DRAWS[seed % DRAWS.length]!(random);
    const start = goodPlan(instance, random);
    if (start === undefined) continue;
    // A weak run finds little by itself.
    const options = { method: "greedy", workLimit: 0 } as const;
    const { levels, plan: found } = await plan(instance, { ...options, start });
    expect(found, `seed ${seed}`).toBeDefined();
    let isAdmitted = true;
    for (const { target, best } of levels) {
      const own = evaluateTarget(instance, start, target);
      if (isAdmitted) expect(best, `seed ${seed}, ${target.name}`).toBeLessThanOrEqual(own);
      isAdmitted &&= best !== undefined && own <= limitOf(best, target.tolerance);
    }
    started++;
  }
  expect(started).toBeGreaterThan(atLeast(20));
});

test("a good start is kept where the lists alone find less, and searches go on from it", async () => {
  const instance = parseInstance(generate("gap-d", { tasks: 30, resources: 5, seed: 1 }));
  const weak = { method: "greedy", workLimit: 1 } as const;
  const lists = (await plan(instance, weak)).levels[0]?.best ?? Infinity;
  const start = (await plan(instance, { method: "local", workLimit: 60 })).plan!.plan;
  const own = evaluateTarget(instance, start, targetsOf(instance)[0]);
  expect(own).toBeLessThan(lists);
  expect((await plan(instance, { ...weak, start })).levels[0]!.best).toBe(own);
  const { levels, trace } = await plan(instance, { method: "local", workLimit: 60, start });
  expect(levels[0]!.best).toBeLessThanOrEqual(own);
  expect(trace[0]?.source).toBe("start");
});

/** Two boxes, three tasks: the cheapest plan costs 6. */
const BOXES = parseInstance({
  mode: "placement",
  objectives: ["cost"],
  resources: [
    { id: "small", capacity: { cpu: 2 } },
    { id: "large", capacity: { cpu: 4 } },
  ],
  tasks: [{ id: "t", count: 3, demand: { cpu: 1 }, cost: { small: 1, large: 4 } }],
});

test("a start is where the trace begins, and a broken one is refused with the rule", async () => {
  const start = (await plan(BOXES)).plan!.plan;
  const { trace } = await plan(BOXES, { start, workLimit: 0 });
  expect(trace[0]).toMatchObject({ source: "start", value: 6_000_000 });
  const broken = { ...start, resource: new Int32Array(3) };
  await expect(plan(BOXES, { start: broken })).rejects.toThrow(/breaks a rule: capacity: small/);
});
