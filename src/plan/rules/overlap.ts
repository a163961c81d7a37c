import { taskCopyId } from "../../instance/ids.ts";
import { pieceEnd } from "../piece.ts";
import { durationText, pieceName } from "../wording.ts";
import type { Audit, Report, Rule } from "./rule.ts";

/**
 * A resource copy runs one piece at a time: the intervals [start, end) of its pieces are disjoint. A piece
 * of zero length may stand anywhere but strictly inside another. O(n log n).
 */
export const overlap: Rule = {
  name: "overlap",
  mode: "batch",
  check(audit, report) {
    const { start, piece } = audit.byResource();
    for (let r = 0; r + 1 < start.length; r++) {
      if (start[r + 1] - start[r] > 1)
        checkResource(audit, piece.subarray(start[r], start[r + 1]), report);
    }
  },
};

function checkResource({ instance, plan }: Audit, pieces: Int32Array, report: Report): void {
  const timed = pieces.filter((k) => !Number.isNaN(plan.start[k]));
  // At equal starts zero lengths come first, so that only pieces that start earlier can hold them inside.
  timed.sort(
    (i, j) =>
      plan.start[i] - plan.start[j] ||
      pieceEnd(instance, plan, i) - pieceEnd(instance, plan, j) ||
      i - j,
  );
  let last = -1;
  let busyUntil = 0;
  for (const k of timed) {
    if (last !== -1 && plan.start[k] < busyUntil) {
      const until = durationText(busyUntil);
      const blocker = last;
      report(
        () =>
          `${pieceName(instance, plan, k)}: starts at ${durationText(plan.start[k])}, ` +
          `but ${taskCopyId(instance, plan.task[blocker])} runs until ${until}`,
      );
    }
    const end = pieceEnd(instance, plan, k);
    if (end > plan.start[k] && (last === -1 || end > busyUntil)) {
      last = k;
      busyUntil = end;
    }
  }
}
