import { plain } from "../../../util/plain.ts";
import { startText } from "../../when.ts";
import type { HeatChart } from "../types.ts";
import { fitting } from "./bars/layout.ts";
import { element, onWidth } from "./dom.ts";
import { csvButton } from "./download.ts";
import { onPrint, onTheme, palette } from "./theme.ts";
import { timeTicks } from "./ticks.ts";

const ROW = 16;
const AXIS = 22;

/** Draws rows of cells into a figure, the fuller the stronger; the pointer tells each. */
export function mountHeat(figure: HTMLElement, chart: HeatChart): void {
  const canvas = element("canvas", { class: "heat", role: "img", "aria-label": chart.label });
  const box = element(
    "div",
    { class: "viewport", tabindex: "0", role: "region", "aria-label": chart.label },
    canvas,
  );
  const detail = element("p", { class: "detail", "aria-live": "polite" });
  figure.append(
    box,
    detail,
    element(
      "div",
      { class: "tools" },
      csvButton(chart.file, () => rowsOf(chart)),
    ),
  );
  const draw = () => drawHeat(canvas, chart, box.clientWidth);
  onWidth(box, draw);
  onTheme(draw);
  onPrint(draw);
  canvas.addEventListener("pointermove", ({ offsetX, offsetY }) => {
    const row = Math.floor((offsetY - AXIS) / ROW);
    const cells = chart.cells[row];
    const left = leftOf(chart, box.clientWidth);
    if (cells === undefined || offsetX < left) return;
    const cell = Math.floor(((offsetX - left) / (box.clientWidth - left)) * cells.length);
    const from = (cell / cells.length) * chart.end;
    const where =
      chart.axis === "time" ? ` at ${startText(Math.round(from), chart.origin, chart.end)}` : "";
    detail.textContent = `${plain(chart.rows[row])}${where}: ${cells[cell]} %`;
  });
}

function leftOf({ rows }: HeatChart, width: number): number {
  const longest = rows.reduce((most, { length }) => Math.max(most, length), 0);
  return Math.min(longest * 6.3 + 16, Math.max(64, width * 0.25));
}

function drawHeat(canvas: HTMLCanvasElement, chart: HeatChart, width: number): void {
  const pen = canvas.getContext("2d");
  if (pen === null || width === 0) return;
  const height = AXIS + chart.rows.length * ROW + 4;
  const scale = devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.font = "11px system-ui, sans-serif";
  const colours = palette();
  const left = leftOf(chart, width);
  for (const [row, cells] of chart.cells.entries()) {
    const y = AXIS + row * ROW;
    pen.fillStyle = colours.ink ?? "";
    pen.textAlign = "right";
    pen.fillText(fitting(plain(chart.rows[row]), left - 10), left - 6, y + 12);
    pen.fillStyle = colours.lane ?? "";
    pen.fillRect(left, y, width - left, ROW - 2);
    const wide = (width - left) / cells.length;
    for (const [i, percent] of cells.entries()) {
      if (percent === 0) continue;
      pen.fillStyle = `rgba(${colours.heat}, ${0.12 + 0.0088 * percent})`;
      pen.fillRect(left + i * wide, y, Math.max(1, wide), ROW - 2);
    }
  }
  pen.fillStyle = colours.muted ?? "";
  pen.textAlign = "center";
  if (chart.axis !== "time") return;
  const most = Math.max(2, Math.floor((width - left) / 84));
  for (const at of timeTicks(0, chart.end, most, chart.origin)) {
    const x = left + (at / chart.end) * (width - left);
    if (x < left + 24 || x > width - 24) continue;
    pen.fillText(startText(at, chart.origin, chart.end), x, AXIS - 8);
  }
}

function* rowsOf({ rows, cells }: HeatChart): Generator<(string | number)[]> {
  for (const [i, name] of rows.entries()) yield [name, ...cells[i]];
}
