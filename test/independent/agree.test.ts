import { describe, expect, test } from "vitest";
import { climb, KINDS, type Witnessed } from "../fuzz/certificates/climb.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { type Answer, hasPython, Questions } from "./ask.ts";

/** A checker may give up on what is too large for it. */
const GAVE_UP = /too (large|many|deep)|passes 2\^53/;

/** Mutations of each kind when all are drawn. */
const MUTATIONS = 100;

/** Other cases than those of the fuzz. */
const FIRST = first + 1_000_000;

// The checker in Python makes no programs.
const ASKED = KINDS.filter((kind) => kind !== "formulation");

/** What became of the certificates of one kind. */
interface Counts {
  proven: number;
  refused: number;
  gaveUp: number;
}

describe.skipIf(!hasPython)("a checker written from docs/certificates.md", () => {
  test("agrees on every kind, true and tampered", { timeout: 600_000 }, async () => {
    const seen: (Witnessed & { readonly kind: string })[] = [];
    const questions = new Questions();
    for (const kind of ASKED) {
      await climb(kind, drawn(MUTATIONS, 8), FIRST, (one) => {
        seen.push({ ...one, kind });
        questions.add(one.instance, one.target.name, one.certificate);
      });
    }
    const answers = await questions.answers();
    const found = new Map(ASKED.map((kind) => [kind, { proven: 0, refused: 0, gaveUp: 0 }]));
    seen.forEach((one, i) => {
      compare(one, answers[i], found.get(one.kind)!);
    });
    if (process.env.TELL) console.log(found);
    for (const [kind, { proven, refused, gaveUp }] of found) {
      expect(proven, kind).toBeGreaterThanOrEqual(atLeast(15));
      expect(refused, kind).toBeGreaterThanOrEqual(atLeast(15));
      expect(gaveUp, kind).toBeLessThanOrEqual(0.2 * (proven + refused));
    }
  });
});

/** Both must prove the same bound under the same limits, or nothing. */
function compare({ certificate, checked, target }: Witnessed, answer: Answer, counts: Counts) {
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
