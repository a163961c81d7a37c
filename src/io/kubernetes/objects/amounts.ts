import { show } from "../../../util/show.ts";
import { fault, isRaw, mapAt, type Spot } from "./fields.ts";
import { divideUp, NANO, parseQuantity } from "./quantity.ts";

/** Amounts by the name of the resource: thousandths of `cpu`, bytes, or a count; see `unitOf`. */
export type Amounts = ReadonlyMap<string, number>;

/** In what a resource of Kubernetes is counted. */
export type AmountUnit = "milli" | "bytes" | "count";

/** The unit of a resource by its name, as Kubernetes has it. */
export function unitOf(name: string): AmountUnit {
  if (name === "cpu") return "milli";
  return /^(memory|ephemeral-storage|storage|hugepages-.*)$/.test(name) ? "bytes" : "count";
}

/** Billionths in one of each unit. */
const IN: Readonly<Record<AmountUnit, bigint>> = {
  milli: NANO / 1000n,
  bytes: NANO,
  count: NANO,
};

/** A list of resources such as `requests`; what somebody asks for is rounded up, what there is down. */
export function amountsAt(spot: Spot, key: string, rounding: "up" | "down"): Map<string, number> {
  const found = new Map<string, number>();
  const list = mapAt(spot, key);
  if (list === undefined) return found;
  for (const name of Object.keys(list.value)) {
    const amount = amountOf(list, name, rounding);
    if (amount !== undefined) found.set(name, amount);
  }
  return found;
}

/** One amount of a list of resources in the unit of its name; a fault and undefined if it is none. */
export function amountOf(list: Spot, name: string, rounding: "up" | "down"): number | undefined {
  if (!RESOURCE_NAME.test(name)) {
    fault(list, name, "expected the name of a resource such as cpu or nvidia.com/gpu");
    return undefined;
  }
  const value = list.value[name];
  const nano = parseQuantity(value);
  if (nano === undefined) {
    const expected = 'expected a quantity from 0 on such as 2, "500m" or "1Gi"';
    fault(list, name, `${expected}, got ${isRaw(value) ? "a map" : show(value)}`);
    return undefined;
  }
  const unit = IN[unitOf(name)];
  const amount = rounding === "up" ? divideUp(nano, unit) : nano / unit;
  if (amount <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(amount);
  fault(list, name, `${show(value)} is more than can be counted exactly`);
  return undefined;
}

const RESOURCE_NAME = /^[A-Za-z0-9]([A-Za-z0-9_.:/-]*[A-Za-z0-9])?$/;

/** Adds amounts to a sum. */
export function add(sum: Map<string, number>, amounts: Amounts): void {
  for (const [name, amount] of amounts) sum.set(name, (sum.get(name) ?? 0) + amount);
}

/** Raises each amount to that of the other, if it is more. */
export function raise(most: Map<string, number>, amounts: Amounts): void {
  for (const [name, amount] of amounts) most.set(name, Math.max(most.get(name) ?? 0, amount));
}

const MEBIBYTE = 2 ** 20;

/** An amount as a document writes it; bytes become MiB, of demands more and of capacities less. */
export function amountText(name: string, amount: number, rounding: "up" | "down"): string | number {
  const unit = unitOf(name);
  if (unit === "count") return amount;
  if (unit === "milli") return amount % 1000 === 0 ? amount / 1000 : `${amount}m`;
  const MiB = amount / MEBIBYTE;
  return `${rounding === "up" ? Math.ceil(MiB) : Math.floor(MiB)}MiB`;
}
