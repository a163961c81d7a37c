import { UsageError } from "../util/errors.ts";
import type { Instance, PairTable } from "./types.ts";

/** More pairs of entries than this are worked out when asked for: their tables would not fit in memory. */
export const MOST_PAIRS = 50_000_000;

/**
 * What depends on task and resource entry, worked out when asked for: for instances with more pairs than tables can
 * hold. Exact values equal those that a table would have.
 */
export interface PairFeatures {
  isEligible(task: number, resource: number): boolean;
  /** Milliseconds; 0 where not eligible or without runtime. */
  runtime(task: number, resource: number): number;
  /** Micro-dollars; 0 where not eligible. */
  cost(task: number, resource: number): number;
  /** Millijoules; 0 where not eligible, without power or runtime. */
  energy(task: number, resource: number): number;
  /** All runtimes of a task before rounding up, within a relative error of 1e-14; Infinity where not eligible. */
  nearRuntimes(task: number, row: Float64Array): void;
  /** No less than any runtime, cost or energy of a task, not always reached. */
  most(task: number, column: "runtime" | "cost" | "energy"): number;
  /** The cost of a task where it is the same everywhere; undefined where it is price x runtime. */
  flatCost(task: number): number | undefined;
  /** By resource entry, near: micro-dollars and millijoules of a ms. */
  readonly pricePerMs: Float64Array;
  readonly energyPerMs: Float64Array;
}

/** A pair table of features: its columns do not exist, and whoever reads them is told so. */
export function featureTable(features: PairFeatures): PairTable {
  const missing = (column: string): never => {
    throw new UsageError(
      `This needs a table of ${column}, and the instance has too many pairs for tables.\n` +
        "Maybe write equal entries as one with a count, or solve it by the method auto.",
    );
  };
  return {
    features,
    get eligible() {
      return missing("eligible pairs");
    },
    get runtime() {
      return missing("runtimes");
    },
    get cost() {
      return missing("costs");
    },
    get energy() {
      return missing("energies");
    },
  };
}

/** True if the pair is eligible by labels, lists and tables; by entries, like the others below. */
export function isEligible({ pairs, resources }: Instance, t: number, r: number): boolean {
  return pairs.features?.isEligible(t, r) ?? pairs.eligible[t * resources.length + r] === 1;
}

export function runtimeOf({ pairs, resources }: Instance, t: number, r: number): number {
  return pairs.features?.runtime(t, r) ?? pairs.runtime[t * resources.length + r]!;
}

export function costOf({ pairs, resources }: Instance, t: number, r: number): number {
  return pairs.features?.cost(t, r) ?? pairs.cost[t * resources.length + r]!;
}

export function energyOf({ pairs, resources }: Instance, t: number, r: number): number {
  return pairs.features?.energy(t, r) ?? pairs.energy[t * resources.length + r]!;
}
