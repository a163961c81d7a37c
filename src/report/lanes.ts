import { DEVICE, type Instance } from "../instance/types.ts";
import { deviceRangesOf, pieceEnd, taskDemand } from "../plan/piece.ts";
import type { Plan } from "../plan/types.ts";
import { usedCopies } from "../plan/used.ts";
import { Heap } from "../util/heap.ts";

/** A piece as it is drawn: whole, or its part on neighbouring devices. */
export interface LaneBar {
  readonly piece: number;
  /** In lanes from the top of its row; shares of one device take a part of its lane. */
  readonly lane: number;
  /** Lanes side by side. */
  readonly span: number;
}

/** The lanes of one used resource copy: one for each device, then as many more as pieces without devices run side by side. */
export interface LaneRow {
  /** Resource copy. */
  readonly copy: number;
  /** Lanes. */
  readonly count: number;
  readonly bars: readonly LaneBar[];
}

/** The used resource copies in order with all pieces in lanes, so that no two overlap. O(n log n + n x shares side by side). */
export function laneRows(instance: Instance, plan: Plan): readonly LaneRow[] {
  const held = piecesByCopy(plan);
  const rangesOf = deviceRangesOf(instance);
  const endOf = (k: number) => pieceEnd(instance, plan, k);
  const shareOf = (k: number) => {
    const ranges = rangesOf(instance.resourceOfCopy[plan.resource[k]]);
    const demands = ranges.map(({ dimension }) => taskDemand(instance, plan, k, dimension));
    return Math.min(1, Math.max(...demands) / DEVICE);
  };
  return Array.from(usedCopies(plan, instance.resourceOfCopy.length), (copy) =>
    rowOf(plan, copy, held.get(copy) ?? [], { endOf, shareOf }),
  );
}

/** The pieces of each used resource copy, by start. O(n log n). */
export function piecesByCopy({
  task,
  resource,
  start,
}: Plan): ReadonlyMap<number, readonly number[]> {
  const held = new Map<number, number[]>();
  for (let k = 0; k < task.length; k++) {
    const list = held.get(resource[k]);
    if (list === undefined) held.set(resource[k], [k]);
    else list.push(k);
  }
  for (const list of held.values()) list.sort((a, b) => start[a] - start[b] || a - b);
  return held;
}

/**
 * Lanes for intervals in order of their starts: each takes the first that is free, so there are no more lanes than run at one
 * instant. O(n log n).
 */
export function intervalLanes(
  from: ArrayLike<number>,
  until: ArrayLike<number>,
): { readonly lane: Int32Array; readonly count: number } {
  const lane = new Int32Array(from.length);
  const free = new Heap((one) => one);
  const busy = new Heap((i) => until[i]);
  let count = 0;
  for (let i = 0; i < from.length; i++) {
    while (busy.least !== undefined && until[busy.least] <= from[i]) free.push(lane[busy.pop()!]);
    lane[i] = free.pop() ?? count++;
    busy.push(i);
  }
  return { lane, count };
}

function rowOf(
  plan: Plan,
  copy: number,
  pieces: readonly number[],
  { endOf, shareOf }: { endOf(k: number): number; shareOf(k: number): number },
): LaneRow {
  const bars: LaneBar[] = [];
  const plain: number[] = [];
  const shares = new Map<number, Share[]>();
  let devices = 0;
  for (const piece of pieces) {
    const taken = devicesOf(plan, piece);
    if (taken.length === 0) {
      plain.push(piece);
      continue;
    }
    devices = Math.max(devices, taken.at(-1)! + 1);
    const span = taken.length === 1 ? shareOf(piece) : 1;
    if (span < 1)
      bars.push({ piece, lane: taken[0] + offsetOf(plan, shares, piece, span, endOf), span });
    else bars.push(...runs(taken).map(([lane, count]) => ({ piece, lane, span: count })));
  }
  const { lane, count } = intervalLanes(
    plain.map((k) => plan.start[k]),
    plain.map(endOf),
  );
  for (const [i, piece] of plain.entries()) bars.push({ piece, lane: devices + lane[i], span: 1 });
  return { copy, count: devices + count, bars };
}

/** The part of a device that a piece takes, and until when. */
interface Share {
  readonly from: number;
  readonly until: number;
  readonly end: number;
}

/** Where in the lane of its device a share is drawn: the first free part beside those that still run at its start. */
function offsetOf(
  plan: Plan,
  shares: Map<number, Share[]>,
  piece: number,
  span: number,
  endOf: (k: number) => number,
): number {
  const device = plan.device[plan.deviceStart[piece]];
  const running = (shares.get(device) ?? []).filter(({ end }) => end > plan.start[piece]);
  let at = 0;
  for (const { from, until } of running) {
    if (from - at >= span - TINY) break;
    at = Math.max(at, until);
  }
  at = Math.min(at, 1 - span);
  running.push({ from: at, until: at + span, end: endOf(piece) });
  shares.set(
    device,
    running.sort((a, b) => a.from - b.from),
  );
  return at;
}

/** Sums of shares are off by this at most. */
const TINY = 1e-9;

/** Ascending. */
function devicesOf(plan: Plan, piece: number): Int32Array {
  return plan.device.subarray(plan.deviceStart[piece], plan.deviceStart[piece + 1]);
}

/** Neighbouring numbers of an ascending list as [first, count]. */
function runs(numbers: Int32Array): readonly [number, number][] {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const run = found.at(-1);
    if (run !== undefined && run[0] + run[1] === number) run[1]++;
    else found.push([number, 1]);
  }
  return found;
}
