import { extname } from "node:path";
import { parseInstance } from "../instance/parse.ts";
import type { Fields } from "../instance/read/report.ts";
import { openSheet, withoutUnknowns } from "../learn/document.ts";
import { documentMeasurements } from "../learn/document-history.ts";
import { type Measurement, measurementsOf } from "../learn/history.ts";
import { InstanceError } from "../util/errors.ts";
import { columnsOf } from "./csv-rows.ts";
import { readCsv } from "./csv-text.ts";
import { namedFault } from "./foreign/foreign-file.ts";
import { readSeen } from "./read-instance.ts";
import { readText, type SourceText } from "./read-text.ts";

/** Measured runtimes of several files, whose texts are shown to `seen`; messages name the file. Throws as `readMeasurements`. */
export async function readHistories(
  paths: readonly string[],
  seen: (text: SourceText) => void = () => {},
): Promise<readonly Measurement[]> {
  const parts: (readonly Measurement[])[] = [];
  for (const path of paths) {
    try {
      parts.push(await readMeasurements(path, seen));
    } catch (error) {
      if (!(error instanceof InstanceError) || paths.length === 1) throw error;
      throw new InstanceError(
        error.issues.map((issue) =>
          `${issue.path}${issue.message}`.includes(path)
            ? issue
            : { ...issue, message: `${path}: ${issue.message}` },
        ),
      );
    }
  }
  return parts.flat();
}

/**
 * Measured runtimes of a file: a CSV with a row for each, a JSON or YAML list of rows, or an instance, whose known
 * runtimes are measurements. Throws UsageError if it cannot be read, InstanceError with every fault.
 */
async function readMeasurements(
  path: string,
  seen: (text: SourceText) => void,
): Promise<readonly Measurement[]> {
  if (extname(path).toLowerCase() === ".csv") return await rowsOfCsv(path, measurementsOf, seen);
  const { document, named } = await readSeen(path, seen, "a history of runtimes");
  const sheet = openSheet(document);
  if (sheet !== undefined) {
    // A document that no one could plan is no history either.
    parseInstance(withoutUnknowns(document as Fields, sheet));
    return documentMeasurements(sheet);
  }
  return parsedRows(document, measurementsOf, named);
}

/** What `parse` makes of rows; `placeOf` names one of them in messages. */
export type ParseRows<T> = (rows: readonly unknown[], placeOf: (row: number) => string) => T;

/** What `parse` makes of the rows of a CSV file, or of a JSON or YAML list. Throws as `readMeasurements`. */
export async function readRows<T>(path: string, parse: ParseRows<T>): Promise<T> {
  if (extname(path).toLowerCase() === ".csv") return await rowsOfCsv(path, parse);
  const { document, named } = await readSeen(path, () => {}, "a history of runtimes");
  return parsedRows(document, parse, named);
}

function parsedRows<T>(
  document: unknown,
  parse: ParseRows<T>,
  named: (error: unknown) => unknown,
): T {
  try {
    return parse(Array.isArray(document) ? document : [document], (row) => `/${row}`);
  } catch (error) {
    throw named(error);
  }
}

async function rowsOfCsv<T>(
  path: string,
  parse: ParseRows<T>,
  seen: (text: SourceText) => void = () => {},
): Promise<T> {
  const read = await readText(path);
  seen(read);
  const { text, source } = read;
  let columns: readonly string[] = [];
  const rows: Record<string, string>[] = [];
  const lines: number[] = [];
  try {
    readCsv(text, source, {
      names: (names) => {
        columns = columnsOf(names, source).names;
      },
      row: (cells, line) => {
        rows.push(Object.fromEntries(columns.map((name, c) => [name, cells[c]!])));
        lines.push(line);
      },
    });
    return parse(rows, (row) => `${source}, line ${lines[row]}`);
  } catch (error) {
    throw namedFault(error, "a history of runtimes", { text, source });
  }
}
