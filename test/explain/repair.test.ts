import { expect, test } from "vitest";
import { draftOf, type Edit } from "../../src/edit/draft.ts";
import { leftOutOf } from "../../src/explain/left-out.ts";
import { repairOf } from "../../src/explain/repair.ts";
import { requirementsOf } from "../../src/explain/requirements/registry.ts";
import type { DocumentRequirement, Lever } from "../../src/explain/requirements/requirement.ts";
import type { Asker } from "../../src/explain/verdict.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { emptyPlan } from "../../src/plan/build.ts";
import type { Bound, VerifiedPlan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";

const EMPTY = parseInstance({ mode: "placement", resources: [{ id: "r" }], tasks: [] });
const { plan: NOTHING } = verify(EMPTY, emptyPlan()) as { readonly plan: VerifiedPlan };

/** A lever on a number, and answers by the least one that is enough; some stay open, and quick proofs see a part. */
function leverWith(
  lever: Pick<Lever, "from" | "to"> & Partial<Lever>,
  { least, quick, isOpen }: { least: number; quick: number; isOpen: (value: number) => boolean },
): { readonly requirement: DocumentRequirement; readonly asker: Asker } {
  const numberOf = new Map<Edit, number>();
  const set = (value: number): Edit => {
    const edit: Edit = () => {};
    numberOf.set(edit, value);
    return edit;
  };
  const asked = ([edit]: readonly Edit[]) => numberOf.get(edit) ?? 0;
  return {
    requirement: {
      ...{ kind: "x", text: "x", place: "/x", relax: () => {} },
      lever: { set, text: String, ...lever },
    },
    asker: {
      ...{ quickProof: () => undefined, isOver: () => false, asked: 0 },
      instanceOf: () => EMPTY,
      refutes: (edits) => asked(edits) <= quick,
      async ask(edits) {
        const value = asked(edits);
        if (isOpen(value)) return { kind: "open" };
        if (value >= least) return { kind: "plan", instance: EMPTY, plan: NOTHING };
        return { kind: "none", proof: value % 7 === 0 ? "claimed" : "ours", reason: "" };
      },
      least: async () => ({ plan: NOTHING, value: least + (quick % 3), bound: quick + 1 }),
    },
  };
}

test("what is called least is, what is called too little is, and what is open proves nothing", async () => {
  const random = makeRandom(first + 6);
  const seen = { least: 0, unsure: 0, none: 0 };
  for (let n = 0; n < drawn(3000); n++) {
    const step = random.int(1, 3) === 1 ? random.int(2, 9) : 1;
    const from = random.int(0, 40);
    const to = from + random.int(1, 400);
    const wanted = random.int(from + 1, to);
    // Between two multiples of the step nothing changes.
    const least = step === 1 ? wanted : Math.min(to, Math.ceil(wanted / step) * step);
    const quick = random.int(0, 1) === 0 ? from : random.int(from, least - 1);
    const openness = random.int(0, 3);
    const open = new Map<number, boolean>();
    const isOpen = (value: number) => {
      if (!open.has(value)) open.set(value, random.int(0, 6) < openness);
      return open.get(value) ?? false;
    };
    const isLeastOf = random.int(0, 3) === 0 && step === 1;
    const { requirement, asker } = leverWith(
      { from, to, step: () => step, ...(isLeastOf && { least: "cost" as const }) },
      { least, quick, isOpen },
    );
    const repair = await repairOf(requirement, asker);
    if (repair === undefined) {
      seen.none++;
      continue;
    }
    const { value = 0, tooLittle = 0, isLeast } = repair;
    expect(value).toBeGreaterThanOrEqual(least);
    expect(tooLittle).toBeLessThan(least);
    if (isLeast) expect(value).toBe(least);
    seen[isLeast ? "least" : "unsure"]++;
  }
  expect(seen.least).toBeGreaterThan(atLeast(500));
  expect(seen.unsure).toBeGreaterThan(atLeast(200));
  expect(seen.none).toBeGreaterThan(atLeast(50));
});

test("a deadline moves in steps of the grid where nothing is paid for, and as far as anything may need", () => {
  const document = {
    ...{ mode: "batch", resources: [{ id: "a", devices: { gpu: 1 }, price: "6/h" }] },
    tasks: [
      { id: "t", demand: { gpu: 1 }, runtime: "1h", release: "9h", deadline: "10h" },
      { id: "u", demand: { gpu: 1 }, runtime: "2h" },
    ],
  };
  const leverOf = (more: object): Lever => {
    const instance = parseInstance({ ...document, ...more });
    const all = requirementsOf({ draft: draftOf({ ...document, ...more }), instance });
    return all.find(({ kind }) => kind === "deadline")?.lever as Lever;
  };
  const hour = 3_600_000;
  const free = leverOf({});
  expect(free.step?.(parseInstance(document))).toBe(hour);
  expect(free.to).toBeGreaterThanOrEqual(12 * hour);
  // Rounding starts down may lengthen the time that is paid.
  const paid = { budget: 30 };
  expect(leverOf(paid).step?.(parseInstance({ ...document, ...paid }))).toBe(1);
});

test("how many must be left out is what a bound says, not what was found", async () => {
  const document = {
    mode: "placement",
    resources: [{ id: "h", capacity: { cpu: 4 } }],
    tasks: [
      { id: "a", demand: { cpu: 1 }, count: 4, optional: true, value: 1 },
      { id: "b", demand: { cpu: 1 }, optional: true, value: 0 },
    ],
    objectives: ["throughput"],
  };
  const instance = parseInstance(document);
  const outcome = await plan(instance, { workLimit: 50 });
  const [level] = outcome.levels;
  expect(leftOutOf(instance, outcome)).toMatchObject({ tasks: [], atLeast: 0 });
  // A plan that nothing is known to be better than by one, and a bound that leaves room for one more.
  const { plan: found } = verify(instance, emptyPlan()) as { readonly plan: VerifiedPlan };
  const from = (placed: number, proof: "ours" | "claimed") =>
    leftOutOf(instance, {
      plan: found,
      levels: [{ ...level, bound: { value: -placed * level.target.perUnit, proof } as Bound }],
    });
  const tasks = ["a#1", "a#2", "a#3", "a#4"];
  expect(from(3, "ours")).toMatchObject({ tasks, atLeast: 1 });
  expect(from(0, "ours")).toMatchObject({ tasks, atLeast: 4 });
  expect(from(3, "claimed")).toMatchObject({ tasks, atLeast: 0 });
  expect(leftOutOf(instance, { levels: outcome.levels })).toBeUndefined();
});
