import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packingCore } from "../../../src/cores/packing.ts";
import { packingEvents } from "../../../src/exact/packing/pack.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { importCloudBalancing } from "../../../src/io/cloud-balancing/import.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import type { PlanEvent } from "../../../src/plan/event.ts";
import { verify } from "../../../src/plan/verify.ts";
import { highs } from "../../../src/solvers/highs.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { feasiblePlans } from "../../support/enumerate.ts";
import { sharedData } from "../../support/shared-data.ts";

async function eventsOf(instance: Instance, target: Target): Promise<readonly PlanEvent[]> {
  const events: PlanEvent[] = [];
  for await (const event of packingEvents(instance, target, { solver: highs })) events.push(event);
  return events;
}

/** A small placement: devices or three plain dimensions, optional or not, forbidden pairs, zeros and ties. */
function randomPacking(random: Random): object {
  // Neighbouring seeds begin alike.
  for (let n = 0; n < 20; n++) random.unit();
  const devices = random.int(0, 1) === 1;
  const optional = random.int(0, 2) > 0;
  const gpu = ["250m", "340m", "500m", "510m", "810m", 1, 2];
  const resources = Array.from({ length: random.int(1, 2) }, (_, r) => ({
    id: `r${r}`,
    count: random.int(1, 2),
    capacity: { cpu: random.int(2, 8), memory: `${random.int(2, 8)}MiB` },
    ...(devices ? { devices: { gpu: random.int(r === 0 ? 1 : 0, 2) } } : {}),
    fixed_price: random.int(0, 3) * 10,
  }));
  const tasks = Array.from({ length: random.int(1, 3) }, (_, t) => ({
    id: `t${t}`,
    count: random.int(1, 2),
    optional,
    value: random.int(0, 4),
    demand: {
      cpu: random.int(0, 4),
      memory: `${random.int(0, 4)}MiB`,
      ...(devices && random.int(0, 4) > 0 ? { gpu: gpu[random.int(0, gpu.length - 1)] } : {}),
    },
    cost: random.int(0, 2) * 5,
    ...(random.int(0, 4) === 0 ? { forbidden: ["r0"] } : {}),
  }));
  const objectives = optional ? ["throughput"] : ["cost"];
  if (optional && devices) objectives.push("utilization:gpu");
  return { mode: "placement", resources, tasks, objectives };
}

test("bounds stay below every plan, plans pass the verifier", async () => {
  let closed = 0;
  let bounded = 0;
  let planned = 0;
  let feasible = 0;
  for (let seed = 0; seed < drawn(60); seed++) {
    const instance = parseInstance(randomPacking(makeRandom(seed)));
    const values = targetsOf(instance).map(() => Number.POSITIVE_INFINITY);
    for (const plan of feasiblePlans(instance)) {
      targetsOf(instance).forEach((target, i) => {
        values[i] = Math.min(values[i], evaluateTarget(instance, plan, target));
      });
    }
    for (const [i, target] of targetsOf(instance).entries()) {
      let least = Number.POSITIVE_INFINITY;
      let bound = Number.NEGATIVE_INFINITY;
      for (const event of await eventsOf(instance, target)) {
        if (event.bound !== undefined) {
          bounded++;
          expect(event.bound.value, `seed ${seed}`).toBeLessThanOrEqual(values[i]);
          bound = Math.max(bound, event.bound.value);
        }
        if (event.plan !== undefined) {
          expect(verify(instance, event.plan).ok, `seed ${seed}`).toBe(true);
          const value = evaluateTarget(instance, event.plan, target);
          expect(value).toBeLessThan(least);
          least = value;
        }
      }
      if (Number.isFinite(values[i])) feasible++;
      if (Number.isFinite(least)) planned++;
      if (least === bound) closed++;
    }
  }
  expect(bounded).toBeGreaterThan(atLeast(60));
  expect(feasible).toBeGreaterThan(atLeast(40));
  expect(planned).toBeGreaterThan(0.9 * feasible);
  expect(closed).toBeGreaterThan(0.5 * feasible);
});

test("equal runs are equal", async () => {
  for (let seed = 0; seed < 5; seed++) {
    const instance = parseInstance(randomPacking(makeRandom(900 + seed)));
    const [target] = targetsOf(instance);
    expect(await eventsOf(instance, target)).toEqual(await eventsOf(instance, target));
  }
});

test("says why there is no core", () => {
  const resources = [{ id: "a", capacity: { cpu: 1 } }];
  const reasonFor = (document: object) => {
    const instance = parseInstance({
      mode: "placement",
      objectives: ["cost"],
      resources,
      ...document,
    });
    return packingCore(instance, targetsOf(instance)[0]);
  };
  const task = { id: "t", demand: { cpu: 1 }, runtime: "1s" };
  expect(reasonFor({ tasks: [task], objectives: ["makespan"] })).toContain("no sum");
  expect(reasonFor({ tasks: [task], mode: "batch", exclusive: true })).toContain("(sequence)");
  expect(reasonFor({ tasks: [{ ...task, divisible: true }] })).toContain("(divisible)");
  expect(reasonFor({ tasks: [{ ...task, colocate: "g" }] })).toContain("(colocate)");
});

test.each([
  ["2computers-6processes", 5460],
  ["3computers-9processes", 5460],
  ["4computers-12processes", 7410],
])("%s", async (name, optimum) => {
  const path = sharedData("cloudbalancing", `${name}.json`);
  if (path === undefined) return;
  const instance = parseInstance(importCloudBalancing(readFileSync(path, "utf8")).document);
  const [target] = targetsOf(instance);
  const events = await eventsOf(instance, target);
  const bounds = events.flatMap(({ bound }) => (bound === undefined ? [] : [bound.value]));
  const values = events.flatMap(({ plan }) =>
    plan === undefined ? [] : [evaluateTarget(instance, plan, target)],
  );
  expect(Math.min(...values)).toBe(optimum * 1e6);
  expect(Math.max(...bounds)).toBeLessThanOrEqual(optimum * 1e6);
  expect(Math.max(...bounds)).toBeGreaterThan(optimum * 1e6 * 0.6);
});
