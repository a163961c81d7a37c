import { WHOLE } from "../src/instance/types.ts";
import { gcd } from "../src/util/divisor.ts";
import { hasDivisible } from "./cost.ts";
import { type Draft, demandOn } from "./draft.ts";
import { columnsOn } from "./pairs.ts";

/** The fullness of one resource copy in one thing compared: sum of coefficients x columns, in `parts`. */
export interface CopyUtilization {
  readonly columns: readonly number[];
  readonly coefficients: readonly number[];
}

/** Utilizations in a common unit, grouped by the dimension compared (one group in batch mode). */
export interface CopyUtilizations {
  readonly groups: readonly (readonly CopyUtilization[])[];
  /** A full resource is this many parts. */
  readonly parts: number;
  /** True if every utilization is an integer wherever x is binary. */
  readonly integral: boolean;
}

/** Parts beyond which a program in doubles could confuse neighbouring integers. */
const MOST_PARTS = 2 ** 26;

/**
 * load / capacity of every resource copy: in placement mode for each dimension (or the given one) over
 * the copies that have it, in batch mode busy time / window. Counted in parts of the least common
 * denominator, so that utilizations are integers; where that is too fine, in fractional millionths.
 */
export function utilizationsOf(draft: Draft, dimension: number | undefined): CopyUtilizations {
  const { instance } = draft;
  const chosen = instance.dimensions.map((_, d) => d).filter((d) => (dimension ?? d) === d);
  const raw =
    instance.mode === "placement"
      ? chosen.map((d) => loadsOf(draft, (x) => demandOn(draft, x, d), capacityOf(draft, d)))
      : [
          loadsOf(
            draft,
            (x) => instance.pairs.runtime[draft.pairs.entry[x]],
            windowOf(draft, dimension),
          ),
        ];
  return utilizationsFrom(raw, !hasDivisible(draft));
}

/** Groups of loads in common parts; `whole` if every column is an integer. */
export function utilizationsFrom(
  raw: readonly (readonly UtilizationLoad[])[],
  whole: boolean,
): CopyUtilizations {
  const parts = commonParts(raw.flat().map((load) => load.denominator));
  const unit = parts ?? WHOLE;
  const groups = raw.map((loads) =>
    loads.map(({ columns, amounts, denominator }) => ({
      columns,
      coefficients: amounts.map((amount) =>
        parts === undefined ? (amount * unit) / denominator : amount * (parts / denominator),
      ),
    })),
  );
  return { groups, parts: unit, integral: parts !== undefined && whole };
}

/** A utilization before it is brought to common parts: sum of amounts x columns, over `denominator`. */
export interface UtilizationLoad {
  readonly columns: readonly number[];
  readonly amounts: readonly number[];
  readonly denominator: number;
}

function loadsOf(
  draft: Draft,
  amountOn: (column: number) => number,
  capacity: (entry: number) => number,
): readonly UtilizationLoad[] {
  const { instance, pairs } = draft;
  const loads: UtilizationLoad[] = [];
  for (let j = 0; j < instance.resourceOfCopy.length; j++) {
    const full = capacity(instance.resourceOfCopy[j]);
    if (full <= 0) continue;
    const columns = [...columnsOn(pairs, j)].filter((x) => amountOn(x) > 0);
    const amounts = columns.map(amountOn);
    const common = amounts.reduce(gcd, full);
    loads.push({
      columns,
      amounts: amounts.map((amount) => amount / common),
      denominator: full / common,
    });
  }
  return loads;
}

function capacityOf({ instance }: Draft, dimension: number): (entry: number) => number {
  return (entry) => instance.resources[entry].capacity[dimension];
}

/** The window of a resource entry; 0 where it lacks the given dimension, which leaves it out. */
function windowOf({ instance }: Draft, dimension: number | undefined): (entry: number) => number {
  return (entry) => {
    const { from, until, capacity } = instance.resources[entry];
    if (until === undefined || (dimension !== undefined && capacity[dimension] === 0)) return 0;
    return until - from;
  };
}

function commonParts(denominators: readonly number[]): number | undefined {
  let parts = 1;
  for (const denominator of denominators) {
    parts *= denominator / gcd(parts, denominator);
    if (parts > MOST_PARTS) return undefined;
  }
  return parts;
}
