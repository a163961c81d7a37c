import { expect, test } from "vitest";
import { loadCpSat } from "../../src/solvers/cpsat.ts";
import { loadGlpk } from "../../src/solvers/glpk.ts";
import { findSolver, SOLVER_NAMES, SOLVERS } from "../../src/solvers/registry.ts";
import { UsageError } from "../../src/util/errors.ts";

test("every solver answers to its name and is loaded once", async () => {
  for (const name of SOLVER_NAMES) {
    const solver = await findSolver(name);
    expect(solver.name).toBe(name);
    expect(await findSolver(name)).toBe(solver);
  }
  expect(SOLVER_NAMES).toEqual(Object.keys(SOLVERS));
});

test.each([
  ["higsh", 'Unknown solver "higsh". Maybe "highs".'],
  ["gurobi", 'Unknown solver "gurobi". Maybe one of: highs, glpk, cpsat, jslp.'],
  ["toString", 'Unknown solver "toString". Maybe one of: highs, glpk, cpsat, jslp.'],
])("the unknown name %s is a usage error", async (name, message) => {
  await expect(findSolver(name)).rejects.toThrow(new UsageError(message));
});

test("a missing glpk.js tells how to install it", async () => {
  const missing = () => Promise.reject(new Error("Cannot find package 'glpk.js'"));
  await expect(loadGlpk(missing)).rejects.toThrow(UsageError);
  await expect(loadGlpk(missing)).rejects.toThrow(/npm install glpk\.js/);
});

test("a missing or-tools-wasm tells how to install it", async () => {
  const missing = () => Promise.reject(new Error("Cannot find package 'or-tools-wasm'"));
  await expect(loadCpSat(missing)).rejects.toThrow(UsageError);
  await expect(loadCpSat(missing)).rejects.toThrow(/cpsat needs[\s\S]*npm install or-tools-wasm/);
});
