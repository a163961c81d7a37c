import type { TableRow } from "./priced-type.ts";
import { memoryText, type RowResult, readPrice } from "./priced-type.ts";

/**
 * A row of the layout with sizes in columns. Capacity is what remains for pods (alloc_cpu, alloc_memory).
 * Left out: types without a price, and those that hold only a part of a device.
 */
export function readAwsRow(row: TableRow): RowResult {
  const type = row.text("instance_type");
  const family = row.text("family");
  if (!/^[\w.:/-]+$/.test(type)) row.report(`instance_type: not an id: ${JSON.stringify(type)}`);
  if (row.text("usd_per_hour_us_east_1") === "") return { type, family, reason: "without a price" };
  const gpu = readGpu(row);
  if (gpu === "part") return { type, family, reason: "with only a part of a device" };
  const arch = row.text("arch");
  return {
    type,
    family,
    ...(arch === "" ? {} : { arch }),
    cpu: amount(row, "alloc_cpu", /^\d+m?$/),
    memory: amount(row, "alloc_memory", /^\d+(Ki|Mi|Gi)$/),
    ...(gpu === undefined ? {} : { gpu }),
    ...readPrice(row, "usd_per_hour_us_east_1"),
  };
}

/** Accelerators of other makers count as devices too: a demand for one says which by its labels. */
function readGpu(
  row: TableRow,
): { name: string; count: number; memory?: string } | "part" | undefined {
  const gpu = row.text("gpu_name");
  const name = gpu === "" ? row.text("accelerator_name") : gpu;
  if (name === "") return undefined;
  const count = integer(row, gpu === "" ? "accelerator_count" : "gpu_count");
  if (count === 0) return "part";
  if (gpu === "" || row.text("gpu_memory_mib") === "") return { name, count };
  return { name, count, memory: memoryText(integer(row, "gpu_memory_mib")) };
}

function integer(row: TableRow, column: string): number {
  const text = row.text(column);
  if (/^\d{1,9}$/.test(text)) return Number(text);
  row.report(`${column}: expected an integer, got ${JSON.stringify(text)}`);
  return 1;
}

function amount(row: TableRow, column: string, form: RegExp): string {
  const text = row.text(column);
  if (!form.test(text)) row.report(`${column}: expected an amount, got ${JSON.stringify(text)}`);
  return text;
}
