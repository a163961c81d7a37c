import { runtimeOf } from "../instance/features.ts";
import { type Instance, WHOLE } from "../instance/types.ts";
import type { Piece } from "./build.ts";
import { shareCeil } from "./shares.ts";

/** One place in the order of a resource copy. */
export interface OrderItem {
  /** Task copy. */
  readonly task: number;
  /** Millionths; 1,000,000 unless given. */
  readonly share?: number;
}

/** A resource copy and its pieces in the order in which they run. */
export type ResourceOrder = readonly [resource: number, items: readonly OrderItem[]];

/**
 * Batch mode: the pieces with the earliest starts that keep the given order on each resource copy, the
 * releases and the resources' `from`. Deadlines and ends of windows are not looked at. O(pieces).
 * For a regular objective some order with these starts is best.
 */
export function startAsap(
  instance: Instance,
  orders: Iterable<ResourceOrder>,
): Required<Omit<Piece, "devices">>[] {
  const pieces: Required<Omit<Piece, "devices">>[] = [];
  for (const [resource, items] of orders) {
    const entry = instance.resourceOfCopy[resource];
    let clock = instance.resources[entry].from;
    for (const { task, share = WHOLE } of items) {
      const start = Math.max(clock, instance.tasks[instance.taskOfCopy[task]].release);
      pieces.push({ task, resource, share, start });
      clock = start + pieceTime(instance, task, entry, share);
    }
  }
  return pieces;
}

/**
 * Batch mode: orders the assigned pieces on each resource copy by Smith's rule, the largest weight / runtime first (Smith 1956,
 * DOI 10.1002/nav.3800030106; at ties the smaller task copy), and starts them as early as that allows; starts given are ignored
 * and devices dropped. Throws nothing; the deadlines may still be missed. O(n log n).
 */
export function sequencePieces(
  instance: Instance,
  assignment: Iterable<Piece>,
): Required<Omit<Piece, "devices">>[] {
  const orders = new Map<number, OrderItem[]>();
  for (const { task, resource, share = WHOLE } of assignment) {
    const items = orders.get(resource);
    if (items === undefined) orders.set(resource, [{ task, share }]);
    else items.push({ task, share });
  }
  for (const [resource, items] of orders) {
    const entry = instance.resourceOfCopy[resource];
    const weightOf = ({ task }: OrderItem) => instance.tasks[instance.taskOfCopy[task]].weight;
    const timeOf = ({ task, share = WHOLE }: OrderItem) => pieceTime(instance, task, entry, share);
    items.sort(
      (a, b) => compareRatios(weightOf(b), timeOf(b), weightOf(a), timeOf(a)) || a.task - b.task,
    );
  }
  return startAsap(instance, orders);
}

/** Sign of a / p - b / q, exactly. A time of 0 counts as an infinite ratio whatever the weight. */
function compareRatios(a: number, p: number, b: number, q: number): number {
  if (p === 0 || q === 0) return (p === 0 ? 1 : 0) - (q === 0 ? 1 : 0);
  const [left, right] = [a * q, b * p];
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left - right;
  const difference = BigInt(a) * BigInt(q) - BigInt(b) * BigInt(p);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function pieceTime(instance: Instance, task: number, entry: number, share: number): number {
  return shareCeil(runtimeOf(instance, instance.taskOfCopy[task], entry), share);
}
