import { InstanceError, type Issue } from "../../util/errors.ts";
import { readCsv } from "../csv-text.ts";
import type { PricedType, RowResult, TableRow } from "./priced-type.ts";

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
export function readTable(csv: string, readRow: (row: TableRow) => RowResult): PriceTable {
  const issues: Issue[] = [];
  const report = (line: number) => (message: string) => {
    issues.push({ path: "", message: `table, line ${line}: ${message}` });
  };
  const types: PricedType[] = [];
  const leftOut: { type: string; family: string; reason: string }[] = [];
  const seen = new Map<string, number>();
  const families = new Set<string>();
  let columns: ReadonlyMap<string, number> | undefined;
  readCsv(csv, "table", {
    names: (names) => {
      columns = new Map(names.map((name, index) => [name, index]));
      if (!LAYOUTS.some((layout) => layout.every((name) => columns?.has(name)))) {
        throw new InstanceError([{ path: "", message: unknownLayout(names) }]);
      }
    },
    fault: (line, message) => report(line)(message),
    row: (cells, line) => {
      const result = readRow({
        has: (column) => columns?.has(column) === true,
        text: (column) => cells[columns?.get(column) ?? -1]?.trim() ?? "",
        report: report(line),
      });
      const before = seen.get(result.type);
      if (before !== undefined) report(line)(`${result.type} is also in line ${before}`);
      seen.set(result.type, line);
      families.add(result.family);
      if ("reason" in result) leftOut.push(result);
      else types.push(result);
    },
  });
  if (columns === undefined) {
    throw new InstanceError([{ path: "", message: unknownLayout([]) }]);
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
