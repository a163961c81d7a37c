import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom } from "../../src/util/random.ts";
import { bestSchedule, plansToTry } from "../support/best-schedule.ts";
import { tinySchedule } from "../support/tiny-schedule.ts";

const first = Number(process.env.FIRST_SEED ?? 1);
const times = Number(process.env.SEED_TIMES ?? 1);

const known = new Map<number, readonly number[] | undefined>();

/** Worked out once for all methods. */
function bestOf(seed: number, instance: Instance): readonly number[] | undefined {
  if (!known.has(seed)) known.set(seed, bestSchedule(instance));
  return known.get(seed);
}

for (const [method, share] of [
  ["auto", 0.9],
  ["local", 0.9],
  ["greedy", 0.5],
  ["milp", 0.9],
] as const) {
  test(`${method} agrees with every plan of tiny schedules`, async () => {
    const tally = { compared: 0, best: 0, none: 0, closed: 0, certificates: 0 };
    for (let seed = first; seed < first + 70 * times; seed++) {
      const instance = parseInstance(tinySchedule(makeRandom(seed)));
      if (instance.mode !== "schedule" || plansToTry(instance) > 12_000) continue;
      const best = bestOf(seed, instance);
      const { levels, ...outcome } = await plan(instance, { method, workLimit: 12, seed });
      const label = `seed ${seed}`;
      if (best === undefined) {
        expect(outcome.plan, label).toBeUndefined();
        tally.none++;
        continue;
      }
      expect(outcome.termination, label).not.toBe("infeasible");
      for (const [k, level] of levels.entries()) {
        if (levels.slice(0, k).some((one, i) => one.best !== best[i])) break;
        tally.compared++;
        for (const bound of [level.bound, level.certified]) {
          if (bound === undefined) continue;
          expect(bound.value, `${label} ${bound.source}`).toBeLessThanOrEqual(best[k]);
          if (bound.certificate === undefined) continue;
          tally.certificates++;
          const checked = checkCertificate(instance, level.target, bound.certificate);
          expect(checked, label).toMatchObject({ bound: bound.value });
        }
        if (level.best === undefined) continue;
        expect(level.best, label).toBeGreaterThanOrEqual(best[k]);
        if (level.best === best[k]) tally.best++;
        if (level.termination === "optimal") {
          expect(level.best, label).toBe(best[k]);
          tally.closed++;
        }
      }
    }
    expect(tally.compared).toBeGreaterThan(20);
    expect(tally.none).toBeGreaterThan(0);
    expect(tally.best / tally.compared).toBeGreaterThanOrEqual(share);
    if (method === "auto") {
      expect(tally.certificates).toBeGreaterThan(10);
      expect(tally.closed).toBeGreaterThan(10);
    }
    if (process.env.TELL) console.log(method, tally);
  }, 120_000);
}
