import { describe, expect, test } from "vitest";
import { climb, KINDS, type Witnessed } from "../fuzz/certificates/climb.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { hasPython, Questions } from "./ask.ts";
import { compare } from "./compare.ts";

/** Mutations of each kind when all are drawn. */
const MUTATIONS = 100;

/** Other cases than those of the fuzz. */
const FIRST = first + 1_000_000;

// The checker in Python makes no programs.
const ASKED = KINDS.filter((kind) => kind !== "formulation");

describe.skipIf(!hasPython)("a checker written from docs/certificates.md (needs python3)", () => {
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
