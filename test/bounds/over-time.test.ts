import { expect, test } from "vitest";
import { priceBound } from "../../src/bounds/prices/prices.ts";
import { bestBound } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import type { Bound } from "../../src/plan/types.ts";
import { makeRandom } from "../../src/util/random.ts";
import { truthOf } from "../oracle/truth.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { randomSchedule, type ScheduleFeature } from "../support/random-schedule.ts";
import { validScheduleObjectives } from "../support/random-schedule-objectives.ts";

/** Each family leans on other things that a bound may forget. */
const FAMILIES: readonly (readonly ScheduleFeature[] | undefined)[] = [
  undefined,
  ["window", "horizon", "counts", "zero", "demand-tables"],
  ["horizon", "runtime-tables", "memory", "workers", "devices", "shares"],
  ["horizon", "optional", "weights", "deadline", "release", "counts"],
  ["horizon", "price", "billing", "power", "due", "maintenance"],
  ["horizon", "transfer", "stages", "cost", "after", "priority", "weights", "due"],
];
const EACH = drawn(14);

/** The least value of each target over all plans; undefined if there is none, or too many to look at. */
function bestValues(instance: Instance, targets: readonly Target[]): readonly number[] | undefined {
  const values = truthOf(instance, targets, 4000)?.values ?? [];
  if (values.length === 0) return undefined;
  return targets.map((_, i) => values.reduce((least, one) => Math.min(least, one[i]), Infinity));
}

function* boundsOn(instance: Instance, target: Target): Generator<Bound> {
  const quick = bestBound(instance, target);
  if (quick !== undefined) yield quick;
  const priced = priceBound(instance, target, { passes: 60 });
  if (priced !== undefined) yield priced;
}

test("over time no bound passes the best value, each objective has one, and many are tight", () => {
  const seen = new Map<string, { all: number; tight: number; priced: number }>();
  for (const [f, features] of FAMILIES.entries()) {
    for (let seed = 0; seed < EACH; seed++) {
      const random = makeRandom(5000 * f + seed);
      const options = { maxTasks: 4, maxResources: 3, ...(features && { features }) };
      const { objectives: _, combine: __, ...document } = randomSchedule(random, options);
      const objectives = validScheduleObjectives(document);
      const single = parseInstance({ ...document, objectives });
      if (single.mode !== "schedule") continue;
      const pair = random.shuffle([...objectives]).slice(0, 2);
      const sum = parseInstance({
        ...document,
        combine: "weighted",
        objectives: pair.map((objective, i) => ({ objective, weight: [0.5, 3][i] })),
      });
      const targets = [...targetsOf(single), ...targetsOf(sum)];
      const best = bestValues(single, targets);
      if (best === undefined) continue;
      targets.forEach((target, i) => {
        const label = `family ${f}, seed ${seed}: ${target.name}`;
        let most = -Infinity;
        let isPriced = false;
        for (const bound of boundsOn(single, target)) {
          expect(bound.value, `${label}, ${bound.source}`).toBeLessThanOrEqual(best[i]);
          most = Math.max(most, bound.value);
          if (bound.source === "load-prices") isPriced = true;
          if (bound.certificate === undefined) continue;
          const checked = checkCertificate(single, target, bound.certificate);
          expect(checked, label).toEqual({ bound: bound.value });
        }
        expect(most, label).toBeGreaterThan(-Infinity);
        const name = target.terms.length > 1 ? "sum" : target.terms[0].objective.name;
        const counted = seen.get(name) ?? { all: 0, tight: 0, priced: 0 };
        seen.set(name, {
          all: counted.all + 1,
          tight: counted.tight + (most === best[i] ? 1 : 0),
          priced: counted.priced + (isPriced ? 1 : 0),
        });
      });
    }
  }
  const share = (name: string) => {
    const { all, tight } = seen.get(name) ?? { all: 0, tight: 0 };
    expect(all, name).toBeGreaterThan(atLeast(5));
    return tight / all;
  };
  const shares = Object.fromEntries([...seen.keys()].map((name) => [name, share(name)]));
  const said = JSON.stringify([shares, [...seen]]);
  expect(shares.throughput, said).toBeGreaterThan(0.8);
  expect(shares.utilization, said).toBeGreaterThan(0.8);
  expect(shares["completion-time"], said).toBeGreaterThan(0.8);
  expect(shares.balance, said).toBeGreaterThan(0.5);
  expect(shares.spread, said).toBeGreaterThan(0.4);
  expect(seen.get("balance")?.priced, said).toBeGreaterThan(atLeast(5));
}, 60_000);
