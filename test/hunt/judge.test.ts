import { expect, test } from "vitest";
import { answerInText } from "../../src/compare/answer.ts";
import { methodContestant } from "../../src/compare/methods.ts";
import type { Contestant } from "../../src/compare/types.ts";
import { FAMILIES } from "../../src/hunt/families/registry.ts";
import { huntedMethod } from "../../src/hunt/hunt.ts";
import { makeJudge } from "../../src/hunt/judge.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { makeFraction } from "../../src/util/fraction.ts";
import { makeRandom } from "../../src/util/random.ts";
import { truthOf } from "../oracle/truth.ts";
import { atLeast, drawn } from "../support/drawn.ts";

const OPTIONS = { timeLimit: 1000, proofWork: 60, seed: 1 };

/** A method that is none too good in each family. */
const METHODS: Readonly<Record<string, string>> = {
  identical: "lpt",
  unrelated: "graham-list",
  releases: "graham-list",
  chains: "greedy",
  packing: "first-fit",
  vectors: "most-allocated",
  hosts: "least-allocated",
};

/** Five tasks on two machines, on which the list comes to 7 and the optimum is 6. */
const five = {
  mode: "batch",
  exclusive: true,
  objectives: ["makespan"],
  resources: [{ id: "m", count: 2 }],
  tasks: [
    { id: "long", count: 2, runtime: "3ms" },
    { id: "short", count: 3, runtime: "2ms" },
  ],
};

test("a ratio is the value over the least value that trying all plans finds", async () => {
  const seen = { judged: 0, off: 0 };
  for (const family of FAMILIES) {
    const contestant = huntedMethod(METHODS[family.name]!);
    const judge = makeJudge(contestant, { ...OPTIONS, proofWork: 20 });
    for (let seed = 1; seed <= drawn(10, 1); seed++) {
      const random = makeRandom(seed);
      let candidate = family.draw({ tasks: 5, resources: 2 }, random);
      for (let step = 0; step < 4; step++) {
        candidate = candidate.change(random);
        const found = await judge.judge(candidate.document);
        if (found === undefined) continue;
        const { target, value, optimum, ratio, subject } = found;
        expect(ratio).toEqual(makeFraction(BigInt(value), BigInt(optimum)));
        const truth = truthOf(subject.instance, [target], 1000);
        if (truth?.complete !== true) continue;
        expect(optimum, JSON.stringify(candidate.document)).toBe(
          Math.min(...truth.values.map(([first]) => first!)),
        );
        seen.judged++;
        if (value > optimum) seen.off++;
      }
    }
  }
  expect(seen.judged).toBeGreaterThan(atLeast(100));
  expect(seen.off).toBeGreaterThan(atLeast(20));
});

test("changes keep what a family keeps, and its documents can be read", () => {
  for (const family of FAMILIES) {
    const sizes = { tasks: 7, resources: 2 };
    const kept = family.kept(sizes);
    for (let seed = 1; seed <= drawn(30, 3); seed++) {
      const random = makeRandom(seed);
      let candidate = family.draw(sizes, random);
      const [target] = targetsOf(parseInstance(candidate.document));
      for (let step = 0; step < 10; step++) {
        const before = candidate.document;
        candidate = candidate.change(random);
        const instance = parseInstance(candidate.document);
        expect(instance.taskOfCopy.length).toBeLessThanOrEqual(7);
        expect(targetsOf(instance)[0]!.name).toBe(target!.name);
        if (kept.has("resources.count")) {
          expect(candidate.document.resources).toEqual(before.resources);
        }
      }
    }
  }
});

test("only a proven optimum counts, and what is surely less is not looked at twice", async () => {
  const judge = makeJudge(huntedMethod("lpt"), OPTIONS);
  const seven = makeFraction(7n, 6n);
  expect((await judge.judge(five, seven))?.ratio).toEqual(seven);
  expect(await judge.judge(five, makeFraction(6n, 5n))).toBeUndefined();
  expect(judge.counts).toEqual({ looked: 1, planless: 0, open: 0 });
  const least = makeJudge(huntedMethod("lpt"), { ...OPTIONS, leastOptimum: 7 });
  expect(await least.judge(five)).toBeUndefined();
  // Two hosts are two dollars, whatever these are in whole numbers.
  const packed = {
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "host", count: 3, capacity: { gpu: 7 }, fixed_price: 1 }],
    tasks: [{ id: "t", count: 2, demand: { gpu: 4 } }],
  };
  for (const [leastOptimum, isFound] of [
    [2, true],
    [3, false],
  ] as const) {
    const few = makeJudge(huntedMethod("first-fit"), { ...OPTIONS, leastOptimum });
    expect((await few.judge(packed)) !== undefined).toBe(isFound);
  }

  // Twelve runtimes that two machines cannot share evenly by any quick bound: without work nobody knows.
  const hard = {
    ...five,
    resources: [{ id: "m", count: 3 }],
    tasks: [61, 59, 53, 47, 43, 41, 37, 31, 29, 23, 19, 17, 13].map((ms, i) => ({
      id: `t${i}`,
      runtime: `${ms}ms`,
      release: `${i % 4}ms`,
      weight: i + 1,
    })),
    objectives: ["weighted-completion"],
  };
  const hasty = makeJudge(methodContestant("graham-list"), { ...OPTIONS, proofWork: 1 });
  expect(await hasty.judge(hard)).toBeUndefined();
  expect(hasty.counts).toEqual({ looked: 1, planless: 0, open: 1 });
});

test("a contestant with a plan that breaks a rule has no ratio", async () => {
  const late = answerInText(
    JSON.stringify([{ task: "long#1", resource: "m#1", start_ms: 0 }]),
    "its output",
    parseInstance(five),
  );
  const liar: Contestant = { name: "liar", play: async () => late };
  const judge = makeJudge(liar, OPTIONS);
  expect(await judge.judge(five)).toBeUndefined();
  expect(judge.counts.planless).toBe(1);
});
