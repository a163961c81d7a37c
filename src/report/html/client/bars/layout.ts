import type { Bars } from "./model.ts";

/** Pixels of the axis above the rows and of the words at marks, between rows, and of a lane. */
const AXIS = 26;
const WORDS = 15;
const GAP = 5;
const LANES = { least: 3, usual: 15, most: 22 } as const;
const LETTER = 6.3;

/** Where rows stand, in pixels from the top of all. */
export interface Layout {
  readonly lane: number;
  readonly tops: Float64Array;
  readonly height: number;
  /** Height of the axis. */
  readonly axis: number;
  /** Width of the names. */
  readonly left: number;
  readonly width: number;
}

/** Lanes as high as all rows fit into about a screen, within reason. */
export function layoutOf({ chart }: Bars, width: number): Layout {
  const lanes = chart.lanes.reduce((sum, one) => sum + one, 0);
  const room = 560 - GAP * chart.rows.length;
  const lane = Math.round(
    Math.max(lanes > 60 ? 10 : LANES.usual, Math.min(LANES.most, room / Math.max(1, lanes))),
  );
  const tops = new Float64Array(chart.rows.length + 1);
  for (const [row, count] of chart.lanes.entries()) {
    tops[row + 1] = tops[row] + Math.max(count * lane, 12) + GAP;
  }
  const longest = chart.rows.reduce((most, { length }) => Math.max(most, length), 0);
  const left = Math.round(Math.min(longest * LETTER + 18, Math.max(64, width * 0.22)));
  const axis = AXIS + (chart.marks.length > 0 ? WORDS : 0);
  return { lane, tops, height: tops[tops.length - 1] + GAP, axis, left, width };
}

/** The row at a height; the first or the last one beyond them. */
export function rowAt({ tops }: Layout, y: number): number {
  let [low, high] = [0, Math.max(0, tops.length - 2)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tops[middle] <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** As much of a text as fits into so many pixels. */
export function fitting(words: string, pixels: number): string {
  const most = Math.floor(pixels / LETTER);
  if (words.length <= most) return words;
  return most < 3 ? "" : `${words.slice(0, most - 1)}…`;
}
