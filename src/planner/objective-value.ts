import type { Target } from "../instance/targets.ts";
import type { LevelOutcome, Termination } from "./types.ts";

/** One objective as a person or a program reads it: printed units, absent where unknown. */
export interface ObjectiveValue {
  readonly name: string;
  readonly unit: string;
  /** Whether less or more is better. */
  readonly sense: "min" | "max";
  /** Exact integers below are in units of 1 / `per_unit`. */
  readonly per_unit: number;
  readonly value?: number;
  readonly value_exact?: number;
  /** What the level reached, where later levels used its tolerance. */
  readonly best?: number;
  /** No plan is better than this (among plans that keep the earlier levels). */
  readonly bound?: number;
  readonly bound_exact?: number;
  /** The best bound that carries a certificate, where `bound` carries none. */
  readonly certified?: number;
  readonly certified_exact?: number;
  readonly gap?: number;
  readonly proof?: "ours" | "claimed";
  /** What produced the bound. */
  readonly source?: string;
  readonly termination: Termination;
}

/** Converts an internal, minimised integer into the printed unit of its target. */
export function printedValue(target: Target, value: number): number {
  return signed(target, value) / target.perUnit;
}

/** The printed form of one level. */
export function objectiveValue(level: LevelOutcome): ObjectiveValue {
  const { target, value, best, bound, certified, gap } = level;
  return {
    name: target.name,
    unit: target.unit,
    sense: target.sense,
    per_unit: target.perUnit,
    ...(value === undefined
      ? {}
      : { value: printedValue(target, value), value_exact: signed(target, value) }),
    ...(best === undefined || best === value ? {} : { best: printedValue(target, best) }),
    ...(bound === undefined
      ? {}
      : {
          bound: printedValue(target, bound.value),
          bound_exact: signed(target, bound.value),
          proof: bound.proof,
          source: bound.source,
        }),
    ...(certified === undefined
      ? {}
      : {
          certified: printedValue(target, certified.value),
          certified_exact: signed(target, certified.value),
        }),
    ...(gap === undefined ? {} : { gap }),
    termination: level.termination,
  };
}

/** Inside everything is minimised; adding 0 turns -0 into 0. */
function signed(target: Target, value: number): number {
  return (target.sense === "max" ? -value : value) + 0;
}
