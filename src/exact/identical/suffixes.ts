import { addKind, highestReachable, type Reachable } from "./reachable.ts";

/**
 * For each kind k from the first on: the sums that items of kinds k, k + 1, ... reach, in units of `scale`, each size rounded
 * down, so that with a scale above 1 a pattern may be `blur` units longer than its sum here.
 */
export interface Suffixes {
  /** By kind; only 0 behind the last. Kinds without items share the table of the next. Absent where too large. */
  readonly sums?: readonly Reachable[];
  readonly scale: number;
  readonly blur: number;
  /** Steps that it took, in those of a search. */
  readonly cost: number;
  readonly words: Uint32Array;
}

/** Words that one call may touch; more would slow the search. */
const MOST_WORDS = 400_000;
/** Words of one table. */
const MOST_ROW = 4096;
/** Words touched in the time of one step of a search. */
const WORDS_PER_STEP = 64;

/** Takes the room of `old` where it suffices. O(kinds x limit / 32), less for long limits. */
export function suffixSums(
  kind: Float64Array,
  left: Int32Array,
  first: number,
  limit: number,
  old: Suffixes | undefined,
): Suffixes {
  const K = kind.length;
  let rows = 1;
  let shortest = limit;
  for (let k = first; k < K; k++) {
    if (left[k] === 0) continue;
    rows++;
    shortest = kind[k];
  }
  const scale = Math.ceil((limit + 1) / (32 * MOST_ROW));
  const blur = scale === 1 ? 0 : Math.ceil(limit / shortest);
  const top = Math.floor(limit / scale);
  const row = Math.floor(top / 32) + 1;
  if (rows * row > MOST_WORDS) {
    return { scale, blur, cost: 0, words: old?.words ?? new Uint32Array(0) };
  }
  const kept = old !== undefined && old.words.length >= rows * row ? old.words : undefined;
  const words = kept ?? new Uint32Array(rows * row);
  let bits = words.subarray(0, row).fill(0);
  bits[0] = 1;
  let table: Reachable = { bits, limit: top };
  const sums = new Array<Reachable>(K + 1).fill(table);
  for (let k = K - 1, at = 0; k >= first; k--) {
    if (left[k] > 0) {
      at += row;
      const before = bits;
      bits = words.subarray(at, at + row);
      bits.set(before);
      const size = Math.floor(kind[k] / scale);
      if (size > 0) addKind(bits, size, left[k], top);
      table = { bits, limit: top };
    }
    sums[k] = table;
  }
  return { sums, scale, blur, cost: Math.ceil((rows * row) / WORDS_PER_STEP), words };
}

/** True if no items of kinds from k on sum to at least `least` and at most `most`, as far as the tables can tell. */
export function isBeyond(
  { sums, scale, blur }: Suffixes,
  k: number,
  least: number,
  most: number,
): boolean {
  if (sums === undefined) return least > most;
  if (scale === 1) return highestReachable(sums[k], most) < least;
  return highestReachable(sums[k], Math.floor(most / scale)) < Math.floor(least / scale) - blur;
}

/** True if loads within the limit that are sums of items cannot hold all of them. */
export function isShort(
  { sums, scale }: Suffixes,
  k: number,
  limit: number,
  resources: number,
  total: number,
): boolean {
  if (sums === undefined || scale > 1) return false;
  return highestReachable(sums[k], limit) * resources < total;
}
