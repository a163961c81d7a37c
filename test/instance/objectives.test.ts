import { expect, test } from "vitest";
import { isGain } from "../../src/instance/objectives/kinds.ts";
import type { Part } from "../../src/instance/objectives/objective.ts";
import {
  OBJECTIVE_NAMES,
  type ObjectiveName,
  objectiveOf,
  partsOf,
  tieBreakOf,
} from "../../src/instance/objectives/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { requirementIssues } from "../../src/instance/requirements.ts";
import type { Instance } from "../../src/instance/types.ts";
import { makeRandom } from "../../src/util/random.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule } from "../support/random-schedule.ts";

const weight = { numerator: 1, denominator: 1 };

/** Every objective of small instances of all kinds, with the parts that it is the sum of. */
function* drawn(): Generator<{ name: ObjectiveName; parts: readonly Part[]; instance: Instance }> {
  for (let seed = 1; seed <= 60; seed++) {
    const random = makeRandom(seed);
    const document = seed % 2 === 0 ? randomDocument(random) : randomSchedule(random);
    const instance = parseInstance(document);
    for (const name of OBJECTIVE_NAMES) {
      const needed = objectiveOf(name).dimension === "needed";
      if (needed && instance.dimensions.length === 0) continue;
      const spec = { name, tolerance: 0, weight, ...(needed && { dimension: 0 }) };
      if (requirementIssues(instance, [spec]).length > 0) continue;
      yield { name, parts: partsOf(instance, spec), instance };
    }
  }
}

/** All amounts that a part can count, and pairs of values of which the second must be no less. */
function amountsOf(part: Part, { tasks, resources }: Instance) {
  const pairs = tasks.flatMap((_, t) => resources.map((__, r) => [t, r] as const));
  const times = [0, 1, 999, 60_000, 60_001, 7_200_000];
  if (part.kind === "pieces") return { amounts: pairs.map(([t, r]) => part.amount(t, r)) };
  if (part.kind === "placed") return { amounts: tasks.map((_, t) => part.gain(t)) };
  if (part.kind === "copies") {
    const timed = resources.map((_, r) => part.timed?.(r, { from: [5], until: [70_000] }) ?? 0);
    return { amounts: [...resources.map((_, r) => part.fixed(r)), ...timed] };
  }
  if (part.kind !== "runtimes" && part.kind !== "ends") return { amounts: [] };
  const values = tasks.map((task) => times.map((time) => part.value(task, time)));
  return { amounts: values.flat(), rising: values };
}

test("what objectives add up is whole, never negative, and never falls with time; gains are maximised", () => {
  const seen = new Set<string>();
  for (const { name, parts, instance } of drawn()) {
    seen.add(name);
    expect(parts.length, name).toBeGreaterThan(0);
    expect(parts.every(isGain), name).toBe(objectiveOf(name).sense === "max");
    if (objectiveOf(name).sense === "min") expect(parts.some(isGain), name).toBe(false);
    for (const part of parts) {
      const { amounts, rising = [] } = amountsOf(part, instance);
      expect(
        amounts.every((one) => Number.isSafeInteger(one) && one >= 0),
        name,
      ).toBe(true);
      for (const values of rising) {
        expect(
          [...values].sort((a, b) => a - b),
          name,
        ).toEqual(values);
      }
    }
  }
  expect([...seen].sort()).toEqual([...OBJECTIVE_NAMES].sort());
});

test("amounts that do not depend on the place are the same everywhere", () => {
  for (const { name, parts, instance } of drawn()) {
    for (const part of parts) {
      if (part.kind !== "pieces" || part.byPlace) continue;
      instance.tasks.forEach((_, t) => {
        const amounts = new Set(instance.resources.map((__, r) => part.amount(t, r)));
        expect(amounts.size, name).toBeLessThanOrEqual(1);
      });
    }
  }
});

test("tie-breaks are objectives, and no word stands for two", () => {
  expect(OBJECTIVE_NAMES.map(tieBreakOf).filter((name) => name !== undefined)).toEqual(["spread"]);
  const words = OBJECTIVE_NAMES.flatMap((name) => [name, ...(objectiveOf(name).words ?? [])]);
  expect(new Set(words).size).toBe(words.length);
});
