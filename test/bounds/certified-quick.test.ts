import { expect, test } from "vitest";
import { bestBound } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import { makeRandom } from "../../src/util/random.ts";
import { robustSchedule } from "../support/robust-schedule.ts";

const OBJECTIVES = [
  "throughput",
  "makespan",
  "completion-time",
  "utilization",
  "weighted-completion",
];

test("a quick bound with a certificate is no more than that proves, also where losses say more", () => {
  let [certified, afterLoss] = [0, 0];
  for (let seed = 0; seed < 300; seed++) {
    const document = robustSchedule(makeRandom(seed)) as object;
    const objectives = [OBJECTIVES[seed % OBJECTIVES.length]];
    let instance: ReturnType<typeof parseInstance>;
    try {
      instance = parseInstance({ ...document, objectives });
    } catch {
      continue;
    }
    const [target] = targetsOf(instance);
    const bound = bestBound(instance, target);
    if (bound?.source.includes(" without ")) afterLoss++;
    if (bound?.certificate === undefined) continue;
    certified++;
    const checked = checkCertificate(instance, target, bound.certificate);
    expect(checked, `seed ${seed}`).toHaveProperty("bound");
    if ("bound" in checked)
      expect(checked.bound, `seed ${seed}`).toBeGreaterThanOrEqual(bound.value);
  }
  expect(certified).toBeGreaterThan(20);
  expect(afterLoss).toBeGreaterThan(2);
});

test("where a task waits for one without a resource, certificates are rejected in words", () => {
  const document = (objective: string) => ({
    mode: "batch",
    objectives: [objective],
    resources: [{ id: "r", capacity: { cpu: 1 } }],
    tasks: [
      { id: "none", runtime: "1h", demand: { cpu: 2 }, optional: true },
      { id: "waits", runtime: "1h", demand: { cpu: 1 }, after: ["none"] },
    ],
  });
  for (const objective of ["makespan", "weighted-completion"]) {
    const instance = parseInstance(document(objective));
    const [target] = targetsOf(instance);
    const measures = [{ price: [1], capacity: [1] }];
    for (const certificate of [
      { kind: "critical-path" },
      { kind: "busy-prices", slopes: [1, 1], measures },
    ]) {
      const checked = checkCertificate(instance, target, certificate);
      expect("rejected" in checked && checked.rejected, objective).toMatch(/\w+ \w+/);
    }
    expect(() => bestBound(instance, target)).not.toThrow();
  }
});
