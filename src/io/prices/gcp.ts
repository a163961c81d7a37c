import type { TableRow } from "./priced-type.ts";
import { memoryText, type PricedType, type RowResult, readPrice } from "./priced-type.ts";

/** A row of the layout with names and prices: the size comes from the name, if that is reliable. */
export function readGcpRow(row: TableRow, spot: boolean): RowResult {
  const type = row.text("machine_type");
  const family = type.split("-")[0];
  if (!/^[a-z]\d+[a-z]*-[a-z0-9-]+$/.test(type)) {
    row.report(`machine_type: expected a name such as n2-standard-8, got ${JSON.stringify(type)}`);
  }
  const column = spot ? "usd_per_hour_spot" : "usd_per_hour_on_demand";
  if (row.text(column) === "") return { type, family, reason: "without a price" };
  const price = readPrice(row, column);
  const size = sizeOf(type);
  if (size === undefined)
    return { type, family, reason: "because its name does not tell its size" };
  const arch = ARM.has(family) ? "arm64" : "amd64";
  return { type, family, arch, ...size, ...price };
}

type Size = Pick<PricedType, "cpu" | "memory" | "gpu">;

const ARM = new Set(["t2a", "c4a"]);

/** MiB for each core, for series that keep the ratio over all their predefined sizes. */
const MEBIBYTES_PER_CORE: ReadonlyMap<string, number> = new Map([
  ["n1-standard", 3840],
  ["n1-highmem", 6656],
  ["n1-highcpu", 921.6],
  ...ratios(["n2", "n2d", "e2"], { standard: 4096, highmem: 8192, highcpu: 1024 }),
  ...ratios(["c2d", "c3", "n4", "c4a"], { standard: 4096, highmem: 8192, highcpu: 2048 }),
  ...ratios(["c3d"], { standard: 4096, highmem: 8192 }),
  ...ratios(["c2", "t2d", "t2a"], { standard: 4096 }),
]);

/** Cores, GiB and devices of one device's worth of a series; a size of n has n times as much. */
const PER_DEVICE: ReadonlyMap<string, readonly [number, number, string, number]> = new Map([
  ["a2-highgpu", [12, 85, "a100", 40]],
  ["a2-ultragpu", [12, 170, "a100", 80]],
  ["a3-highgpu", [26, 234, "h100", 80]],
]);

/** Devices by number of cores; 4 GiB for each core. */
const L4_DEVICES: ReadonlyMap<number, number> = new Map([
  [4, 1],
  [8, 1],
  [12, 1],
  [16, 1],
  [24, 2],
  [32, 1],
  [48, 4],
  [96, 8],
]);

function sizeOf(type: string): Size | undefined {
  const devices = /^(a\d-[a-z]+)-(\d{1,2})g$/.exec(type);
  if (devices !== null) return deviceSize(devices[1], Number(devices[2]));
  // Bare metal keeps no ratio; a local disk ("-lssd") changes neither cores nor memory.
  const found = /^([a-z0-9]+-[a-z]+)-(\d{1,3})(-lssd)?$/.exec(type);
  if (found === null) return undefined;
  const [series, cores] = [found[1], Number(found[2])];
  if (series === "g2-standard") return l4Size(cores);
  const ratio = MEBIBYTES_PER_CORE.get(series);
  // The largest of this series has 864 GiB, off the ratio.
  if (ratio === undefined || type === "n2-highmem-128") return undefined;
  return { cpu: cores, memory: memoryText(Math.floor(ratio * cores)) };
}

function deviceSize(series: string, count: number): Size | undefined {
  const size = PER_DEVICE.get(series);
  if (size === undefined) return undefined;
  const [cores, gibibytes, name, deviceMemory] = size;
  return {
    cpu: cores * count,
    memory: `${gibibytes * count}GiB`,
    gpu: { name, count, memory: `${deviceMemory}GiB` },
  };
}

function l4Size(cores: number): Size | undefined {
  const count = L4_DEVICES.get(cores);
  if (count === undefined) return undefined;
  return { cpu: cores, memory: `${4 * cores}GiB`, gpu: { name: "l4", count, memory: "24GiB" } };
}

function ratios(
  families: readonly string[],
  classes: Readonly<Record<string, number>>,
): [string, number][] {
  return families.flatMap((family) =>
    Object.entries(classes).map(([name, ratio]): [string, number] => [`${family}-${name}`, ratio]),
  );
}
