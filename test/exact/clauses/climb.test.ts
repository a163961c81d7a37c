import { expect, test } from "vitest";
import { climb } from "../../../src/exact/clauses/climb.ts";
import { modelOf } from "../../../src/exact/clauses/model.ts";
import { gridOf } from "../../../src/instance/facts/grid.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { bestSchedule } from "../../support/enumerate-schedule.ts";
import { randomSchedule, type ScheduleFeature } from "../../support/random-schedule.ts";

/** What the model knows all of; that a task stands alone it sees by amounts, so beside one that asks for nothing it does not. */
const KNOWN: readonly ScheduleFeature[] = [
  "memory",
  "exclusive-resources",
  "after",
  "lag",
  "each",
  "limits",
  "window",
  "release",
  "runtime-tables",
  "demand-tables",
  "eligible",
  "counts",
];

function instanceOf(seed: number): Instance | undefined {
  const isKnown = seed % 2 === 0;
  const document = randomSchedule(makeRandom(seed), {
    ...{ maxTasks: 5, maxResources: 3, whole: true, objectives: ["makespan"] },
    ...(isKnown && { features: KNOWN }),
  });
  try {
    const instance = parseInstance(document);
    return instance.mode === "schedule" ? instance : undefined;
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
}

test("climbs to the least makespan where the model knows every rule, never above it, and every log is accepted", () => {
  const found = { tried: 0, sharp: 0, known: 0, logs: 0 };
  for (let seed = first; seed < first + drawn(1200); seed++) {
    const instance = instanceOf(seed);
    if (instance === undefined) continue;
    const [target] = targetsOf(instance);
    const enumerated = bestSchedule(instance, [target], { most: 4000 });
    if (enumerated === undefined || enumerated === "gave up") continue;
    const best = enumerated.values[0];
    const unit = gridOf(instance);
    const horizon = Math.floor(best / unit) + (seed % 4);
    const model = modelOf(instance, horizon);
    if (model === undefined) continue;
    const label = `seed ${seed}`;
    let least = 0;
    for (const step of climb(model, () => ({ least: 0, most: horizon }))) {
      if (step?.least === undefined) continue;
      least = step.least;
      expect(least * unit, label).toBeLessThanOrEqual(best);
      if (step.certificate === undefined) continue;
      found.logs++;
      const checked = checkCertificate(
        instance,
        target,
        JSON.parse(JSON.stringify(step.certificate)),
      );
      expect(checked, label).toEqual({ bound: least * unit });
    }
    found.tried++;
    const isSharp = least * unit === best;
    if (isSharp) found.sharp++;
    // Copies of an entry share what they have in the model, and devices are counted together.
    const isWhole = instance.resources.every(({ count }) => count <= 1);
    if (seed % 2 === 0 && isWhole) {
      found.known++;
      expect(isSharp, label).toBe(true);
    }
  }
  if (process.env.TELL) console.log(found);
  expect(found.known).toBeGreaterThan(atLeast(100));
  expect(found.logs).toBeGreaterThan(atLeast(300));
  expect(found.sharp).toBeGreaterThan(0.8 * found.tried);
});

test("sees no short runtime in one that passes 32 bits", () => {
  const instance = parseInstance({
    mode: "batch",
    objectives: ["makespan"],
    resources: [
      { id: "fast", capacity: { cpu: 1 } },
      { id: "slow", capacity: { cpu: 1 } },
    ],
    // 2^32 + 1 ms, which is 1 in 32 bits.
    tasks: ["a", "b"].map((id) => ({
      id,
      runtime: { fast: "10ms", slow: "4294967297ms" },
      demand: { cpu: 1 },
    })),
  });
  const model = modelOf(instance, 30);
  const told = model && [...climb(model, () => ({ least: 0, most: 30 }))];
  expect(told?.findLast((step) => step?.least !== undefined)?.least).toBe(20);
});

test("leaves alone what is beyond its numbers", () => {
  const document = (runtime: string, memory: string) => ({
    mode: "batch",
    objectives: ["makespan"],
    resources: [{ id: "r", capacity: { memory } }],
    tasks: [
      { id: "a", runtime, demand: { memory } },
      { id: "b", runtime: "1ms", demand: { memory: "1MiB" }, after: "a" },
    ],
  });
  // Milliseconds of years pass 2^29, so there is no model; amounts whose energy passes 2^53 are added up nowhere.
  const years = parseInstance(document("20000h", "2MiB"));
  expect(modelOf(years, 72_000_000_001)).toBeUndefined();
  const large = parseInstance(document("2h", "4000000000MiB"));
  const model = modelOf(large, 7_200_001);
  const told = model && [...climb(model, () => ({ least: 0, most: 7_200_001 }))];
  expect(told?.findLast((step) => step?.least !== undefined)?.least).toBe(7_200_001);
});
