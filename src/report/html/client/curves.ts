import uPlot from "uplot";
import sheet from "uplot/dist/uPlot.min.css";
import { formatValue } from "../../../plan/value-text.ts";
import { startText } from "../../when.ts";
import type { CurveChart } from "../types.ts";
import { element, onWidth } from "./dom.ts";
import { csvButton } from "./download.ts";
import { onPrint, onTheme, palette } from "./theme.ts";
import { STEPS } from "./ticks.ts";

const HEIGHT = 220;

/** Draws curves into a figure: values at the pointer stand below, dragging zooms, a double click shows all. */
export function mountCurves(figure: HTMLElement, chart: CurveChart): void {
  adoptSheet();
  const box = element("div");
  figure.append(
    box,
    element(
      "div",
      { class: "tools" },
      csvButton(chart.file, () => rowsOf(chart)),
    ),
  );
  let plot: uPlot | undefined;
  const draw = () => {
    if (box.clientWidth === 0) return;
    plot?.destroy();
    plot = new uPlot(optionsOf(chart, box.clientWidth), dataOf(chart), box);
    const canvas = box.querySelector("canvas");
    canvas?.setAttribute("role", "img");
    canvas?.setAttribute("aria-label", chart.label);
  };
  onWidth(box, draw);
  onTheme(draw);
  onPrint(draw);
}

/** What stands for the axis below in the legend. */
const AXES = { s: "seconds", ms: "time", ratio: "ratio" } as const;

let isAdopted = false;

function adoptSheet(): void {
  if (isAdopted) return;
  isAdopted = true;
  const style = new CSSStyleSheet();
  style.replaceSync(sheet);
  document.adoptedStyleSheets.push(style);
}

function dataOf({ x, curves }: CurveChart): uPlot.AlignedData {
  return [[...x], ...curves.map(({ y }) => [...y])];
}

function optionsOf(chart: CurveChart, width: number): uPlot.Options {
  const colours = palette();
  const { unit, valueUnit, curves } = chart;
  const value = (amount: number | null) =>
    amount === null || amount === undefined ? "-" : formatValue(amount, valueUnit);
  const axis = {
    stroke: colours.muted,
    grid: { stroke: colours.line, width: 1 },
    ticks: { stroke: colours.line, width: 1 },
    font: "11px system-ui, sans-serif",
  };
  const isShare = valueUnit === "fraction" && unit !== "s";
  return {
    width,
    height: HEIGHT,
    scales: { x: { time: false }, ...(isShare && { y: { range: [0, 1.02] } }) },
    axes: [
      {
        ...axis,
        space: 90,
        ...(unit === "ms" && { incrs: [...STEPS] }),
        values: (plot, ticks) => ticks.map((tick) => tickOf(chart, plot, tick)),
      },
      {
        ...axis,
        ...(valueUnit === "ms" && { incrs: [...STEPS] }),
        size: (_, texts) => 14 + 7 * Math.max(4, ...(texts ?? []).map((text) => text.length)),
        values: (_, ticks) => ticks.map(value),
      },
    ],
    series: [
      { label: AXES[unit], value: (_, at) => timeOf(chart, at) },
      ...curves.map(({ name, isDashed }, i) => ({
        label: name,
        stroke: colours[`curve${i % 8}`],
        width: 2,
        points: { show: false },
        value: (_: uPlot, amount: number) => value(amount),
        ...(uPlot.paths.stepped && { paths: uPlot.paths.stepped({ align: 1 }) }),
        ...(isDashed && { dash: [6, 4] }),
      })),
    ],
  };
}

/** Seconds with as many digits as tell neighbours apart. */
function tickOf(chart: CurveChart, { scales }: uPlot, tick: number): string {
  if (chart.unit === "ms") return timeOf(chart, tick);
  const span = (scales.x?.max ?? 1) - (scales.x?.min ?? 0);
  const sign = chart.unit === "s" ? " s" : "";
  return `${tick.toFixed(Math.max(0, Math.min(3, 1 - Math.floor(Math.log10(span)))))}${sign}`;
}

function timeOf({ unit, origin, x }: CurveChart, at: number | null): string {
  if (at === null || at === undefined) return "-";
  if (unit === "ratio") return `${Number(at.toPrecision(4))}`;
  if (unit === "s") return `${Number(at.toPrecision(3))} s`;
  return startText(Math.round(at), origin, x[x.length - 1] ?? 0);
}

function* rowsOf({ unit, x, curves }: CurveChart): Generator<(string | number | null)[]> {
  yield [unit === "ms" ? "time_ms" : AXES[unit], ...curves.map(({ name }) => name)];
  for (const [i, at] of x.entries()) yield [at, ...curves.map(({ y }) => y[i] ?? null)];
}
