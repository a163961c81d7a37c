import { quantileOf } from "../trees/boost.ts";

/** How far off predictions were; relative errors are of runtimes, not of their logarithms. */
export interface Errors {
  readonly cells: number;
  /** Median and mean of |predicted / true - 1|. */
  readonly median: number;
  readonly mean: number;
  /** Mean |log predicted - log true|: too high and too low count alike. */
  readonly log: number;
}

/** Errors of predictions in logarithms. Requires a cell. */
export function errorsOf(said: Float64Array, target: Float64Array): Errors {
  const relative = said.map((value, i) => Math.abs(Math.expm1(value - target[i])));
  const log = said.map((value, i) => Math.abs(value - target[i]));
  return {
    cells: said.length,
    median: quantileOf(relative, 0.5),
    mean: meanOf(relative),
    log: meanOf(log),
  };
}

/** The share of cells at or below what was said: 0.9 is right for a ninth decile. */
export function coverageOf(said: Float64Array, target: Float64Array): number {
  return said.reduce((sum, value, i) => sum + Number(target[i] <= value), 0) / said.length;
}

/**
 * The order statistic that a new value stays at or below with a chance of at least nine in ten, if it is drawn like the others
 * (split conformal prediction: Vovk et al. 2005; Romano, Patterson, Candès 2019, arXiv:1905.03222); the largest value where
 * they are too few.
 */
export function conformalP90(values: Float64Array): number {
  return quantileOf(values, Math.min(1, (0.9 * (values.length + 1)) / values.length));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
