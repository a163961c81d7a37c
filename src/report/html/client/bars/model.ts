import { plain } from "../../../../util/plain.ts";
import type { BarChart } from "../../types.ts";

/** A chart as its view wants it: bars in columns, by row. Along the axis they go from `from` to `to`. */
export interface Bars {
  readonly chart: BarChart;
  readonly count: number;
  /** Piece, row, and place in lanes of each bar. */
  readonly piece: ArrayLike<number>;
  readonly lane: ArrayLike<number>;
  readonly span: ArrayLike<number>;
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Bars of each row by `from`. */
  readonly byRow: readonly (readonly number[])[];
  /** The first bar of each piece. */
  readonly ofPiece: Int32Array;
}

/** Bars along time, or, by measure number `measure`, beside each other in their row. */
export function barsOf(chart: BarChart, measure: number): Bars {
  const pieces = chart.stem.length;
  const piece = chart.bars ?? Array.from({ length: pieces }, (_, k) => k);
  const count = piece.length;
  const from = new Float64Array(count);
  const to = new Float64Array(count);
  const byRow: number[][] = chart.rows.map(() => []);
  const ofPiece = new Int32Array(pieces).fill(-1);
  for (let bar = 0; bar < count; bar++) {
    const k = piece[bar];
    byRow[chart.row[k]]?.push(bar);
    if (ofPiece[k] === -1) ofPiece[k] = bar;
    from[bar] = chart.start[k] * chart.unit;
    to[bar] = from[bar] + chart.length[k] * chart.unit;
  }
  if (chart.axis === "share") stack(chart, measure, byRow, from, to);
  for (const list of byRow) list.sort((a, b) => from[a] - from[b] || a - b);
  const span = chart.span ?? new Float64Array(count).fill(1);
  return { chart, count, piece, lane: chart.lane, span, from, to, byRow, ofPiece };
}

/** Beside each other, what takes most first, in parts of the row's capacity. */
function stack(
  { measures }: BarChart,
  measure: number,
  byRow: readonly number[][],
  from: Float64Array,
  to: Float64Array,
): void {
  const { capacity, load } = measures[measure];
  for (const [row, list] of byRow.entries()) {
    list.sort((a, b) => load[b] - load[a] || a - b);
    let sum = 0;
    for (const bar of list) {
      from[bar] = capacity[row] > 0 ? sum / capacity[row] : 0;
      sum += load[bar];
      to[bar] = capacity[row] > 0 ? sum / capacity[row] : 0;
    }
  }
}

/** "bert#2", with nothing in it that is not seen. */
export function pieceName({ stems, stem, number }: BarChart, piece: number): string {
  const copy = number[piece];
  return plain(`${stems[stem[piece]]}${copy > 0 ? `#${copy}` : ""}`);
}

/** The pieces whose task or resource has a text in its name; undefined for no text. */
export function search(chart: BarChart, text: string): Uint8Array | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return undefined;
  const rows = chart.rows.map((name) => name.toLowerCase().includes(wanted));
  return Uint8Array.from(chart.stem, (_, piece) => {
    const isThere =
      rows[chart.row[piece]] || pieceName(chart, piece).toLowerCase().includes(wanted);
    return isThere ? 1 : 0;
  });
}

/** The pieces that one of the chart's blames means. */
export function blamed(chart: BarChart, blame: number): Uint8Array | undefined {
  const found = chart.blames[blame];
  if (found === undefined) return undefined;
  const rows = new Set(found.rows);
  const stems = found.stems === undefined ? undefined : new Set(found.stems);
  const { from = -Infinity, until = Infinity } = found;
  return Uint8Array.from(chart.stem, (stem, k) => {
    const start = chart.start[k] * chart.unit;
    const isIn = start < until && start + chart.length[k] * chart.unit > from;
    const isOf = rows.has(chart.row[k]) && (stems === undefined || stems.has(stem));
    return isOf && (chart.axis === "share" || isIn) ? 1 : 0;
  });
}
