/** True if lists and maps stand in each other more than `levels` deep. O(size), but for lists of numbers. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  const inside: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  // Most of a proof is lists of numbers.
  if (typeof inside[0] === "number" && Array.isArray(value)) return false;
  return inside.some((one) => isDeeperThan(one, levels - 1));
}
