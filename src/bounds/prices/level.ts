import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../../instance/types.ts";
import type { LevelPrices } from "../../plan/certificate/types.ts";
import { bigness, type CopyLimits, usableWithin } from "../../plan/copy-limits.ts";
import type { Bound } from "../../plan/types.ts";
import { factsOf } from "../facts.ts";
import {
  bigPricesOf,
  type CapacityLoad,
  type CapacityRow,
  capacityLoads,
  capacityRows,
  isTooLarge,
  limitOf,
} from "./capacity-rows.ts";
import { certified } from "./certified.ts";
import { largest } from "./integers.ts";
import { loadObjective } from "./load.ts";
import { leftOf, type ReadLimits, readLimits, sumRows } from "./price-limit.ts";
import { leastPlaces } from "./share-program.ts";
import { splitShares } from "./shares.ts";

const PIVOTS = 4000;

/** Twice this is still an exact integer. */
const MOST_LEVEL = 2 ** 50;

/** Levels that are tried, each from prices of its own. */
const LEVELS = 16;

/** The least rise of a level, relative, that is worth another one. */
const LEAST_RISE = 2e-6;

/**
 * Ever better bounds on makespan or balance above a given one: at a level slightly higher, a linear program tells how far
 * all tasks exceed what the copies can take; its prices refute that level, and every level up to the one found by bisection.
 * The limit is the least level at which the loads, big pieces, and `limits` of earlier objectives agree. Nothing for other
 * targets, optional tasks or large instances. Cost: a dozen small linear programs.
 */
export function* levelPriceBounds(
  instance: Instance,
  target: Target,
  limits: readonly LevelLimit[],
  start: number,
): Generator<Bound, void, void> {
  const objective = loadObjective(target);
  const { tasks } = instance;
  if (objective === undefined || tasks.some(({ optional }) => optional)) return;
  if (isTooLarge(instance)) return;
  const search = searchOf(instance, objective, readLimits(instance, limits));
  const [{ factor }] = target.terms;
  let level = Math.max(0, Math.floor(start / factor));
  for (let n = 0; n < LEVELS && !isFree(search, level); n++) {
    const prices = refute(search, level);
    if (prices === undefined) return;
    const top = stretch(search, prices, level);
    const bound =
      proven(search, target, prices, top) ??
      (top > level ? proven(search, target, prices, level) : undefined);
    if (bound === undefined) return;
    yield bound;
    const next = bound.value / factor;
    if (next - level <= LEAST_RISE * level) return;
    level = next;
  }
}

interface Search {
  readonly instance: Instance;
  readonly objective: ObjectiveSpec;
  readonly limits: ReadLimits;
  /** 1 for pairs that any plan can use. */
  readonly usable: Uint8Array;
}

function searchOf(instance: Instance, objective: ObjectiveSpec, limits: ReadLimits): Search {
  return { instance, objective, limits, usable: factsOf(instance).usable };
}

/** Prices of the rows of a program, and of the limits on sums. */
interface LevelDuals {
  readonly loads: readonly CapacityLoad[];
  readonly capacities: readonly CapacityRow[];
  readonly price: Float64Array;
  /** By limit on a sum. */
  readonly sums: Float64Array;
}

function limitsAt({ instance, objective, limits }: Search, level: number): CopyLimits {
  const { name, dimension } = objective;
  const own = { objective: name, ...(dimension !== undefined && { dimension }), at_most: level };
  return leftOf(instance, [...limits.loads, own]);
}

/** True if a level takes nothing from what a copy can take: refuting it would say that there is no plan at all. */
function isFree(search: Search, level: number): boolean {
  if (level > MOST_LEVEL) return true;
  const own = limitsAt(search, level);
  const most = leftOf(search.instance, search.limits.loads);
  return (
    own.time.every((one, r) => one === most.time[r]) &&
    own.capacity.every((row, r) => row.every((one, d) => one === most.capacity[r][d]))
  );
}

/** Loads that level prices have a column for. */
function columnsOf({ instance, objective }: Search, limits: CopyLimits): readonly CapacityLoad[] {
  const isTime = instance.mode === "batch" || objective.name === "makespan";
  return capacityLoads(instance, limits).filter(({ what }) => (what === "time") === isTime);
}

/** Prices under which the level cannot be reached; undefined if the program says that it can, or is too large. */
function refute(search: Search, level: number): LevelDuals | undefined {
  const { instance, limits } = search;
  const { tasks, resources } = instance;
  const left = limitsAt(search, level);
  const usable = usableWithin(instance, left);
  const loads = columnsOf(search, left);
  const { capacities, rows } = capacityRows(instance, usable, left, loads);
  if (isTooLarge(instance, rows.length)) return undefined;
  const none = {
    loads,
    capacities,
    price: new Float64Array(rows.length),
    sums: new Float64Array(limits.sums.length),
  };
  const R = resources.length;
  const first = leastPlaces(tasks.length, R, usable, (t, r) =>
    loads.reduce(
      (sum, { what, amount, perPair }) =>
        sum + amount[perPair ? t * R + r : t] / Math.max(1, limitOf(left, what, r)),
      0,
    ),
  );
  if (first === undefined) return none;
  const shares = splitShares(
    {
      groups: tasks.length,
      places: resources.length,
      cost: Float64Array.from(usable, (one) => (one === 1 ? 0 : Infinity)),
      rows: [...rows, ...sumRows(instance, limits)],
      first,
    },
    PIVOTS,
  );
  if (shares.excess <= 1e-9) return undefined;
  return {
    loads,
    capacities,
    price: shares.price.slice(0, rows.length),
    sums: shares.price.slice(rows.length),
  };
}

/** The highest level that the prices refute, as far as doubles tell; at least `level`. */
function stretch(search: Search, prices: LevelDuals, level: number): number {
  let low = level;
  let step = Math.max(1, Math.ceil(level * 1e-4));
  while (!isFree(search, low) && step <= level + 1000) {
    if (excessAt(search, prices, low + step) <= 0) break;
    low += step;
    step *= 2;
  }
  for (let high = low + step; high - low > 1; ) {
    const middle = Math.floor((low + high) / 2);
    if (excessAt(search, prices, middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

/** By how much the priced loads of all tasks pass what the copies can take at a level. O(pairs x loads). */
function excessAt(
  search: Search,
  { loads, capacities, price, sums }: LevelDuals,
  level: number,
): number {
  const { instance, usable, limits } = search;
  const { tasks, resources } = instance;
  const R = resources.length;
  const left = limitsAt(search, level);
  const each: { load: CapacityLoad; limit: number; parts: number; price: number }[][] =
    resources.map(() => []);
  let excess = 0;
  capacities.forEach(({ resource, load, parts }, i) => {
    if (price[i] === 0) return;
    const limit = limitOf(left, load, resource);
    const of = loads.find(({ what }) => what === load) as CapacityLoad;
    each[resource].push({ load: of, limit, parts, price: price[i] });
    excess -= resources[resource].count * price[i] * (parts === 0 ? limit : parts);
  });
  limits.sums.forEach(({ given, values }, l) => {
    excess -= sums[l] * given.at_most;
    tasks.forEach(({ count }, t) => {
      excess += sums[l] * count * values.place[t];
    });
  });
  for (let t = 0; t < tasks.length; t++) {
    let least = Infinity;
    for (let r = 0; r < R; r++) {
      const pair = t * R + r;
      if (usable[pair] === 0) continue;
      let value = 0;
      for (const { load, limit, parts, price } of each[r]) {
        const amount = load.amount[load.perPair ? pair : t];
        if (amount > limit && !tasks[t].divisible) value = Infinity;
        else if (parts === 0) value += price * amount;
        else if (!tasks[t].divisible) value += price * bigness(amount, limit, parts);
      }
      for (let l = 0; l < sums.length; l++) value += sums[l] * limits.sums[l].values.pair[pair];
      if (value < least) least = value;
    }
    excess += tasks[t].count * tasks[t].replicas * least;
  }
  return excess;
}

/** Digits of the largest price, and of any product with an amount: sums stay exact in the checker. */
const FINEST = 2 ** 40;
const ROOM = 2 ** 49;

function proven(
  { instance, objective, limits }: Search,
  target: Target,
  { loads, capacities, price, sums }: LevelDuals,
  level: number,
): Bound | undefined {
  const { resources, mode, demand } = instance;
  const isBalance = objective.name === "balance" && mode === "placement";
  const width = isBalance ? demand.length : 1;
  const amounts = loads.map(({ what, amount }) => ({ what, most: largest(amount) }));
  let most = largest(price);
  let product = most * 4;
  capacities.forEach(({ load, parts }, i) => {
    const amount = amounts.find(({ what }) => what === load)?.most ?? 0;
    if (parts === 0) product = Math.max(product, price[i] * amount);
  });
  limits.sums.forEach(({ values }, l) => {
    most = Math.max(most, sums[l]);
    product = Math.max(product, sums[l] * largest(values.pair));
  });
  const scale = most === 0 ? 0 : Math.min(FINEST / most, ROOM / product);
  const whole = Array.from(price, (one) => Math.round(one * scale));
  const columns = resources.map(() => new Array<number>(width).fill(0));
  capacities.forEach(({ resource, load, parts }, i) => {
    if (parts === 0) columns[resource][load === "time" ? 0 : load] = whole[i];
  });
  const big = bigPricesOf(capacities, whole, resources.length);
  const given = [
    ...limits.loads,
    ...limits.sums.flatMap(({ given }, l) =>
      sums[l] === 0 ? [] : [{ ...given, price: Math.round(sums[l] * scale) }],
    ),
  ];
  const certificate: LevelPrices = {
    kind: "level-prices",
    refuted: level,
    price: columns,
    ...(big.length > 0 && { big }),
    ...(given.length > 0 && { given }),
  };
  return certified(instance, target, "level-prices", certificate);
}
