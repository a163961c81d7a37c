import { expect, test } from "vitest";
import type { DocumentEntry } from "../../src/edit/draft.ts";
import { FAMILIES } from "../../src/hunt/families/registry.ts";
import { hunt, huntedMethod } from "../../src/hunt/hunt.ts";
import { makeJudge } from "../../src/hunt/judge.ts";
import { shrink } from "../../src/hunt/shrink.ts";
import { sizeOf, sizeOrder } from "../../src/hunt/size.ts";
import { huntDocument, huntText } from "../../src/hunt/text.ts";
import { compareFractions, makeFraction } from "../../src/util/fraction.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawn } from "../support/drawn.ts";

const SEVEN_SIXTHS = makeFraction(7n, 6n);

test("the worst instance of longest processing time first on two machines is found from nothing", async () => {
  const options = { families: ["identical"], resources: 2, workLimit: 300, seed: 9 };
  const hunted = await hunt(huntedMethod("lpt"), { ...options, until: SEVEN_SIXTHS });
  const [{ found, size, looked }] = hunted.families as [(typeof hunted.families)[number]];
  // 4/3 - 1/(3m): no instance is worse. Five tasks are the fewest.
  expect(found?.ratio).toEqual(SEVEN_SIXTHS);
  expect(size?.slice(0, 3)).toEqual([5, 0, 2]);
  expect(looked).toBeLessThanOrEqual(300);
  expect(found?.proof.status).toBe("checked");
  const again = await hunt(huntedMethod("lpt"), { ...options, until: SEVEN_SIXTHS });
  expect(JSON.stringify(huntDocument(again))).toBe(JSON.stringify(huntDocument(hunted)));
  expect(huntText(hunted, 80)).toContain("lpt-list comes to 7/6 = 1.1667 of the optimum");
});

test("first fit decreasing takes half as many hosts again where two would do", async () => {
  const until = makeFraction(3n, 2n);
  const options = { families: ["packing"], workLimit: 300, seed: 2, until };
  const { families } = await hunt(huntedMethod("first-fit"), options);
  expect(families[0]!.found?.ratio).toEqual(until);
  expect(families[0]!.found?.optimum).toBe(2_000_000);
});

test("families that a method does not take are told, and unknown ones refused", async () => {
  const options = { families: ["chains", "identical"], workLimit: 3 };
  const { families } = await hunt(huntedMethod("lpt"), options);
  expect(families.map(({ family }) => family)).toEqual(["chains", "identical"]);
  expect(families[0]).toMatchObject({ looked: 0, declined: expect.any(String) });
  expect(families[1]!.declined).toBeUndefined();
  const unknown = hunt(huntedMethod("lpt"), { families: ["bins"] });
  await expect(unknown).rejects.toThrow('There is no family "bins"');
  const sizes = { families: ["packing"], tasks: 10, leastOptimum: 9 };
  await expect(hunt(huntedMethod("first-fit"), sizes)).rejects.toThrow("10 tasks are too few");
});

test("a method that is always optimal leaves nothing to show", async () => {
  const { families } = await hunt(huntedMethod("auto"), { families: ["identical"], workLimit: 20 });
  expect(families[0]).not.toHaveProperty("found");
  expect(huntText({ contestant: "auto", families }, 80)).toContain("no instance off the optimum");
});

test("what is made smaller keeps its ratio, and no task of it can be spared", async () => {
  const seen = { smaller: 0 };
  for (const [name, method] of [
    ["identical", "lpt"],
    ["packing", "first-fit"],
    ["unrelated", "graham-list"],
  ] as const) {
    const family = FAMILIES.find((one) => one.name === name)!;
    const sizes = { tasks: 9, resources: 2 };
    const judge = makeJudge(huntedMethod(method), { timeLimit: 1000, proofWork: 60, seed: 1 });
    for (let seed = 1; seed <= drawn(20, 2); seed++) {
      const random = makeRandom(seed, 5);
      const found = await judge.judge(family.draw(sizes, random).document);
      if (found === undefined || found.value === found.optimum) continue;
      const kept = family.kept(sizes);
      const small = await shrink(found, judge, kept, () => false);
      expect(compareFractions(small.ratio, found.ratio)).toBeGreaterThanOrEqual(0);
      const [before, after] = [found, small].map(({ subject }) => sizeOf(subject.document));
      expect(sizeOrder(after!, before!)).toBeLessThanOrEqual(0);
      if (sizeOrder(after!, before!) < 0) seen.smaller++;
      const document = small.subject.document as DocumentEntry;
      if (kept.size > 0)
        expect(document.resources).toEqual((found.subject.document as DocumentEntry).resources);
      const tasks = document.tasks as readonly DocumentEntry[];
      for (const t of tasks.keys()) {
        if (tasks.length === 1) continue;
        const without = { ...document, tasks: tasks.filter((_, i) => i !== t) };
        expect(await judge.judge(without, small.ratio)).toBeUndefined();
      }
    }
  }
  expect(seen.smaller).toBeGreaterThan(0);
});
