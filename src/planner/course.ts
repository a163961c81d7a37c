import type { Instance } from "../instance/types.ts";
import { UsageError } from "../util/errors.ts";
import type { LevelEnd, LevelTask } from "./method.ts";
import { runPhases } from "./phases.ts";
import { portfolioOf } from "./portfolio.ts";
import { findMethod } from "./registry.ts";
import { robustPortfolioOf } from "./robust/portfolio.ts";
import type { PlanOptions } from "./types.ts";

/** What runs on each level of a plan. */
export interface Course {
  /** "auto", or the method that was asked for. */
  readonly name: string;
  /** In order of their names. */
  readonly without: readonly string[];
  /** Absent where no solver can be used. */
  readonly solver?: string;
  run(task: LevelTask): Promise<LevelEnd>;
}

/** The solver where none is asked for. */
export const DEFAULT_SOLVER = "highs";

/** Throws UsageError for names that are unknown, left out and asked for, or want a policy that is not there. */
export function courseOf(
  instance: Instance,
  { method: name = "auto", without = [], solver = DEFAULT_SOLVER, policy }: PlanOptions,
): Course {
  const left = new Set(without);
  for (const one of left) findMethod(one);
  const method = name === "auto" ? undefined : findMethod(name);
  if (left.has(name)) {
    throw new UsageError(`The method ${name} is asked for and left out at once.`);
  }
  if (instance.pairs.features !== undefined && method !== undefined && method.name !== "wide") {
    throw new UsageError(`The method ${name} needs tables of all pairs.\nMaybe use auto.`);
  }
  if (method?.uses === "policy" && policy === undefined) {
    throw new UsageError(
      `The method ${name} follows a policy.\nMaybe learn one with "berth learn policy" and give it as --policy policy.json.`,
    );
  }
  const isRobust = instance.robust !== undefined;
  const phases = isRobust ? robustPortfolioOf(instance, name) : portfolioOf(instance, name);
  const usesSolver = method === undefined || method.uses === "solver";
  return {
    name,
    without: [...left].sort(),
    ...(usesSolver && { solver }),
    run: async (task) =>
      typeof phases === "string"
        ? { termination: "unsupported", note: phases }
        : await runPhases(task, phases),
  };
}
