import type { BarChart } from "../../types.ts";
import { element, onWidth } from "../dom.ts";
import { onPrint, onTheme } from "../theme.ts";
import { drawBars } from "./draw.ts";
import { type Layout, layoutOf, rowAt } from "./layout.ts";
import { type Bars, barsOf } from "./model.ts";
import { canvasSurface, type Surface, svgSurface } from "./surface.ts";

/** More bars than this are pixels, not elements. */
const MOST_ELEMENTS = 2500;
/** Bars are not drawn wider than a million times. */
const MOST_ZOOM = 1e6;
/** Pixels of all rows on paper. */
const MOST_PAPER = 14_000;

/** What is seen of a chart of bars, and how that changes. All changes are drawn with the next frame. */
export interface View {
  readonly box: HTMLElement;
  readonly chart: BarChart;
  bars(): Bars;
  layout(): Layout;
  /** The axis at a pixel of the box, and the bar there. */
  at(x: number): number;
  barAt(x: number, y: number): number | undefined;
  zoom(factor: number, x?: number): void;
  pan(pixels: number): void;
  fit(): void;
  measure(number: number): void;
  tint(pieces: Uint8Array | undefined): void;
  find(pieces: Uint8Array | undefined): void;
  path(isShown: boolean): void;
  selected(): number | undefined;
  /** Selects a bar and brings it into sight. */
  select(bar: number | undefined): void;
}

/** The view of a chart; its box stands in no page yet. */
export function viewOf(chart: BarChart): View {
  const surface: Surface =
    (chart.bars?.length ?? chart.stem.length) > MOST_ELEMENTS ? canvasSurface() : svgSurface();
  const spacer = element("div", {}, surface.element);
  const box = element("div", { class: "viewport", tabindex: "0" }, spacer);
  let bars = barsOf(chart, 0);
  let layout = layoutOf(bars, 640);
  let [from, until] = [0, chart.end];
  let tint: Uint8Array | undefined;
  let found: Uint8Array | undefined;
  let hasPath = false;
  let selected: number | undefined;
  let isPrinting = false;
  let frame = 0;

  const drawNow = () => {
    frame = 0;
    const height = isPrinting
      ? Math.min(MOST_PAPER, layout.height + layout.axis)
      : box.clientHeight;
    const scroll = isPrinting ? 0 : box.scrollTop;
    const what = isPrinting ? { from: 0, until: chart.end } : { from, until };
    drawBars(surface, bars, layout, { ...what, scroll, height, tint, found, hasPath, selected });
  };
  const draw = () => {
    if (frame === 0) frame = requestAnimationFrame(drawNow);
  };
  const lay = () => {
    if (box.clientWidth === 0) return;
    layout = layoutOf(bars, box.clientWidth);
    spacer.style.height = `${layout.height + layout.axis}px`;
    drawNow();
  };
  const show = (begin: number, end: number) => {
    const size = Math.min(chart.end, Math.max(chart.end / MOST_ZOOM, end - begin));
    from = Math.max(0, Math.min(begin, chart.end - size));
    until = from + size;
    draw();
  };
  const at = (x: number) => {
    return from + ((x - layout.left) / (layout.width - layout.left)) * (until - from);
  };
  const reveal = (bar: number) => {
    const [begin, end] = [bars.from[bar], bars.to[bar]];
    if (end <= from || begin >= until) {
      const size = until - from;
      show((begin + end - size) / 2, (begin + end + size) / 2);
    }
    const row = chart.row[bars.piece[bar]];
    const top = layout.tops[row] + bars.lane[bar] * layout.lane;
    if (top < box.scrollTop) box.scrollTop = Math.max(0, top - 8);
    const bottom = top + layout.lane + layout.axis + 8;
    if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
  };

  box.addEventListener("scroll", draw);
  onWidth(box, lay);
  onTheme(drawNow);
  onPrint((now) => {
    isPrinting = now;
    drawNow();
  });
  return {
    box,
    chart,
    at,
    bars: () => bars,
    layout: () => layout,
    barAt(x, y) {
      if (x < layout.left || y < layout.axis) return undefined;
      const down = y - layout.axis + box.scrollTop;
      const row = rowAt(layout, down);
      const lane = (down - layout.tops[row]) / layout.lane;
      const near = (2 * (until - from)) / (layout.width - layout.left);
      const place = at(x);
      return bars.byRow[row]?.findLast((bar) => {
        const isBeside = bars.lane[bar] <= lane && lane < bars.lane[bar] + bars.span[bar];
        return isBeside && bars.from[bar] <= place + near / 2 && place - near / 2 < bars.to[bar];
      });
    },
    zoom(factor, x = (layout.left + layout.width) / 2) {
      const place = Math.max(from, Math.min(until, at(x)));
      show(place - (place - from) / factor, place + (until - place) / factor);
    },
    pan(pixels) {
      const by = (pixels / (layout.width - layout.left)) * (until - from);
      show(from + by, until + by);
    },
    fit: () => show(0, chart.end),
    measure(number) {
      bars = barsOf(chart, number);
      selected = undefined;
      lay();
    },
    tint(pieces) {
      tint = pieces;
      draw();
    },
    find(pieces) {
      found = pieces;
      draw();
    },
    path(isShown) {
      hasPath = isShown;
      draw();
    },
    selected: () => selected,
    select(bar) {
      selected = bar;
      if (bar !== undefined) reveal(bar);
      draw();
    },
  };
}
