import { type Fraction, makeFraction, multiply, roundFraction } from "../../util/fraction.ts";
import { readPrice } from "../../util/price.ts";
import { numberHint, QUANTITIES } from "../../util/quantities.ts";
import { decimalOf } from "../../util/quantity-text.ts";
import { show } from "../../util/show.ts";
import { DEVICE, type Mode, type Resource } from "../types.ts";
import type { Dimensions } from "./dimensions.ts";
import { isName, readCount, readField } from "./fields.ts";
import { BATCH_KEYS, RESOURCE_KEYS } from "./keys.ts";
import { at, checkKeys, type Fields, faultOf, type Report, readMap } from "./report.ts";
import { labelsOf, labelText } from "./resource-index.ts";
import type { TimeReader } from "./times.ts";

/** A resource entry and what only the reading of tasks needs of it. */
export interface ReadResource {
  readonly resource: Resource;
  readonly speed: Fraction;
  /** Micro-dollars per millisecond, exactly. */
  readonly price: Fraction;
}

/** What the reading of one resource entry needs to know about the document. */
export interface ResourceContext {
  readonly report: Report;
  readonly mode: Mode;
  readonly dimensions: Dimensions;
  /** Placement: milliseconds for which a used copy is rented. */
  readonly period: number;
  readonly times: TimeReader;
  /** Batch: ms after which nothing runs. */
  readonly horizon?: number;
}

/** Always gives an entry; what is wrong goes to the report and stands as absent. */
export function readResource(context: ResourceContext, path: string, fields: Fields): ReadResource {
  const { report, mode } = context;
  checkKeys(report, path, fields, RESOURCE_KEYS);
  const id = typeof fields.id === "string" ? fields.id : "";
  if (fields.kind !== undefined) isName(report, at(path, "kind"), fields.kind);
  const price = readRate(report, path, fields.price);
  const fixed = readField(report, path, fields, "fixed_price", QUANTITIES.money, 0);
  const power = readField(report, path, fields, "power", QUANTITIES.power, undefined);
  const window = readWindow(context, path, fields);
  const resource: Resource = Object.freeze({
    id,
    kind: typeof fields.kind === "string" ? fields.kind : id,
    count: readCount(report, path, fields, "count", 1, 1),
    capacity: readCapacities(context, path, fields),
    pricePerHour: ratePart(report, path, price, HOUR),
    fixedPrice: fixed + (mode === "placement" ? ratePart(report, path, price, context.period) : 0),
    ...(power !== undefined && { power }),
    labels: readLabels(report, path, fields.labels),
    from: window.from,
    ...(window.until !== undefined && { until: window.until }),
  });
  return { resource, price, speed: readSpeed(report, path, fields.speed) };
}

const HOUR = 3_600_000;
const NOTHING: Fraction = makeFraction(0n);

/** Prices of all resources must leave room for sums, so one of 2^53 micro-dollars is refused here. */
function ratePart(report: Report, path: string, price: Fraction, duration: number): number {
  const paid = roundFraction(multiply(price, makeFraction(BigInt(duration))), "nearest");
  if (typeof paid === "number") return paid;
  report.add(
    at(path, "price"),
    "expected a price that a plan can add up, got one that is too large",
  );
  return 0;
}

function readRate(report: Report, path: string, value: unknown): Fraction {
  if (value === undefined) return NOTHING;
  const read = readPrice(value);
  if ("numerator" in read) return read;
  const fault = faultOf(report, at(path, "price"), value, read, readPrice);
  report.add(at(path, "price"), fault.message, fault.hint);
  return NOTHING;
}

function readSpeed(report: Report, path: string, value: unknown): Fraction {
  const speed = value === undefined ? makeFraction(1n) : decimalOf(value);
  if (speed !== undefined && speed.numerator > 0n) return speed;
  const message = `expected a number above 0 such as 1.5, got ${show(value)}`;
  report.add(
    at(path, "speed"),
    message,
    speed === undefined ? numberHint("plain", value) : undefined,
  );
  return makeFraction(1n);
}

function readCapacities(context: ResourceContext, path: string, fields: Fields): readonly number[] {
  const { report, dimensions } = context;
  const capacity = dimensions.list.map(() => 0);
  const given = (key: "capacity" | "devices") => {
    const value = fields[key];
    const map = value === undefined ? {} : readMap(report, at(path, key), value, MAPS[key]);
    return Object.entries(map ?? {}).map(([name, amount]) => {
      const where = at(at(path, key), name);
      if (!isName(report, where, name)) return undefined;
      return { name, amount, where, d: dimensions.indexOf(name)! };
    });
  };
  for (const entry of given("capacity")) {
    if (entry === undefined) continue;
    const read = dimensions.readCapacity(entry.d, entry.amount);
    if (typeof read !== "number") {
      const again = (value: unknown) => dimensions.readCapacity(entry.d, value);
      const fault = faultOf(report, entry.where, entry.amount, read, again);
      report.add(entry.where, fault.message, fault.hint);
    } else if (dimensions.list[entry.d]!.devices && read % DEVICE !== 0) {
      const { name } = entry;
      report.add(entry.where, `expected whole devices, because ${name} is listed under devices`);
    } else capacity[entry.d] = read;
  }
  for (const entry of given("devices")) {
    if (entry === undefined) continue;
    const { amount, where, name } = entry;
    const listed = { [name]: amount };
    capacity[entry.d] = DEVICE * readCount(report, at(path, "devices"), listed, name, 0, 0);
    if (Object.hasOwn(Object(fields.capacity), name)) {
      report.add(where, `${name} stands under capacity too`, "Maybe remove it from capacity.");
    }
  }
  return Object.freeze(capacity);
}

const MAPS = {
  capacity: "a map of amounts such as { cpu: 8, memory: 64GiB }",
  devices: "a map of numbers such as { gpu: 8 }",
} as const;

function readLabels(report: Report, path: string, value: unknown): Resource["labels"] {
  if (value === undefined) return Object.freeze(Object.create(null));
  const map = readMap(report, at(path, "labels"), value, "a map such as { zone: eu }") ?? {};
  for (const [key, text] of Object.entries(map)) {
    isName(report, at(at(path, "labels"), key), key);
    if (labelText(text) !== undefined) continue;
    const expected = "expected a text without commas or outer spaces";
    report.add(at(at(path, "labels"), key), `${expected}, got ${show(text)}`);
  }
  return Object.freeze(labelsOf(map));
}

function readWindow(
  { report, mode, times, horizon }: ResourceContext,
  path: string,
  fields: Fields,
): { from: number; until?: number } {
  const where = at(path, "available");
  const value = fields.available;
  const nothing = { from: 0, ...(horizon !== undefined && { until: horizon }) };
  if (mode === "placement") {
    for (const key of BATCH_KEYS.resources) {
      if (fields[key] === undefined) continue;
      report.add(at(path, key), `${key} belongs to batch mode; in placement all tasks run at once`);
    }
  }
  if (value === undefined) return nothing;
  if (mode === "placement") {
    report.add(where, "a window belongs to batch mode; in placement all tasks run at once");
    return nothing;
  }
  const map = readMap(report, where, value, "a map such as { from: 0s, until: 10h }");
  if (map === undefined) return nothing;
  checkKeys(report, where, map, new Set(["from", "until"]));
  const from = times.read(where, map, "from", 0, "early");
  const given = times.read(where, map, "until", undefined);
  if (given !== undefined && given <= from) {
    report.add(at(where, "until"), `expected a time after from, got ${show(map.until)}`);
    return { from };
  }
  const until = Math.min(given ?? Infinity, horizon ?? Infinity);
  if (until === Infinity) return { from };
  if (until > from) return { from, until };
  const why = "the resource is available only after the horizon of the plan";
  report.add(at(where, "from"), why, "Maybe leave the resource out, or widen the horizon.");
  return { from };
}
