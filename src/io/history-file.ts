import { extname } from "node:path";
import { openSheet } from "../learn/document.ts";
import { documentMeasurements } from "../learn/document-history.ts";
import { type Measurement, measurementsOf } from "../learn/history.ts";
import { forEachRow } from "./csv-rows.ts";
import { readDocument } from "./read-instance.ts";
import { readText } from "./read-text.ts";

/**
 * Measured runtimes of a file: a CSV with a row for each, a JSON or YAML list of rows, or an instance, whose known
 * runtimes are measurements. Throws UsageError if it cannot be read, InstanceError with every fault.
 */
export async function readMeasurements(path: string): Promise<readonly Measurement[]> {
  if (extname(path).toLowerCase() === ".csv") return await readCsv(path);
  const document = await readDocument(path);
  const sheet = openSheet(document);
  if (sheet !== undefined) return documentMeasurements(sheet);
  const rows = Array.isArray(document) ? document : [document];
  return measurementsOf(rows, (row) => `/${row}`);
}

async function readCsv(path: string): Promise<readonly Measurement[]> {
  const { text, source } = await readText(path);
  let names: readonly string[] | undefined;
  const rows: Record<string, string>[] = [];
  const lines: number[] = [];
  forEachRow(text, source, (cells, line) => {
    if (names === undefined) {
      names = cells.map((cell) => cell.trim());
      return;
    }
    rows.push(Object.fromEntries(names.map((name, c) => [name, (cells[c] ?? "").trim()])));
    lines.push(line);
  });
  return measurementsOf(rows, (row) => `${source}, line ${lines[row]}`);
}
