import type { PackingCore } from "../../cores/packing.ts";
import { DEVICE } from "../../instance/types.ts";
import { packBins } from "../../plan/packing.ts";

/** What stands on one resource copy. */
export interface CopyLoad {
  readonly resource: number;
  /** Free capacity by dimension. */
  readonly free: Float64Array;
  /** Shares of devices. */
  readonly shares: number[];
  owned: number;
  /** Task entries, one for each copy. */
  readonly tasks: number[];
}

/** Placements that one packing of shares may try; more than that counts as no packing. */
const PACKING_NODES = 2_000;

/** An empty copy of a resource entry. */
export function emptyLoad(core: PackingCore, resource: number): CopyLoad {
  const { dimensions: D, capacity } = core;
  const free = capacity.slice(resource * D, resource * D + D);
  return { resource, free, shares: [], owned: 0, tasks: [] };
}

/** Adds a copy of a task entry, or says false if it does not fit, devices included. */
export function addTask(core: PackingCore, load: CopyLoad, t: number): boolean {
  const e = t * core.resources + load.resource;
  if (core.usable[e] === 0) return false;
  const { dimensions: D, demand, device } = core;
  for (let d = 0; d < D; d++) if (demand[e * D + d] > load.free[d]) return false;
  const taken = device === undefined ? 0 : demand[e * D + device];
  const share = taken > 0 && taken < DEVICE;
  if (share) load.shares.push(taken);
  else load.owned += taken / DEVICE;
  if (device !== undefined && taken > 0 && load.shares.length > 0 && !packs(core, load, device)) {
    if (share) load.shares.pop();
    else load.owned -= taken / DEVICE;
    return false;
  }
  for (let d = 0; d < D; d++) load.free[d] -= demand[e * D + d];
  load.tasks.push(t);
  return true;
}

function packs(core: PackingCore, load: CopyLoad, device: number): boolean {
  const { resource, shares, owned } = load;
  const devices = core.capacity[resource * core.dimensions + device] / DEVICE - owned;
  return devices >= 0 && typeof packBins(shares, devices, PACKING_NODES) !== "string";
}
