/** Billionths in one: the finest that a quantity of Kubernetes can say. */
export const NANO = 1_000_000_000n;

const WRITTEN = /^\+?(\d+(?:\.\d*)?|\.\d+)(?:([eE][+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)$/;

/** Billionths in one of each suffix. */
const SUFFIXES: Readonly<Record<string, bigint>> = {
  n: 1n,
  u: 10n ** 3n,
  m: 10n ** 6n,
  k: 10n ** 12n,
  M: 10n ** 15n,
  G: 10n ** 18n,
  T: 10n ** 21n,
  P: 10n ** 24n,
  E: 10n ** 27n,
  Ki: NANO << 10n,
  Mi: NANO << 20n,
  Gi: NANO << 30n,
  Ti: NANO << 40n,
  Pi: NANO << 50n,
  Ei: NANO << 60n,
};

/** Largest power of ten that is read; more is no amount of anything. */
const MOST_POWER = 30;

/**
 * A quantity of Kubernetes ("100m", "1Gi", "1e3", 2) in billionths, exactly; what is finer counts as one more, as the API server
 * reads it. Undefined if it is none, or negative.
 */
export function parseQuantity(value: unknown): bigint | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const [, digits, power, suffix] = WRITTEN.exec(String(value)) ?? [];
  if (digits === undefined) return undefined;
  const [whole, fraction = ""] = digits.split(".");
  const mantissa = BigInt(`${whole}${fraction}`);
  const unit = suffix === undefined ? NANO : SUFFIXES[suffix];
  const shift = (power === undefined ? 0 : Number(power.slice(1))) - fraction.length;
  if (shift > MOST_POWER) return undefined;
  return shift >= 0
    ? mantissa * unit * 10n ** BigInt(shift)
    : divideUp(mantissa * unit, 10n ** BigInt(-shift));
}

/** The quotient of non-negative numbers, rounded up. */
export function divideUp(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}
