import { billedTime, HOUR, type Occupied, timesTime } from "../instance/billing.ts";
import { costOf, runtimeOf } from "../instance/features.ts";
import type { Instance } from "../instance/types.ts";
import type { EarlierPiece, Past } from "./types.ts";

/** What runs that are lost had come to by now: it was used and paid, and no plan has it. */
export interface LostWork {
  /** Task copies that ran and run again. */
  readonly runs: number;
  /** Milliseconds that their pieces had run, in all. */
  readonly time: number;
  /** Micro-dollars: the share of each piece's own cost, and what its resource copy is paid for because of it. */
  readonly cost: number;
}

/** What is lost with resource copies that are down; nothing in placement, where nothing has begun. O(pieces). */
export function lostWork(instance: Instance, past: Past, now: number): LostWork {
  const lost = past.fate.flatMap((fate, copy) => (fate === "lost" ? [past.pieces[copy]!] : []));
  if (instance.mode === "placement") return { runs: 0, time: 0, cost: 0 };
  const pieces = lost.flat();
  const time = pieces.reduce((sum, { start }) => sum + now - start, 0);
  const own = pieces.reduce((sum, piece) => sum + costBy(instance, piece, now), 0);
  return { runs: lost.length, time, cost: own + rentOf(instance, past, now) };
}

function costBy(instance: Instance, { task, resource, start }: EarlierPiece, now: number): number {
  const [t, r] = [instance.taskOfCopy[task]!, instance.resourceOfCopy[resource]!];
  const runtime = runtimeOf(instance, t, r);
  return runtime === 0 ? 0 : timesTime(costOf(instance, t, r), now - start, runtime);
}

/** What resource copies are paid until now beyond what they were without the lost runs. */
function rentOf(instance: Instance, { fate, pieces }: Past, now: number): number {
  if (instance.schedule === undefined) return 0;
  const began = pieces.flatMap((own, copy) =>
    fate[copy] === "lost" || fate[copy] === "running" || fate[copy] === "ended" ? own : [],
  );
  const hit = new Set(
    began.flatMap(({ task, resource }) => (fate[task] === "lost" ? [resource] : [])),
  );
  let sum = 0;
  for (const resource of hit) {
    const there = began.filter((piece) => piece.resource === resource);
    const kept = there.filter(({ task }) => fate[task] !== "lost");
    const entry = instance.resourceOfCopy[resource]!;
    const paid = (list: readonly EarlierPiece[]) =>
      timesTime(
        instance.resources[entry]!.pricePerHour,
        billedTime(instance, entry, occupied(instance, list, now)),
        HOUR,
      );
    sum += paid(there) - paid(kept);
  }
  return sum;
}

/** When one resource copy was in use, until now. */
function occupied(instance: Instance, pieces: readonly EarlierPiece[], now: number): Occupied {
  const from: number[] = [];
  const until: number[] = [];
  for (const piece of [...pieces].sort((a, b) => a.start - b.start)) {
    const end = Math.min(now, piece.start + runtime(instance, piece));
    const last = until.length - 1;
    if (end <= piece.start) continue;
    if (last >= 0 && piece.start <= until[last]!) until[last] = Math.max(until[last]!, end);
    else {
      from.push(piece.start);
      until.push(end);
    }
  }
  return { from, until };
}

function runtime(instance: Instance, { task, resource }: EarlierPiece): number {
  return runtimeOf(instance, instance.taskOfCopy[task]!, instance.resourceOfCopy[resource]!);
}
