import { certifiedGap, quoted } from "../judge.ts";
import type { Row } from "../rows.ts";

const WIDTH = 360;
const HEIGHT = 220;
const EDGE = 50;
const COLOURS = ["#0b6", "#06c", "#c60", "#909", "#555"];

/** One measured point: `isDone` if the row reached its gap. */
interface Point {
  readonly size: number;
  readonly amount: number;
  readonly isDone: boolean;
}

/**
 * Growth rows as one self-contained SVG: for each panel seconds (left) and peak MiB (right) over size, both axes
 * logarithmic, one line for each method; hollow points did not reach the gap within the limit.
 */
export function growthPlot(rows: readonly Row[]): string {
  const panels = unique(rows.flatMap(({ spec }) => spec.line?.panel ?? []));
  const lines = unique(rows.flatMap(({ spec }) => spec.line?.line ?? []));
  const charts = panels.flatMap((panel, p) =>
    AMOUNTS.map(({ title, of }, a) => {
      const series = lines.map((line) => pointsOf(rows, panel, line, of));
      const at = `translate(${a * WIDTH} ${p * HEIGHT + 30})`;
      return `<g transform="${at}">${chart(`${panel}: ${title}`, series)}</g>`;
    }),
  );
  const [width, height] = [2 * WIDTH, panels.length * HEIGHT + 40];
  const legend = lines
    .map((line, i) => {
      const x = EDGE + i * 90;
      return `<circle cx="${x}" cy="16" r="4" fill="${colour(i)}"/>${text(x + 8, 20, line)}`;
    })
    .join("");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="10">` +
    `<rect width="100%" height="100%" fill="#fff"/>${legend}${charts.join("")}</svg>\n`
  );
}

const AMOUNTS: readonly { title: string; of: (row: Row) => number | undefined }[] = [
  { title: "seconds", of: ({ berth }) => quoted(berth)?.seconds },
  { title: "MiB", of: ({ berth }) => quoted(berth)?.memoryMiB },
];

function pointsOf(
  rows: readonly Row[],
  panel: string,
  line: string,
  of: (row: Row) => number | undefined,
): readonly Point[] {
  return rows
    .filter(({ spec }) => spec.line?.panel === panel && spec.line.line === line)
    .flatMap((row) => {
      const amount = of(row);
      const size = row.spec.line?.size;
      if (amount === undefined || size === undefined) return [];
      return [{ size, amount: Math.max(amount, 0.001), isDone: isDone(row) }];
    });
}

/** The gap counts whoever proved the bound: milp has only claims. */
function isDone({ spec, berth }: Row): boolean {
  const answer = quoted(berth);
  const gap = answer === undefined ? undefined : (certifiedGap(answer) ?? answer.gap);
  return Math.min(gap ?? Infinity, answer?.gap ?? Infinity) <= (spec.stopAt ?? 0);
}

function chart(title: string, series: readonly (readonly Point[])[]): string {
  const points = series.flat();
  if (points.length === 0) return text(EDGE, 20, `${title}: no rows`);
  const x = logScale(
    points.map(({ size }) => size),
    EDGE,
    WIDTH - 20,
  );
  const y = logScale(
    points.map(({ amount }) => amount),
    HEIGHT - 40,
    25,
  );
  const [left, right, bottom] = [EDGE, WIDTH - 20, HEIGHT - 40];
  const frame = `<path d="M${left} 25V${bottom}H${right}" fill="none" stroke="#999"/>`;
  const ticks = [
    ...x.ticks.map((value) => text(x.at(value) - 8, bottom + 14, compact(value))),
    ...y.ticks.map((value) => text(8, y.at(value) + 3, compact(value))),
  ];
  const drawn = series.map((line, i) => drawLine(line, x.at, y.at, colour(i)));
  return text(EDGE, 14, title) + frame + ticks.join("") + drawn.join("");
}

function drawLine(
  line: readonly Point[],
  x: (value: number) => number,
  y: (value: number) => number,
  stroke: string,
): string {
  const sorted = [...line].sort((a, b) => a.size - b.size);
  const path = sorted.map(({ size, amount }) => `${one(x(size))},${one(y(amount))}`).join(" ");
  const marks = sorted.map(
    ({ size, amount, isDone }) =>
      `<circle cx="${one(x(size))}" cy="${one(y(amount))}" r="3" stroke="${stroke}" fill="${isDone ? stroke : "#fff"}"/>`,
  );
  return `<polyline points="${path}" fill="none" stroke="${stroke}"/>${marks.join("")}`;
}

/** Powers of ten around some positive values, spread over pixels. */
function logScale(values: readonly number[], from: number, to: number) {
  const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9));
  return {
    ticks: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)),
    at: (value: number) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
  };
}

function text(x: number, y: number, words: string): string {
  const safe = words.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return `<text x="${one(x)}" y="${one(y)}" fill="#333">${safe}</text>`;
}

function compact(value: number): string {
  return value.toLocaleString("en", { notation: "compact", maximumFractionDigits: 3 });
}

function one(value: number): string {
  return value.toFixed(1);
}

function colour(index: number): string {
  return COLOURS[index % COLOURS.length];
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
