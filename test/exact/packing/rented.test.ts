import { expect, test } from "vitest";
import { packingEvents } from "../../../src/exact/packing/pack.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
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
