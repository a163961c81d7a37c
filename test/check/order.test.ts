import { expect, test } from "vitest";
import { type Target, targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import { exactValue, printedValue } from "../../src/planner/objective-value.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { bestByEnumeration } from "../support/enumerate.ts";
import { randomPair } from "../support/random-pair.ts";
import { findingsOf, type PlanDocument, planned } from "./files.ts";

/** Moves every limit of a certificate, and states whatever bound that proves. */
function moved(instance: Instance, file: PlanDocument, random: Random): PlanDocument {
  const copy = structuredClone(file);
  for (const objective of copy.objectives) {
    const certificate = objective.certificate as { given?: { at_most: number }[] } | undefined;
    for (const limit of certificate?.given ?? []) {
      limit.at_most = Math.round(limit.at_most * [0.5, 0.9, 1, 1.1, 1.5][random.int(0, 4)]!);
    }
    const target = targetsOf(instance).find(({ name }) => name === objective.name);
    if (certificate?.given === undefined || target === undefined) continue;
    const checked = checkCertificate(instance, target, certificate);
    if ("rejected" in checked) continue;
    for (const key of ["bound", "bound_exact", "condition", "gap", "termination"]) {
      delete objective[key];
    }
    for (const key of Object.keys(objective))
      if (key.startsWith("certified")) delete objective[key];
    objective.bound_exact = exactValue(target, checked.bound);
    objective.bound = printedValue(target, checked.bound);
  }
  delete copy.termination;
  return copy;
}

test("a bound that counts holds for the optimum of the instance's own order, whatever order the run had", async () => {
  const seen = { earned: 0, conditional: 0, plain: 0, closed: 0 };
  const random = makeRandom(31);
  for (let n = 0; n < drawn(24, 7); n++) {
    const instance = randomPair(random);
    const targets = targetsOf(instance);
    const best = bestByEnumeration(instance, targets);
    if (best === undefined) continue;
    const objectives =
      random.int(0, 1) === 0 ? instance.objectives : [...instance.objectives].reverse();
    const { file } = await planned(instance, { objectives, workLimit: 50 });
    const files = [file, ...Array.from({ length: 6 }, () => moved(instance, file, random))];
    for (const one of files) look(instance, targets, best.values, one, seen);
  }
  expect(seen.earned).toBeGreaterThan(atLeast(5));
  expect(seen.conditional).toBeGreaterThan(atLeast(5));
  expect(seen.plain).toBeGreaterThan(atLeast(60));
  expect(seen.closed).toBeGreaterThan(atLeast(3));
});

function look(
  instance: Instance,
  targets: readonly Target[],
  best: readonly number[],
  file: PlanDocument,
  seen: { earned: number; conditional: number; plain: number; closed: number },
): void {
  const { objectives } = findingsOf(instance, file);
  objectives.forEach(({ name, value_exact: value, bound }, level) => {
    expect(name).toBe(targets[level]?.name);
    const { status, condition, gap, bound_exact: least } = bound;
    if (status === "conditional") {
      seen.conditional++;
      expect(gap).toBeUndefined();
      expect(condition).toMatch(/^among plans with /);
    }
    if (status !== "checked") return;
    // Everything here is minimised, so exact and internal values are the same.
    expect(least, `${name} of ${JSON.stringify(file.objectives)}`).toBeLessThanOrEqual(
      best[level] as number,
    );
    if (condition === undefined) seen.plain++;
    else {
      seen.earned++;
      if (gap !== 0) return;
      seen.closed++;
      expect(value).toBe(best[level]);
    }
  });
}
