import type { Random } from "../../util/random.ts";
import { annealLoads } from "../assignment/anneal.ts";
import { type MakespanLoads, makespanOf, setLimit } from "./loads.ts";
import type { PricedMakespan } from "./priced-core.ts";

/** What a search wants of loads. */
export interface Aim {
  /** What no load should pass; lowered by `lower` whenever it is met. */
  readonly limit: number;
  /** The next limit below a makespan that was reached; undefined: nothing better is wanted. */
  readonly lower: (makespan: number) => number | undefined;
}

/** One slow cooling: from `initial` to `final` (in priced runtime) over `moves` moves. */
export interface MakespanCooling extends Aim {
  readonly initial: number;
  readonly final: number;
  readonly moves: number;
}

/**
 * Anneals the priced overload sum_i price_i max(0, load_i - limit), and lowers the limit whenever it is met, so that it
 * falls as far as the temperature lets it. Yields the makespan when that happens, and 0 now and then. With prices at their
 * best, overload is what reduced cost (priced runtime above each task's least) and idle time cost together, so it leads both to
 * cheap places and to full resources.
 */
export function* annealMakespan(
  priced: PricedMakespan,
  loads: MakespanLoads,
  { limit, lower, initial, final, moves }: MakespanCooling,
  random: Random,
): Generator<number, void, void> {
  setLimit(loads, limit);
  const cooling = { initial, final, soft: 1, hard: 1, moves, stopsWhereAllFits: true } as const;
  for (const isMet of annealLoads(priced, loads, cooling, random)) {
    if (!(yield* toldOf(loads, isMet, lower))) return;
  }
}

/** Tells of a limit that is met and takes the next; false if none is wanted. */
export function* toldOf(
  loads: MakespanLoads,
  isMet: boolean,
  lower: Aim["lower"],
): Generator<number, boolean, void> {
  const makespan = isMet ? makespanOf(loads) : 0;
  yield makespan;
  const next = isMet ? lower(makespan) : loads.limit;
  if (next !== undefined) setLimit(loads, next);
  return next !== undefined;
}
