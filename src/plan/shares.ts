import { WHOLE } from "../instance/types.ts";

/**
 * floor(amount x share / 1,000,000), exact for any non-negative safe integer `amount` and any share
 * from 0 to 1,000,000: the amount is cut at the million, so no product passes 2^53.
 */
export function shareFloor(amount: number, share: number): number {
  if (share === WHOLE) return amount;
  const low = amount % WHOLE;
  const product = low * share;
  return ((amount - low) / WHOLE) * share + (product - (product % WHOLE)) / WHOLE;
}

/** The millionths that `shareFloor` drops: amount x share modulo 1,000,000. */
export function shareRest(amount: number, share: number): number {
  return ((amount % WHOLE) * share) % WHOLE;
}

/** ceil(amount x share / 1,000,000), exact. */
export function shareCeil(amount: number, share: number): number {
  return shareFloor(amount, share) + (shareRest(amount, share) > 0 ? 1 : 0);
}
