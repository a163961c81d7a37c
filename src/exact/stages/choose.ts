import { certified } from "../../bounds/prices/certified.ts";
import { costFactor, makeForest } from "../../bounds/prices/forest.ts";
import { additiveValues, countsTransfers } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf, usablePairs } from "../../instance/usable.ts";
import type { CapacityPrices } from "../../plan/certificate/types.ts";
import type { Bound } from "../../plan/types.ts";

/** Where every task would best go if each resource had room for all and nothing were paid for its use. */
export interface StageChoice {
  /** By task entry: a resource entry, or -1 for an optional task that is best left out. */
  readonly entry: Int32Array;
  /** What that adds up to at least, exactly; absent where a task has no place. */
  readonly bound?: Bound;
}

/**
 * The stage dynamic program: the cheapest resource of every task, trees of linked stages as a whole with their transfers.
 * Exact for the relaxation without capacities and prices of use, so its sum bounds every plan and a plan of these choices that
 * passes the verifier and costs as much is optimal. Undefined where the target counts no transfers or is no sum.
 * O(pairs x dimensions + links x sites^2). The chain is the dynamic program of SkyPilot (Yang et al. 2023, NSDI).
 */
export function chooseForStages(instance: Instance, target: Target): StageChoice | undefined {
  if (!countsTransfers(instance, target)) return undefined;
  const values = additiveValues(instance, target);
  if (values === undefined) return undefined;
  const { tasks, resources, transfer } = instance;
  const R = resources.length;
  const usable = usablePairs(instance);
  const forest = makeForest(instance, costFactor(target));
  const S = forest.states;
  const entry = new Int32Array(tasks.length).fill(-1);
  const worth = (t: number, r: number) => values.pair[t * R + r] + values.place[t];
  const linked = new Set(forest.tasks);
  for (let t = 0; t < tasks.length; t++) {
    if (linked.has(t)) continue;
    let least = tasks[t].optional ? 0 : Infinity;
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0 || worth(t, r) >= least) continue;
      least = worth(t, r);
      entry[t] = r;
    }
  }
  const at = new Int32Array(forest.best.length).fill(-1);
  forest.best.fill(Infinity);
  forest.tasks.forEach((t, i) => {
    if (tasks[t].optional) forest.best[i * S + S - 1] = 0;
    for (let r = 0; r < R; r++) {
      const state = i * S + transfer.siteOf[r];
      if (usable[t * R + r] === 0 || worth(t, r) >= forest.best[state]) continue;
      forest.best[state] = worth(t, r);
      at[state] = r;
    }
  });
  forest.solve();
  forest.tasks.forEach((t, i) => {
    if (forest.state[i] >= 0) entry[t] = at[i * S + forest.state[i]];
  });
  const bound = boundOf(instance, target);
  return { entry, ...(bound !== undefined && { bound }) };
}

/** The same relaxation as the checker computes it by itself: prices of nothing are its certificate. */
function boundOf(instance: Instance, target: Target): Bound | undefined {
  const price = instance.resources.map(() => instance.dimensions.map(() => 0));
  const certificate: CapacityPrices = { kind: "capacity-prices", denominator: 1, price };
  return certified(instance, target, "stages", certificate);
}

/** What a task entry pays for its room on a resource entry at the prices of a certificate. */
export function pricesOf(
  instance: Instance,
  prices: CapacityPrices,
): (t: number, r: number) => number {
  const { denominator, price, time } = prices;
  const dimensions = [...instance.dimensions.keys()].filter((d) => price.some((row) => row[d] > 0));
  const R = instance.resources.length;
  return (t, r) => {
    let sum = time === undefined ? 0 : time[r] * instance.pairs.runtime[t * R + r];
    for (const d of dimensions) sum += price[r][d] * demandOf(instance, t, r, d);
    return sum / denominator;
  };
}
