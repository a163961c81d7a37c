import { DEVICE, type Instance } from "../src/instance/types.ts";
import { demandOf, deviceDimensions, isUsable } from "../src/instance/usable.ts";
import type { Plan } from "../src/plan/types.ts";
import { type Draft, demandOn } from "./draft.ts";
import { columnsOn } from "./pairs.ts";

/**
 * Placement mode, devices of one dimension on a resource copy r with n of them. Whole demands h[t] count
 * devices; shares f[t] < 1 must be packed into devices of their own.
 * - A share that leaves less than the smallest one has its device to itself: it counts as h = 1.
 * - If the other shares fit on one device, or divide one another and a device (0.1, 0.5), first fit on descending shares
 *   leaves no device but the last with room for a share, so ceil(sum of f x) devices suffice:
 *       open integer,  sum f[t] x[t,r] <= open,  open + sum h[t] x[t,r] <= n.
 * - Otherwise y[t,r,g] puts the share on device g, open[r,g] opens it:
 *       sum over g of y[t,r,g] = x[t,r],   sum over t of f[t] y[t,r,g] <= open[r,g],
 *       sum over g of open[r,g] + sum h[t] x[t,r] <= n.
 *   Devices are numbered by their first task, so y[t,r,g] exists only for g <= place of t among the
 *   sharing tasks, and y[t,r,g] <= sum over earlier t' of y[t',r,g-1]: this removes all renumberings
 *   (asymmetric representatives; Campelo, Campos, Correa 2008, DOI 10.1016/j.dam.2007.01.015).
 */
export function addDeviceRows(draft: Draft): void {
  const { instance, pairs } = draft;
  if (instance.mode !== "placement") return;
  const dimensions = deviceDimensions(instance);
  for (let j = 0; j < instance.resourceOfCopy.length; j++) {
    for (const d of dimensions) addRowsOn(draft, columnsOn(pairs, j), j, d);
  }
}

function addRowsOn(draft: Draft, held: Int32Array, resource: number, d: number): void {
  const { instance } = draft;
  const devices = instance.resources[instance.resourceOfCopy[resource]].capacity[d] / DEVICE;
  const taking = [...held].filter((x) => demandOn(draft, x, d) > 0);
  // After a loss tasks may come that a scope keeps out.
  const demands =
    instance.robust === undefined
      ? taking.map((x) => demandOn(draft, x, d))
      : everyDemand(instance, resource, d);
  const most = demands.reduce((sum, demand) => sum + Math.ceil(demand / DEVICE), 0);
  if (most <= devices) return;
  const smallest = Math.min(...demands);
  const sharesDevice = (demand: number) => demand + smallest <= DEVICE;
  const shares = (x: number) => sharesDevice(demandOn(draft, x, d));
  const sharing = taking.filter(shares);
  const columns = taking.filter((x) => !shares(x));
  const coefficients = columns.map((x) => Math.ceil(demandOn(draft, x, d) / DEVICE));
  const shared = demands.filter(sharesDevice);
  const count = Math.min(devices, shared.length);
  const family = { copy: resource, devices, sharesDevice, sharing, count };
  const key = resource * instance.dimensions.length + d;
  let open: readonly number[];
  if (nests(shared)) {
    open = addOpenCount(draft, sharing, d, devices);
    draft.deviceFamilies.set(key, family);
  } else {
    const added = addShares(draft, sharing, d, Math.min(devices, sharing.length));
    open = added.open;
    draft.deviceFamilies.set(key, { ...family, y: added.y });
  }
  if (columns.length + open.length === 0) return;
  draft.builder.addRow({
    upper: devices,
    columns: [...columns, ...open],
    coefficients: [...coefficients, ...open.map(() => 1)],
  });
}

/** What every task copy that may use the resource copy demands there, where it demands anything. */
function everyDemand(instance: Instance, copy: number, d: number): readonly number[] {
  const r = instance.resourceOfCopy[copy];
  return instance.tasks.flatMap(({ count }, t) => {
    const demand = isUsable(instance, t, r) ? demandOf(instance, t, r, d) : 0;
    return demand > 0 ? new Array<number>(count).fill(demand) : [];
  });
}

/** True if the shares fit on one device, or each divides the next larger one and the largest a device. */
function nests(shares: readonly number[]): boolean {
  if (shares.reduce((sum, share) => sum + share, 0) <= DEVICE) return true;
  const sizes = [...new Set(shares)].sort((a, b) => a - b);
  return sizes.every((size, i) => (sizes[i + 1] ?? DEVICE) % size === 0);
}

function addOpenCount(
  draft: Draft,
  sharing: readonly number[],
  d: number,
  devices: number,
): readonly number[] {
  if (sharing.length === 0) return [];
  const shares = sharing.map((x) => demandOn(draft, x, d));
  const open = draft.builder.addColumn({ upper: devices, integer: true, name: "open" });
  draft.builder.addRow({
    upper: 0,
    columns: [...sharing, open],
    coefficients: [...shares, -DEVICE],
  });
  draft.fills.push((point) => {
    const load = sharing.reduce((sum, x, i) => sum + shares[i] * point[x], 0);
    point[open] = Math.ceil(load / DEVICE);
  });
  return [open];
}

function addShares(
  draft: Draft,
  sharing: readonly number[],
  d: number,
  count: number,
): { readonly open: readonly number[]; readonly y: readonly (readonly number[])[] } {
  const { builder } = draft;
  const open = Array.from({ length: count }, (_, g) =>
    builder.addColumn({ upper: 1, integer: true, name: `open[${g}]` }),
  );
  const y = sharing.map((x, place) =>
    Array.from({ length: Math.min(place + 1, count) }, (_, g) =>
      builder.addColumn({ upper: 1, integer: true, name: `y[${x},${g}]` }),
    ),
  );
  sharing.forEach((x, place) => {
    builder.addRow({
      lower: 0,
      upper: 0,
      columns: [...y[place], x],
      coefficients: [...y[place].map(() => 1), -1],
    });
    for (let g = 1; g < y[place].length; g++) {
      const earlier = y.slice(0, place).flatMap((row) => (g - 1 < row.length ? [row[g - 1]] : []));
      builder.addRow({
        upper: 0,
        columns: [y[place][g], ...earlier],
        coefficients: [1, ...earlier.map(() => -1)],
      });
    }
    draft.deviceChoices.push({ pair: x, dimension: d, columns: y[place] });
  });
  open.forEach((column, g) => {
    const on = y.flatMap((row, place) => (g < row.length ? [{ column: row[g], place }] : []));
    builder.addRow({
      upper: 0,
      columns: [...on.map((item) => item.column), column],
      coefficients: [...on.map(({ place }) => demandOn(draft, sharing[place], d)), -DEVICE],
    });
  });
  draft.fills.push((point, plan) => fillShares(draft, { sharing, y, open, d }, point, plan));
  return { open, y };
}

interface Shares {
  readonly sharing: readonly number[];
  readonly y: readonly (readonly number[])[];
  readonly open: readonly number[];
  readonly d: number;
}

/** Renumbers the devices of the plan by their first sharing task. */
function fillShares(draft: Draft, shares: Shares, point: Float64Array, plan: Plan): void {
  const { sharing, y, open, d } = shares;
  const numbers = new Map<number, number>();
  sharing.forEach((x, place) => {
    if (point[x] !== 1) return;
    const device = sharedDevice(draft, plan, draft.pairs.task[x], draft.pairs.resource[x], d);
    if (device === undefined) return;
    const g = numbers.get(device) ?? numbers.size;
    numbers.set(device, g);
    if (g >= y[place].length) return;
    point[y[place][g]] = 1;
    point[open[g]] = 1;
  });
}

/** The device of a dimension on which the piece of a task copy on a resource copy has its share. */
export function sharedDevice(
  { instance }: Draft,
  plan: Plan,
  task: number,
  copy: number,
  d: number,
): number | undefined {
  const entry = instance.resourceOfCopy[copy];
  let first = 0;
  for (const other of deviceDimensions(instance)) {
    if (other === d) break;
    first += instance.resources[entry].capacity[other] / DEVICE;
  }
  const last = first + instance.resources[entry].capacity[d] / DEVICE;
  const k = pieceAt(plan, task, copy);
  if (k === undefined) return undefined;
  const devices = plan.device.subarray(plan.deviceStart[k], plan.deviceStart[k + 1]);
  return devices.find((device) => device >= first && device < last);
}

/** The piece of a task copy on a resource copy; plans are sorted by both. */
function pieceAt(plan: Plan, task: number, resource: number): number | undefined {
  let [low, high] = [0, plan.task.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = plan.task[middle] - task || plan.resource[middle] - resource;
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
