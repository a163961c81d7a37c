import Papa from "papaparse";
import type { Issue } from "../../util/errors.ts";

/** One row of a trace table; faults go to the issues with input, line and field. */
export interface TraceRow {
  /** From 1; the headers stand in line 1. */
  readonly line: number;
  /** Trimmed. */
  readonly text: (field: string) => string;
  /** A whole number from 0 on; 0 if it is malformed, which is an issue then. */
  readonly whole: (field: string) => number;
  readonly report: (field: string, message: string) => void;
}

/**
 * The rows of a CSV table with headers, blank lines left out. Rows with a wrong number of cells and missing headers
 * become issues.
 */
export function readRows(
  input: string,
  csv: string,
  fields: readonly string[],
  issues: Issue[],
): readonly TraceRow[] {
  const parsed = Papa.parse<string[]>(csv.replace(/^\uFEFF/, ""), { delimiter: "," });
  const [header = [], ...rows] = parsed.data;
  const column = new Map(header.map((name, index) => [name.trim(), index]));
  const fault = (line: number, message: string) =>
    issues.push({ path: "", message: `${input}, line ${line}${message}` });
  const missing = fields.filter((field) => !column.has(field));
  if (missing.length > 0) {
    fault(1, `: expected the headers ${fields.join(",")}, found no ${missing.join(", ")}`);
    return [];
  }
  for (const { message, row } of parsed.errors) fault((row ?? 0) + 1, `: ${message}`);
  const read: TraceRow[] = [];
  rows.forEach((cells, index) => {
    const line = index + 2;
    if (cells.length === 1 && cells[0].trim() === "") return;
    if (cells.length !== header.length) {
      fault(line, `: expected ${header.length} cells, got ${cells.length}`);
      return;
    }
    const text = (field: string) => cells[column.get(field) as number].trim();
    const report = (field: string, message: string) => fault(line, `, ${field}: ${message}`);
    const whole = (field: string) => {
      const value = Number(text(field));
      if (/^\d+$/.test(text(field)) && Number.isSafeInteger(value)) return value;
      report(field, `expected a whole number, got ${JSON.stringify(text(field))}`);
      return 0;
    };
    read.push({ line, text, whole, report });
  });
  return read;
}
