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
  const master = masterOf(core, limit);
  if (master === undefined) return undefined;
  const isDone = () => master.value() <= core.resources + SMALL || stopped();
  for (const { duals, passes } of generate(core, limit, master, isDone)) {
    const prices = passes ? inIntegers(core, limit, duals) : undefined;
    if (prices !== undefined) return prices;
  }
  return undefined;
}

/**
 * The relaxation over patterns of `limit`, solved to its end: fractions of patterns that cover all items; undefined if they
 * are more than m in all, or where the core is too large.
 */
export function relaxPatterns(
  core: IdenticalCore,
  limit: number,
  stopped: () => boolean,
): readonly Share[] | undefined {
  const master = masterOf(core, limit);
  if (master === undefined) return undefined;
  for (const { passes } of generate(core, limit, master, stopped)) if (passes) return undefined;
  const isCovered = !stopped() && master.value() <= core.resources + SMALL;
  return isCovered ? master.shares() : undefined;
}

function masterOf({ kind, count }: IdenticalCore, limit: number): PatternMaster | undefined {
  const isLarge = kind.length > MOST_KINDS || kind[0] > limit;
  return isLarge ? undefined : new PatternMaster(kind, count, limit);
}

/** Lets patterns in until none improves: the duals before each, and whether Farley's bound passes m there. */
function* generate(
  { kind, count, resources }: IdenticalCore,
  limit: number,
  master: PatternMaster,
  isDone: () => boolean,
): Generator<{ readonly duals: Float64Array; readonly passes: boolean }, void, void> {
  for (let column = 0; column < COLUMNS * kind.length + 100 && !isDone(); column++) {
    const duals = master.duals();
    const pattern = bestPattern(kind, count, limit, duals);
    if (pattern === undefined) return;
    let all = 0;
    for (let k = 0; k < kind.length; k++) all += count[k] * Math.max(0, duals[k]);
    yield { duals, passes: all > resources * pattern.worth * (1 + SMALL) };
    if (pattern.worth <= 1 + SMALL || !master.enter(pattern.items)) return;
  }
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
