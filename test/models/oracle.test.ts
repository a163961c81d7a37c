import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import type { LevelLimit } from "../../src/instance/level-limit.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { bestByEnumeration } from "../support/enumerate.ts";
import { type Feature, randomDocument } from "../support/random-document.ts";

/** Solves level by level and compares each with enumeration; returns the number of levels compared. */
async function compare(instance: Instance, solverName: string, label: string): Promise<number> {
  const solver = await findSolver(solverName);
  const targets = targetsOf(instance);
  const best = bestByEnumeration(instance, targets);
  const limits: LevelLimit[] = [];
  let levels = 0;
  for (const [level, target] of targets.entries()) {
    const encoding = formulate(instance, target, limits) as Encoding;
    expect(encoding, label).not.toHaveProperty("unsupported");
    const result = await solver.solve(encoding.program, { gap: 0 }, {});
    // A solver may decline what it cannot vouch for.
    if (result.termination === "unsupported" && solverName === "jslp") return levels;
    levels++;
    if (best === undefined) {
      expect(result.termination, label).toBe("infeasible");
      return levels;
    }
    expect(result.termination, `${label} level ${level} ${target.name}`).toBe("optimal");
    const plan = encoding.decode(result.point!.x);
    const verdict = verify(instance, plan);
    expect(verdict.ok ? [] : verdict.violations, `${label} ${target.name}`).toEqual([]);
    const value = evaluateTarget(instance, plan, target);
    expect(value, `${label} level ${level} ${target.name}`).toBe(best.values[level]);
    if (result.dualBound !== undefined) {
      const bound = encoding.liftBound(result.dualBound);
      // A bound of more than nine digits keeps the solver's relative tolerance as a gap, of an objective without its divisor.
      expect(bound, `${label} bound ${target.name}`).toBeLessThanOrEqual(value);
      const gap = 1e-6 * Math.abs(value);
      expect(bound, `${label} bound ${target.name}`).toBeGreaterThanOrEqual(value - gap);
    }
    for (const limit of limits) {
      expect(evaluateTarget(instance, plan, limit.target)).toBeLessThanOrEqual(limit.atMost);
    }
    const slack = (BigInt(Math.abs(value)) * BigInt(target.tolerance)) / 1_000_000n;
    limits.push({ target, atMost: value + Number(slack) });
  }
  return levels;
}

const FOCUS: readonly (readonly ["placement" | "batch", readonly Feature[] | undefined, number])[] =
  [
    ["placement", undefined, 120],
    ["batch", undefined, 120],
    ["placement", ["replicas", "across", "optional", "separate", "weights"], 40],
    ["placement", ["colocate", "optional", "capacity", "devices"], 40],
    ["batch", ["release", "deadline", "weights", "optional"], 40],
  ];

test.each(FOCUS)("highs equals enumeration: %s %j", async (mode, features, count) => {
  let levels = 0;
  for (let seed = first; seed < first + drawn(count); seed++) {
    const document = randomDocument(makeRandom(seed), { mode, ...(features && { features }) });
    const instance = parseInstance(document);
    if (instance.tasks.some((task) => task.divisible)) continue;
    levels += await compare(instance, "highs", `${mode} ${seed}`);
  }
  expect(levels).toBeGreaterThan(atLeast(count) / 2);
});

test.each(["glpk", "jslp"])("%s finds the same values", async (solver) => {
  let levels = 0;
  for (let seed = 1; seed <= drawn(30); seed++) {
    const mode = seed % 2 === 0 ? "placement" : "batch";
    const document = randomDocument(makeRandom(seed), { mode, maxTasks: 3, maxResources: 2 });
    const instance = parseInstance(document);
    if (instance.tasks.some((task) => task.divisible)) continue;
    levels += await compare(instance, solver, `${solver} ${seed}`);
  }
  expect(levels).toBeGreaterThan(atLeast(15));
});
