import { piecesPerCopy } from "../schedule.ts";
import type { Instance } from "../types.ts";
import type { Report } from "./report.ts";

/** Pieces times resource copies: what lists of both, plans and their checks hold in about a gigabyte. */
const MOST_PLACES = 10 ** 13;

/** Says where the pieces of all tasks and the resource copies together are more than a run has memory for. */
export function checkSize(report: Report, instance: Instance): void {
  const copies = instance.resourceOfCopy.length;
  const pieces = instance.tasks.reduce(
    (sum, { count }, t) => sum + count * piecesPerCopy(instance, t),
    0,
  );
  if (pieces * copies <= MOST_PLACES) return;
  const text = (number: number) => number.toLocaleString("en");
  const hint =
    copies > pieces
      ? `Maybe lower the counts of resources: no plan uses more than ${text(pieces)} of them.`
      : "Maybe plan parts of it apart, such as one for each kind of resource.";
  report.add(
    "",
    `${text(pieces)} pieces of tasks on ${text(copies)} resource copies make ${text(pieces * copies)} ` +
      `places, more than the ${text(MOST_PLACES)} that fit in memory`,
    hint,
  );
}
