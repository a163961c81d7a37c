import type { IdenticalCore } from "../../cores/identical.ts";
import { bestPattern } from "./best-pattern.ts";
import { PatternMaster, type Share, SMALL } from "./master.ts";

/** Most kinds: a pass costs their square. */
const MOST_KINDS = 250;
/** Columns of one relaxation, for each kind. */
const COLUMNS = 30;
const MOST_SUM = 2 ** 50;

/**
 * Whole prices by item that refute a largest load of at most `limit`: all items are worth more than m loads can hold. Duals
 * of the relaxation over patterns, by simplex on generated columns (Gilmore, Gomory 1961, DOI 10.1287/opre.9.6.849), which stops as soon as
 * Farley's bound (1990, DOI 10.1287/opre.38.5.922) passes m or the relaxation needs no more than m; then rounded down and
 * weighed anew in whole numbers. Undefined where they refute nothing or the core is too large.
 */
export function pricesAgainst(
  core: IdenticalCore,
  limit: number,
  stopped: () => boolean,
): readonly number[] | undefined {
  const { kind, count, resources } = core;
  const K = kind.length;
  if (K > MOST_KINDS || kind[0] > limit) return undefined;
  const master = new PatternMaster(kind, count, limit);
  for (let column = 0; column < COLUMNS * K + 100; column++) {
    if (master.value() <= resources + SMALL || stopped()) return undefined;
    const duals = master.duals();
    const pattern = bestPattern(kind, count, limit, duals);
    if (pattern === undefined) return undefined;
    let all = 0;
    for (let k = 0; k < K; k++) all += count[k] * Math.max(0, duals[k]);
    if (all > resources * pattern.worth * (1 + SMALL)) {
      const prices = inIntegers(core, limit, duals);
      if (prices !== undefined) return prices;
    }
    if (pattern.worth <= 1 + SMALL) return undefined;
    if (!master.enter(pattern.items)) return undefined;
  }
  return undefined;
}

/**
 * The relaxation over patterns of `limit`, solved to its end: fractions of patterns that cover all items; undefined if they
 * are more than m in all, or where the core is too large.
 */
export function relaxPatterns(
  { kind, count, resources }: IdenticalCore,
  limit: number,
  stopped: () => boolean,
): readonly Share[] | undefined {
  const K = kind.length;
  if (K > MOST_KINDS || kind[0] > limit) return undefined;
  const master = new PatternMaster(kind, count, limit);
  for (let column = 0; column < COLUMNS * K + 100; column++) {
    if (stopped()) return undefined;
    const duals = master.duals();
    const pattern = bestPattern(kind, count, limit, duals);
    if (pattern === undefined) break;
    let all = 0;
    for (let k = 0; k < K; k++) all += count[k] * Math.max(0, duals[k]);
    if (all > resources * pattern.worth * (1 + SMALL)) return undefined;
    if (pattern.worth <= 1 + SMALL || !master.enter(pattern.items)) break;
  }
  return master.value() <= resources + SMALL ? master.shares() : undefined;
}

function inIntegers(
  { kind, count, resources, runtime }: IdenticalCore,
  limit: number,
  duals: Float64Array,
): readonly number[] | undefined {
  const scale = Math.min(2 ** 24, MOST_SUM / ((resources + 1) * (runtime.length + 1)));
  const price = Float64Array.from(duals, (one) =>
    Math.floor(Math.max(0, Math.min(1, one)) * scale),
  );
  const pattern = bestPattern(kind, count, limit, price);
  if (pattern === undefined) return undefined;
  let all = 0;
  for (let k = 0; k < kind.length; k++) all += count[k] * price[k];
  if (all <= resources * pattern.worth) return undefined;
  const prices: number[] = [];
  for (let k = 0; k < kind.length; k++) {
    for (let a = 0; a < count[k]; a++) prices.push(price[k]);
  }
  return prices;
}
