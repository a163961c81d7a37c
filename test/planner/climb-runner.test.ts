import { expect, test } from "vitest";
import { gridOf } from "../../src/instance/facts/grid.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { runClimb } from "../../src/planner/threads/climb-runner.ts";
import { shareMemory } from "../../src/planner/threads/protocol.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { bestSchedule } from "../support/enumerate-schedule.ts";
import { randomSchedule } from "../support/random-schedule.ts";

const STEPS = 25;

function instanceOf(seed: number): Instance | undefined {
  const document = randomSchedule(makeRandom(seed), {
    ...{ maxTasks: 5, maxResources: 3, whole: true, objectives: ["makespan"] },
    ...(seed % 2 === 0 && { features: ["setup", "exclusive-resources", "maintenance", "window"] }),
  });
  try {
    const instance = parseInstance(document);
    return instance.mode === "schedule" ? instance : undefined;
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
}

test("once the model has no more to say, tells of shorter plans alone", () => {
  const found = { tried: 0, shorter: 0, open: 0 };
  for (let seed = first; seed < first + drawn(200); seed++) {
    const instance = instanceOf(seed);
    if (instance === undefined) continue;
    const [target] = targetsOf(instance);
    const enumerated = bestSchedule(instance, [target], { most: 400 });
    if (enumerated === undefined || enumerated === "gave up") continue;
    const best = enumerated.values[0];
    const unit = gridOf(instance);
    const memory = shareMemory();
    const length = unit * target.terms[0].factor;
    memory.ends[0] = best + (seed % 3) * length;
    memory.ends[1] = 0;
    const horizon = Math.floor(memory.ends[0] / length);
    let longer = 0;
    let steps = 0;
    for (const news of runClimb({ runner: "climb", instance, horizon, length, seed, memory })) {
      if (news?.least !== undefined) memory.ends[1] = news.least * length;
      if (news?.plan !== undefined) {
        expect(verify(instance, news.plan).ok).toBe(true);
        const value = evaluateTarget(instance, news.plan, target);
        expect(value).toBeGreaterThanOrEqual(best);
        if (value < memory.ends[0]) found.shorter++;
        else longer++;
        memory.ends[0] = Math.min(memory.ends[0], value);
      }
      if (++steps >= STEPS) {
        found.open++;
        break;
      }
    }
    found.tried++;
    // One for each solution of the model: of these there is one for each of few limits.
    expect(longer, `seed ${seed}`).toBeLessThan(8);
  }
  if (process.env.TELL) console.log(found);
  expect(found.tried).toBeGreaterThan(atLeast(50));
  expect(found.shorter).toBeGreaterThan(atLeast(10));
  expect(found.open).toBeGreaterThan(atLeast(2));
});
