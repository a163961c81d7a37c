/** A concave function to maximise over prices of no less than 0. */
export interface Dual {
  /** Number of prices. */
  readonly size: number;
  /** Pairs that one evaluation reads. */
  readonly work: number;
  /** What no price needs to pass. Default: none. */
  readonly highest?: number;
  /** The least value that matters: where the start is worth nothing, steps begin from that. Default 1e-9. */
  readonly unit?: number;
  /** The value at `prices`; writes a supergradient into `slope`. */
  evaluate(prices: Float64Array, slope: Float64Array): number;
}

/** The best point of an ascent so far; `prices` is a copy. */
export interface AscentPoint {
  readonly prices: Float64Array;
  readonly value: number;
}

/** Pairs read between two moments at which a caller can look at the clock: some ten milliseconds. */
const SLICE = 2_000_000;

/** First target above the start and the least worth another pass, as shares of the value. */
const FIRST_RISE = 0.05;
const LEAST_RISE = 1e-7;

/**
 * Ascends by deflected subgradients towards a level above the best value: raised when it is reached, lowered after
 * ten passes in vain. Yields the best point after every `every` passes that improved, nothing where passes take long and the
 * caller may want to look at the clock, and returns the last point.
 * Source: Goffin and Kiwiel (1999), DOI 10.1007/s101070050055; deflection: Camerini, Fratta and Maffioli
 * (1975), DOI 10.1007/BFb0120697.
 */
export function* ascend(
  dual: Dual,
  start: Float64Array,
  passes: number,
  every: number,
): Generator<AscentPoint | undefined, AscentPoint, void> {
  const prices = Float64Array.from(start);
  const slope = new Float64Array(dual.size);
  const direction = new Float64Array(dual.size);
  let best = Float64Array.from(start);
  let bestValue = dual.evaluate(prices, slope);
  let anchor = bestValue;
  const { highest = Number.POSITIVE_INFINITY, unit = 1e-9 } = dual;
  let rise = FIRST_RISE * Math.max(Math.abs(bestValue), unit);
  let failures = 0;
  let reported = bestValue;
  let value = bestValue;
  let read = 0;
  direction.set(slope);
  for (let pass = 1; pass < passes; pass++) {
    read += dual.work;
    if (read >= SLICE) {
      read = 0;
      yield undefined;
    }
    const length = deflect(prices, slope, direction);
    if (length === 0) break;
    const step = (anchor + rise - value) / length;
    for (let i = 0; i < dual.size; i++) {
      prices[i] = Math.min(highest, Math.max(0, prices[i] + step * direction[i]));
    }
    value = dual.evaluate(prices, slope);
    if (value > bestValue) {
      bestValue = value;
      best = Float64Array.from(prices);
    }
    if (bestValue >= anchor + rise / 2) {
      anchor = bestValue;
      rise *= 1.6;
      failures = 0;
    } else if (++failures >= 10) {
      rise *= 0.6;
      failures = 0;
      anchor = bestValue;
      prices.set(best);
      value = dual.evaluate(prices, slope);
      direction.set(slope);
      if (rise < LEAST_RISE * Math.max(Math.abs(bestValue), unit)) break;
    }
    if (pass % every === 0 && bestValue > reported) {
      reported = bestValue;
      yield { prices: best, value: bestValue };
    }
  }
  return { prices: best, value: bestValue };
}

/** The last point of an ascent that nobody watches. */
export function finish(ascent: Generator<unknown, AscentPoint, void>): AscentPoint {
  for (;;) {
    const { done, value } = ascent.next();
    if (done === true) return value;
  }
}

/** Mixes the slope into the direction, without what would push a price below 0; returns its squared length. */
function deflect(prices: Float64Array, slope: Float64Array, direction: Float64Array): number {
  let length = 0;
  for (let i = 0; i < slope.length; i++) {
    let mixed = 0.75 * slope[i] + 0.25 * direction[i];
    if (mixed < 0 && prices[i] === 0) mixed = 0;
    direction[i] = mixed;
    length += mixed * mixed;
  }
  return length;
}
