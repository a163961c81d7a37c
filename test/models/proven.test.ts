import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import { liftProven } from "../../models/lift.ts";
import type { LevelLimit } from "../../src/instance/level-limit.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { provenBound } from "../../src/program/proven-bound.ts";
import { highs } from "../../src/solvers/highs.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { enumeratePlans } from "../support/enumerate.ts";
import { randomDocument } from "../support/random-document.ts";
import { validObjectives } from "../support/random-objectives.ts";

const MOST_PLANS = 800;

test.each(["placement", "batch"] as const)("no relaxation passes a plan: %s", async (mode) => {
  let [bounds, tight, loose] = [0, 0, 0];
  for (let seed = first; seed < first + drawn(150); seed++) {
    const random = makeRandom(50_000 + seed);
    for (let n = 0; n < 20; n++) random.unit();
    const document = randomDocument(random, { mode });
    const objectives = validObjectives(document);
    const pair = objectives.slice(0, 2).map((objective, i) => ({ objective, weight: 3 - i }));
    const instance = parseInstance({ ...document, objectives, combine: "lexicographic" });
    const weighted = parseInstance({ ...document, objectives: pair, combine: "weighted" });
    const plans: Plan[] = [];
    const divisible = instance.tasks.some((task) => task.divisible);
    let tried = 0;
    for (const plan of enumeratePlans(instance, divisible ? { parts: 4 } : {})) {
      if (++tried > MOST_PLANS) break;
      if (verify(instance, plan).ok) plans.push(plan);
    }
    if (plans.length === 0) continue;
    const limits: LevelLimit[] = [];
    const targets = [...targetsOf(weighted), ...targetsOf(instance)];
    for (const [level, target] of targets.entries()) {
      const kept = plans.filter((plan) =>
        limits.every((limit) => evaluateTarget(instance, plan, limit.target) <= limit.atMost),
      );
      const best = Math.min(...kept.map((plan) => evaluateTarget(instance, plan, target)));
      const encoding = formulate(instance, target, limits);
      if ("unsupported" in encoding) break;
      const { program } = encoding;
      const relaxed = { ...program, integer: new Uint8Array(program.columns) };
      const { duals, dualBound } = await highs.solve(relaxed, {}, {});
      const exact = duals && provenBound(program, duals)?.bound;
      const proven = exact && encoding.liftProven(exact);
      const label = `${mode} ${seed} level ${level} ${target.name}`;
      if (proven !== undefined) {
        bounds++;
        const spread = target.terms.some(({ objective }) => objective.name === "spread");
        // Rounding a share up may raise the least load above that of its point.
        if (!divisible || !spread) expect(proven, label).toBeLessThanOrEqual(best);
        const claimed = dualBound === undefined ? -Infinity : encoding.liftBound(dualBound);
        if (proven >= claimed) tight++;
      } else if (!divisible) loose++;
      for (let n = 0; n < 3 && !(divisible && target.name.includes("spread")); n++) {
        const duals = Float64Array.from({ length: program.rows }, () => random.int(-8, 8) / 4);
        const guess = provenBound(program, duals)?.bound;
        const lifted = guess && encoding.liftProven(guess);
        if (lifted !== undefined) expect(lifted, `${label}, guess`).toBeLessThanOrEqual(best);
      }
      if (level > 0 && !divisible) limits.push({ target, atMost: best });
    }
  }
  expect(bounds).toBeGreaterThan(atLeast(250));
  expect(tight).toBeGreaterThan(0.97 * bounds);
  expect(loose).toBeLessThan(0.15 * bounds);
});

test("rounded data prove nothing", () => {
  const form = { columns: [0], coefficients: [1], offset: 0, integral: false, grain: 1 };
  const half = { numerator: 1n, denominator: 2n };
  const scale = { scale: 1, shift: 0 };
  expect(liftProven({ ...form, exact: true }, scale, half)).toBe(1);
  expect(liftProven({ ...form, exact: false }, scale, half)).toBeUndefined();
});
