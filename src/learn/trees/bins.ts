import type { Cut } from "./types.ts";

/** Most bins of a column, with the one for missing values. */
const MOST_BINS = 255;

/** A table of small numbers, row by row: what trees see of a frame. */
export interface Binned {
  readonly rows: number;
  readonly columns: number;
  /** Length rows x columns, row-major. */
  readonly bins: Uint8Array;
}

/**
 * Cuts for a column of numbers: between distinct values where there are few, else at quantiles of the values. NaN is
 * missing. At most `most` bins. Depends on the values alone, not on their order. O(n log n).
 */
export function cutNumbers(values: Float64Array, mostBins = MOST_BINS): Cut {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct: number[] = [];
  for (const value of sorted) if (value !== distinct.at(-1)) distinct.push(value);
  const most = mostBins - 1;
  if (distinct.length <= most) {
    const edges = distinct.slice(1).map((value, i) => between(distinct[i], value));
    return { edges, bins: edges.length + 2 };
  }
  const edges: number[] = [];
  for (let k = 1; k < most; k++) {
    const at = Math.floor((k * sorted.length) / most);
    const edge = between(sorted[at - 1], sorted[at]);
    if (edge > (edges.at(-1) ?? Number.NEGATIVE_INFINITY) && edge < sorted[sorted.length - 1]) {
      edges.push(edge);
    }
  }
  return { edges, bins: edges.length + 2 };
}

/** A cut for codes of categories 0, 1, ...; codes past the table stand as missing, so give frequent ones low codes. */
export function cutCategories(levels: number): Cut {
  return { bins: Math.min(levels + 1, MOST_BINS) };
}

/** Rows that are binned column by column while their bins are near. */
const BLOCK = 2048;

/** Bins of a frame's columns; NaN, and codes of categories that a cut does not know, are bin 0. O(cells x log bins). */
export function binColumns(columns: readonly Float64Array[], cuts: readonly Cut[]): Binned {
  const rows = columns[0]?.length ?? 0;
  const width = columns.length;
  const bins = new Uint8Array(rows * width);
  const finders = cuts.map(({ edges }) => (edges === undefined ? undefined : makeFinder(edges)));
  for (let begin = 0; begin < rows; begin += BLOCK) {
    const end = Math.min(rows, begin + BLOCK);
    for (let c = 0; c < width; c++) {
      const column = columns[c];
      const finder = finders[c];
      if (finder !== undefined) binNumbers(column, finder, begin, end, bins, c, width);
      else {
        for (let i = begin, e = begin * width + c; i < end; i++, e += width) {
          const value = column[i];
          if (value >= 0 && value + 1 < cuts[c].bins) bins[e] = value + 1;
        }
      }
    }
  }
  return { rows, columns: width, bins };
}

/** Equal steps between the outer edges, and for each how many edges lie below it: searches begin near their end. */
interface Finder {
  readonly edges: Float64Array;
  readonly low: number;
  readonly perUnit: number;
  /** By step, one more than there are: edges below where it begins. */
  readonly below: Int32Array;
}

const STEPS = 1024;

function makeFinder(edges: readonly number[]): Finder {
  const table = Float64Array.from(edges);
  const low = table[0] ?? 0;
  const high = table[table.length - 1] ?? 0;
  const perUnit = high > low && Number.isFinite(STEPS / (high - low)) ? STEPS / (high - low) : 0;
  const below = new Int32Array(STEPS + 1);
  // By the rule that finds the step of a value, so that rounding cannot part the two.
  for (const edge of table) below[Math.min(STEPS, Math.floor((edge - low) * perUnit) + 1)]++;
  for (let k = 1; k <= STEPS; k++) below[k] += below[k - 1];
  return { edges: table, low, perUnit, below };
}

function binNumbers(
  column: Float64Array,
  { edges, low, perUnit, below }: Finder,
  begin: number,
  end: number,
  bins: Uint8Array,
  first: number,
  width: number,
): void {
  const count = edges.length;
  for (let i = begin, e = begin * width + first; i < end; i++, e += width) {
    const value = column[i];
    if (Number.isNaN(value)) continue;
    const scaled = (value - low) * perUnit;
    let at = scaled <= 0 ? 0 : scaled >= STEPS ? below[STEPS - 1] : below[scaled | 0];
    while (at < count && edges[at] < value) at++;
    bins[e] = at + 1;
  }
}

/** A number in [a, b) that keeps a at or below it; a itself where doubles leave no other. */
function between(a: number, b: number): number {
  const middle = a + (b - a) / 2;
  return middle < b ? middle : a;
}
