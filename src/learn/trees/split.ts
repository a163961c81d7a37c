import type { Cut, GrowOptions } from "./types.ts";
import { WORDS } from "./types.ts";

/** The best way to part a node's rows in two. */
export interface Split {
  readonly gain: number;
  readonly column: number;
  /** Numbers: the last bin that goes left. */
  readonly at: number;
  readonly missingLeft: boolean;
  /** Categories: the bins that go left, `WORDS` words. */
  readonly set?: Uint32Array;
}

/** Categories that are rare in a node say little: their means are pulled to 0 as if so many more rows were there. */
const RARE = 10;

/**
 * The split with the largest fall of squared error, G^2 / (n + shrink) over both sides less the same of the whole, or
 * undefined if none falls. Numbers are cut between bins, with missing values tried on both sides. Categories are
 * ordered by their mean gradient and cut there, which for squared error finds the best of all subsets (Fisher 1958, DOI
 * 10.1080/01621459.1958.10501479); a missing value is one more category. Ties go to the lower column and bin. O(bins).
 */
export function bestSplit(
  histogram: Float64Array,
  starts: Int32Array,
  columns: Int32Array,
  cuts: readonly Cut[],
  options: GrowOptions,
  total: { readonly gradient: number; readonly rows: number },
): Split | undefined {
  let best: Split | undefined;
  const take = (split: Split | undefined) => {
    if (split !== undefined && split.gain > (best?.gain ?? 1e-12)) best = split;
  };
  for (const c of columns) {
    const part = histogram.subarray(2 * starts[c], 2 * starts[c + 1]);
    if (cuts[c].edges === undefined) take(splitCategories(part, c, options, total));
    else {
      take(splitNumbers(part, c, options, total, false));
      if (part[1] > 0) take(splitNumbers(part, c, options, total, true));
    }
  }
  return best;
}

/** The squared error that one value explains of rows with this sum of gradients: G^2 / (n + shrink). */
function explained(gradient: number, rows: number, shrink: number): number {
  return (gradient * gradient) / (rows + shrink);
}

function splitNumbers(
  part: Float64Array,
  column: number,
  { leastRows, shrink }: GrowOptions,
  total: { readonly gradient: number; readonly rows: number },
  missingLeft: boolean,
): Split | undefined {
  let gradient = missingLeft ? part[0] : 0;
  let rows = missingLeft ? part[1] : 0;
  let [most, at] = [0, -1];
  const whole = explained(total.gradient, total.rows, shrink);
  const bins = part.length / 2;
  for (let b = 1; b < bins; b++) {
    // Behind the last bin only a missing value can stand on the right.
    if (b === bins - 1 && missingLeft) break;
    gradient += part[2 * b];
    rows += part[2 * b + 1];
    const others = total.rows - rows;
    if (rows < leastRows) continue;
    if (others < leastRows) break;
    const rest = total.gradient - gradient;
    const gain = explained(gradient, rows, shrink) + explained(rest, others, shrink) - whole;
    if (gain > most) [most, at] = [gain, b];
  }
  return at < 0 ? undefined : { gain: most, column, at, missingLeft };
}

function splitCategories(
  part: Float64Array,
  column: number,
  { leastRows, shrink }: GrowOptions,
  total: { readonly gradient: number; readonly rows: number },
): Split | undefined {
  const present: number[] = [];
  for (let b = 0; b < part.length / 2; b++) if (part[2 * b + 1] > 0) present.push(b);
  if (present.length < 2) return undefined;
  const mean = (b: number) => part[2 * b] / (part[2 * b + 1] + RARE);
  present.sort((a, b) => mean(a) - mean(b) || a - b);
  let [gradient, rows, most, cut] = [0, 0, 0, -1];
  const whole = explained(total.gradient, total.rows, shrink);
  for (let k = 0; k + 1 < present.length; k++) {
    gradient += part[2 * present[k]];
    rows += part[2 * present[k] + 1];
    const others = total.rows - rows;
    if (rows < leastRows) continue;
    if (others < leastRows) break;
    const rest = total.gradient - gradient;
    const gain = explained(gradient, rows, shrink) + explained(rest, others, shrink) - whole;
    if (gain > most) [most, cut] = [gain, k];
  }
  if (cut < 0) return undefined;
  const set = new Uint32Array(WORDS);
  for (const b of present.slice(0, cut + 1)) set[b >> 5] |= 1 << (b & 31);
  return { gain: most, column, at: 0, missingLeft: (set[0] & 1) === 1, set };
}
