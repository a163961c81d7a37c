import { expect } from "vitest";
import type { Witnessed } from "../fuzz/certificates/climb.ts";
import type { Answer } from "./ask.ts";

/** A checker may give up on what is too large for it. */
const GAVE_UP = /too (large|many|deep)|passes 2\^53/;

/** What became of the certificates that were compared. */
export interface Counts {
  proven: number;
  refused: number;
  gaveUp: number;
}

/** Both must prove the same bound under the same limits, or nothing. */
export function compare(
  { certificate, checked, target }: Witnessed,
  answer: Answer,
  counts: Counts,
) {
  const ours = "rejected" in checked ? checked.rejected : "";
  const theirs = "rejected" in answer ? answer.rejected : "";
  if (GAVE_UP.test(ours) || GAVE_UP.test(theirs)) {
    counts.gaveUp++;
    return;
  }
  const what = `${target.name}, ${JSON.stringify(certificate)}: ${ours} ${theirs}`;
  if ("rejected" in checked) {
    counts.refused++;
    expect(answer, what).toHaveProperty("rejected");
  } else {
    counts.proven++;
    expect(answer, what).toEqual(checked);
  }
}
