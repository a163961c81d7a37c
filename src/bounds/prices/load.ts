import { areasOf, fullAreas } from "../../instance/facts/areas.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../../instance/types.ts";
import type { LoadPrices } from "../../plan/certificate/types.ts";
import type { Bound } from "../../plan/types.ts";
import { ascend, type Dual } from "./ascent.ts";
import type { PriceBudget } from "./capacity.ts";
import { betterBounds, certified } from "./certified.ts";
import { largest } from "./integers.ts";
import { atPlaces, placesOf, type SparsePairs } from "./places.ts";
import { type PricedLoad, readLeast } from "./relaxation.ts";

/**
 * Ever better bounds on makespan or balance by prices on load, each with its certificate, whose exact value it is.
 * Yields nothing for other targets. The limit is the bound of the linear relaxation. O(pairs x dimensions) a
 * pass. Source: Martello, Soumis and Toth (1997), DOI 10.1016/S0166-218X(97)82483-9.
 */
export function* loadPriceBounds(
  instance: Instance,
  target: Target,
  { passes }: PriceBudget,
): Generator<Bound | undefined, void, void> {
  const objective = loadObjective(target);
  const places = objective === undefined ? undefined : placesOf(instance);
  if (objective === undefined || places === undefined) return;
  const columns = columnsOf(instance, places, objective);
  if (columns === undefined || columns.length === 0) return;
  const dual = loadDual(instance, places, columns);
  const start = new Float64Array(dual.size);
  columns.forEach(({ counts }, l) => {
    for (let r = 0; r < counts.length; r++) start[l * counts.length + r] = counts[r];
  });
  yield* betterBounds(ascend(dual, start, passes, 40), (prices) => {
    const certificate = certificateOf(instance, objective, columns, prices);
    return certificate && certified(instance, target, "load-prices", certificate);
  });
}

/** The single makespan or balance of a target, if that is all it is. */
export function loadObjective({ terms }: Target): ObjectiveSpec | undefined {
  if (terms.length !== 1) return undefined;
  const { objective } = terms[0];
  return objective.name === "makespan" || objective.name === "balance" ? objective : undefined;
}

interface Column extends PricedLoad {
  /** Where the certificate has its price. */
  readonly index: number;
  /** By resource entry: what makes a level of 1. */
  readonly size: readonly number[];
}

function columnsOf(
  instance: Instance,
  places: SparsePairs,
  { name, dimension }: ObjectiveSpec,
): readonly Column[] | undefined {
  const { resources, pairs, demand, mode, tasks } = instance;
  const column = (
    amount: Float64Array,
    perPair: boolean,
    size: readonly number[],
    index = 0,
  ): Column => {
    const share = atPlaces(places, amount, perPair, tasks.length);
    for (let k = 0; k < share.length; k++) {
      const whole = size[places.resource[k]];
      share[k] = whole === 0 ? 0 : share[k] / whole;
    }
    return { index, share, size, counts: Uint8Array.from(size, (one) => (one > 0 ? 1 : 0)) };
  };
  const ones = resources.map(() => 1);
  if (mode === "schedule") {
    if (name === "makespan") return undefined;
    return demand.flatMap((_, d) => {
      const [areas, size] = [areasOf(instance, d), fullAreas(instance, d)];
      if (d !== (dimension ?? d) || areas === undefined || size === undefined) return [];
      return [column(areas, true, size, d)];
    });
  }
  if (name === "makespan") return [column(pairs.runtime, true, ones)];
  if (mode === "placement") {
    return demand.flatMap(({ values, perPair }, d) => {
      const size = resources.map(({ capacity }) => capacity[d]);
      return d === (dimension ?? d) ? [column(values, perPair, size, d)] : [];
    });
  }
  if (resources.some(({ until }) => until === undefined)) return undefined;
  return [
    column(
      pairs.runtime,
      true,
      resources.map(({ from, until = from }) => until - from),
    ),
  ];
}

/**
 * Least priced load over total price. The prices need no sum: the value does not change when all are multiplied, and
 * the slope is that of the quotient.
 */
function loadDual(instance: Instance, places: SparsePairs, columns: readonly Column[]): Dual {
  const { resources } = instance;
  const R = resources.length;
  return {
    size: columns.length * R,
    work: places.pair.length * columns.length,
    evaluate(prices, slope) {
      slope.fill(0);
      let weight = 0;
      for (let l = 0; l < columns.length; l++) {
        for (let r = 0; r < R; r++) weight += resources[r].count * prices[l * R + r];
      }
      const sum = readLeast(instance, places, undefined, undefined, columns, prices, slope);
      if (weight <= 0) return 0;
      const level = sum / weight;
      for (let l = 0; l < columns.length; l++) {
        for (let r = 0; r < R; r++) {
          const i = l * R + r;
          slope[i] =
            columns[l].counts[r] === 0 ? 0 : (slope[i] - resources[r].count * level) / weight;
        }
      }
      return level;
    },
  };
}

/** Digits of the largest price: sums of price x amount over a million tasks stay exact in the checker. */
const FINEST = 2 ** 40;
const ROOM = 2 ** 49;

function certificateOf(
  { resources, mode, demand }: Instance,
  objective: ObjectiveSpec,
  columns: readonly Column[],
  prices: Float64Array,
): LoadPrices | undefined {
  const R = resources.length;
  const width = objective.name === "balance" && mode !== "batch" ? demand.length : 1;
  const unit = Float64Array.from(prices, (price, i) => {
    const size = columns[Math.floor(i / R)].size[i % R];
    return size === 0 ? 0 : price / size;
  });
  const most = largest(unit);
  const mostLoad = largest(prices);
  if (most === 0) return undefined;
  // The dearest piece costs at most the dearest whole copy, in makespan the longest runtime beside.
  const longest = columns.reduce((sum, { share }) => sum + mostLoad * largest(share), 0);
  // Demand x time is so large that the checker adds it up in BigInt anyway.
  const room = mode === "schedule" ? Infinity : ROOM / Math.max(longest, most);
  const scale = Math.min(FINEST / most, room);
  const price = resources.map(() => new Array<number>(width).fill(0));
  columns.forEach(({ index }, l) => {
    for (let r = 0; r < R; r++) price[r][index] = Math.round(scale * unit[l * R + r]);
  });
  return { kind: "load-prices", price };
}
