import { taskCopyId } from "../../instance/ids.ts";
import type { Instance } from "../../instance/types.ts";
import { pieceEnd } from "../piece.ts";
import type { Plan } from "../types.ts";
import { durationText, pieceName } from "../wording.ts";
import { type ReportViolation, type Rule, siteOf } from "./rule.ts";

/**
 * A resource copy runs one piece at a time: the intervals [start, end) of its pieces are disjoint. A piece
 * of zero length may stand anywhere but strictly inside another. O(n log n).
 */
export const overlap: Rule<never> = {
  name: "overlap",
  isOfEachCopy: true,
  modes: ["batch"],
  traits: [],
  check({ instance, plan, byResource }, report) {
    const { start, piece } = byResource();
    const end = Float64Array.from(plan.task, (_, k) => pieceEnd(instance, plan, k));
    const inOrder = (i: number, j: number) =>
      // At equal starts zero lengths come first: only what starts earlier can hold them inside.
      plan.start[i] - plan.start[j] || end[i] - end[j] || i - j;
    for (let r = 0; r + 1 < start.length; r++) {
      if (start[r + 1] - start[r] < 2) continue;
      const timed = piece
        .subarray(start[r], start[r + 1])
        .filter((k) => !Number.isNaN(plan.start[k]));
      if (!isSorted(timed, inOrder)) timed.sort(inOrder);
      findConflicts(instance, plan, timed, end, report);
    }
  },
};

/** `pieces` of one resource copy in the order of their starts. */
function findConflicts(
  instance: Instance,
  plan: Plan,
  pieces: Int32Array,
  end: Float64Array,
  report: ReportViolation,
): void {
  let last = -1;
  for (const k of pieces) {
    if (last !== -1 && plan.start[k] < end[last]) {
      const blocker = last;
      report(
        () =>
          `${pieceName(instance, plan, k)}: starts at ${durationText(plan.start[k])}, ` +
          `but ${taskCopyId(instance, plan.task[blocker])} runs until ${durationText(end[blocker])}`,
        siteOf(instance, plan, k),
      );
    }
    if (last === -1 || end[k] > end[last]) last = k;
  }
}

function isSorted(items: Int32Array, compare: (i: number, j: number) => number): boolean {
  for (let i = 1; i < items.length; i++) if (compare(items[i - 1], items[i]) > 0) return false;
  return true;
}
