import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { planCsv, readPlanCsv } from "../../src/io/csv-plan.ts";
import { parsePlan, planOf } from "../../src/io/parse-plan.ts";
import { planText } from "../../src/io/plan-text.ts";
import { planMetrics } from "../../src/plan/metrics.ts";
import type { VerifiedPlan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { planLines } from "../../src/report/plan-lines.ts";
import { makeRandom } from "../../src/util/random.ts";
import { demandIn, type Row } from "../plan/naive-schedule.ts";
import { randomSchedulePlan } from "../plan/random-schedule-plan.ts";
import { randomSchedule } from "../support/random-schedule.ts";

const ORIGIN = { levels: [], termination: "completed", method: "greedy" } as const;

/** Verified plans of random schedules; many have several workers on one resource. */
const plans: readonly VerifiedPlan[] = Array.from({ length: 600 }, (_, seed) => {
  const random = makeRandom(seed);
  const features = {
    features: ["workers", "devices", "shares", "counts", "zero", "after"] as const,
  };
  const instance = parseInstance(randomSchedule(random, seed % 2 === 0 ? features : {}));
  const checked = verify(instance, randomSchedulePlan(instance, random));
  return checked.ok ? [checked.plan] : [];
}).flat();

test("plans of schedules are read as they were written, gangs on one resource too", () => {
  let gangs = 0;
  for (const verified of plans) {
    const { instance, plan } = verified;
    const document: unknown = JSON.parse([...planText(verified, ORIGIN)].join(""));
    expect(parsePlan(document, instance)).toEqual(plan);
    const { list } = readPlanCsv([...planCsv(verified)].join(""), "plan.csv");
    expect(planOf(list, "", instance)).toEqual(plan);
    const isTwice = (k: number) =>
      k > 0 && plan.task[k - 1] === plan.task[k] && plan.resource[k - 1] === plan.resource[k];
    if ([...plan.task.keys()].some(isTwice)) gangs++;
  }
  expect(plans.length).toBeGreaterThan(150);
  expect(gangs).toBeGreaterThan(20);
});

test("the load of a resource is the most that runs on it at any instant", () => {
  let joint = 0;
  for (const { instance, plan } of plans) {
    for (const { resource, load } of planMetrics(instance, plan).resources) {
      const rows = [...plan.task.keys()].flatMap((k): Row[] => {
        if (plan.resource[k] !== resource) return [];
        const [copy, start] = [plan.task[k], plan.start[k]];
        const pair =
          instance.taskOfCopy[copy] * instance.resources.length + instance.resourceOfCopy[resource];
        const end = start + instance.pairs.runtime[pair];
        return [{ copy, place: resource, share: 1_000_000, start, end, devices: [] }];
      });
      load.forEach((amount, d) => {
        const single = Math.max(...rows.map((row) => demandIn(instance, d, row)));
        const together = rows.map(({ start }) =>
          rows
            .filter((row) => row.start <= start && start < row.end)
            .reduce((sum, row) => sum + demandIn(instance, d, row), 0),
        );
        expect(amount).toBe(Math.max(single, ...together));
        if (amount > single) joint++;
      });
    }
  }
  expect(joint).toBeGreaterThan(20);
});

test.each([40, 80, 200])("plans are drawn within %i columns", (width) => {
  for (const verified of plans) {
    const lines = planLines(verified, width, 60);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    expect(lines.length).toBeLessThanOrEqual(60);
  }
});
