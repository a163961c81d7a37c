import { expect, test } from "vitest";
import { type DocumentEntry, documentOf, draftOf, type Edit } from "../../src/edit/draft.ts";
import { type Explanation, explain } from "../../src/explain/explain.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { bestByEnumeration } from "../support/enumerate.ts";
import { bestSchedule, missesOf } from "../support/enumerate-schedule.ts";
import { unitOf } from "../support/enumerate-starts.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule } from "../support/random-schedule.ts";

const DOCUMENTS = {
  placement: (random: Random) => randomDocument(random, { mode: "placement", maxTasks: 3 }),
  batch: (random: Random) => randomDocument(random, { mode: "batch", maxTasks: 3 }),
  schedule: (random: Random) =>
    randomSchedule(random, { maxTasks: 3, maxResources: 2, whole: true, objectives: ["makespan"] }),
};

/** More copies than this are not enumerated. */
const MOST_COPIES = 5;

/** Whether any plan keeps a document after edits, by trying all; undefined where they are too many. */
function hasPlan(document: DocumentEntry, edits: readonly Edit[]): boolean | undefined {
  const draft = draftOf(document);
  for (const edit of edits) edit(draft);
  // Whether there is a plan is the same for all, and with this one few starts matter.
  delete draft.objectives;
  delete draft.combine;
  if (draft.mode === "batch") draft.objectives = ["makespan"];
  const instance = parseInstance(documentOf(draft));
  const { resourceOfCopy, tasks } = instance;
  if (resourceOfCopy.length > MOST_COPIES || tasks.some(({ divisible }) => divisible))
    return undefined;
  const targets = targetsOf(instance).slice(0, 1);
  if (instance.mode !== "schedule") return bestByEnumeration(instance, targets) !== undefined;
  // Where a document is exclusive no longer, starts may matter that the enumeration does not look at.
  const settings = { unit: unitOf(instance), isRegular: false };
  if (missesOf(instance, targets, settings) !== undefined) return undefined;
  const best = bestSchedule(instance, targets, { most: 20_000 });
  return best === "gave up" ? undefined : best !== undefined;
}

/** A conflict has no plan, and loses that with each member that is needed; every repair has one, and no smaller one has. */
function check(document: DocumentEntry, explanation: Explanation, seen: Map<string, number>): void {
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  const expected = (edits: readonly Edit[], answer: boolean, what: string) => {
    const truth = hasPlan(document, edits);
    if (truth === undefined) return;
    count(what);
    if (truth === answer) return;
    const draft = draftOf(document);
    for (const edit of edits) edit(draft);
    expect.fail(`${what}: ${JSON.stringify({ document, explanation, edited: documentOf(draft) })}`);
  };
  const [conflict] = explanation.conflicts;
  expected(conflict.only, false, "conflict");
  for (const { requirement, isNeeded } of conflict.members) {
    if (isNeeded) expected([...conflict.only, requirement.relax], true, "member");
    const { copies } = requirement;
    if (!isNeeded || copies === undefined || copies.count === 1) continue;
    const fewer = copies.atMost(copies.count - 1).hold;
    if (fewer !== undefined) expected([...conflict.only, fewer], true, "copies");
  }
  for (const { requirement, edit, plan, value, tooLittle } of explanation.repairs) {
    expect(verify(plan.instance, plan.plan).ok).toBe(true);
    expected([edit], true, "repair");
    count(`${requirement.kind} repaired`);
    const { lever } = requirement;
    if (lever === undefined || value === undefined || tooLittle === undefined) continue;
    expect(tooLittle).toBeLessThan(value);
    expected([lever.set(tooLittle)], false, "too little");
  }
}

test.each(["placement", "batch", "schedule"] as const)(
  "%s: conflicts are conflicts, needed members needed, repairs enough, and less is too little",
  async (mode) => {
    const seen = new Map<string, number>();
    const random = makeRandom(first + 40);
    for (let i = 0; i < drawn(120); i++) {
      const document = DOCUMENTS[mode](random);
      const instance = parseInstance(document);
      const explanation = await explain(document, instance, { workLimit: 20 });
      if (explanation.kind === "none") check(document, explanation, seen);
      else if (explanation.kind === "plan") expect(hasPlan(document, [])).not.toBe(false);
    }
    for (const what of ["conflict", "member", "repair", "too little"]) {
      expect(seen.get(what) ?? 0, what).toBeGreaterThanOrEqual(atLeast(12));
    }
  },
  300_000,
);
