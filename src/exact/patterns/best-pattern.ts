import type { Pattern, PatternProblem } from "./problem.ts";

/** What pricing finds on one kind. */
export interface Priced {
  /** No pattern is worth more; the worth of the best one where the search came to its end. */
  readonly atMost: number;
  readonly isWhole: boolean;
  /** The last patterns that were better than all before, best last. */
  readonly patterns: readonly Pattern[];
}

/** Better patterns of one search that are kept: together they save rounds. */
const MOST_KEPT = 6;

/** What a search may do. */
export interface PatternSearch {
  readonly demand: Int32Array;
  /** Largest length of a pattern. */
  readonly limit: number;
  /** Whole prices by class. Sums of prices, and prices times lengths, stay below 2^53. */
  readonly price: Float64Array;
  /** Only patterns worth more are looked for. */
  readonly floor: number;
  readonly nodes: number;
}

/**
 * The pattern of a kind that is worth most at whole prices, by depth-first search in the order of worth by length, most copies first,
 * with the fractional rest as bound (Dantzig 1957; Horowitz, Sahni 1974, DOI 10.1145/321812.321823). It needs no table, so that lengths
 * may be milliseconds. Past its nodes the bounds of what it has left open count.
 */
export function bestPattern(
  { classes, length }: PatternProblem,
  kind: number,
  { demand, limit, price, floor, nodes }: PatternSearch,
): Priced {
  const order: number[] = [];
  const base = kind * classes;
  for (let c = 0; c < classes; c++) {
    if (demand[c] > 0 && price[c] > 0 && length[base + c] <= limit) order.push(c);
  }
  order.sort((a, b) => price[b] * length[base + a] - price[a] * length[base + b] || a - b);
  const K = order.length;
  const size = Float64Array.from(order, (c) => length[base + c]);
  const gain = Float64Array.from(order, (c) => price[c]);
  const most = Int32Array.from(order, (c, i) => Math.min(demand[c], Math.floor(limit / size[i])));
  const shortest = new Float64Array(K + 1).fill(Number.POSITIVE_INFINITY);
  for (let i = K - 1; i >= 0; i--) shortest[i] = Math.min(size[i], shortest[i + 1]);
  const taken = new Int32Array(K);
  const kept: { readonly taken: Int32Array; readonly room: number }[] = [];
  let best = Math.max(floor, 0);
  let open = 0;
  let left = nodes;

  /** Whole worth that items from i on add at most. */
  const rest = (i: number, room: number): number => {
    let sum = 0;
    let free = room;
    for (let j = i; j < K; j++) {
      const all = most[j] * size[j];
      if (all > free) {
        const whole = Math.floor(free / size[j]);
        free -= whole * size[j];
        const part = gain[j] * free;
        return sum + whole * gain[j] + (part - (part % size[j])) / size[j];
      }
      sum += most[j] * gain[j];
      free -= all;
    }
    return sum;
  };

  const search = (from: number, space: number, worth: number): void => {
    if (worth > best) {
      best = worth;
      kept.push({ taken: taken.slice(), room: space });
      if (kept.length > MOST_KEPT) kept.shift();
    }
    for (let i = from; i < K && space >= shortest[i]; i++) {
      const bound = worth + rest(i, space);
      if (bound <= best) return;
      if (left-- <= 0) {
        open = Math.max(open, bound);
        return;
      }
      for (let n = Math.min(most[i], Math.floor(space / size[i])); n > 0; n--) {
        taken[i] = n;
        search(i + 1, space - n * size[i], worth + n * gain[i]);
      }
      taken[i] = 0;
    }
  };
  search(0, limit, 0);
  const patternOf = ({ taken: held, room }: (typeof kept)[number]): Pattern => {
    const places = [...order.keys()].filter((i) => held[i] > 0);
    places.sort((i, j) => order[i] - order[j]);
    return {
      kind,
      classes: places.map((i) => order[i]),
      counts: places.map((i) => held[i]),
      length: limit - room,
    };
  };
  return {
    atMost: Math.max(best, open),
    isWhole: open <= best,
    patterns: kept.map(patternOf),
  };
}
