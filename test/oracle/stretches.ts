import type { Instance } from "../../src/instance/types.ts";
import type { Held } from "./held.ts";

/** The longest stretches of time without an instant at which nothing runs. Pieces of length 0 are in none. */
function stretches(pieces: readonly Held[]): [number, number][] {
  const list: [number, number][] = [];
  const timed = pieces.filter(({ start, end }) => end > start);
  for (const { start, end } of timed.sort((a, b) => a.start - b.start)) {
    const last = list.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else list.push([start, end]);
  }
  return list;
}

/** Milliseconds in which anything runs. */
export function runningTime(pieces: readonly Held[]): number {
  return stretches(pieces).reduce((sum, [from, until]) => sum + until - from, 0);
}

/** What resource copies are paid for time in a schedule, micro-dollars: price x billed time, halves up. */
export function rentsOf(
  { resources, resourceOfCopy, schedule }: Instance,
  pieces: readonly Held[],
): number {
  let sum = 0;
  for (const [p, r] of resourceOfCopy.entries()) {
    const used = stretches(pieces.filter(({ place }) => place === p));
    const [first, last] = [used[0], used.at(-1)];
    if (first === undefined || last === undefined) continue;
    const { by, every } = schedule!.billing[r];
    const paid = by === "rental" ? [[first[0], last[1]]] : used;
    const time = paid.reduce((all, [a, b]) => all + Math.ceil((b - a) / every) * every, 0);
    sum += Number((2n * BigInt(resources[r].pricePerHour) * BigInt(time) + HOUR) / (2n * HOUR));
  }
  return sum;
}

const HOUR = 3_600_000n;
