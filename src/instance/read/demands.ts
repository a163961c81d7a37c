import type { Demand } from "../types.ts";
import type { Dimensions } from "./dimensions.ts";
import { isName } from "./fields.ts";
import { at, type Fields, isMap, type Report, readMap } from "./report.ts";
import type { TableReader } from "./tables.ts";

/** Fills the demand of every dimension, task by task. */
export interface DemandColumns {
  /** Reads the `demand` of one task. */
  read(path: string, fields: Fields, task: number): void;
  /** True if the task asks for devices on some resource. */
  asksForDevices(task: number): boolean;
  /** By dimension. */
  columns(): readonly Demand[];
}

/** One value for a task until some task differs by resource; from then on one value for each pair. */
export function demandColumns(
  report: Report,
  tables: TableReader,
  dimensions: Dimensions,
  size: { readonly tasks: number; readonly resources: number; readonly isWide: boolean },
): DemandColumns {
  const { tasks, resources, isWide } = size;
  const columns = dimensions.list.map(() => ({
    perPair: false,
    values: new Float64Array(tasks),
  }));
  const onDevices = new Uint8Array(tasks);
  const set = (d: number, task: number, values: number | readonly (number | undefined)[]) => {
    const column = columns[d]!;
    if (typeof values !== "number" && !column.perPair) {
      const wide = new Float64Array(tasks * resources);
      for (let t = 0; t < task; t++) {
        wide.fill(column.values[t]!, t * resources, (t + 1) * resources);
      }
      Object.assign(column, { perPair: true, values: wide });
    }
    const start = task * resources;
    if (!column.perPair) column.values[task] = values as number;
    else if (typeof values === "number") column.values.fill(values, start, start + resources);
    else for (let r = 0; r < resources; r++) column.values[start + r] = values[r] ?? 0;
  };
  return {
    read(path, fields, task) {
      if (fields.demand === undefined) return;
      const where = at(path, "demand");
      const map = readMap(
        report,
        where,
        fields.demand,
        "a map of amounts such as { cpu: 8, memory: 64GiB }",
      );
      if (map === undefined) return;
      for (const name of Object.keys(map)) {
        const d = isName(report, at(where, name), name) ? dimensions.indexOf(name) : undefined;
        if (d === undefined) continue;
        if (NESTED.has(name) && isMap(map[name])) {
          const hint = 'Maybe write its amounts in "demand" itself.';
          report.add(at(where, name), `expected an amount, got a map`, hint);
          continue;
        }
        const read = (value: unknown) => dimensions.readDemand(d, value);
        const table = tables(at(where, name), map[name], read, "refused");
        if (table === undefined) continue;
        if (!table.everywhere && isWide) {
          report.add(at(where, name), "expected one amount, because there are too many pairs");
          continue;
        }
        const values = table.everywhere
          ? (table.value ?? 0)
          : Array.from({ length: resources }, (_, r) => table.at(r));
        set(d, task, values);
        const asks = typeof values === "number" ? values > 0 : values.some((value) => value! > 0);
        if (asks && dimensions.list[d]!.devices) onDevices[task] = 1;
      }
    },
    asksForDevices: (task) => onDevices[task] === 1,
    columns: () => columns.map((column) => Object.freeze({ ...column })),
  };
}

/** Maps of amounts in which other tools keep what a task asks for. */
const NESTED: ReadonlySet<string> = new Set(["requests", "limits", "resources"]);
