import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import { KINDS, neighbourhoodSelector } from "../../src/heuristics/lns/neighbourhood.ts";
import { recover } from "../../src/heuristics/robust/placement/recover.ts";
import { withoutLosses } from "../../src/instance/losses.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { admit } from "../../src/program/admit.ts";
import { findSolver } from "../../src/solvers/registry.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { feasiblePlans } from "../support/enumerate.ts";
import { bestSurviving, survives } from "../support/enumerate-losses.ts";
import { pick } from "../support/random-document.ts";
import { robustDocument } from "../support/robust-document.ts";

test("the program's optimum is the best that survives every loss by enumeration", async () => {
  const solver = await findSolver("highs");
  let [some, none] = [0, 0];
  for (let seed = first; seed < first + drawn(70); seed++) {
    const instance = parseInstance(robustDocument(makeRandom(seed)));
    const [target] = targetsOf(instance);
    const best = bestSurviving(instance, target);
    const encoding = formulate(instance, target, []) as Encoding;
    const label = `seed ${seed} ${target.name}`;
    expect(encoding, label).not.toHaveProperty("unsupported");
    const result = await solver.solve(encoding.program, { gap: 0 }, {});
    if (best === undefined) {
      none++;
      expect(result.termination, label).toBe("infeasible");
      continue;
    }
    some++;
    expect(result.termination, label).toBe("optimal");
    const plan = encoding.decode(result.point!.x);
    const verdict = verify(instance, plan);
    expect(verdict.ok ? [] : verdict.violations, label).toEqual([]);
    expect(survives(instance, plan), label).toBe(true);
    expect(evaluateTarget(instance, plan, target), label).toBe(best);
    expect(encoding.liftBound(result.dualBound!), label).toBeLessThanOrEqual(best);
    // Its point goes back into the program with all its moves.
    const again = admit(encoding.program, encoding.encode(plan));
    expect("rejected" in again ? again.rejected : "", label).toBe("");
  }
  expect(some).toBeGreaterThan(atLeast(15));
  expect(none).toBeGreaterThan(atLeast(10));
});

test("the program of a part holds the plan it is cut from, and only plans that survive", async () => {
  const solver = await findSolver("highs");
  let [parts, better] = [0, 0];
  for (let seed = first; seed < first + drawn(30, 6); seed++) {
    const instance = parseInstance(robustDocument(makeRandom(seed)));
    const [target] = targetsOf(instance);
    const random = makeRandom(seed);
    const selector = neighbourhoodSelector(instance, target);
    let tried = 0;
    for (const bare of feasiblePlans(withoutLosses(instance))) {
      const found = recover(instance, bare);
      if (!("plan" in found)) continue;
      if (++tried > 3) break;
      const label = `seed ${seed} ${target.name}`;
      const kind = pick(random, KINDS);
      const { scope } = selector.free(found.plan, kind, random.int(2, 8), random);
      const encoding = formulate(instance, target, [], scope) as Encoding;
      const start = encoding.encode(found.plan);
      const admitted = admit(encoding.program, start);
      expect("rejected" in admitted ? admitted.rejected : "", label).toBe("");
      const result = await solver.solve(encoding.program, { gap: 0, start }, {});
      expect(result.termination, label).toBe("optimal");
      const plan = encoding.decode(result.point!.x);
      const verdict = verify(instance, plan);
      expect(verdict.ok ? [] : verdict.violations, label).toEqual([]);
      expect(survives(instance, plan), label).toBe(true);
      const [before, after] = [found.plan, plan].map((one) =>
        evaluateTarget(instance, one, target),
      );
      expect(after, label).toBeLessThanOrEqual(before);
      parts++;
      if (after < before) better++;
    }
  }
  expect(parts).toBeGreaterThan(atLeast(15));
  expect(better).toBeGreaterThan(atLeast(2));
});
