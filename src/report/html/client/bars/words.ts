import { durationText, shareText, thousandthsText } from "../../../../plan/wording.ts";
import { plain } from "../../../../util/plain.ts";
import { spanText } from "../../../when.ts";
import type { BarChart, BarMeasure } from "../../types.ts";
import { pieceName } from "./model.ts";

/** Lines on one piece: who, where, when, and what it takes. */
export function pieceWords(chart: BarChart, piece: number): readonly string[] {
  const { rows, row, unit, start, length, origin, end, share, devices, deviceLists } = chart;
  const lines = [`${pieceName(chart, piece)} on ${plain(rows[row[piece]])}`];
  if (chart.axis === "time") {
    const from = start[piece] * unit;
    const time = length[piece] * unit;
    lines.push(`${spanText(from, from + time, origin, end)} (${durationText(time)})`);
  }
  if (share !== undefined && share[piece] !== 1_000_000) {
    lines.push(`${shareText(share[piece])} of the task`);
  }
  const taken = chart.measures
    .filter(({ load }) => load[piece] > 0)
    .map((measure) => `${amount(measure, measure.load[piece])} ${measure.name}`);
  if (taken.length > 0) lines.push(taken.join(", "));
  const list = devices === undefined ? "" : (deviceLists?.[devices[piece]] ?? "");
  if (list !== "")
    lines.push(`${list.includes(";") ? "devices" : "device"} ${list.replaceAll(";", ", ")}`);
  return lines;
}

function amount({ unit }: BarMeasure, value: number): string {
  if (unit === "ms") return durationText(value);
  if (unit === "milli") return thousandthsText(value);
  if (unit === "pieces") return String(value);
  return value % 1024 === 0 ? `${value / 1024} GiB` : `${value} MiB`;
}

/** The plan as CSV that berth reads. */
export function* planRows(chart: BarChart): Generator<(string | number)[]> {
  yield ["task", "resource", "start_ms", "share", "devices"];
  for (let k = 0; k < chart.stem.length; k++) {
    const copy = chart.number[k];
    const share = chart.share?.[k] ?? 1_000_000;
    yield [
      `${chart.stems[chart.stem[k]]}${copy > 0 ? `#${copy}` : ""}`,
      chart.rows[chart.row[k]],
      chart.start[k] * chart.unit,
      share === 1_000_000 ? "" : share,
      chart.devices === undefined ? "" : (chart.deviceLists?.[chart.devices[k]] ?? ""),
    ];
  }
}
