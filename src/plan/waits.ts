import type { Instance } from "../instance/types.ts";
import type { Plan } from "./types.ts";

/** A piece that waited for another one: `after` starts no earlier than `lag` ms after the end of `before`. */
export interface PieceWait {
  readonly before: number;
  readonly after: number;
  readonly lag: number;
}

/**
 * Who waits for whom in a plan, by pieces: a task copy's first piece for the last piece of each copy that it must follow, or, where
 * it follows all copies of an entry, for the last of them alone. `ends` by piece. O(pieces + waiting copies).
 */
export function* waitsOf(
  { schedule, taskCopyStart }: Instance,
  { task, start }: Plan,
  ends: ArrayLike<number>,
): Generator<PieceWait> {
  const precedence = schedule?.precedence ?? [];
  if (precedence.length === 0) return;
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (let k = 0; k < task.length; k++) {
    const [early, late] = [first.get(task[k]), last.get(task[k])];
    if (early === undefined || start[k] < start[early]) first.set(task[k], k);
    if (late === undefined || ends[k] > ends[late]) last.set(task[k], k);
  }
  for (const { before, after, lag, pairwise } of precedence) {
    const [from, until] = [taskCopyStart[before], taskCopyStart[before + 1]];
    let latest: number | undefined;
    for (let copy = from; !pairwise && copy < until; copy++) {
      const k = last.get(copy);
      if (k !== undefined && (latest === undefined || ends[k] > ends[latest])) latest = k;
    }
    for (let copy = taskCopyStart[after]; copy < taskCopyStart[after + 1]; copy++) {
      const own = first.get(copy);
      const awaited = pairwise ? last.get(from + copy - taskCopyStart[after]) : latest;
      if (own !== undefined && awaited !== undefined) yield { before: awaited, after: own, lag };
    }
  }
}
