import { UsageError } from "../../util/errors.ts";
import type { Imported, Importer } from "../import-types.ts";
import { listOf } from "../settings.ts";
import { readAwsRow } from "./aws.ts";
import { readGcpRow } from "./gcp.ts";
import type { PricedType, RowResult, TableRow } from "./priced-type.ts";
import { readTable } from "./table.ts";

/** Which instance types become resources, and how. */
export interface PriceOptions {
  /** Keep only these, such as "g6.12xlarge". */
  readonly types?: readonly string[];
  /** Keep only these, such as "g6" or "n2". */
  readonly families?: readonly string[];
  /** Keep only types with one of these accelerators, such as "l4". */
  readonly gpus?: readonly string[];
  /** Copies of each resource. Default 1. */
  readonly count?: number;
  /** Interruptible prices, where the table has them. Default: on demand. */
  readonly spot?: boolean;
}

/**
 * A price table of a cloud as resources: capacity, devices, price and labels (family, arch, gpu,
 * gpu-memory). Two layouts, told apart by their headers: one with sizes in columns (instance_type,
 * alloc_cpu, ...), one with names and prices only (machine_type, ...), where sizes are derived from names
 * whose published shapes follow a rule, and other rows are left out.
 * Throws InstanceError with the line of every malformed row, UsageError if nothing is left or a name that
 * was asked for is not there.
 */
export function importPrices(csv: string, options: PriceOptions = {}): Imported {
  const table = readTable(csv, readRow(options.spot === true));
  const wanted = table.types.filter((type) => isWanted(type, options));
  requireFound("type", options.types, table.named.types);
  requireFound("family", options.families, table.named.families);
  const count = options.count ?? 1;
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new UsageError(`count: expected an integer from 1 on, got ${count}.`);
  }
  if (wanted.length === 0) {
    throw new UsageError("No instance type is left.\nMaybe ask for fewer conditions.");
  }
  const leftOut = table.leftOut.filter((row) => isNamed(row.type, row.family, options));
  return {
    document: {
      mode: "placement",
      resources: wanted.map((type) => resourceEntry(type, count)),
      tasks: [],
    },
    notes: notesOn(leftOut, wanted),
  };
}

/** The same from texts. */
export const pricesImporter: Importer = {
  summary: "cloud price tables (CSV) as resources",
  inputs: { table: "CSV with headers instance_type,... or machine_type,..." },
  settings: {
    types: "instance types to keep, such as g6.12xlarge,p5.48xlarge",
    families: "families to keep, such as g6,p5",
    gpus: "accelerators to keep, such as l4,h100",
    count: "copies of each",
    spot: "yes for interruptible prices",
  },
  read: ({ table }, { types, families, gpus, count, spot }) => {
    if (spot !== undefined && spot !== "yes" && spot !== "no") {
      throw new UsageError(`spot: expected yes or no, got ${JSON.stringify(spot)}.`);
    }
    return importPrices(table, {
      ...(types === undefined ? {} : { types: listOf(types) }),
      ...(families === undefined ? {} : { families: listOf(families) }),
      ...(gpus === undefined ? {} : { gpus: listOf(gpus) }),
      ...(count === undefined ? {} : { count: Number(count) }),
      spot: spot === "yes",
    });
  },
};

function readRow(spot: boolean): (row: TableRow) => RowResult {
  return (row) => {
    if (row.has("machine_type")) return readGcpRow(row, spot);
    if (spot) throw new UsageError("spot: this table has on-demand prices only.");
    return readAwsRow(row);
  };
}

function isWanted({ type, family, gpu }: PricedType, options: PriceOptions): boolean {
  const gpuFits =
    options.gpus === undefined || (gpu !== undefined && options.gpus.includes(gpu.name));
  return isNamed(type, family, options) && gpuFits;
}

function isNamed(type: string, family: string, { types, families }: PriceOptions): boolean {
  return (types?.includes(type) ?? true) && (families?.includes(family) ?? true);
}

function requireFound(
  what: string,
  wanted: readonly string[] | undefined,
  known: ReadonlySet<string>,
): void {
  for (const name of wanted ?? []) {
    if (!known.has(name)) throw new UsageError(`The table has no ${what} ${JSON.stringify(name)}.`);
  }
}

function resourceEntry({ type, family, arch, cpu, memory, gpu, price }: PricedType, count: number) {
  return {
    id: type,
    ...(count === 1 ? {} : { count }),
    capacity: { cpu, memory },
    ...(gpu === undefined ? {} : { devices: { gpu: gpu.count } }),
    price: `${price}/h`,
    labels: {
      family,
      ...(arch === undefined ? {} : { arch }),
      ...(gpu === undefined ? {} : { gpu: gpu.name }),
      ...(gpu?.memory === undefined ? {} : { "gpu-memory": gpu.memory }),
    },
  };
}

function notesOn(
  leftOut: readonly { readonly type: string; readonly reason: string }[],
  wanted: readonly PricedType[],
): string[] {
  const reasons = new Map<string, string[]>();
  for (const { type, reason } of leftOut) {
    reasons.set(reason, [...(reasons.get(reason) ?? []), type]);
  }
  const notes = [...reasons].map(([reason, types]) => {
    const shown = types.slice(0, 5).join(", ");
    const more = types.length > 5 ? ` and ${types.length - 5} more` : "";
    return `Left out, ${reason}: ${shown}${more}.`;
  });
  const rounded = wanted.filter((type) => type.rounded).length;
  if (rounded > 0) notes.push(`Rounded to a millionth of a dollar: prices of ${rounded} types.`);
  return notes;
}
