import { countsTransfers } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { costFactor, makeForest } from "./forest.ts";
import type { SparsePairs } from "./places.ts";
import { type PricedLoad, readLeast } from "./relaxation.ts";

/** `readLeast` of an additive target at given prices, with the least of whole trees where stages pay for transfers. */
export type ReadLeast = (prices: Float64Array, load: Float64Array) => number;

/** What to minimise: at usable pairs, and once for each placed copy of a task entry. */
interface Values {
  readonly pair: Float64Array;
  readonly place: Float64Array;
}

/** Prepares the reading for one target; see `readLeast`. */
export function leastReader(
  instance: Instance,
  target: Target,
  places: SparsePairs,
  { pair, place }: Values,
  loads: readonly PricedLoad[],
): ReadLeast {
  if (!countsTransfers(instance, target)) {
    return (prices, load) => readLeast(instance, places, pair, place, loads, prices, load);
  }
  const forest = makeForest(instance, costFactor(target));
  const linked = new Set(forest.tasks);
  const others = withoutTasks(places, linked);
  const pick = (amount: Float64Array) => Float64Array.from(others.rows, (k) => amount[k]);
  const otherPairs = pick(pair);
  const otherLoads = loads.map((load) => ({ ...load, share: pick(load.share) }));
  const R = instance.resources.length;
  const S = forest.states;
  const { siteOf } = instance.transfer;
  const at = new Int32Array(forest.best.length);
  return (prices, load) => {
    const rest = readLeast(instance, others, otherPairs, place, otherLoads, prices, load);
    forest.best.fill(Infinity);
    forest.tasks.forEach((t, i) => {
      if (instance.tasks[t].optional) forest.best[i * S + S - 1] = 0;
      for (let k = places.start[t]; k < places.start[t + 1]; k++) {
        const r = places.resource[k];
        let value = pair[k] + place[t];
        for (let l = 0; l < loads.length; l++) value += prices[l * R + r] * loads[l].share[k];
        const state = i * S + siteOf[r];
        if (value >= forest.best[state]) continue;
        forest.best[state] = value;
        at[state] = k;
      }
    });
    const sum = forest.solve();
    forest.tasks.forEach((t, i) => {
      const state = forest.state[i];
      if (state < 0 || state === S - 1) return;
      const k = at[i * S + state];
      const r = places.resource[k];
      const { count } = instance.tasks[t];
      for (let l = 0; l < loads.length; l++) load[l * R + r] += count * loads[l].share[k];
    });
    return rest + sum;
  };
}

/** The places of all other tasks; those of the given ones are none. */
function withoutTasks(
  { start, resource, pair }: SparsePairs,
  tasks: ReadonlySet<number>,
): SparsePairs & {
  readonly rows: Int32Array;
} {
  const rows: number[] = [];
  const kept = new Int32Array(start.length);
  for (let t = 0; t + 1 < start.length; t++) {
    if (!tasks.has(t)) for (let k = start[t]; k < start[t + 1]; k++) rows.push(k);
    kept[t + 1] = rows.length;
  }
  const at = Int32Array.from(rows);
  return {
    start: kept,
    resource: at.map((k) => resource[k]),
    pair: Float64Array.from(at, (k) => pair[k]),
    rows: at,
  };
}
