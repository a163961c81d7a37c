import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { pieceRuntime, taskDemand } from "../../src/plan/piece.ts";
import type { Plan } from "../../src/plan/types.ts";
import { type Usage, usageOf } from "../../src/report/usage.ts";
import { makeRandom } from "../../src/util/random.ts";
import { firstPlan } from "../support/first-plan.ts";

function planned(count: number): { readonly instance: Instance; readonly plan: Plan } {
  const random = makeRandom(7);
  const instance = parseInstance({
    mode: "batch",
    objectives: ["makespan"],
    resources: [
      { id: "a", count: 2, capacity: { cpu: 8, memory: "64GiB" } },
      { id: "b", capacity: { cpu: 3 } },
    ],
    tasks: Array.from({ length: count }, (_, i) => ({
      id: `t${i}`,
      demand: { cpu: 1 + random.int(0, 2) },
      runtime: `${1 + random.int(0, 4999)}s`,
    })),
  });
  const plan = firstPlan(instance, targetsOf(instance)[0], random);
  if (plan === undefined) throw new Error("no plan");
  return { instance, plan };
}

/** The time under a curve, in ms. */
function area({ times }: Usage, share: readonly number[]): number {
  return share.reduce((sum, one, i) => sum + one * ((times[i + 1] ?? times[i]) - times[i]), 0);
}

test.each([
  [12, false],
  [2000, true],
])("of %i pieces what is used over time is what the pieces take", (count, isMean) => {
  const { instance, plan } = planned(count);
  const usage = usageOf(instance, plan);
  expect(usage.isMean).toBe(isMean);
  // Two of 8 and one of 3.
  const work = [...plan.task.keys()].reduce(
    (sum, k) => sum + taskDemand(instance, plan, k, 0) * pieceRuntime(instance, plan, k),
    0,
  );
  const [cpu, memory, resources] = usage.curves;
  const { times } = usage;
  const precision = (isMean ? 1e-3 : 1e-6) * times[times.length - 1];
  expect(Math.abs(area(usage, cpu.share) - work / 19_000)).toBeLessThanOrEqual(precision);
  expect(memory.share.every((share) => share === 0)).toBe(true);
  for (const { share } of usage.curves) {
    expect(share).toHaveLength(times.length);
    expect(share.at(-1)).toBe(0);
    expect(Math.max(...share)).toBeLessThanOrEqual(1);
  }
  expect(area(usage, resources.share)).toBeGreaterThan(area(usage, cpu.share) / 2);
});
