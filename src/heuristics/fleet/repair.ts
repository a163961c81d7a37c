import type { Fleet } from "./pools.ts";

/** Most tasks that are moved. */
const MOVES = 600;

/**
 * Moves single tasks of a flow (row = class) out of pools that are a little too full, or out of what makes a sum pass
 * its limit, into pools with room, where that costs least for what it mends. O(classes x pools) a move.
 */
export function repair(fleet: Fleet, flow: Int32Array, room: Float64Array): void {
  const { classes, pools, weight, priced, sums } = fleet;
  const load = new Float64Array(pools);
  const sum = new Float64Array(sums.length);
  for (let pair = 0; pair < flow.length; pair++) {
    if (flow[pair] === 0) continue;
    load[pair % pools] += flow[pair] * weight[pair];
    for (let l = 0; l < sums.length; l++) sum[l] += flow[pair] * sums[l].value[pair];
  }
  const share = (over: number, whole: number) => Math.max(0, over) / Math.max(1, Math.abs(whole));
  const overload = (r: number, change: number) => share(load[r] + change - room[r], room[r]);
  const oversum = (l: number, change: number) =>
    share(sum[l] + change - sums[l].room, sums[l].room);
  for (let n = 0; n < MOVES; n++) {
    let worst = -1;
    for (let r = 0; r < pools; r++) {
      if (overload(r, 0) > (worst === -1 ? 0 : overload(worst, 0))) worst = r;
    }
    if (worst === -1 && !sums.some((_, l) => oversum(l, 0) > 0)) return;
    let least = Infinity;
    let [from, to] = [-1, -1];
    for (let t = 0; t < classes; t++) {
      for (let r = 0; r < pools; r++) {
        const own = t * pools + r;
        if (flow[own] === 0 || (worst !== -1 && r !== worst)) continue;
        const freed = overload(r, 0) - overload(r, -weight[own]);
        for (let q = 0; q < pools; q++) {
          const pair = t * pools + q;
          if (q === r || weight[pair] === Infinity) continue;
          let mended = freed + overload(q, 0) - overload(q, weight[pair]);
          for (let l = 0; l < sums.length; l++) {
            mended += oversum(l, 0) - oversum(l, sums[l].value[pair] - sums[l].value[own]);
          }
          if (mended <= 1e-15) continue;
          const loss = Math.max(0, priced[pair] - priced[own]) / mended;
          if (loss >= least) continue;
          least = loss;
          [from, to] = [own, pair];
        }
      }
    }
    if (from === -1) return;
    flow[from]--;
    flow[to]++;
    load[from % pools] -= weight[from];
    load[to % pools] += weight[to];
    for (let l = 0; l < sums.length; l++) sum[l] += sums[l].value[to] - sums[l].value[from];
  }
}
