import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { piecesOf } from "../../src/plan/build.ts";
import { plan } from "../../src/planner/plan.ts";
import { contest } from "../../src/simulate/contest.ts";
import { POLICIES } from "../../src/simulate/policies/registry.ts";
import { UsageError } from "../../src/util/errors.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { randomSchedule, type ScheduleFeature } from "../support/random-schedule.ts";

const FEATURES: readonly ScheduleFeature[] = [
  "devices",
  "shares",
  "exclusive-resources",
  "exclusive-tasks",
  "workers",
  "after",
  "lag",
  "each",
  "limits",
  "setup",
  "maintenance",
  "window",
  "release",
  "deadline",
  "zero",
  "runtime-tables",
  "counts",
  "optional",
  "price",
];

const CASES = 120;

test("a plan without noise is what happens, and whatever happens keeps every rule and loses no task", async () => {
  let [executed, played] = [0, 0];
  for (let seed = first; seed < first + drawn(CASES); seed++) {
    const document = randomSchedule(makeRandom(seed), { features: FEATURES, maxTasks: 6 });
    const instance = parseInstance(document);
    const found = await plan(instance, { workLimit: 20, method: "greedy" });
    const own = found.plan?.plan;
    const quiet = { shape: "lognormal", level: 0 } as const;
    if (own !== undefined) {
      const { rounds } = await contest({
        instance,
        plan: own,
        policies: [],
        noise: quiet,
        seeds: [1],
      });
      const what = [...piecesOf(rounds[0].measured[0].plan.plan)];
      const starts = (pieces: typeof what) =>
        pieces.map(({ task, resource, start }) => [task, resource, start]);
      expect(starts(what), `seed ${seed}`).toEqual(starts([...piecesOf(own)]));
      executed++;
    }
    try {
      const noise = { shape: "lognormal", level: 0.4 } as const;
      const between = 20 * Math.max(1, ...instance.pairs.runtime);
      const setting = {
        ...{ instance, policies: POLICIES, noise, seeds: [seed] },
        ...(own !== undefined && { plan: own }),
        failures: { between, repair: between / 10 },
      };
      const { rounds, contestants } = await contest(setting);
      expect(await contest(setting)).toEqual({ played: expect.anything(), contestants, rounds });
      for (const { plan: verified } of rounds[0].measured) {
        const placed = new Set(verified.plan.task);
        instance.taskOfCopy.forEach((entry, copy) => {
          const { release, optional } = instance.tasks[entry];
          if (!optional) expect(placed.has(copy), `seed ${seed}`).toBe(true);
          for (const piece of piecesOf(verified.plan)) {
            if (piece.task === copy) expect(piece.start).toBeGreaterThanOrEqual(release);
          }
        });
      }
      played++;
    } catch (error) {
      // Some documents have tasks that run nowhere.
      if (!(error instanceof UsageError)) throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  expect(executed).toBeGreaterThanOrEqual(atLeast(CASES / 4));
  expect(played).toBeGreaterThanOrEqual(atLeast(CASES / 4));
}, 60_000);
