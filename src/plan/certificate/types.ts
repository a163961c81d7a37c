import type { ObjectiveName } from "../../instance/types.ts";
import type { BoxTree } from "../../util/box-tree.ts";
import type {
  BusyPrices,
  ClauseLog,
  CriticalPath,
  EnergyPrices,
  LatePrices,
  RentPrices,
} from "./over-time/types.ts";

/**
 * A proof of a lower bound on a target's internal value: integer multipliers that anyone can put into a formula
 * over the instance. Checked by `checkCertificate` alone, in exact integers, without any solver.
 */
export type Certificate =
  | CapacityPrices
  | AssignmentPrices
  | LoadPrices
  | LevelPrices
  | SearchProof
  | MakespanSearchProof
  | ReachableSums
  | ConfigurationPrices
  | FormulationProof
  | CriticalPath
  | EnergyPrices
  | BusyPrices
  | LatePrices
  | RentPrices
  | ClauseLog
  | SumProof;

/**
 * An earlier objective that plans must keep to: the certificate speaks of the plans whose internal value of it is at most
 * `at_most`, and of no others. A largest load (makespan, balance) shrinks what a copy can take; a sum has a price >= 0:
 * price x (value of the pieces - at_most) is no more than 0 for those plans and is added.
 */
export interface GivenLimit {
  readonly objective: ObjectiveName;
  /** Dimension index. */
  readonly dimension?: number;
  readonly at_most: number;
  readonly price?: number;
}

/**
 * Prices on big pieces: with k = parts, a copy whose load keeps a limit L holds pieces of load a with
 * sum of max(0, ceil((k + 1) a / L) - 1) <= k. price[r] >= 0 for a unit of that on a copy of resource entry r. Pieces of
 * divisible tasks count 0. Source: Fekete and Schepers (2001), DOI 10.1007/s101070100243.
 */
export interface BigPrices {
  /** Dimension index, or "time". */
  readonly load: number | "time";
  readonly parts: number;
  readonly price: readonly number[];
}

/**
 * Prices on capacity (Lagrangian relaxation of the capacity rows). With S = denominator, price[r][d] >= 0 for a
 * unit of dimension d on a copy of resource entry r and, in batch mode, time[r] >= 0 for a ms of its window:
 *
 *     S * bound <= sum over task copies of  min over usable r of (S v[t,r] + sum_d price[r][d] demand[t,r,d] + time[r] p[t,r])
 *               +  sum over resource copies of  min(0, S fixed[r] - sum_d price[r][d] capacity[r,d] - time[r] window[r])
 *
 * (k replicas: the k smallest over distinct copies; optional tasks: at most 0.) Where the target pays for transfers, the
 * first min is over the places of whole trees of linked tasks, S x their transfers included. `big` adds prices on big pieces to
 * both sums; under `given` limits capacities and windows are what those leave. Source: Geoffrion (1974),
 * DOI 10.1007/BFb0120690.
 */
export interface CapacityPrices {
  readonly kind: "capacity-prices";
  readonly denominator: number;
  readonly price: readonly (readonly number[])[];
  readonly time?: readonly number[];
  readonly big?: readonly BigPrices[];
  readonly given?: readonly GivenLimit[];
}

/**
 * Prices on assignment (Lagrangian relaxation of the single-assignment rows): a copy of task entry t is worth
 * price[t] / S to the resource that runs it, and every resource copy fills its capacity in one dimension (or, in
 * batch mode, its window) with what is worth most, a 0-1 knapsack K:
 *
 *     S * bound <= sum over task copies of price[t]  -  sum over resource copies of max(0, K[r] - S fixed[r])
 *
 * (an optional task's price is at most its `place` value's complement: see the checker). Source: Fisher,
 * Jaikumar, Van Wassenhove (1986), DOI 10.1287/mnsc.32.9.1095.
 */
export interface AssignmentPrices {
  readonly kind: "assignment-prices";
  readonly denominator: number;
  /** Dimension index, or "time". */
  readonly resource: number | "time";
  readonly price: readonly number[];
}

/**
 * Prices on load, for makespan (price[r], a single column) and balance (price[r][d]): the weighted average of
 * loads is at most the largest. With W = sum over copies of price x (1 or capacity):
 *
 *     W * bound <= sum over task copies of  min over usable r of sum_d price[r][d] load[t,r,d]
 */
export interface LoadPrices {
  readonly kind: "load-prices";
  readonly price: readonly (readonly number[])[];
}

/**
 * A proof that no plan has a makespan or balance of at most `refuted`: in such a plan each copy of r has a load of at
 * most L[r,d], what the level, its capacity or window and the `given` limits leave, and no piece is larger. But
 *
 *     sum over task copies of  min over r where it fits of sum_d price[r][d] load[t,r,d] + big pieces
 *                            >  sum over resource copies of  sum_d price[r][d] L[r,d] + big prices x parts
 *
 * Columns of `price` as in `LoadPrices`. The bound is refuted + 1.
 */
export interface LevelPrices {
  readonly kind: "level-prices";
  readonly refuted: number;
  readonly price: readonly (readonly number[])[];
  readonly big?: readonly BigPrices[];
  readonly given?: readonly GivenLimit[];
}

/**
 * Prices on assignment as in `AssignmentPrices`, where what is worth most on a resource copy, K, keeps every dimension
 * (placement mode only):
 *
 *     S * bound <= sum over task copies of price[t]  -  sum over resource copies of max(0, K[r] - S fixed[r])
 *
 * K[r] <= worth[r] is proven by prices from 0 on capacity (the devices fill knapsacks of their own), where
 * those do not reach by a table over all dimensions, or by a search with limited work. With `rows` and `used`, how many
 * copies n[r] are used is a whole number and the last sum becomes
 *
 *     - max over 0 <= n <= count, rows  of  sum over r of (K[r] - S fixed[r]) n[r]
 *
 * proven by a tree of boxes; a row says that what must be placed takes so many copies. Sources: Lasdon (1970); Farley
 * (1990), DOI 10.1287/opre.38.5.922; Land, Doig (1960), DOI 10.2307/1910129.
 */
export interface ConfigurationPrices {
  readonly kind: "configuration-prices";
  readonly denominator: number;
  /** By task entry. */
  readonly price: readonly number[];
  /** By resource entry and dimension; with devices maybe also by measure of shares, see `contentsOf`. */
  readonly capacity: readonly (readonly number[])[];
  /** By resource entry. */
  readonly worth: readonly number[];
  readonly rows?: readonly PriceRow[];
  /** Over the numbers of used copies by resource entry, and the rows. */
  readonly used?: BoxTree;
}

/**
 * Prices from 0 on task copies, of which a copy of resource entry r holds at most worth[r], as `capacity` shows:
 * sum over r of worth[r] n[r] >= sum over copies of tasks that must be placed of price[t].
 */
export interface PriceRow {
  readonly price: readonly number[];
  readonly capacity: readonly (readonly number[])[];
  readonly worth: readonly number[];
}

/**
 * A search tree that refutes "there is a plan of value at most `refuted`". Reduced costs are whole numbers
 * c[t,r] = (v[t,r] - least usable v of t) / step over task copies and resource copies, with step the greatest common
 * divisor of all differences; an optional task may also go to a last resource of its own that takes everything, at value
 * 0. Prices are divided by `denominator` to stand beside c. Every leaf is refuted by them under the fixings above it.
 */
export interface SearchProof {
  readonly kind: "search";
  readonly refuted: number;
  readonly denominator: number;
  /** Dimension index, or "time": what the knapsacks fill. */
  readonly resource: number | "time";
  readonly root: SearchNode;
  /** A largest load shrinks what a copy can take; a sum is added to v at its price, and price x at_most taken off. */
  readonly given?: readonly GivenLimit[];
  /**
   * By resource copy: weights, divided by their common divisor there, and room are divided by this and rounded down before a
   * knapsack is filled. What fits still fits then, so any numbers from 1 on prove only what is true. Default 1.
   */
  readonly grain?: readonly number[];
}

/**
 * A search tree that refutes "there is a plan of a makespan of at most `refuted`" ms, as `SearchProof` does with costs
 * of nothing, runtimes as weights, `refuted` as the capacity of every resource copy and pairs that run longer closed. The
 * prices u of a node refute it if their sum passes that of the knapsacks: no assignment of the tasks fits then.
 */
export interface MakespanSearchProof {
  readonly kind: "makespan-search";
  readonly refuted: number;
  readonly root: SearchNode;
  /**
   * Without prices. Pairs are closed with which a sum passes its limit even if all other tasks are where they add least, one
   * limit after the other.
   */
  readonly given?: readonly GivenLimit[];
  /** As in `SearchProof`, in milliseconds. */
  readonly grain?: readonly number[];
}

/**
 * A proof that no plan has a makespan of at most `refuted` ms, by the sums that runtimes reach: with L[r] the largest sum of at most
 * `refuted` of tasks on a copy of r,
 *
 *     sum over task copies of  min over usable r of p[t,r]  >  sum over resource copies of L[r]
 *
 * The checker works out every L itself. The bound is refuted + 1. Source: Bellman (1957).
 */
export interface ReachableSums {
  readonly kind: "reachable-sums";
  readonly refuted: number;
}

/**
 * One node: price vectors (by task copy) in the order in which they are used; under each, every pair whose penalty
 * refutes it is removed, a task left with a single resource is fixed there, a task left with none refutes the node.
 * If it is not refuted by then: `task`, and a child for each resource copy that is left to it.
 */
export interface SearchNode {
  readonly prices: readonly (readonly number[])[];
  readonly task?: number;
  readonly children?: readonly SearchBranch[];
}

/** A node below the decision that the parent's task goes to this resource copy. */
export interface SearchBranch extends SearchNode {
  readonly resource: number;
}

/**
 * Multipliers on the rows of the integer program of the target, in a tree of boxes over its columns. Whoever checks it
 * rebuilds the program from the instance and so trusts the formulation, but neither a solver nor its arithmetic; the
 * checker of this room knows no programs and rejects it.
 */
export interface FormulationProof {
  readonly kind: "formulation";
  /** Of the program, to tell another formulation. */
  readonly columns: number;
  readonly rows: number;
  readonly tree: BoxTree;
}

/**
 * Of a weighted sum: each part is a certificate of its own on the terms that it names (by index, those of migrations left
 * out over time), and holds for every plan. A term that no part names counts 0, if it cannot be negative.
 */
export interface SumProof {
  readonly kind: "sum";
  readonly parts: readonly {
    readonly terms: readonly number[];
    readonly certificate: Certificate;
  }[];
}
