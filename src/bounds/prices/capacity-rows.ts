import type { Instance } from "../../instance/types.ts";
import type { BigPrices } from "../../plan/certificate/types.ts";
import { bigness, type CopyLimits } from "../../plan/copy-limits.ts";
import type { ShareRow } from "./share-program.ts";

/** Pieces of more than a half, a third, a quarter of a copy are counted. */
const MOST_PARTS = 3;

/** A load that copies limit, and how much of it each pair has. */
export interface CapacityLoad {
  readonly what: number | "time";
  readonly amount: Float64Array;
  readonly perPair: boolean;
}

/** One row of a program of shares: a load of all copies of an entry, or its big pieces. */
export interface CapacityRow {
  readonly resource: number;
  readonly load: number | "time";
  /** 0: the load itself. */
  readonly parts: number;
}

/** Of an instance, what copies limit: time where something ends it, and in placement mode every dimension. */
export function capacityLoads(instance: Instance, { time }: CopyLimits): readonly CapacityLoad[] {
  const { pairs, demand, mode } = instance;
  const loads: CapacityLoad[] = [];
  if (time.some((one) => one < Infinity)) {
    loads.push({ what: "time", amount: pairs.runtime, perPair: true });
  }
  if (mode === "placement") {
    demand.forEach(({ values, perPair }, d) => {
      loads.push({ what: d, amount: values, perPair });
    });
  }
  return loads;
}

/** Pairs and rows beyond which a program of shares on such rows is left alone. */
const MOST_PAIRS = 20_000;
const MOST_ROWS = 600;

/** True of an instance, or of so many rows of it, that is too large for a small linear program. */
export function isTooLarge({ tasks, resources }: Instance, rows = 0): boolean {
  return tasks.length * resources.length > MOST_PAIRS || rows > MOST_ROWS;
}

/** What a copy can take of a load. */
export function limitOf(limits: CopyLimits, load: number | "time", r: number): number {
  return load === "time" ? limits.time[r] : limits.capacity[r][load];
}

/**
 * Rows that every plan within the limits keeps: the load of the copies of each entry, and their big pieces where
 * there are any. Replicas are read as that many pieces. O(pairs x loads).
 */
export function capacityRows(
  instance: Instance,
  usable: Uint8Array,
  limits: CopyLimits,
  loads: readonly CapacityLoad[],
): { readonly capacities: readonly CapacityRow[]; readonly rows: readonly ShareRow[] } {
  const { tasks, resources } = instance;
  const R = resources.length;
  const capacities: CapacityRow[] = [];
  const rows: ShareRow[] = [];
  const add = (room: CapacityRow, amount: number, use: (t: number) => number) => {
    capacities.push(room);
    const used = Float64Array.from(tasks, ({ count, replicas }, t) =>
      usable[t * R + room.resource] === 0 ? 0 : count * replicas * use(t),
    );
    rows.push({ place: room.resource, room: amount, use: used });
  };
  for (const { what, amount, perPair } of loads) {
    resources.forEach(({ count }, r) => {
      const limit = limitOf(limits, what, r);
      if (limit === Infinity) return;
      const of = (t: number) => amount[perPair ? t * R + r : t];
      let most = 0;
      for (let t = 0; t < tasks.length; t++) {
        if (usable[t * R + r] === 1 && !tasks[t].divisible) most = Math.max(most, of(t));
      }
      add({ resource: r, load: what, parts: 0 }, count * limit, of);
      for (let parts = 1; parts <= MOST_PARTS; parts++) {
        if ((parts + 1) * most <= limit) continue;
        const big = (t: number) => (tasks[t].divisible ? 0 : bigness(of(t), limit, parts));
        add({ resource: r, load: what, parts }, count * parts, big);
      }
    });
  }
  return { capacities, rows };
}

/** The prices of a program's rows as whole numbers, in the form of a certificate. */
export function bigPricesOf(
  capacities: readonly CapacityRow[],
  price: readonly number[],
  resources: number,
): readonly BigPrices[] {
  const found = new Map<string, { load: number | "time"; parts: number; price: number[] }>();
  capacities.forEach(({ resource, load, parts }, i) => {
    if (parts === 0 || !(price[i] > 0)) return;
    const name = `${load} ${parts}`;
    let big = found.get(name);
    if (big === undefined) {
      big = { load, parts, price: new Array<number>(resources).fill(0) };
      found.set(name, big);
    }
    big.price[resource] = price[i];
  });
  return [...found.values()];
}
