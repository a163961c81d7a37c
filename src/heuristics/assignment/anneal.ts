import type { Random } from "../../util/random.ts";
import { type MovingLoads, overloaded, type Pairs, put, take } from "./loads.ts";
import type { PricedCore } from "./priced-core.ts";

/** One cooling. */
export interface CostCooling {
  /** Temperature at the start and the end, in costs. */
  readonly initial: number;
  readonly final: number;
  /** Price of a unit of overload at the start and the end, in prices of capacity. */
  readonly soft: number;
  readonly hard: number;
  readonly moves: number;
  /** Yields true whenever nothing is overloaded: the caller makes rooms smaller or leaves. */
  readonly stopsWhereAllFits?: boolean;
}

/** Moves between two yields. */
const STRIDE = 50_000;
/** Share of moves that bring back a task of the other resource. */
const SWAPS = 0.75;

/**
 * Anneals costs plus priced overload, in place, by shifts to near resources and swaps: a move costs a few sums, so that
 * millions of them bring any start near the best loads. Overload may be left. Yields now and then. Source: Kirkpatrick, Gelatt, Vecchi (1983),
 * DOI 10.1126/science.220.4598.671.
 */
export function* annealLoads(
  { core, overloadPrice, candidates, width }: PricedCore<Pairs>,
  loads: MovingLoads,
  { initial, final, soft, hard, moves, stopsWhereAllFits = false }: CostCooling,
  random: Random,
): Generator<boolean, void, void> {
  const { tasks, resources, cost, weight, capacity } = core;
  const { at, room, on, count } = loads;
  // Inner loop: its own 32-bit generator (Marsaglia 2003, DOI 10.18637/jss.v008.i14).
  let state = random.int(1, 0x7fff_ffff);
  const unit = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
  let temperature = initial;
  let strict = soft;
  let over = stopsWhereAllFits ? overloaded(loads).length : 0;
  for (let move = 0; move < moves; move++) {
    if (over === 0 && stopsWhereAllFits) {
      yield true;
      over = overloaded(loads).length;
    }
    if (move % 1000 === 0) {
      const part = move / moves;
      temperature = initial * (final / initial) ** part;
      strict = soft * (hard / soft) ** part;
    }
    if (move % STRIDE === STRIDE - 1) yield false;
    const j = (unit() * tasks) | 0;
    const r = candidates[j * width + ((unit() * unit() * width) | 0)];
    const i = at[j];
    if (r < 0 || r === i) continue;
    const from = j * resources + i;
    const into = j * resources + r;
    let rise = cost === undefined ? 0 : cost[into] - cost[from];
    let moreI = weight[from];
    let moreR = -weight[into];
    let k = -1;
    if (count[r] > 0 && unit() < SWAPS) {
      k = on[r][(unit() * count[r]) | 0];
      const back = k * resources + i;
      if (weight[back] > capacity[i]) continue;
      if (cost !== undefined) rise += cost[back] - cost[k * resources + r];
      moreI -= weight[back];
      moreR += weight[k * resources + r];
    }
    const overI = Math.max(0, -(room[i] + moreI)) - Math.max(0, -room[i]);
    const overR = Math.max(0, -(room[r] + moreR)) - Math.max(0, -room[r]);
    rise += strict * (overloadPrice[i] * overI + overloadPrice[r] * overR);
    if (rise > 0 && unit() >= Math.exp(-rise / temperature)) continue;
    if (stopsWhereAllFits) {
      over += Number(room[i] + moreI < 0) - Number(room[i] < 0);
      over += Number(room[r] + moreR < 0) - Number(room[r] < 0);
    }
    take(loads, j);
    if (k >= 0) {
      take(loads, k);
      put(loads, k, i);
    }
    put(loads, j, r);
  }
}
