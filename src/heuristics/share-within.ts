import { WHOLE } from "../instance/types.ts";

/**
 * The largest share, at most `limit`, with ceil(value x share / 1,000,000) <= room.
 * `value` is a non-negative safe integer; `room` may also be negative (then 0) or Infinity.
 */
export function shareWithin(value: number, room: number, limit: number): number {
  if (room < 0) return 0;
  if (value <= room) return limit;
  const product = room * WHOLE;
  const share = Number.isSafeInteger(product)
    ? (product - (product % value)) / value
    : Number((BigInt(room) * BigInt(WHOLE)) / BigInt(value));
  return Math.min(limit, share);
}
