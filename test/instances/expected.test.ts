import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { readInstance } from "../../src/io/read-instance.ts";
import { plan } from "../../src/planner/plan.ts";
import type { LevelOutcome } from "../../src/planner/types.ts";

const folder = resolve(import.meta.dirname, "../../instances");
const names = readdirSync(folder)
  .filter((file) => /\.(yaml|json)$/.test(file) && !file.endsWith(".expected.json"))
  .map((file) => file.replace(/\.\w+$/, ""));

/** What an instance is known to have; amounts are exact integers in units of 1 / per_unit. */
interface Expected {
  readonly termination: string;
  readonly objectives: readonly {
    readonly name: string;
    readonly unit: string;
    readonly per_unit: number;
    /** The proven optimum of the level. */
    readonly optimum: number;
    /** Where shares have a resolution: the value may be above the optimum by this share of it. */
    readonly within?: number;
  }[];
  /** Infeasible: a word of the reason. */
  readonly reason?: string;
  readonly source: string;
}

test("every instance has an expectation and every expectation an instance", () => {
  expect(names.length).toBeGreaterThanOrEqual(5);
  for (const name of names) expect(existsSync(join(folder, `${name}.expected.json`))).toBe(true);
  const expectations = readdirSync(folder).filter((file) => file.endsWith(".expected.json"));
  expect(expectations.map((file) => file.replace(".expected.json", "")).sort()).toEqual(
    [...names].sort(),
  );
});

test.each(names)("%s is an instance that says what it shows", async (name) => {
  const file = join(folder, `${name}.yaml`);
  const instance = await readInstance(file);
  expect(instance.name).toBe(name);
  expect(readFileSync(file, "utf8")).toMatch(/^# .+\n# /);
  expect(expectation(name).source.length).toBeGreaterThan(20);
});

test.each(names)("%s has the expected optimum", async (name) => {
  const expected = expectation(name);
  const outcome = await plan(await readInstance(join(folder, `${name}.yaml`)));
  expect(outcome.termination).toBe(expected.termination);
  if (expected.reason !== undefined) expect(outcome.notes.join(" ")).toContain(expected.reason);
  expect(outcome.plan === undefined).toBe(expected.termination === "infeasible");
  if (outcome.plan === undefined) return;
  expect(outcome.levels.map(({ target }) => target.name)).toEqual(
    expected.objectives.map(({ name }) => name),
  );
  for (const [k, level] of outcome.levels.entries()) {
    const { unit, per_unit, optimum, within = 0 } = expected.objectives[k];
    expect([level.target.unit, level.target.perUnit]).toEqual([unit, per_unit]);
    const { best, bound } = printed(level);
    const slack = Math.abs(optimum) * within;
    expect(Math.abs(best - optimum)).toBeLessThanOrEqual(slack);
    expect(Math.abs(bound - optimum)).toBeLessThanOrEqual(slack);
  }
});

/** With the sign of the printed value. */
function printed({ target, best, bound }: LevelOutcome): { best: number; bound: number } {
  if (best === undefined || bound === undefined) throw new Error("expected a value and a bound");
  const sign = target.sense === "max" ? -1 : 1;
  return { best: sign * best + 0, bound: sign * bound.value + 0 };
}

function expectation(name: string): Expected {
  return JSON.parse(readFileSync(join(folder, `${name}.expected.json`), "utf8")) as Expected;
}
