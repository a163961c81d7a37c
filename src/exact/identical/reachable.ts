/** Which sums of items can be reached: bit s is set if some items sum to s. */
export interface Reachable {
  readonly bits: Uint32Array;
  /** The largest sum that is asked about. */
  readonly limit: number;
}

/** Most words of a table, and most words that one call may touch. */
const MOST_WORDS = 1_000_000;
const MOST_STEPS = 200_000_000;

/**
 * Subset sums from 0 to `limit` of `count[k]` items of `kind[k]` each, by shifting and joining words, equal items by powers
 * of two (Bellman 1957); undefined where the table would be too large. O(limit / 32 x kinds x log count).
 */
export function reachableSums(
  kind: ArrayLike<number>,
  count: ArrayLike<number>,
  limit: number,
): Reachable | undefined {
  const words = Math.floor(limit / 32) + 1;
  if (words > MOST_WORDS || words * stepsOf(kind, count, limit) > MOST_STEPS) return undefined;
  const bits = new Uint32Array(words);
  bits[0] = 1;
  for (let k = 0; k < kind.length; k++) addKind(bits, kind[k], count[k], limit);
  return { bits, limit };
}

/** Joins what `count` more items of this size reach. */
export function addKind(bits: Uint32Array, size: number, count: number, limit: number): void {
  if (size > limit) return;
  let left = Math.min(count, Math.floor(limit / size));
  for (let bundle = 1; left > 0; bundle *= 2) {
    const taken = Math.min(bundle, left);
    shiftInto(bits, size * taken);
    left -= taken;
  }
}

/** The largest reachable sum of at most `most` (and of at most the limit); 0 is always reachable. -1 below 0. */
export function highestReachable({ bits, limit }: Reachable, most: number): number {
  const top = Math.min(most, limit);
  if (top < 0) return -1;
  for (let w = top >>> 5, mask = maskBelow(top & 31); w >= 0; w--, mask = 0xffffffff) {
    const word = (bits[w] & mask) >>> 0;
    if (word !== 0) return w * 32 + 31 - Math.clz32(word);
  }
  return 0;
}

/** The smallest reachable sum of at least `least`; undefined if there is none up to the limit. */
export function lowestReachable({ bits, limit }: Reachable, least: number): number | undefined {
  if (least > limit) return undefined;
  let mask = ~maskBelow((least & 31) - 1);
  for (let w = least >>> 5; w < bits.length; w++, mask = -1) {
    const word = bits[w] & mask;
    if (word === 0) continue;
    const sum = w * 32 + 31 - Math.clz32(word & -word);
    return sum <= limit ? sum : undefined;
  }
  return undefined;
}

/** True if the sum can be reached. */
export function isReachable(bits: Uint32Array, sum: number): boolean {
  return ((bits[sum >>> 5] >>> (sum & 31)) & 1) === 1;
}

/** Bits 0 to `top`; none for -1. */
function maskBelow(top: number): number {
  return top >= 31 ? -1 : (1 << (top + 1)) - 1;
}

function stepsOf(kind: ArrayLike<number>, count: ArrayLike<number>, limit: number): number {
  let steps = 0;
  for (let k = 0; k < kind.length; k++) {
    if (kind[k] <= limit) steps += 1 + Math.log2(Math.min(count[k], limit / kind[k]));
  }
  return steps;
}

/** bits |= bits << by, in place: words are read before anything is written at or below them. */
function shiftInto(bits: Uint32Array, by: number): void {
  const whole = Math.floor(by / 32);
  const rest = by & 31;
  if (rest === 0) {
    for (let w = bits.length - 1; w >= whole; w--) bits[w] |= bits[w - whole];
    return;
  }
  for (let w = bits.length - 1; w > whole; w--) {
    bits[w] |= (bits[w - whole] << rest) | (bits[w - whole - 1] >>> (32 - rest));
  }
  if (whole < bits.length) bits[whole] |= bits[0] << rest;
}
