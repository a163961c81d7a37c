import { InvariantError } from "../util/errors.ts";

/** A smaller value than this does not shrink the denominator further. */
const LEAST_MAGNITUDE = 1e-10;

/**
 * How far a value may be from the optimum: |value - bound| / max(|value|, 1e-10), on internal
 * (minimised) values. Absent without a value or a bound; 0 exactly when they are equal.
 * Throws InvariantError on a bound above the value, or on a number that is not finite.
 */
export function gapBetween(
  value: number | undefined,
  bound: number | undefined,
): number | undefined {
  if (value === undefined || bound === undefined) return undefined;
  if (!Number.isFinite(value) || !Number.isFinite(bound)) {
    throw new InvariantError(`A gap needs finite numbers, got value ${value} and bound ${bound}.`);
  }
  if (bound > value) {
    throw new InvariantError(`The bound ${bound} lies above the value ${value}.`);
  }
  return (value - bound) / Math.max(Math.abs(value), LEAST_MAGNITUDE);
}
