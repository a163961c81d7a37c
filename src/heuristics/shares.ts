import { type Instance, WHOLE } from "../instance/types.ts";

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

/**
 * In how many parts of a unit loads are counted: 1,000,000 where tasks are divisible and the amounts allow it
 * in exact integers; else 1, and shares of demands round up.
 */
export function shareScale(instance: Instance): number {
  if (!instance.tasks.some((task) => task.divisible)) return 1;
  const largest = instance.dimensions.map(
    (_, d) =>
      instance.demand[d].values.reduce((max, value) => Math.max(max, value), 0) +
      instance.resources.reduce((max, resource) => Math.max(max, resource.capacity[d]), 0),
  );
  return largest.every((amount) => Number.isSafeInteger(amount * WHOLE)) ? WHOLE : 1;
}
