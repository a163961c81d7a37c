import { type Target, targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { handling, unheard } from "../../src/plan/traits.ts";
import { keepsOwnRules, withOwnRules } from "../plan/own-rules.ts";
import { asPiece } from "./held.ts";
import { survives } from "./losses.ts";
import { everyPlacement } from "./placements.ts";
import { everySchedule } from "./schedules.ts";
import { ENDLESS_OBJECTIVES, everySequence } from "./sequences.ts";
import { levelValue } from "./values.ts";

/** What trying everything says of an instance. */
export interface Truth {
  /** The values of all levels, of each plan that has other ones; none if there is no plan. */
  readonly values: readonly (readonly number[])[];
  /** True if every plan is no better than one of these; else they are a sample. */
  readonly complete: boolean;
}

/** The rules that plans are tried for here. */
const WRITTEN = handling(
  ...(["placement", "sequence", "schedule", "optional", "divisible", "replicas"] as const),
  ...(["across", "colocate", "separate", "devices", "exclusive", "setup", "budget"] as const),
  ...(["release", "deadline", "available", "maintenance", "after", "workers"] as const),
  ...(["limits", "robust", "pinned"] as const),
);

/** Every combination of values that a plan can have, or undefined if there are too many plans to try. */
export function truthOf(
  instance: Instance,
  targets: readonly Target[] = targetsOf(instance),
  most = 50_000,
): Truth | undefined {
  const unknown = unheard([withOwnRules(WRITTEN)], { instance });
  if (unknown !== undefined) throw new Error(`No plan is tried where ${unknown}.`);
  const seen = new Map<string, readonly number[]>();
  let count = 0;
  const take = (values: readonly number[], isLawful: () => boolean): void => {
    const key = values.join(" ");
    if (!seen.has(key) && isLawful()) seen.set(key, values);
  };
  if (instance.mode === "schedule") {
    const end = everySchedule(instance, targets, most, take);
    if (end === "gave up") return undefined;
    return { values: [...seen.values()], complete: end === "complete" };
  }
  const isTimed = instance.mode === "batch";
  const isKnown = unheard([WRITTEN], { instance }) === undefined;
  const isEndless = targets.every(({ terms }) =>
    terms.every(({ objective }) => ENDLESS_OBJECTIVES.has(objective.name)),
  );
  const cost = targetsOf(instance, [COST], "lexicographic")[0];
  const done = everyPlacement(instance, (bare) => {
    for (const pieces of isTimed ? everySequence(instance, bare, isKnown && isEndless) : [bare]) {
      if (count++ > most) return false;
      const values = targets.map((target) => levelValue(instance, target, pieces));
      take(values, () => {
        const { budget = Infinity } = instance;
        return (
          levelValue(instance, cost, pieces) <= budget &&
          survives(instance, pieces) &&
          (isKnown || keepsOwnRules(instance, buildPlan(instance, pieces.map(asPiece)), WRITTEN))
        );
      });
    }
    return count++ <= most;
  });
  if (!done) return undefined;
  const isTried = isKnown || instance.robust === undefined;
  const complete = isTried && instance.tasks.every(({ divisible }) => !divisible);
  return { values: [...seen.values()], complete };
}

const COST = {
  name: "cost",
  tolerance: 0,
  weight: { numerator: 1, denominator: 1 },
} as const;

/**
 * The best value of each level among plans that have these values: level by level, where a later one may worsen an earlier one
 * by its tolerance, a share of the absolute value rounded down. `kept` holds earlier levels to other values than the best.
 */
export function bestLevels(
  values: readonly (readonly number[])[],
  targets: readonly Target[],
): readonly number[] | undefined {
  let left = values;
  if (left.length === 0) return undefined;
  return targets.map(({ tolerance }, level) => {
    const best = Math.min(...left.map((one) => one[level]));
    left = left.filter((one) => one[level] <= limitOf(best, tolerance));
    return best;
  });
}

/** What later levels leave to a level of this value. */
export function limitOf(value: number, tolerance: number): number {
  return value + Number((BigInt(Math.abs(value)) * BigInt(tolerance)) / 1_000_000n);
}
