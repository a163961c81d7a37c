import { type Instance, WHOLE } from "../../src/instance/types.ts";
import type { Piece } from "../../src/plan/build.ts";

/** A piece as the rules of docs/instance.md see it: what runs where, how much of it, from when to when (ms). */
export interface Held {
  readonly copy: number;
  readonly place: number;
  /** Millionths. */
  readonly share: number;
  readonly start: number;
  readonly end: number;
}

/** A piece that starts at `start`; ceil(share x runtime) ms long. */
export function held(
  instance: Instance,
  copy: number,
  place: number,
  start = 0,
  share = WHOLE,
): Held {
  const runtime = shared(instance.pairs.runtime[pairOf(instance, copy, place)], share);
  return { copy, place, share, start, end: start + runtime };
}

/** The same as plans are built from. */
export function asPiece({ copy, place, share, start }: Held): Piece {
  return { task: copy, resource: place, share, start };
}

/** Of entries behind copies. */
export function pairOf({ taskOfCopy, resourceOfCopy, resources }: Instance, c: number, p: number) {
  return taskOfCopy[c] * resources.length + resourceOfCopy[p];
}

/** What a whole piece demands of a dimension. */
export function demandAt(instance: Instance, d: number, copy: number, place: number): number {
  const { perPair, values } = instance.demand[d];
  return values[perPair ? pairOf(instance, copy, place) : instance.taskOfCopy[copy]];
}

/** ceil(share x amount), exact. */
export function shared(amount: number, share: number): number {
  if (share === WHOLE) return amount;
  return Number((BigInt(amount) * BigInt(share) + 999_999n) / 1_000_000n);
}

/** Of items [from, items.length) all lists of `size` of them, in order. */
export function subsets<T>(items: readonly T[], size: number, from = 0): T[][] {
  if (size === 0) return [[]];
  const lists: T[][] = [];
  for (let i = from; i <= items.length - size; i++) {
    for (const rest of subsets(items, size - 1, i + 1)) lists.push([items[i], ...rest]);
  }
  return lists;
}
