import { type Fields, isMap } from "../../instance/read/report.ts";
import type { Raw, Side } from "./frame.ts";
import { measure, measureAmount, measurePower, measurePrice } from "./measure.ts";

/**
 * The features of a resource entry: its kind, count of devices, capacities, rates, price, power, speed and labels, under
 * the names that CSV columns have ("capacity.memory", "labels.generation"). Labels that read as numbers are numbers.
 */
export function resourceFeatures(fields: Fields): ReadonlyMap<string, Raw> {
  const row = new Map<string, Raw>();
  put(row, "kind", text(fields.kind ?? fields.id));
  putMap(row, "capacity", fields.capacity, measureAmount);
  putMap(row, "devices", fields.devices, measureAmount);
  putMap(row, "rates", fields.rates, measure);
  putMap(row, "labels", fields.labels, measure);
  put(row, "price", measurePrice(fields.price));
  put(row, "power", measurePower(fields.power));
  put(row, "speed", measure(fields.speed));
  return row;
}

/**
 * The features of a task entry: what `features` declares (family, batch, precision, texts and numbers of any name), demands
 * that are the same everywhere, and work by name. `withWork`: the amount of plain `work` too; it is none where what is
 * learned is the time of a unit of work.
 */
export function taskFeatures(fields: Fields, withWork: boolean): ReadonlyMap<string, Raw> {
  const row = new Map<string, Raw>();
  putMap(row, "features", fields.features, measure);
  putMap(row, "demand", fields.demand, measureAmount);
  if (isMap(fields.work)) putMap(row, "work", fields.work, measure);
  else if (withWork) put(row, "work", measure(fields.work));
  return row;
}

/** The side that a feature of this name describes. */
export function sideOf(name: string): Side {
  return RESOURCE.test(name) ? "resource" : "task";
}

const RESOURCE = /^(kind|price|power|speed|(capacity|devices|rates|labels)\..+)$/;

/** The name of a feature in full: a column of a history without a dot is one of `features`. */
export function featureName(column: string): string {
  return sideOf(column) === "resource" || /^(features|demand|work)(\.|$)/.test(column)
    ? column
    : `features.${column}`;
}

/** A value as a feature of this name reads it. */
export function measureAs(name: string, value: unknown): Raw | undefined {
  if (name === "price") return measurePrice(value);
  if (name === "power") return measurePower(value);
  if (name === "kind") return text(value);
  return /^(demand|capacity|devices)\./.test(name) ? measureAmount(value) : measure(value);
}

function putMap(
  row: Map<string, Raw>,
  prefix: string,
  value: unknown,
  read: (value: unknown) => Raw | undefined,
): void {
  if (!isMap(value)) return;
  for (const [key, one] of Object.entries(value)) put(row, `${prefix}.${key}`, read(one));
}

function put(row: Map<string, Raw>, name: string, value: Raw | undefined): void {
  if (value !== undefined) row.set(name, value);
}

/** Names stay texts, also where they look like numbers. */
function text(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
