import { DEVICE } from "../src/instance/types.ts";
import { deviceDimensions } from "../src/instance/usable.ts";
import { packBins } from "../src/plan/packing.ts";
import { InvariantError } from "../src/util/errors.ts";
import { type Draft, demandOn } from "./draft.ts";
import type { Held } from "./held.ts";

/** Placements tried where the point does not say which share stands on which device. */
const NODE_LIMIT = 100_000;

/**
 * The devices of each piece on one resource copy: shares where y[t,r,g] puts them, or packed first fit
 * descending where the rows guarantee that this succeeds; whole demands on the devices that are left.
 */
export function assignDevices(draft: Draft, held: Held, point: Float64Array): number[][] {
  const { instance, pairs } = draft;
  const lists: number[][] = held.map(() => []);
  if (held.length === 0) return lists;
  const { capacity } = instance.resources[instance.resourceOfCopy[pairs.resource[held[0].x]]];
  let first = 0;
  for (const d of deviceDimensions(instance)) {
    const count = capacity[d] / DEVICE;
    assignDimension(draft, held, point, { d, first, count }, lists);
    first += count;
  }
  return lists;
}

interface Range {
  readonly d: number;
  readonly first: number;
  readonly count: number;
}

function assignDimension(
  draft: Draft,
  held: Held,
  point: Float64Array,
  { d, first, count }: Range,
  lists: number[][],
): void {
  const demands = held.map(({ x }) => demandOn(draft, x, d));
  const sharing = demands.flatMap((demand, i) => (demand > 0 && demand < DEVICE ? [i] : []));
  const owned = demands.reduce((sum, demand) => sum + (demand >= DEVICE ? demand / DEVICE : 0), 0);
  const bins = binsOf(draft, held, point, d, sharing, demands, count - owned);
  const numbers = new Map<number, number>();
  sharing.forEach((i, at) => {
    const number = numbers.get(bins[at]) ?? numbers.size;
    numbers.set(bins[at], number);
    lists[i].push(first + number);
  });
  let next = first + numbers.size;
  demands.forEach((demand, i) => {
    for (let left = demand; left >= DEVICE; left -= DEVICE) lists[i].push(next++);
  });
}

/** A device for each share: chosen ones count up from 0, those that stand alone down from -1. */
function binsOf(
  draft: Draft,
  held: Held,
  point: Float64Array,
  d: number,
  sharing: readonly number[],
  demands: readonly number[],
  devices: number,
): ArrayLike<number> {
  const chosen = new Map<number, number>();
  for (const { pair, dimension, columns } of draft.deviceChoices) {
    if (dimension === d)
      chosen.set(
        pair,
        columns.findIndex((y) => point[y] === 1),
      );
  }
  if (sharing.some((i) => chosen.has(held[i].x))) {
    return sharing.map((i, at) => chosen.get(held[i].x) ?? -1 - at);
  }
  const packing = packBins(
    sharing.map((i) => demands[i]),
    devices,
    NODE_LIMIT,
  );
  if (typeof packing === "string") {
    throw new InvariantError(`The point's shares of devices do not fit (${packing}).`);
  }
  return packing.bin;
}
