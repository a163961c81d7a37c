import { expect, test } from "vitest";
import { packingCore } from "../../../src/cores/packing.ts";
import { coverRows } from "../../../src/exact/packing/cover-rows.ts";
import { openings } from "../../../src/exact/packing/openings.ts";
import { packingEvents } from "../../../src/exact/packing/pack.ts";
import { priceRow } from "../../../src/exact/packing/tight-rows.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { usablePairs } from "../../../src/instance/usable.ts";
import { buildPlan } from "../../../src/plan/build.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { withDevices } from "../../../src/plan/devices.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import { verify } from "../../../src/plan/verify.ts";
import { highs } from "../../../src/solvers/highs.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { bestByEnumeration } from "../../support/enumerate.ts";

/** Different hosts to rent, with counts, some without GPUs, which are devices or a plain amount; few tasks. */
function rented(random: Random): object {
  const hasDevices = random.int(0, 1) === 0;
  const asked = hasDevices ? ["300m", "500m", "510m", 1, 2] : [1, 2];
  return {
    ...{ mode: "placement", objectives: ["cost"] },
    resources: Array.from({ length: random.int(2, 4) }, (_, r) => ({
      id: `h${r}`,
      count: random.int(1, 2),
      capacity: {
        cpu: random.int(3, 12),
        memory: `${random.int(3, 12)}MiB`,
        ...(!hasDevices && { gpu: random.int(0, 2) * 2 }),
      },
      ...(hasDevices && { devices: { gpu: random.int(0, 2) } }),
      fixed_price: random.int(1, 9),
    })).slice(0, 3),
    tasks: Array.from({ length: random.int(2, 4) }, (_, t) => ({
      id: `t${t}`,
      demand: {
        cpu: random.int(1, 6),
        memory: `${random.int(1, 6)}MiB`,
        gpu: random.int(0, 2) === 0 ? asked[random.int(0, asked.length - 1)] : 0,
      },
      ...(random.int(0, 6) === 0 && { forbidden: ["h0"] }),
    })),
  };
}

test("what to rent is what trying everything says, with a certificate, and no bound is above that", async () => {
  const random = makeRandom(first + 330);
  let [closed, feasible] = [0, 0];
  for (let n = 0; n < drawn(250); n++) {
    const document = rented(random);
    const instance = parseInstance(document);
    const [target] = targetsOf(instance);
    const best = bestByEnumeration(instance, [target])?.values[0];
    let [value, bound] = [Infinity, -Infinity];
    for await (const event of packingEvents(instance, target, { solver: highs, rounds: 5 })) {
      if (event.plan !== undefined) {
        expect(verify(instance, event.plan).ok).toBe(true);
        value = Math.min(value, evaluateTarget(instance, event.plan, target));
      }
      if (event.bound === undefined) continue;
      expect(event.bound.value, JSON.stringify(document)).toBeLessThanOrEqual(best ?? Infinity);
      expect(checkCertificate(instance, target, event.bound.certificate)).toMatchObject({
        bound: event.bound.value,
      });
      bound = Math.max(bound, event.bound.value);
    }
    if (best === undefined) {
      expect(value).toBe(Infinity);
      continue;
    }
    feasible++;
    expect(value, JSON.stringify(document)).toBeGreaterThanOrEqual(best);
    if (value === bound) closed++;
  }
  expect(feasible).toBeGreaterThanOrEqual(atLeast(100));
  // Nearly every small one is rented for the least, and proven.
  expect(closed / feasible).toBeGreaterThan(0.85);
}, 120_000);

test("choices come from the cheapest on, each with more of something, and none that could hold all is passed over", async () => {
  const random = makeRandom(first + 340);
  let [many, last] = [0, 0];
  for (let n = 0; n < drawn(150); n++) {
    const instance = parseInstance(rented(random));
    const core = packingCore(instance, targetsOf(instance)[0]);
    if (typeof core === "string") continue;
    const rows = coverRows(instance, usablePairs(instance));
    const seen: Int32Array[] = [];
    let before = 0;
    for await (const { open, cost } of openings(instance, core, rows, highs, () => false)) {
      expect(cost).toBeGreaterThanOrEqual(before);
      expect(seen.some((one) => open.every((count, r) => count <= one[r]))).toBe(false);
      before = cost;
      seen.push(open);
      if (seen.length > 40) break;
    }
    if (seen.length > 3) many++;
    if (seen.length > 40) continue;
    // All copies are a choice where any is; everything is within some choice in the end.
    if (seen.length > 0)
      expect(seen.some((open) => open.every((count, r) => count === core.units[r]))).toBe(true);
    last++;
  }
  expect(many).toBeGreaterThanOrEqual(atLeast(30));
  expect(last).toBeGreaterThanOrEqual(atLeast(60));
});

test("what a copy is worth at most is what it can hold, nearly always to the unit", () => {
  const random = makeRandom(first + 350);
  let [exact, all] = [0, 0];
  for (let n = 0; n < drawn(150); n++) {
    const instance = parseInstance(rented(random));
    const core = packingCore(instance, targetsOf(instance)[0]);
    if (typeof core === "string") continue;
    const usable = usablePairs(instance);
    const price = instance.tasks.map(() => random.int(0, 9));
    const row = priceRow(instance, core, usable, price);
    if (row === undefined) continue;
    for (let r = 0; r < core.resources; r++) {
      const most = mostOn(instance, price, r);
      expect(row.worth[r]).toBeGreaterThanOrEqual(most);
      all++;
      if (row.worth[r] === most) exact++;
    }
  }
  expect(all).toBeGreaterThanOrEqual(atLeast(200));
  expect(exact / all).toBeGreaterThan(0.9);
});

/** The dearest set of tasks that fits on one copy of a resource entry, by trying all; the verifier decides. */
function mostOn(instance: Instance, price: readonly number[], r: number): number {
  const free = { ...instance, tasks: instance.tasks.map((task) => ({ ...task, optional: true })) };
  const copies = [...instance.taskOfCopy.keys()];
  let most = 0;
  for (let set = 0; set < 1 << copies.length; set++) {
    const chosen = copies.filter((i) => (set >> i) & 1);
    const worth = chosen.reduce((sum, i) => sum + price[instance.taskOfCopy[i]], 0);
    if (worth <= most) continue;
    const pieces = chosen.map((task) => ({ task, resource: instance.resourceCopyStart[r] }));
    const placed = withDevices(free, pieces);
    if (placed !== undefined && verify(free, buildPlan(free, placed)).ok) most = worth;
  }
  return most;
}
