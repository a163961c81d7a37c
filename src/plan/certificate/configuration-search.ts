import { DEVICE } from "../../instance/types.ts";
import { packBins } from "../packing.ts";
import { type Contents, netOf, worthStep } from "./configuration.ts";

/** Placements that one packing of shares may try; what it cannot rule out stays. */
const PACKING_NODES = 200;

/** Nodes that are left to searches; they count it down. */
export interface Nodes {
  left: number;
}

/** Items beyond which a search would recurse too deep. */
const MOST_ITEMS = 1000;

/**
 * True if no configuration is worth more than `most`: a depth-first search over how many copies of each item there
 * are, which leaves out what the prices refute: worth so far + price x room left + the net worths to come. False if
 * one may be worth more, or if the nodes run out. Requires `isExact`.
 */
export function isWorthAtMost(
  contents: Contents,
  price: readonly number[],
  most: number,
  nodes: Nodes,
): boolean {
  const { items, capacity, device } = contents;
  if (items.length > MOST_ITEMS) return false;
  const net = items.map((item) => netOf(item, price));
  const order = [...items.keys()].sort((i, j) => Math.abs(net[j]) - Math.abs(net[i]) || i - j);
  const rest = new Float64Array(order.length + 1);
  for (let k = order.length - 1; k >= 0; k--) {
    rest[k] = rest[k + 1] + items[order[k]].most * Math.max(0, net[order[k]]);
  }
  const step = worthStep(contents);
  // The least worth above `most` that a configuration can have.
  const next = most - (most % step) + step;
  const free = capacity.slice();
  const shares: number[] = [];
  const room = () => free.reduce((sum, amount, d) => sum + price[d] * amount, 0);
  const packs = () =>
    device === undefined ||
    shares.length === 0 ||
    packBins(shares, wholeDevices(free[device], shares), PACKING_NODES) !== "impossible";
  /** False as soon as a configuration is found that is worth more. */
  const refute = (k: number, worth: number): boolean => {
    if (worth > most) return false;
    if (k === order.length || worth + rest[k] + room() < next) return true;
    if (nodes.left-- <= 0) return false;
    const { demand, worth: one, most: limit } = items[order[k]];
    const share = device !== undefined && demand[device] > 0 && demand[device] < DEVICE;
    let [holds, taken] = [refute(k + 1, worth), 0];
    while (holds && taken < limit && demand.every((amount, d) => amount <= free[d])) {
      demand.forEach((amount, d) => {
        free[d] -= amount;
      });
      if (share) shares.push(demand[device]);
      taken++;
      if (!packs()) break;
      holds = refute(k + 1, worth + taken * one);
    }
    demand.forEach((amount, d) => {
      free[d] += taken * amount;
    });
    if (share) shares.length -= taken;
    return holds;
  };
  return refute(0, 0);
}

/** Devices that hold the shares, if `free` of all devices is left beside them. */
function wholeDevices(free: number, shares: readonly number[]): number {
  return Math.floor((free + shares.reduce((sum, share) => sum + share, 0)) / DEVICE);
}
