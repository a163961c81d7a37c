import { DEVICE, type Instance } from "../../instance/types.ts";
import { demandOf, deviceDimensions } from "../../instance/usable.ts";
import type { EntryOffer } from "./assignment-sum.ts";
import { commonDivisor, type ItemKind, knapsack } from "./knapsack.ts";

/** What may be together on one copy of a resource entry. */
export interface Contents {
  readonly items: readonly EqualPieces[];
  /** By row: the dimensions and, where devices are kept apart, what shares of them measure. */
  readonly capacity: readonly number[];
  /** The dimension whose devices are kept apart; others that are made of devices count as plain amounts. */
  readonly device?: number;
}

/** Equal pieces: as many as fit alone, each with this worth and this demand by row. */
export interface EqualPieces {
  readonly task: number;
  readonly most: number;
  readonly worth: number;
  readonly demand: readonly number[];
}

/** k of the measures of shares: any set of shares on one device measures at most k devices of 1000 (see `measure`). */
const MEASURES = [1, 2, 3];

/** Rows of contents: prices on capacity may have as many columns. */
export function rowsOf(instance: Instance): number {
  const { length } = instance.dimensions;
  return deviceDimensions(instance).length === 0 ? length : length + MEASURES.length;
}

/** The offers that fit on a copy of resource entry r in placement mode. O(offers x rows). */
export function contentsOf(instance: Instance, r: number, offers: readonly EntryOffer[]): Contents {
  const [device] = deviceDimensions(instance);
  const capacity = [...instance.resources[r].capacity];
  const devices = device === undefined ? 0 : Math.floor(capacity[device] / DEVICE);
  if (device !== undefined) for (const k of MEASURES) capacity.push(devices * k * DEVICE);
  const items = offers.map(({ task, count, worth }) => {
    const demand = instance.dimensions.map((_, d) => demandOf(instance, task, r, d));
    if (device !== undefined) for (const k of MEASURES) demand.push(measure(demand[device], k));
    let most = count;
    demand.forEach((amount, d) => {
      if (amount > 0) most = Math.min(most, fitting(amount, capacity[d], d === device));
    });
    return { task, most, worth, demand };
  });
  return { items: items.filter(({ most }) => most > 0), capacity, ...(device >= 0 && { device }) };
}

/**
 * k x 1000 times the dual feasible measure x -> x where (k + 1) x is whole, else floor((k + 1) x) / k, of a share x; whole
 * devices measure as what they are. Fekete, Schepers (2001), DOI 10.1007/s101070100243.
 */
function measure(milli: number, k: number): number {
  const scaled = (k + 1) * milli;
  return scaled % DEVICE === 0 ? k * milli : Math.floor(scaled / DEVICE) * DEVICE;
}

function fitting(amount: number, capacity: number, isDevice: boolean): number {
  if (!isDevice || amount >= DEVICE) return Math.floor(capacity / amount);
  return Math.floor(capacity / DEVICE) * Math.floor(DEVICE / amount);
}

/** True if every sum that `relaxedWorth`, a table or a search makes stays exact in doubles. */
export function isExact(contents: Contents, price: readonly number[]): boolean {
  const { items, capacity } = contents;
  let sum = 0n;
  for (const { most, worth } of items) sum += BigInt(most) * BigInt(worth);
  sum *= BigInt(1 + devicesOf(contents));
  capacity.forEach((amount, d) => {
    sum += BigInt(price[d]) * BigInt(amount);
  });
  return sum <= BigInt(Number.MAX_SAFE_INTEGER);
}

/** What an item is worth beyond the price of what it takes. */
export function netOf(
  { worth, demand }: EqualPieces,
  price: readonly number[],
  device?: number,
): number {
  return demand.reduce((net, amount, d) => (d === device ? net : net - price[d] * amount), worth);
}

/** Devices beyond which none are dealt out one by one. */
const MOST_DEVICES = 10_000;

/** Devices of one copy. */
function devicesOf({ capacity, device }: Contents): number {
  return device === undefined ? 0 : Math.floor(capacity[device] / DEVICE);
}

/**
 * No configuration is worth more than this, at prices from 0 on for a unit of each row (that of the devices is
 * not priced): sum of price x capacity + what is best at net worths, where tasks without devices are taken as
 * they pay, the shares on each device fill a knapsack, and tasks that own several devices take the place of so many of
 * those. Infinity where there are too many devices. Requires `isExact`. Source: Lagrangian relaxation, Geoffrion (1974), DOI 10.1007/BFb0120690.
 */
export function relaxedWorth(contents: Contents, price: readonly number[]): number {
  const { items, capacity, device } = contents;
  let sum = 0;
  capacity.forEach((amount, d) => {
    if (d !== device) sum += price[d] * amount;
  });
  const onDevice: ItemKind[] = [];
  const owners: { readonly devices: number; readonly worth: number }[] = [];
  for (const item of items) {
    const worth = netOf(item, price, device);
    if (worth <= 0) continue;
    const taken = device === undefined ? 0 : item.demand[device];
    if (taken === 0) sum += item.most * worth;
    else if (taken <= DEVICE) onDevice.push({ count: item.most, weight: taken, worth });
    else owners.push({ devices: taken / DEVICE, worth });
  }
  sum += dealt(onDevice, owners, devicesOf(contents));
  return sum === Infinity ? sum : sum - (sum % worthStep(contents));
}

/** What divides the worth of every configuration; at least 1. */
export function worthStep({ items }: Contents): number {
  return Math.max(
    1,
    items.reduce((divisor, item) => commonDivisor(divisor, item.worth), 0),
  );
}

/** The most that the devices of one copy are worth; how often a task comes is relaxed across devices. */
function dealt(
  onDevice: readonly ItemKind[],
  owners: readonly { readonly devices: number; readonly worth: number }[],
  devices: number,
): number {
  if (devices === 0) return 0;
  const single = knapsack(onDevice, DEVICE, Infinity)?.worth;
  if (single === undefined || devices > MOST_DEVICES) return Infinity;
  const best = new Float64Array(devices + 1);
  for (let g = 1; g <= devices; g++) {
    best[g] = best[g - 1] + single;
    for (const owner of owners) {
      if (owner.devices <= g) best[g] = Math.max(best[g], best[g - owner.devices] + owner.worth);
    }
  }
  return best[devices];
}
