import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { LevelLimit } from "../../src/instance/level-limit.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { bestSchedule } from "../support/enumerate-schedule.ts";
import { randomSchedule } from "../support/random-schedule.ts";

/** Larger programs, on fine grids, take a solver too long for a test. */
const MOST_COLUMNS = 3000;

/** Levels solved by the program and compared with enumeration; `limits` are the values of the levels before. */
async function compare(seed: number): Promise<number> {
  const document = randomSchedule(makeRandom(seed), { whole: true, maxTasks: 3 });
  const instance = parseInstance(document);
  if (instance.schedule === undefined) return 0;
  const targets = targetsOf(instance);
  const best = bestSchedule(instance, targets, { most: 20_000 });
  if (best === "gave up") return 0;
  const solver = await findSolver("highs");
  const limits: LevelLimit[] = [];
  for (const [level, target] of targets.entries()) {
    const encoding = formulate(instance, target, limits);
    if ("unsupported" in encoding || encoding.program.columns > MOST_COLUMNS) return level;
    const label = `seed ${seed} level ${level} ${target.name} ${JSON.stringify(document)}`;
    const result = await solver.solve(encoding.program, { gap: 0 }, {});
    if (best === undefined) {
      expect(result.termination, label).toBe("infeasible");
      return level + 1;
    }
    expect(result.termination, label).toBe("optimal");
    const plan = encoding.decode(result.point!.x);
    const verdict = verify(instance, plan);
    expect(verdict.ok ? [] : verdict.violations, label).toEqual([]);
    expect(evaluateTarget(instance, plan, target), label).toBe(best.values[level]);
    const bound = encoding.liftBound(result.dualBound!);
    expect(bound, label).toBeLessThanOrEqual(best.values[level]);
    limits.push({ target, atMost: best.values[level] });
  }
  return targets.length;
}

test("level by level the program finds what enumeration of tiny schedules finds", async () => {
  let levels = 0;
  for (let seed = first; seed < first + drawn(120); seed++) levels += await compare(seed);
  expect(levels).toBeGreaterThan(atLeast(60));
});
