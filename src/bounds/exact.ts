/** ceil(10^6 a / c) for non-negative safe integers, c > 0; exact, through BigInt where products grow too large. */
export function ceilMillionths(a: number, c: number): number {
  const product = a * 1_000_000;
  if (Number.isSafeInteger(product)) {
    const rest = product % c;
    return (product - rest) / c + (rest > 0 ? 1 : 0);
  }
  return Number((BigInt(a) * 1_000_000n + BigInt(c) - 1n) / BigInt(c));
}

/** floor(a x b / c) for non-negative safe integers, c > 0; exact. */
export function floorRatio(a: number, b: number, c: number): number {
  const product = a * b;
  if (Number.isSafeInteger(product)) return (product - (product % c)) / c;
  return Number((BigInt(a) * BigInt(b)) / BigInt(c));
}

/** ceil(a / b) for b > 0 and any sign of a. */
export function ceilDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a > 0n && quotient * b !== a ? quotient + 1n : quotient;
}

/** The number if it is exact, else undefined: a bound that cannot be trusted is none. */
export function safeNumber(value: bigint | number): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}
