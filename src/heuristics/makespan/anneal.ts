import type { Random } from "../../util/random.ts";
import type { MakespanLandscape } from "./landscape.ts";
import { type MovingPlan, move } from "./moving-plan.ts";

/** What a search wants of loads. */
export interface Aim {
  /** What no load should pass; lowered by `lower` whenever it is met. */
  readonly limit: number;
  /** The next limit below a makespan that was reached; undefined: nothing better is wanted. */
  readonly lower: (makespan: number) => number | undefined;
}

/** One slow cooling: from `hot` to `cold` (in priced runtime) over `moves` moves. */
export interface Cooling extends Aim {
  readonly hot: number;
  readonly cold: number;
  readonly moves: number;
}

/** Share of moves that bring back a task of the other resource. */
const SWAPS = 0.7;
/** Moves between two yields. */
const STRIDE = 200_000;

/**
 * Anneals the priced overload sum_i price_i max(0, load_i - limit) by shifts to near resources and swaps, and
 * lowers the limit whenever it is met, so that the limit falls as far as the heat lets it. Yields the makespan when that
 * happens, and 0 now and then. With prices at their best, overload is what excess (priced runtime above
 * each task's least) and idle time cost together, so it leads both to cheap places and to full resources. Source: Kirkpatrick,
 * Gelatt, Vecchi (1983), DOI 10.1126/science.220.4598.671.
 */
export function* anneal(
  { core, price, near, width }: MakespanLandscape,
  plan: MovingPlan,
  { limit: from, lower, hot, cold, moves }: Cooling,
  random: Random,
): Generator<number, void, void> {
  const { tasks, resources, runtime } = core;
  const { at, load, on, count } = plan;
  let limit = from;
  let over = countAbove(load, limit);
  // Inner loop of the bench set makespan: its own 32-bit generator (Marsaglia 2003, DOI 10.18637/jss.v008.i14).
  let state = random.int(1, 0x7fff_ffff);
  const unit = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
  let heat = hot;
  for (let done = 0; done < moves; done++) {
    if (over === 0) {
      const makespan = load.reduce((most, one) => Math.max(most, one), 0);
      yield makespan;
      const next = lower(makespan);
      if (next === undefined) return;
      limit = next;
      over = countAbove(load, limit);
    }
    if (done % 1000 === 0) heat = hot * (cold / hot) ** (done / moves);
    if (done % STRIDE === STRIDE - 1) yield 0;
    const j = (unit() * tasks) | 0;
    const i = at[j];
    const r = near[j * width + ((unit() * unit() * width) | 0)];
    if (r === i) continue;
    let toI = load[i] - runtime[j * resources + i];
    let toR = load[r] + runtime[j * resources + r];
    let partner = -1;
    if (count[r] > 0 && unit() < SWAPS) {
      partner = on[r][(unit() * count[r]) | 0];
      toI += runtime[partner * resources + i];
      toR -= runtime[partner * resources + r];
    }
    const rise =
      price[i] * (Math.max(0, toI - limit) - Math.max(0, load[i] - limit)) +
      price[r] * (Math.max(0, toR - limit) - Math.max(0, load[r] - limit));
    if (rise > 0 && !(unit() < Math.exp(-rise / heat))) continue;
    over += Number(toI > limit) - Number(load[i] > limit);
    over += Number(toR > limit) - Number(load[r] > limit);
    move(plan, core, j, r);
    if (partner >= 0) move(plan, core, partner, i);
  }
}

function countAbove(load: Float64Array, limit: number): number {
  let above = 0;
  for (const one of load) if (one > limit) above++;
  return above;
}
