import type { ReportChart } from "../types.ts";
import { mountBars } from "./bars/mount.ts";
import { mountCurves } from "./curves.ts";
import { mountHeat } from "./heat.ts";
import { mountTables } from "./tables.ts";
import { listenForTheme } from "./theme.ts";

const charts = JSON.parse(document.getElementById("data")?.textContent ?? "[]") as ReportChart[];

for (const figure of document.querySelectorAll<HTMLElement>("[data-chart]")) {
  const chart = charts[Number(figure.dataset.chart)];
  if (chart === undefined) continue;
  if (chart.kind === "bars") mountBars(figure, chart);
  else if (chart.kind === "curves") mountCurves(figure, chart);
  else mountHeat(figure, chart);
}
mountTables();
listenForTheme();
document.documentElement.dataset.ready = "true";
