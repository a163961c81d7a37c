import { UsageError } from "../util/errors.ts";
import type { PairFeatures } from "./pair-features.ts";
import type { PairTable, Setting } from "./setting.ts";

/** More pairs of entries than this are worked out when asked for: their tables would not fit in memory. */
export const MOST_PAIRS = 50_000_000;

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
export function isEligible({ pairs, resources }: Setting, t: number, r: number): boolean {
  return pairs.features?.isEligible(t, r) ?? pairs.eligible[t * resources.length + r] === 1;
}

export function runtimeOf({ pairs, resources }: Setting, t: number, r: number): number {
  return pairs.features?.runtime(t, r) ?? pairs.runtime[t * resources.length + r]!;
}

export function costOf({ pairs, resources }: Setting, t: number, r: number): number {
  return pairs.features?.cost(t, r) ?? pairs.cost[t * resources.length + r]!;
}

export function energyOf({ pairs, resources }: Setting, t: number, r: number): number {
  return pairs.features?.energy(t, r) ?? pairs.energy[t * resources.length + r]!;
}
