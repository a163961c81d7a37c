import { expect, test } from "vitest";
import { recoverSchedule } from "../../../src/heuristics/robust/over-time/recover.ts";
import { withoutLosses } from "../../../src/instance/losses.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { buildPlan } from "../../../src/plan/build.ts";
import type { Recovery } from "../../../src/plan/types.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { isLawfulSchedule } from "../../plan/naive-schedule.ts";
import { randomSchedulePlan } from "../../plan/random-schedule-plan.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { survives, survivesAsTold } from "../../support/enumerate-losses.ts";
import type { ScheduleFeature } from "../../support/random-schedule.ts";
import { robustSchedule } from "../../support/robust-schedule.ts";

const FAMILIES: readonly (readonly ScheduleFeature[])[] = [
  ["devices", "shares", "counts"],
  ["workers", "within", "devices", "separate"],
  ["after", "lag", "each", "runtime-tables", "deadline"],
  ["limits", "quota", "exclusive-tasks", "maintenance"],
  ["setup", "exclusive-resources", "zero", "counts", "runtime-tables"],
  ["colocate", "separate", "window", "optional", "demand-tables"],
];

test("finds recoveries exactly where trying everything does", () => {
  const count = { found: 0, impossible: 0 };
  for (let seed = first; seed < first + drawn(150); seed++) {
    const random = makeRandom(seed);
    const features = FAMILIES[seed % FAMILIES.length];
    const document = robustSchedule(random, { features, maxTasks: 5, maxResources: 4 });
    const instance = parseInstance(document);
    let hint: readonly Recovery[] = [];
    for (let i = 0; i < 4; i++) {
      const plan = randomSchedulePlan(withoutLosses(instance), random);
      if (!isLawfulSchedule(withoutLosses(instance), plan)) continue;
      const found = recoverSchedule(instance, plan);
      const label = `seed ${seed}`;
      expect("plan" in found, label).toBe(survives(instance, plan));
      if ("plan" in found) {
        count.found++;
        // What is known of this plan holds without a search, what is known of another one at most here and there.
        for (const known of [found.plan.recoveries ?? [], hint]) {
          const isOwn = known !== hint && instance.colocate.length === 0;
          const again = recoverSchedule(instance, plan, {
            hint: known,
            ...(isOwn && { nodeLimit: 0 }),
          });
          if (!("plan" in again)) throw new Error(`${label}: lost by a hint.`);
          expect(verify(instance, again.plan).ok, label).toBe(true);
        }
        hint = found.plan.recoveries ?? [];
        const checked = verify(instance, found.plan);
        expect(checked.ok ? [] : checked.violations, label).toEqual([]);
        expect(survivesAsTold(instance, found.plan), label).toBe(true);
      } else {
        count.impossible++;
        expect(found.why, label).toBe("impossible");
      }
    }
  }
  expect(count.found).toBeGreaterThan(atLeast(30));
  expect(count.impossible).toBeGreaterThan(atLeast(30));
});

test("says that it does not know when nodes run out, and tries what a hint says first", () => {
  const instance = parseInstance({
    mode: "batch",
    robust: { lose: 1, of: "a" },
    resources: [
      { id: "a", capacity: { cpu: 6 } },
      { id: "b", count: 3, capacity: { cpu: 4 } },
    ],
    tasks: [{ id: "t", count: 3, demand: { cpu: 2 }, runtime: "1h" }],
  });
  const on = (...places: number[]) =>
    buildPlan(
      instance,
      places.map((resource, task) => ({ task, resource, start: 0 })),
    );
  expect(recoverSchedule(instance, on(0, 0, 0), { nodeLimit: 2 })).toEqual({
    loss: 0,
    why: "unknown",
  });
  const hint = [{ loss: 0, moved: buildPlan(instance, [{ task: 0, resource: 3, start: 0 }]) }];
  for (const [given, place] of [
    [{}, 2],
    [{ hint }, 3],
  ] as const) {
    const found = recoverSchedule(instance, on(0, 2, 3), given);
    if (!("plan" in found)) throw new Error("No recovery was found.");
    expect([...(found.plan.recoveries?.[0].moved.resource ?? [])]).toEqual([place]);
  }
});

test("what is lost goes to a spare of its entry as it was, without a search", () => {
  const instance = parseInstance({
    mode: "batch",
    robust: { lose: 1, of: "host" },
    resources: [
      { id: "host", count: 3, capacity: { cpu: 9 }, devices: { gpu: 4 } },
      { id: "other", count: 2, capacity: { cpu: 9 }, devices: { gpu: 4 } },
    ],
    tasks: [
      { id: "t", count: 4, demand: { cpu: 1, gpu: 2 }, runtime: "1h" },
      { id: "gang", workers: 2, demand: { cpu: 1, gpu: 2 }, runtime: "2h", release: "1h" },
    ],
  });
  const piece = (task: number, resource: number, devices: number[], start = 0) => ({
    ...{ task, resource, devices, start },
  });
  const hour = 3_600_000;
  const plan = buildPlan(instance, [
    ...[piece(0, 0, [0, 2]), piece(1, 0, [1, 3]), piece(2, 1, [0, 1]), piece(3, 1, [2, 3])],
    ...[piece(4, 0, [0, 1], hour), piece(4, 1, [1, 3], hour)],
  ]);
  const found = recoverSchedule(instance, plan, { nodeLimit: 0 });
  if (!("plan" in found)) throw new Error("No recovery was found.");
  const { recoveries = [] } = found.plan;
  expect(recoveries.map(({ moved }) => [...moved.resource])).toEqual([
    [2, 2, 2],
    [2, 2, 2],
  ]);
  expect([...recoveries[0].moved.device]).toEqual([0, 2, 1, 3, 0, 1]);
  expect(verify(instance, found.plan).ok).toBe(true);
});
