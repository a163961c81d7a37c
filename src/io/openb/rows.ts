import type { Issue } from "../../util/errors.ts";
import { readCsv } from "../csv-text.ts";

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
 * The rows of a CSV table that has all `fields` as headers; texts of any other header are empty where it is missing. Rows with a wrong number of cells and missing headers become issues.
 */
export function readRows(
  input: string,
  csv: string,
  fields: readonly string[],
  issues: Issue[],
): readonly TraceRow[] {
  const fault = (line: number, message: string) => {
    issues.push({ path: "", message: `${input}, line ${line}${message}` });
  };
  const read: TraceRow[] = [];
  let column: ReadonlyMap<string, number> | undefined;
  readCsv(csv, input, {
    names: (names, line) => {
      const missing = fields.filter((field) => !names.includes(field));
      if (missing.length === 0) column = new Map(names.map((name, c) => [name, c]));
      else
        fault(line, `: expected the headers ${fields.join(",")}, found no ${missing.join(", ")}`);
    },
    fault: (line, message) => fault(line, `: ${message}`),
    row: (cells, line) => {
      if (column !== undefined) read.push(rowOf(column, cells, line, fault));
    },
  });
  return read;
}

function rowOf(
  column: ReadonlyMap<string, number>,
  cells: readonly string[],
  line: number,
  fault: (line: number, message: string) => void,
): TraceRow {
  const text = (field: string) => cells[column.get(field) ?? -1]?.trim() ?? "";
  const report = (field: string, message: string) => fault(line, `, ${field}: ${message}`);
  const whole = (field: string) => {
    const value = Number(text(field));
    if (/^\d+$/.test(text(field)) && Number.isSafeInteger(value)) return value;
    report(field, `expected a whole number, got ${JSON.stringify(text(field))}`);
    return 0;
  };
  return { line, text, whole, report };
}
