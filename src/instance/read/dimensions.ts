import { type Fault, hasByteUnit, QUANTITIES, quantityReader } from "../../util/quantities.ts";
import { DEVICE, type Dimension } from "../types.ts";
import { NAME } from "./fields.ts";
import { type Fields, isMap } from "./report.ts";

/** The dimensions of a document, and how amounts of each are read. */
export interface Dimensions {
  readonly list: readonly Dimension[];
  indexOf(name: string): number | undefined;
  /** Stored units, rounded up (what a task asks for). */
  readDemand(dimension: number, value: unknown): number | Fault;
  /** Stored units, rounded down (what a resource has). */
  readCapacity(dimension: number, value: unknown): number | Fault;
}

/**
 * Finds every dimension in order of appearance, resources first. One with a byte unit anywhere, or named
 * memory, storage or disk, is in MiB; one under `devices` anywhere is made of devices.
 */
export function findDimensions(resources: readonly Fields[], tasks: readonly Fields[]): Dimensions {
  const found = new Map<string, { memory: boolean; devices: boolean }>();
  const note = (name: string, memory: boolean, devices: boolean) => {
    const known = found.get(name);
    if (known === undefined) found.set(name, { memory: memory || ALWAYS.has(name), devices });
    else {
      known.memory ||= memory;
      known.devices ||= devices;
    }
  };
  for (const { capacity, devices } of resources) {
    for (const [name, value] of legalEntries(capacity)) note(name, hasByteUnit(value), false);
    for (const [name] of legalEntries(devices)) note(name, false, true);
  }
  for (const { demand } of tasks) {
    for (const [name, value] of legalEntries(demand)) note(name, someByteUnit(value), false);
  }
  const list = [...found].map(([name, { memory, devices }]) =>
    Object.freeze({ name, unit: memory && !devices ? "MiB" : "milli", devices } as const),
  );
  const numbers = new Map(list.map(({ name }, d) => [name, d]));
  const amount = quantityReader(QUANTITIES.amount);
  const devices = quantityReader(QUANTITIES.devices);
  const memoryDemand = quantityReader(QUANTITIES.memoryDemand);
  const memoryCapacity = quantityReader(QUANTITIES.memoryCapacity);
  return {
    list,
    indexOf: (name) => numbers.get(name),
    readDemand: (d, value) => {
      if (list[d]!.unit === "MiB") return memoryDemand(value);
      return list[d]!.devices ? wholeOrShare(devices(value), value) : amount(value);
    },
    readCapacity: (d, value) => {
      if (list[d]!.unit === "MiB") return memoryCapacity(value);
      return list[d]!.devices ? devices(value) : amount(value);
    },
  };
}

const ALWAYS: ReadonlySet<string> = new Set(["memory", "storage", "disk"]);

function* legalEntries(value: unknown): Generator<[string, unknown]> {
  if (!isMap(value)) return;
  for (const name of Object.keys(value)) if (NAME.test(name)) yield [name, value[name]];
}

function someByteUnit(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return hasByteUnit(value);
  return Object.values(value).some(hasByteUnit);
}

function wholeOrShare(amount: number | Fault, value: unknown): number | Fault {
  if (typeof amount !== "number" || amount < DEVICE || amount % DEVICE === 0) return amount;
  return {
    message: `expected whole devices or a share of one device, got ${String(value)}`,
    hint: `Maybe write ${Math.ceil(amount / DEVICE)}.`,
  };
}
