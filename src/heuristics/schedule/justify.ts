import type { ScheduleBoard } from "./board.ts";
import type { Placement } from "./types.ts";

/**
 * Double justification, which closes gaps that lists leave: everything moves as late as it can, then `insert` puts each copy anew,
 * the first to start first, where it likes, but so that it ends by `latest`: what waits for it stands. What it does not put stays.
 * Yields between two copies that were put anew, so that a caller may look at the clock; whoever ends it early leaves the board.
 * Source: Valls, Ballestín, Quintanilla (2005), DOI 10.1016/j.ejor.2004.04.008.
 */
export function* justify(
  board: ScheduleBoard,
  end: number,
  insert: (copy: number, latest: number) => void,
): Generator<void, void, void> {
  for (const copy of justifyRight(board, end)) {
    const right = board.take(copy) as Placement;
    insert(copy, board.mustEnd(copy));
    // What stood on both sides may need it between them.
    if (board.broken > 0) board.take(copy);
    if (board.placed[copy] === undefined) board.put(copy, right);
    yield;
  }
}

/**
 * Moves every task copy, the last to end first, as late as its resource copies, what waits for it and `end` allow. Gives the
 * copies in the order of their starts.
 */
export function justifyRight(board: ScheduleBoard, end: number): readonly number[] {
  const placed = board.view.free.filter((copy) => board.placed[copy] !== undefined);
  const at = (copy: number) => board.placed[copy] as Placement;
  const tail = (copy: number) => board.jobOf(copy).tail;
  placed.sort((a, b) => at(b).end - at(a).end || tail(a) - tail(b) || b - a);
  for (const copy of placed) {
    const old = board.take(copy) as Placement;
    const latest = Math.min(end, board.mustEnd(copy));
    board.put(copy, board.latestOnHosts(copy, old, latest) ?? old);
  }
  return placed.sort((a, b) => at(a).start - at(b).start || tail(b) - tail(a) || a - b);
}
