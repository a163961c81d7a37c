/** The smallest multiple of `step` that is no smaller; step > 0. */
export function roundUpTo(value: bigint, step: bigint): bigint {
  const rest = value % step;
  return rest <= 0n ? value - rest : value - rest + step;
}

/** The sign of a - b. */
export function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
