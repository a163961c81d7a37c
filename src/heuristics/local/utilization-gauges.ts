import { WHOLE } from "../../instance/types.ts";
import type { State } from "../state/state.ts";
import { Extremes } from "./extremes.ts";
import type { Gauge } from "./gauge.ts";

/**
 * How much of the top value the mean of powers may weigh: where the maximum is flat it shows the way down, and as long
 * as it weighs less than the maximum itself it rarely leads astray.
 */
const SLOPE = 0.5;

/** The largest sum of runtimes on a copy (placement) or the last end (batch), ms. */
export function lastEndGauge(state: State): Gauge {
  const { sequences, busy } = state;
  const endOf = (copy: number) => sequences?.end(copy) ?? busy[copy];
  const ends = busy.map((_, copy) => endOf(copy));
  const unit = Math.max(1, largest(ends));
  const tree = new Extremes(ends, unit, 4);
  return {
    settle: (copy) => tree.set(copy, endOf(copy)),
    value: () => tree.highest,
    guide: () => tree.highest + SLOPE * unit * tree.powerMean,
    extremes: () => ({ top: tree.topItem(), bottom: tree.bottomItem() }),
  };
}

/** Utilizations of one thing compared: which copies have it, and how full they are. */
interface Compared {
  readonly tree: Extremes;
  /** By resource copy: its item in the tree or -1; and back. */
  readonly itemOf: Int32Array;
  readonly copies: readonly number[];
  amount(copy: number): number;
  full(copy: number): number;
}

/** Millionths, rounded up: the highest utilization ("balance"), or the largest difference of them in one dimension. */
export function utilizationGauge(
  state: State,
  dimension: number | undefined,
  spread: boolean,
): Gauge {
  const compared = comparedIn(state, dimension, spread);
  const powerMean = () => {
    let sum = 0;
    for (const { tree } of compared) sum += tree.powerMean;
    return (SLOPE * WHOLE * sum) / Math.max(1, compared.length);
  };
  const widest = () => {
    let [best, most] = [0, -Infinity];
    for (let i = 0; i < compared.length; i++) {
      const { highest, lowest } = compared[i].tree;
      const width = highest - (spread ? lowest : 0);
      if (width > most) [best, most] = [i, width];
    }
    return compared[best];
  };
  return {
    settle(copy) {
      for (const { tree, itemOf, amount, full } of compared) {
        if (itemOf[copy] >= 0) tree.set(itemOf[copy], amount(copy) / full(copy));
      }
    },
    value: () => (compared.length === 0 ? 0 : exactWidth(widest(), spread)),
    guide() {
      if (compared.length === 0) return 0;
      const { highest, lowest } = widest().tree;
      return WHOLE * (highest - (spread ? lowest : 0)) + powerMean();
    },
    ...(compared.length > 0 && {
      extremes() {
        const { tree, copies } = widest();
        return { top: copies[tree.topItem()], bottom: copies[tree.bottomItem()] };
      },
    }),
  };
}

/** Doubles tell the size of a utilization well, but near a whole millionth only exact integers tell which side it is on. */
function exactWidth({ tree, copies, amount, full }: Compared, spread: boolean): number {
  const width = WHOLE * (tree.highest - (spread ? tree.lowest : 0));
  if (Math.abs(width - Math.round(width)) > 1e-6) return Math.ceil(width);
  const exact = (copy: number) => [BigInt(amount(copy)), BigInt(full(copy))] as const;
  const [top, fullTop] = exact(copies[tree.topItem()]);
  const [low, fullLow] = spread ? exact(copies[tree.bottomItem()]) : ([0n, 1n] as const);
  const numerator = (top * fullLow - low * fullTop) * BigInt(WHOLE);
  const denominator = fullTop * fullLow;
  return Number((numerator + denominator - 1n) / denominator);
}

function comparedIn(
  state: State,
  dimension: number | undefined,
  spread: boolean,
): readonly Compared[] {
  const { instance, dimensions: D, load, capacity, busy } = state;
  const { resources, resourceOfCopy } = instance;
  const power = spread ? 2 : 4;
  if (instance.mode === "batch") {
    const window = (copy: number) => {
      const { from, until = Infinity } = resources[resourceOfCopy[copy]];
      return until - from;
    };
    const one = compare(resourceOfCopy.length, (copy) => busy[copy], window, power);
    return one === undefined ? [] : [one];
  }
  return instance.dimensions.flatMap((_, d) => {
    if ((dimension ?? d) !== d) return [];
    const amount = (copy: number) => load[copy * D + d];
    const full = (copy: number) => capacity[resourceOfCopy[copy] * D + d];
    const one = compare(resourceOfCopy.length, amount, full, power);
    return one === undefined ? [] : [one];
  });
}

function compare(
  count: number,
  amount: (copy: number) => number,
  full: (copy: number) => number,
  power: 2 | 4,
): Compared | undefined {
  const copies: number[] = [];
  const itemOf = new Int32Array(count).fill(-1);
  for (let copy = 0; copy < count; copy++) {
    if (full(copy) <= 0) continue;
    itemOf[copy] = copies.length;
    copies.push(copy);
  }
  if (copies.length === 0) return undefined;
  const utilizations = Float64Array.from(copies, (copy) => amount(copy) / full(copy));
  const unit = Math.max(1e-9, largest(utilizations));
  return { tree: new Extremes(utilizations, unit, power), itemOf, copies, amount, full };
}

function largest(utilizations: Float64Array): number {
  return utilizations.reduce((most, utilization) => Math.max(most, utilization), 0);
}
