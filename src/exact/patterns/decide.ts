import { bestPattern } from "./best-pattern.ts";
import { CoverMaster, type TakenPattern } from "./master.ts";
import type { Pattern, PatternProblem } from "./problem.ts";

/** That no assignment has a makespan of at most `limit`: all tasks are worth more, at whole prices by class, than resources can hold. */
export interface PatternRefutation {
  readonly limit: number;
  readonly prices: Float64Array;
}

/** What is asked: so many tasks on so many resources within a length. */
export interface PatternQuestion {
  readonly limit: number;
  readonly demand: Int32Array;
  readonly copies: Int32Array;
  /** Rounds of pricing at most. */
  readonly rounds: number;
}

/** Prices of 1 in whole numbers, where lengths leave room for products. */
const FINEST = 1_000_000;
const COARSEST = 1000;
const MOST_PRODUCT = 2 ** 52;
/** Nodes of a search for one pattern: at first, and after growing by `GROWTH` where bounds were cut short. */
const NODES = 20_000;
const GROWTH = 4;
const MOST_NODES = 2_000_000;
/** Tasks that may stay uncovered in a relaxation that covers all. */
const COVERED = 1e-6;
/** Weight of the best prices so far in those that are tried next. */
const SMOOTHING = 0.5;

/**
 * Decides about limits over patterns of single resources, by generated columns whose prices are smoothed (Gilmore, Gomory 1961, DOI
 * 10.1287/opre.9.6.849; Pessoa, Sadykov, Uchoa, Vanderbeck 2018, DOI 10.1287/ijoc.2017.0784). Refutations count in whole numbers; that a
 * relaxation has room is floating point, and only steers.
 */
export class PatternDecider {
  readonly problem: PatternProblem;
  /** What a price of 1 is in whole numbers. */
  readonly scale: number;
  readonly #master: CoverMaster;
  #nodes = NODES;

  private constructor(problem: PatternProblem, scale: number) {
    this.problem = problem;
    this.scale = scale;
    this.#master = new CoverMaster(problem);
  }

  /** Undefined where limits of up to `most` are too large for exact prices. */
  static make(problem: PatternProblem, most: number): PatternDecider | undefined {
    const scale = Math.min(FINEST, Math.floor(MOST_PRODUCT / Math.max(1, most)));
    return scale < COARSEST ? undefined : new PatternDecider(problem, scale);
  }

  /** Patterns of plans to begin with. */
  add(patterns: readonly Pattern[]): void {
    this.#master.add(patterns);
  }

  /** Shares of patterns that cover all, a refutation, or undefined if neither came out. Yields between steps. */
  *ask(
    question: PatternQuestion,
  ): Generator<undefined, readonly TakenPattern[] | PatternRefutation | undefined, void> {
    const { limit, demand, copies, rounds } = question;
    const { classes, kinds } = this.problem;
    const master = this.#master;
    master.open(limit, demand, copies);
    let held: Float64Array | undefined;
    let highest = Number.NEGATIVE_INFINITY;
    let round = 0;
    for (;;) {
      const isSolved = yield* master.solve();
      if (master.uncovered < COVERED) return master.shares();
      const out = master.prices();
      let smoothing = held === undefined || !isSolved ? 0 : SMOOTHING;
      let added = 0;
      while (added === 0) {
        if (round++ >= rounds) return undefined;
        const prices = this.#between(out, held, smoothing);
        let value = 0;
        for (let c = 0; c < classes; c++) value += prices[c] * demand[c];
        let isWhole = true;
        for (let k = 0; k < kinds; k++) {
          if (copies[k] === 0) continue;
          const floor =
            smoothing === 0 ? Math.max(0, Math.ceil(out[classes + k] * this.scale) - 1) : 0;
          const found = bestPattern(this.problem, k, {
            ...{ demand, limit, price: prices, floor, nodes: this.#nodes },
          });
          value -= copies[k] * found.atMost;
          isWhole &&= found.isWhole;
          added += master.add(found.patterns);
          yield undefined;
        }
        if (value > 0) return { limit, prices };
        if (value > highest) [highest, held] = [value, prices];
        if (added > 0) break;
        if (smoothing > 0) smoothing = smoothing > 0.3 ? smoothing / 2 : 0;
        else if (isWhole || this.#nodes >= MOST_NODES) return undefined;
        else this.#nodes *= GROWTH;
      }
    }
  }

  /** The largest limit below `end` that the same prices refute, by halving. Yields between steps. */
  *push(
    { limit, prices }: PatternRefutation,
    end: number,
  ): Generator<undefined, PatternRefutation, void> {
    let low = limit;
    let high = end;
    while (high - low > 1) {
      const middle = low + Math.floor((high - low) / 2);
      if (yield* this.#refutes(prices, middle)) low = middle;
      else high = middle;
    }
    return { limit: low, prices };
  }

  *#refutes(prices: Float64Array, limit: number): Generator<undefined, boolean, void> {
    const { demand, copies, classes, kinds } = this.problem;
    let value = 0;
    for (let c = 0; c < classes; c++) value += prices[c] * demand[c];
    for (let k = 0; k < kinds && value > 0; k++) {
      const search = { demand, limit, price: prices, floor: 0, nodes: this.#nodes };
      value -= copies[k] * bestPattern(this.problem, k, search).atMost;
      yield undefined;
    }
    return value > 0;
  }

  #between(out: Float64Array, held: Float64Array | undefined, smoothing: number): Float64Array {
    const { classes } = this.problem;
    return Float64Array.from({ length: classes }, (_, c) => {
      const own = (1 - smoothing) * out[c] * this.scale;
      return Math.floor(own + smoothing * (held?.[c] ?? 0));
    });
  }
}
