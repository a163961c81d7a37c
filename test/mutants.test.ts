import { existsSync } from "node:fs";
import { expect, test } from "vitest";

interface Mutant {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly tests: readonly (readonly string[])[];
}

/** A script of Node's own, without types. */
const REGISTRY: string = new URL("../scripts/mutants/registry.mjs", import.meta.url).href;
const { MUTANTS, strayMutants } = (await import(REGISTRY)) as {
  readonly MUTANTS: readonly Mutant[];
  strayMutants(mutants: readonly Mutant[]): readonly string[];
};

test("every mutant changes a line that stands in its file once, and names tests that are there", () => {
  expect(MUTANTS.length).toBeGreaterThanOrEqual(100);
  expect(strayMutants(MUTANTS)).toEqual([]);
  for (const { file, from, to, tests } of MUTANTS) {
    expect(to, file).not.toBe(from);
    expect(tests.length, file).toBeGreaterThan(0);
    for (const [path] of tests) expect(existsSync(path), path).toBe(true);
  }
});
