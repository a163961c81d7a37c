/** Of schedules: what heads, tails and shortest runtimes force. The checker needs no numbers. */
export interface CriticalPath {
  readonly kind: "critical-path";
}

/**
 * How pieces on a copy of resource entry r are measured, and price[r] >= 0 for a unit of it during a millisecond. Pieces that
 * run at once never sum to more than the size: `of` a dimension index, the capacity (an exclusive piece takes all of it), or
 * with `parts` = k pieces count max(0, ceil((k + 1) demand / capacity) - 1) and sum to at most k (Fekete and Schepers, 2001,
 * DOI 10.1007/s101070100243); of "exclusive" (in older files "company"), 1 on exclusive resources; of "limit NAME", what they
 * use of it, with one price for all resources.
 */
export interface AreaMeasure {
  readonly of: number | "exclusive" | `limit ${string}`;
  readonly parts?: number;
  readonly price: readonly number[];
}

/**
 * Of schedules: no plan ends by `refuted`, because between `from` and `until` the tasks must take more, even where each takes
 * least, than all copies and limits have. The bound is refuted + 1, up to the next multiple of what divides all times. Source: Erschler, Lopez (1990); Baptiste, Le Pape,
 * Nuijten (1999), DOI 10.1023/A:1018995000688.
 */
export interface EnergyPrices {
  readonly kind: "energy-prices";
  readonly refuted: number;
  readonly from: number;
  readonly until: number;
  readonly measures: readonly AreaMeasure[];
}

/**
 * Of schedules: all work, at the prices of the measures where it costs least, on one machine at the rate of everything.
 * slope[t] is at most the weight of task t; sum of slope x end is at least that of the mean times of the work plus half the
 * shortest runtimes, and a tardiness is at least slope x (end - due).
 */
export interface BusyPrices {
  readonly kind: "busy-prices";
  readonly measures: readonly AreaMeasure[];
  readonly slope: readonly number[];
}

/**
 * Of schedules: tasks that cannot end by their due date are late, and of those due by `at` so many that the work of the
 * others, at the prices of the measures, fits before it.
 */
export interface LatePrices {
  readonly kind: "late-prices";
  readonly at: number;
  readonly measures?: readonly AreaMeasure[];
}

/**
 * Of schedules, for cost and energy: a full copy is charged at most denominator x its price per hour (or its power), so the
 * pieces together, each charged by its size where that costs least, pay no more than the copies.
 */
export interface RentPrices {
  readonly kind: "rent-prices";
  readonly denominator: number;
  readonly measures: readonly AreaMeasure[];
}

/** What pieces on these resource entries share: a measure as of `AreaMeasure`, of a limit over all resources. */
export interface SharedCapacity {
  readonly of: AreaMeasure["of"];
  readonly parts?: number;
  readonly resources: readonly number[];
}

/**
 * Of schedules: no plan ends by `refuted`, in units of the grid, because the steps lead to a contradiction: each is a clause over bounds of
 * starts, ends, placings and orders that follows from the instance and from steps before it. The bound is refuted + 1 units.
 * `orders[q]` = [i, j] stands for a variable that is 1 where task copy i ends before j starts. A step is [n, n literals, antecedents]:
 * a literal is [bound, least value]; an antecedent is the number of an earlier step, or a lemma [-1 - its kind, what it speaks of, a literal].
 * Source: Schutt, Feydy, Stuckey, Wallace (2011), DOI 10.1007/s10601-010-9103-2; Flippo et al. (2024), DOI 10.4230/LIPIcs.CP.2024.11.
 */
export interface ClauseLog {
  readonly kind: "clause-log";
  readonly refuted: number;
  readonly capacities: readonly SharedCapacity[];
  readonly orders: readonly (readonly [before: number, after: number])[];
  readonly steps: readonly (readonly number[])[];
}
