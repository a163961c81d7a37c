import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { assignments } from "../../src/plan/assignments.ts";
import { pieceEnd } from "../../src/plan/piece.ts";
import type { Plan, VerifiedPlan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { replan } from "../../src/replan/replan.ts";
import type { MigrationRule } from "../../src/replan/types.ts";
import { UsageError } from "../../src/util/errors.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { randomSchedule, SCHEDULE_FEATURES } from "../support/random-schedule.ts";
import { roomySchedule, roomySequence } from "./documents.ts";
import { randomEarlierSchedule } from "./earlier.ts";

/** Without these a plan exists nearly always, before and after. */
const TIGHT: ReadonlySet<string> = new Set(["deadline", "horizon", "window", "budget", "trap"]);
const LOOSE = SCHEDULE_FEATURES.filter((feature) => !TIGHT.has(feature));

const RULES: readonly MigrationRule[] = [{ level: "last" }, { level: "first" }, "ignore"];

/** Some runtimes up to twice as long, some shorter: what was measured since. */
function withOtherRuntimes(instance: Instance, random: Random): Instance {
  const runtime = instance.pairs.runtime.map((time) =>
    random.int(0, 1) > 0 ? time : Math.round((time * random.int(2, 12)) / 4),
  );
  return { ...instance, pairs: { ...instance.pairs, runtime } };
}

function documentOf(seed: number, random: Random): object {
  if (seed % 6 === 0) return roomySequence(random);
  if (seed % 6 === 3) return roomySchedule(random);
  const features = LOOSE.filter((name) => random.int(0, 2) === 0 || name === "optional");
  const all = random.int(0, 4) === 0;
  return randomSchedule(random, { maxTasks: 7, maxResources: 4, ...(!all && { features }) });
}

function someTime(instance: Instance, before: Plan, random: Random): number {
  if (before.task.length === 0) return random.int(0, 5) * 1000;
  const k = random.int(0, before.task.length - 1);
  const around = [before.start[k], pieceEnd(instance, before, k)][random.int(0, 1)];
  return Math.max(0, around + [0, 0, 1, 500, -1000, -1, 10_000_000][random.int(0, 6)]);
}

function rows({ plan: held, instance }: Pick<VerifiedPlan, "plan" | "instance">) {
  return [...held.task.keys()].map((k) => ({
    task: held.task[k],
    resource: held.resource[k],
    start: held.start[k],
    end: pieceEnd(instance, held, k),
    devices: [...held.device.subarray(held.deviceStart[k], held.deviceStart[k + 1])],
  }));
}

test("what has begun stays to the device, the rest begins at now or later, and nothing runs on what is down", async () => {
  const seen = { replanned: 0, pinned: 0, lost: 0, impossible: 0, infeasible: 0, gangs: 0 };
  for (let seed = first; seed < first + Math.max(30, drawn(90)); seed++) {
    const random = makeRandom(seed);
    const instance = parseInstance(documentOf(seed, random));
    const earlier = randomEarlierSchedule(instance, random);
    if (earlier === undefined) continue;
    const changed = random.int(0, 1) === 0 ? withOtherRuntimes(instance, random) : instance;
    const now = someTime(instance, earlier.plan, random);
    const down = new Set([...instance.resourceOfCopy.keys()].filter(() => random.int(0, 7) === 0));
    const running = rows({ plan: earlier.plan, instance }).filter(
      ({ start, end }) => start < now && now < end,
    );
    if (running.length > 0 && random.int(0, 2) > 0) down.add(running[0].resource);
    const situation = {
      instance: changed,
      earlier: [...assignments(earlier)],
      now,
      down,
      migrations: RULES[random.int(0, 2)],
    };
    const method = (["greedy", "local", "auto"] as const)[Math.floor(random.int(0, 14) / 6.9)];
    const found = await replan(situation, { method, workLimit: 3, seed }).catch((error) => {
      if (!(error instanceof UsageError)) throw error;
      seen.impossible++;
      // Only other runtimes make a past of a lawful plan impossible.
      expect(changed, `seed ${seed}: ${error.message}`).not.toBe(instance);
      return undefined;
    });
    if (found === undefined) continue;
    const { outcome } = found;
    for (const { value, bound } of outcome.levels) {
      if (value !== undefined && bound !== undefined)
        expect(bound.value, `seed ${seed}`).toBeLessThanOrEqual(value);
    }
    if (outcome.plan === undefined) {
      seen.infeasible++;
      continue;
    }
    seen.replanned++;
    expect(verify(changed, outcome.plan.plan).ok, `seed ${seed}`).toBe(true);
    const before = rows({ plan: earlier.plan, instance: changed });
    const after = rows({ plan: outcome.plan.plan, instance: changed });
    const isLost = (task: number) =>
      before.some((one) => one.task === task && down.has(one.resource) && one.end > now);
    const begun = before.filter(({ task, start }) => start < now && !isLost(task));
    seen.pinned += begun.length;
    seen.lost += before.filter(({ task, start }) => start < now && isLost(task)).length;
    seen.gangs += Number(new Set(begun.map(({ task }) => task)).size < begun.length);
    const key = (list: typeof begun) => list.map((one) => JSON.stringify(one)).sort();
    const tasks = new Set(begun.map(({ task }) => task));
    expect(key(after.filter(({ task }) => tasks.has(task))), `seed ${seed}`).toEqual(key(begun));
    for (const { task, start, end, resource } of after) {
      if (tasks.has(task)) continue;
      expect(start, `seed ${seed}`).toBeGreaterThanOrEqual(now);
      expect(down.has(resource), `seed ${seed}: ${task} until ${end}`).toBe(false);
    }
  }
  expect(seen.replanned).toBeGreaterThan(atLeast(40));
  expect(seen.pinned).toBeGreaterThan(atLeast(50));
  expect(seen.lost).toBeGreaterThan(atLeast(6));
  expect(seen.impossible).toBeGreaterThan(0);
  expect(seen.infeasible).toBeGreaterThan(atLeast(1));
  expect(seen.gangs).toBeGreaterThan(atLeast(1));
});
