/** An exact fraction in lowest terms; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export type Rounding = "exact" | "up" | "down" | "nearest";

/** Throws RangeError if `denominator` is 0. */
export function makeFraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator === 0n) throw new RangeError("a fraction needs a denominator");
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return makeFraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Throws RangeError if `b` is 0. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return makeFraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function add(a: Fraction, b: Fraction): Fraction {
  return makeFraction(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );
}

/** Below 0 if `a` is less than `b`, 0 if they are equal, above 0 else. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : Number(difference > 0n);
}

/**
 * The fraction that a decimal text such as "12.5", ".5" or "1e-7" stands for, without floating point.
 * Undefined if the text is anything else or its exponent passes 400 (no quantity needs that).
 */
export function parseDecimal(text: string): Fraction | undefined {
  const found = DECIMAL.exec(text);
  if (found === null || text.length > 800) return undefined;
  const [, sign, whole = "", part = "", exponentText = "0"] = found;
  const exponent = Number(exponentText) - part.length;
  if (Math.abs(exponent) > 800) return undefined;
  const mantissa = BigInt(`${whole}${part}`) * (sign === "-" ? -1n : 1n);
  return exponent >= 0
    ? { numerator: mantissa * 10n ** BigInt(exponent), denominator: 1n }
    : makeFraction(mantissa, 10n ** BigInt(-exponent));
}

/** "nearest" rounds halves up. "inexact": not an integer under "exact"; "overflow": not a safe integer. */
export function roundFraction(
  { numerator, denominator }: Fraction,
  rounding: Rounding,
): number | "inexact" | "overflow" {
  const rounded = roundedQuotient(numerator, denominator, rounding);
  if (rounded === undefined) return "inexact";
  const value = Number(rounded);
  return Number.isSafeInteger(value) ? value : "overflow";
}

/**
 * `value -> round(value x fraction)` for many safe integers >= 0; undefined past the safe integers.
 * Works in doubles while every intermediate stays a safe integer, else in BigInt.
 */
export function scaler(
  { numerator, denominator }: Fraction,
  rounding: "up" | "nearest",
): (value: number) => number | undefined {
  const [n, d] = [Number(numerator), Number(denominator)];
  const largest = n > 0 ? (Number.MAX_SAFE_INTEGER - 2 * d) / (2 * n) : Number.POSITIVE_INFINITY;
  return (value) => {
    if (value <= largest && 2 * d < Number.MAX_SAFE_INTEGER) {
      const shifted = rounding === "up" ? value * n + d - 1 : 2 * value * n + d;
      const divisor = rounding === "up" ? d : 2 * d;
      // Exact: below 2^53 no quotient of integers is so near to a whole number above it that it is rounded up to that.
      return Math.floor(shifted / divisor);
    }
    const exact = { numerator: BigInt(value) * numerator, denominator };
    const rounded = roundFraction(exact, rounding);
    return typeof rounded === "number" ? rounded : undefined;
  };
}

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}

const DECIMAL = /^(-?)(?=\.?\d)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

function roundedQuotient(n: bigint, d: bigint, rounding: Rounding): bigint | undefined {
  if (rounding === "nearest") return floorQuotient(2n * n + d, 2n * d);
  if (rounding === "up") return -floorQuotient(-n, d);
  if (rounding === "down") return floorQuotient(n, d);
  return n % d === 0n ? n / d : undefined;
}

function floorQuotient(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  return n % d < 0n ? quotient - 1n : quotient;
}
