import type { Random } from "../../util/random.ts";
import { KINDS, type NeighbourhoodKind } from "./neighbourhood.ts";

/** How one neighbourhood ended. */
export interface NeighbourhoodTrial {
  readonly kind: NeighbourhoodKind;
  /** A better plan came out. */
  readonly better: boolean;
  /** The solver came to its end before its limit. */
  readonly solved: boolean;
}

/** Pairs that a neighbourhood frees at first, at least and at most. */
const FIRST = 400;
const LEAST = 60;
const MOST = 20_000;
const GROW = 1.25;
const SHRINK = 0.7;
/** Share of its weight that a kind keeps after a trial; the rest is what the trial was worth. */
const MEMORY = 0.85;
const LEAST_WEIGHT = 0.05;

/**
 * Chooses kinds of neighbourhoods by what they brought lately, and for each kind a size that the solver just manages:
 * larger after each end in time without a better plan, smaller after each limit. Adaptive large neighbourhood search,
 * Ropke and Pisinger (2006), DOI 10.1287/trsc.1050.0135.
 */
export class AdaptiveWeights {
  readonly #weight = new Map<NeighbourhoodKind, number>(KINDS.map((kind) => [kind, 1]));
  readonly #size = new Map<NeighbourhoodKind, number>(KINDS.map((kind) => [kind, FIRST]));

  choose(random: Random): { readonly kind: NeighbourhoodKind; readonly size: number } {
    const total = KINDS.reduce((sum, kind) => sum + this.#weightOf(kind), 0);
    let draw = random.unit() * total;
    const chosen = KINDS.find((kind) => {
      draw -= this.#weightOf(kind);
      return draw < 0;
    });
    const kind = chosen ?? KINDS[0];
    return { kind, size: this.#size.get(kind) ?? FIRST };
  }

  learn({ kind, better, solved }: NeighbourhoodTrial): void {
    const weight = MEMORY * this.#weightOf(kind) + (1 - MEMORY) * (better ? 1 : 0);
    this.#weight.set(kind, Math.max(LEAST_WEIGHT, weight));
    const size = this.#size.get(kind) ?? FIRST;
    if (!solved) this.#size.set(kind, Math.max(LEAST, size * SHRINK));
    else if (!better) this.#size.set(kind, Math.min(MOST, size * GROW));
  }

  #weightOf(kind: NeighbourhoodKind): number {
    return this.#weight.get(kind) ?? LEAST_WEIGHT;
  }
}
