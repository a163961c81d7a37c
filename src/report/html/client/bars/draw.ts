import { plain } from "../../../../util/plain.ts";
import { HUES } from "../../../hues.ts";
import { startText } from "../../../when.ts";
import { timeTicks } from "../ticks.ts";
import { fitting, type Layout, rowAt } from "./layout.ts";
import { type Bars, pieceName } from "./model.ts";
import type { Surface } from "./surface.ts";

/** What a view shows of its bars. */
export interface Seen {
  /** Of the axis. */
  readonly from: number;
  readonly until: number;
  /** Pixels above, and how many are seen. */
  readonly scroll: number;
  readonly height: number;
  /** By piece, 1 where it is meant; all of them where absent. */
  readonly tint?: Uint8Array | undefined;
  readonly found?: Uint8Array | undefined;
  readonly hasPath: boolean;
  /** A bar. */
  readonly selected?: number | undefined;
}

/** Draws all that is seen. O(bars of the rows that are seen). */
export function drawBars(surface: Surface, bars: Bars, layout: Layout, shown: Seen): void {
  const { width, left, tops, lane, axis } = layout;
  const { chart } = bars;
  const scale = (width - left) / (shown.until - shown.from);
  const x = (at: number) => left + (at - shown.from) * scale;
  surface.begin(width, shown.height);
  const first = rowAt(layout, shown.scroll);
  const top = (row: number) => axis + tops[row] - shown.scroll;
  for (let row = first; row < chart.rows.length && top(row) < shown.height; row++) {
    const high = Math.max(chart.lanes[row] * lane, 12);
    surface.rect(left, top(row), width - left, high, { fill: "lane" });
  }
  for (const [row, from, until] of chart.closed) {
    if (row < first || top(row) > shown.height || until < shown.from || from > shown.until)
      continue;
    const begin = Math.max(left, x(from));
    const high = Math.max(chart.lanes[row] * lane, 12);
    surface.rect(begin, top(row), Math.min(width, x(until)) - begin, high, { fill: "closed" });
  }
  const ticks = ticksOf(bars, layout, shown);
  for (const at of ticks)
    surface.line(
      [
        [x(at), axis - 4],
        [x(at), shown.height],
      ],
      "grid",
    );
  for (let row = first; row < chart.rows.length && top(row) < shown.height; row++) {
    for (const bar of bars.byRow[row]) {
      if (bars.from[bar] > shown.until) break;
      if (bars.to[bar] >= shown.from) drawBar(surface, bars, layout, shown, bar, x, top(row));
    }
  }
  if (shown.hasPath) drawPath(surface, bars, layout, x, top);
  drawNames(surface, bars, layout, shown, first, top);
  drawAxis(surface, bars, layout, shown, ticks, x);
  surface.end();
}

function drawBar(
  surface: Surface,
  bars: Bars,
  { lane, left, width }: Layout,
  { tint, found, selected }: Seen,
  bar: number,
  x: (at: number) => number,
  top: number,
): void {
  const piece = bars.piece[bar];
  const begin = Math.max(left, x(bars.from[bar]));
  const end = Math.min(width, x(bars.to[bar]));
  const wide = Math.max(1, end - begin - (end - begin > 4 ? 1 : 0));
  const y = top + bars.lane[bar] * lane + 0.5;
  const high = Math.max(1, bars.span[bar] * lane - 1);
  const hue = bars.chart.stem[piece] % HUES.length;
  const isMeant = (tint?.[piece] ?? 1) === 1 && (found?.[piece] ?? 1) === 1;
  surface.rect(begin, y, wide, high, { fill: `bar${hue}`, isPale: !isMeant });
  if (found?.[piece] === 1 && wide > 2)
    surface.rect(begin + 1, y + 1, wide - 2, high - 2, { stroke: "found" });
  if (bar === selected) surface.rect(begin, y, wide, high, { stroke: "selected" });
  if (wide < 24 || high < 11) return;
  const name = fitting(pieceName(bars.chart, piece), wide - 8);
  const down = y + Math.min(high / 2 + 4, high - 1);
  if (name !== "") surface.text(begin + 4, down, name, isMeant ? `ink${hue}` : "ink");
}

function drawPath(
  surface: Surface,
  bars: Bars,
  { lane, left }: Layout,
  x: (at: number) => number,
  top: (row: number) => number,
): void {
  const points = bars.chart.path.flatMap((piece) => {
    const bar = bars.ofPiece[piece];
    const y = top(bars.chart.row[piece]) + (bars.lane[bar] + bars.span[bar]) * lane - 2.5;
    return [
      [Math.max(left, x(bars.from[bar])), y] as const,
      [Math.max(left, x(bars.to[bar])), y] as const,
    ];
  });
  if (points.length > 0) surface.line(points, "path");
}

function drawNames(
  surface: Surface,
  { chart }: Bars,
  { left, lane }: Layout,
  { height }: Seen,
  first: number,
  top: (row: number) => number,
): void {
  surface.rect(0, 0, left, height, { fill: "panel" });
  for (let row = first; row < chart.rows.length && top(row) < height; row++) {
    const middle = top(row) + Math.max(chart.lanes[row] * lane, 12) / 2 + 4;
    surface.text(left - 8, middle, fitting(plain(chart.rows[row]), left - 12), "ink", "end");
  }
}

function drawAxis(
  surface: Surface,
  { chart }: Bars,
  { left, width, axis }: Layout,
  shown: Seen,
  ticks: readonly number[],
  x: (at: number) => number,
): void {
  surface.rect(0, 0, width, axis - 4, { fill: "panel" });
  for (const at of ticks) {
    const place = x(at) < left + 30 ? "start" : x(at) > width - 34 ? "end" : "middle";
    const words = chart.axis === "time" ? startText(at, chart.origin, chart.end) : percentText(at);
    surface.text(x(at), 15, words, "muted", place);
  }
  for (const { at, label } of chart.marks) {
    if (at < shown.from || at > shown.until) continue;
    surface.line(
      [
        [x(at), axis - 12],
        [x(at), shown.height],
      ],
      "mark",
    );
    const room = x(at) - left > label.length * 6.3;
    surface.text(x(at) + (room ? -5 : 5), axis - 9, label, "mark", room ? "end" : "start");
  }
}

function ticksOf({ chart }: Bars, { width, left }: Layout, { from, until }: Seen): number[] {
  const most = Math.max(2, Math.floor((width - left) / 84));
  if (chart.axis === "time") return timeTicks(from, until, most, chart.origin);
  return shareTicks(from, until, most);
}

function shareTicks(from: number, until: number, most: number): number[] {
  const step =
    [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1].find((one) => (until - from) / one <= most) ?? 1;
  const ticks: number[] = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= until + 1e-9; i++) ticks.push(i * step);
  return ticks;
}

function percentText(share: number): string {
  return `${Math.round(share * 100)} %`;
}
