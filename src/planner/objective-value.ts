import { TARGET } from "../instance/arguments.ts";
import { isNeverNegative, type Target } from "../instance/targets.ts";
import { conditionText } from "../plan/condition.ts";
import { gapBetween } from "../plan/gap.ts";
import type { Bound } from "../plan/types.ts";
import { requireArgument, type WantedArgument } from "../util/arguments.ts";
import { defined } from "../util/defined.ts";
import type { LevelOutcome, Termination } from "./types.ts";

/** One objective as a person or a program reads it: printed units, absent where unknown. */
export interface ObjectiveValue {
  readonly name: string;
  readonly unit: string;
  /** Whether less or more is better. */
  readonly sense: "min" | "max";
  /** Exact integers below are in units of 1 / `per_unit`. */
  readonly per_unit: number;
  /** Of the plan. */
  readonly value?: number;
  readonly value_exact?: number;
  /** No plan is better than this, or none of those that `condition` names. */
  readonly bound?: number;
  readonly bound_exact?: number;
  /** Where the bound does not hold for every plan: "among plans with completion-time of at most 4h". */
  readonly condition?: string;
  readonly proof?: "ours" | "claimed";
  /** What produced the bound. */
  readonly source?: string;
  /** Between `value` and `bound`. */
  readonly gap?: number;
  /** What the level reached before later levels used its tolerance, where that is not `value`. */
  readonly best?: number;
  readonly best_exact?: number;
  /** The level's own gap, between `best` and `bound`. */
  readonly best_gap?: number;
  /** The best bound that carries a certificate, where `bound` carries none, and its condition. */
  readonly certified?: number;
  readonly certified_exact?: number;
  readonly certified_condition?: string;
  /** Of the level: "optimal" where `best`, else `value`, is `bound`. */
  readonly termination: Termination;
}

/** Converts an internal, minimised integer into the printed unit of its target. */
export function printedValue(target: Target, value: number): number {
  requireArgument("printedValue", TARGET, target);
  return exactValue(target, value) / target.perUnit;
}

/** The same in units of 1 / `perUnit`. Inside everything is minimised; adding 0 turns -0 into 0. */
export function exactValue(target: Pick<Target, "sense">, value: number): number {
  return (target.sense === "max" ? -value : value) + 0;
}

/** What an outcome has one of for each objective. */
const LEVEL: WantedArgument = {
  what: "a level of an outcome",
  keys: ["target", "termination"],
  from: "one of outcome.levels",
};

/** The printed form of one level. */
export function objectiveValue(level: LevelOutcome): ObjectiveValue {
  requireArgument("objectiveValue", LEVEL, level);
  const { target, value, best, bound, certified } = level;
  const printed = (amount: number | undefined) =>
    amount === undefined ? undefined : printedValue(target, amount);
  const exact = (amount: number | undefined) =>
    amount === undefined ? undefined : exactValue(target, amount);
  const isTraded = best !== undefined && best !== value;
  return {
    name: target.name,
    unit: target.unit,
    sense: target.sense,
    per_unit: target.perUnit,
    ...defined({
      value: printed(value),
      value_exact: exact(value),
      bound: printed(bound?.value),
      bound_exact: exact(bound?.value),
      ...(isZeroOfSum(level) ? ZERO : saidOf(bound)),
      gap: gapBetween(value, bound?.value),
    }),
    ...(isTraded && {
      best: printedValue(target, best),
      best_exact: exactValue(target, best),
      ...defined({ best_gap: level.gap }),
    }),
    ...defined({
      certified: printed(certified?.value),
      certified_exact: exact(certified?.value),
      certified_condition: conditionOf(certified),
    }),
    termination: level.termination,
  };
}

/** What is said of a bound that needs no argument. */
const ZERO = { proof: "ours", source: "zero" } as const;

function saidOf(bound: Bound | undefined) {
  return { condition: conditionOf(bound), proof: bound?.proof, source: bound?.source };
}

/** True of a weighted sum, which has no unit, without anything that could be negative: whoever says it, 0 is no proof. */
function isZeroOfSum({ target, bound }: LevelOutcome): boolean {
  return bound?.value === 0 && target.terms.length > 1 && isNeverNegative(target);
}

function conditionOf(bound: Bound | undefined): string | undefined {
  return conditionText(bound?.given ?? []);
}
