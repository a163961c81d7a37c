import { expect, test } from "vitest";
import type { Edit } from "../../src/edit/draft.ts";
import { type Conflict, smallestConflict } from "../../src/explain/conflict.ts";
import type { DocumentRequirement } from "../../src/explain/requirements/requirement.ts";
import type { Asker, Feasibility } from "../../src/explain/verdict.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";

/** Requirements that are nothing but numbers; the first of them asks for up to three copies. */
function numbered(count: number, heldAt: Map<Edit, number>): DocumentRequirement[] {
  const copied = (copies: number): DocumentRequirement => {
    const hold: Edit = () => {};
    heldAt.set(hold, copies);
    return {
      ...{ kind: "task", text: "0", place: "/0", relax: relaxed, hold },
      copies: { count: copies, atMost: copied },
    };
  };
  const relaxed: Edit = () => {};
  const others = Array.from({ length: count - 1 }, (_, i) => ({
    ...{ kind: "other", text: `${i + 1}`, place: `/${i + 1}`, relax: () => {} },
  }));
  return [copied(3), ...others];
}

/** Answers by sets of numbers that cannot be kept together, the first one with so many copies; some questions stay open. */
function fakeAsker(
  all: readonly DocumentRequirement[],
  heldAt: ReadonlyMap<Edit, number>,
  { conflicts, isOpen }: { conflicts: readonly Kept[]; isOpen: (kept: Kept) => boolean },
): Asker & { keptBy(edits: readonly Edit[]): Kept } {
  const keptBy = (edits: readonly Edit[]): Kept => {
    const numbers = all.flatMap(({ relax }, i) => (edits.includes(relax) ? [] : [i]));
    const copies = edits.map((edit) => heldAt.get(edit)).find((one) => one !== undefined) ?? 3;
    return { numbers, copies: numbers.includes(0) ? copies : 0 };
  };
  return {
    keptBy,
    async ask(edits) {
      const kept = keptBy(edits);
      if (isOpen(kept)) return { kind: "open" };
      return (isConflict(kept, conflicts) ? NONE : PLAN) as Feasibility;
    },
    quickProof: () => undefined,
    refutes: () => false,
    instanceOf: () => undefined,
    least: async () => undefined,
    isOver: () => false,
    asked: 0,
  };
}

interface Kept {
  readonly numbers: readonly number[];
  readonly copies: number;
}

const NONE = { kind: "none", proof: "ours", reason: "so" };
const PLAN = { kind: "plan" };

function isConflict({ numbers, copies }: Kept, conflicts: readonly Kept[]): boolean {
  return conflicts.some(
    (one) => one.numbers.every((i) => numbers.includes(i)) && copies >= one.copies,
  );
}

test("whatever stays open, a conflict is one, and who is said to be needed is", async () => {
  const random = makeRandom(first + 5);
  const seen = { minimal: 0, unsure: 0, fewer: 0 };
  for (let n = 0; n < drawn(2000); n++) {
    const heldAt = new Map<Edit, number>();
    const all = numbered(random.int(2, 9), heldAt);
    const conflicts = Array.from({ length: random.int(1, 3) }, (): Kept => {
      const numbers = all.flatMap((_, i) => (random.int(0, 2) === 0 ? [i] : []));
      const chosen = numbers.length > 0 ? numbers : [random.int(0, all.length - 1)];
      return { numbers: chosen, copies: chosen.includes(0) ? random.int(1, 3) : 0 };
    });
    const openness = random.int(0, 3);
    const open = new Map<string, boolean>();
    const isOpen = (kept: Kept) => {
      const key = JSON.stringify(kept);
      if (kept.numbers.length === all.length && kept.copies === 3) return false;
      if (!open.has(key)) open.set(key, openness > 0 && random.int(0, 5) < openness);
      return open.get(key) ?? false;
    };
    const asker = fakeAsker(all, heldAt, { conflicts, isOpen });
    const found = (await smallestConflict(all, asker)) as Conflict;
    const only = asker.keptBy(found.only);
    expect(isConflict(only, conflicts)).toBe(true);
    for (const { requirement, isNeeded } of found.members) {
      const number = Number(requirement.text);
      const copies = requirement.copies?.count;
      const fewer =
        copies === undefined || copies === 1
          ? {
              numbers: only.numbers.filter((i) => i !== number),
              copies: number === 0 ? 0 : only.copies,
            }
          : { numbers: only.numbers, copies: copies - 1 };
      if (isNeeded) expect(isConflict(fewer, conflicts)).toBe(false);
      else seen.unsure++;
      if (openness === 0) expect(isNeeded).toBe(true);
      if (isNeeded && copies !== undefined && copies < 3) seen.fewer++;
    }
    if (found.isMinimal) seen.minimal++;
  }
  expect(seen.minimal).toBeGreaterThan(atLeast(400));
  expect(seen.unsure).toBeGreaterThan(atLeast(200));
  expect(seen.fewer).toBeGreaterThan(atLeast(200));
});
