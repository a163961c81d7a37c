/** What a unit may still gain, and the most that it may be given now. */
export interface Seeker {
  /** From 1 on, up to MOST_GAIN. */
  readonly gain: number;
  readonly cap?: number;
}

/** A unit without plan or without bound can gain everything. In millionths of a relative gap. */
export const MOST_GAIN = 1_000_000;

/** Less than this does not pay for reading the instance and starting again. */
export const LEAST = { milliseconds: 100, work: 20 } as const;

/** So much a unit should have in the first round, if the budget has it. */
const FIRST = { milliseconds: 250, work: 50 } as const;

export type Currency = keyof typeof LEAST;

/**
 * What each seeker gets in round `round` (from 1 on) of the `left` that no earlier round has used, in whole milliseconds
 * or units of work. The rule, for n seekers:
 *
 * - Round 1 takes an eighth of what is left, or 250 ms (50 units of work) for each seeker if that is more, but never more
 *   than there is; every seeker gets the same.
 * - Round 2 takes a third of what is left then, each later round everything that is left. So a unit that stays open
 *   gets more in each round than in the one before, and starting again costs little.
 * - From round 2 on a seeker gets its share in proportion to its gain. Where the pot is too small for all, those with the
 *   largest gains are served, as many of them as get 100 ms (20 units of work) or more; ties go to the first. The others
 *   get 0.
 * - Nobody gets more than its cap; what is cut off goes to the others in proportion, and if all are capped it stays.
 *
 * What a unit does not use (because it is proven) is left for the next round. The sum is at most `left`. O(n log n) for
 * each cap that binds.
 */
export function divide(
  round: number,
  left: number,
  seekers: readonly Seeker[],
  currency: Currency,
): number[] {
  const given = new Array<number>(seekers.length).fill(0);
  const pot = potOf(round, left, seekers.length, currency);
  if (pot <= 0) return given;
  const all = seekers.map((_, i) => i);
  const gain = (i: number) => (round === 1 ? 1 : seekers[i].gain);
  const served = round === 1 ? all : largest(all, gain, pot, LEAST[currency]);
  pour(pot, served, gain, (i) => seekers[i].cap ?? Infinity, given);
  return given;
}

function potOf(round: number, left: number, count: number, currency: Currency): number {
  if (round === 1) return Math.min(left, Math.max(Math.floor(left / 8), count * FIRST[currency]));
  return round === 2 ? Math.floor(left / 3) : left;
}

/** Those with the largest gains, as many as get `least` or more of `pot` in proportion; in their own order. */
function largest(
  all: readonly number[],
  gain: (i: number) => number,
  pot: number,
  least: number,
): number[] {
  const sorted = [...all].sort((a, b) => gain(b) - gain(a) || a - b);
  let sum = 0;
  let served = 0;
  for (const [k, i] of sorted.entries()) {
    sum += gain(i);
    // The share of the smallest falls with every one more, so the first that is too small is the end.
    if (pot * (gain(i) / sum) < least) break;
    served = k + 1;
  }
  return sorted.slice(0, served).sort((a, b) => a - b);
}

/** Pours the pot in proportion to gains; who is full leaves the rest to the others. */
function pour(
  pot: number,
  served: readonly number[],
  gain: (i: number) => number,
  cap: (i: number) => number,
  given: number[],
): void {
  let [open, left] = [served, pot];
  while (open.length > 0) {
    const sum = open.reduce((total, i) => total + gain(i), 0);
    const share = (i: number) => Math.floor(left * (gain(i) / sum));
    const full = open.filter((i) => share(i) >= cap(i));
    if (full.length === 0) {
      for (const i of open) given[i] = share(i);
      return;
    }
    let used = 0;
    for (const i of full) {
      given[i] = Math.max(0, Math.floor(cap(i)));
      used += given[i];
    }
    left -= used;
    const isFull = new Set(full);
    open = open.filter((i) => !isFull.has(i));
  }
}
