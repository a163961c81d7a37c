import Papa from "papaparse";
import { InstanceError, type Issue } from "../../util/errors.ts";
import type { PricedType, RowResult } from "./priced-type.ts";

/** One row under its headers. */
export interface Row {
  readonly has: (column: string) => boolean;
  /** Trimmed; empty if the column is absent. */
  readonly text: (column: string) => string;
  /** Notes a fault of this row. */
  readonly report: (message: string) => void;
}

/** The rows of a price table. */
export interface PriceTable {
  readonly types: readonly PricedType[];
  readonly leftOut: readonly {
    readonly type: string;
    readonly family: string;
    readonly reason: string;
  }[];
  /** Everything the table names, kept or not. */
  readonly named: { readonly types: ReadonlySet<string>; readonly families: ReadonlySet<string> };
}

const LAYOUTS: readonly (readonly string[])[] = [
  ["instance_type", "family", "alloc_cpu", "alloc_memory", "gpu_name", "gpu_count"],
  ["machine_type", "usd_per_hour_on_demand", "usd_per_hour_spot"],
];

/** Reads a price table row by row. Throws InstanceError with the line of every malformed row. */
export function readTable(csv: string, readRow: (row: Row) => RowResult): PriceTable {
  const parsed = Papa.parse<string[]>(csv.replace(/^\uFEFF/, ""), { delimiter: "," });
  const issues: Issue[] = [];
  const report = (line: number) => (message: string) =>
    issues.push({ path: "", message: `table, line ${line}: ${message}` });
  const [header = [], ...rows] = parsed.data;
  const columns = new Map(header.map((name, index) => [name.trim(), index]));
  if (!LAYOUTS.some((layout) => layout.every((name) => columns.has(name)))) {
    throw new InstanceError([{ path: "", message: unknownLayout(header) }]);
  }
  const types: PricedType[] = [];
  const leftOut: { type: string; family: string; reason: string }[] = [];
  const seen = new Map<string, number>();
  const families = new Set<string>();
  let line = 1 + lineBreaks(header);
  for (const cells of rows) {
    line++;
    const here = line;
    line += lineBreaks(cells);
    if (cells.length === 1 && cells[0].trim() === "") continue;
    if (cells.length !== header.length) {
      report(here)(`expected ${header.length} cells, got ${cells.length}`);
      continue;
    }
    const result = readRow({
      has: (column) => columns.has(column),
      text: (column) => cells[columns.get(column) ?? -1]?.trim() ?? "",
      report: report(here),
    });
    const before = seen.get(result.type);
    if (before !== undefined) report(here)(`${result.type} is also in line ${before}`);
    seen.set(result.type, here);
    families.add(result.family);
    if ("reason" in result) leftOut.push(result);
    else types.push(result);
  }
  for (const { message, row } of parsed.errors) {
    issues.push({ path: "", message: `table, row ${(row ?? 0) + 1}: ${message}` });
  }
  if (seen.size === 0 && issues.length === 0) {
    issues.push({ path: "", message: "table: there is no row under the headers" });
  }
  if (issues.length > 0) throw new InstanceError(issues);
  return { types, leftOut, named: { types: new Set(seen.keys()), families } };
}

function unknownLayout(header: readonly string[]): string {
  const known = LAYOUTS.map((layout) => layout.join(",")).join(" or ");
  return `table, line 1: expected the headers ${known}, got ${JSON.stringify(header.join(",").slice(0, 80))}`;
}

function lineBreaks(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
}
