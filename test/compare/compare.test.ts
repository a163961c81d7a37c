import { expect, test } from "vitest";
import { judgeSubject } from "../../src/compare/compare.ts";
import { comparisonCsv } from "../../src/compare/data.ts";
import { type JudgedRecord, standingsOf } from "../../src/compare/standing.ts";
import { sourcesOf } from "../../src/compare/subjects.ts";
import { comparisonText } from "../../src/compare/text.ts";
import type { Contestant } from "../../src/compare/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { makeRandom } from "../../src/util/random.ts";
import { truthOf } from "../oracle/truth.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { testFolder, thrownBy } from "../support/folder.ts";
import { lawfulPlan } from "../support/lawful-plan.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule } from "../support/random-schedule.ts";

const folder = testFolder();
const SMALL = { maxTasks: 3, maxResources: 2 };

test("no gap is negative, none is larger than the distance that trying everything finds, and one of 0 is an optimum", async () => {
  const seen = { judged: 0, optimal: 0, worse: 0, infeasible: 0 };
  for (let seed = 1; seed <= drawn(160, 20); seed++) {
    const random = makeRandom(seed);
    const draw = seed % 2 === 0 ? randomSchedule : randomDocument;
    const document = draw(random, SMALL);
    const instance = parseInstance(document);
    const truth = truthOf(instance, undefined, 5000);
    const plan = lawfulPlan(instance, random);
    const anyone: Contestant = {
      name: "anyone",
      play: async () => (plan === undefined ? {} : { plan }),
    };
    const judged = await judgeSubject({ name: "it", instance, document }, [anyone], {
      ...{ timeLimit: 1000, workLimit: 200, bound: 1000, seed: 1 },
    });
    if (judged.infeasible !== undefined) {
      expect(truth?.values.length ?? 0, `seed ${seed}`).toBe(0);
      seen.infeasible++;
      continue;
    }
    const [run] = judged.runs;
    if (truth === undefined || run?.value === undefined || run.gap === undefined) continue;
    const best = Math.min(...truth.values.map(([first]) => first!));
    expect(judged.bound!.value, `seed ${seed}`).toBeLessThanOrEqual(best);
    expect(run.gap).toBeGreaterThanOrEqual(0);
    // The certified gap is never below the true distance.
    const distance = (run.value - best) / Math.max(Math.abs(run.value), 1e-10);
    if (truth.complete) expect(run.gap, `seed ${seed}`).toBeGreaterThanOrEqual(distance);
    if (run.gap === 0) expect(run.value).toBe(best);
    seen.judged++;
    seen[run.gap === 0 ? "optimal" : "worse"]++;
  }
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(atLeast(4));
});

const [target] = targetsOf(
  parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: [{ id: "m" }],
    tasks: [{ id: "t", runtime: "1s" }],
  } satisfies object) as Instance,
);

/** Ten instances: `a` has gaps of 0 to 90 %, `b` always 50 %, and `c` breaks or is as good as `b`. */
const JUDGED: readonly JudgedRecord[] = Array.from({ length: 10 }, (_, k) => ({
  name: `i${k}`,
  target: target!,
  bound: { value: 100, status: k < 8 ? "checked" : "proven", source: "it" },
  best: 100,
  runs: [
    { contestant: "a", seconds: 1, value: 100 / (1 - k / 10), gap: k / 10 },
    { contestant: "b", seconds: 2, value: 200, gap: 0.5 },
    k % 2 === 0
      ? { contestant: "c", seconds: 3, value: 200, gap: 0.5 }
      : { contestant: "c", seconds: 3, trouble: { kind: "late", reason: 'killed, "it" says' } },
  ],
}));

test("standings are what a person works out", () => {
  const [a, b, c] = standingsOf(["a", "b", "c"], JUDGED);
  expect(a).toMatchObject({ asked: 10, plans: 10, judged: 10, optimal: 1, seconds: 10 });
  expect(a!.gap!.mean).toBeCloseTo(0.45, 12);
  expect(a!.gap).toMatchObject({ median: 0.4, p90: 0.8, worst: 0.9, worst_instance: "i9" });
  // `a` is better than `b` in i0 to i4, equal in i5; `c` fails in five and is `b` in the others.
  expect([a!.won, a!.lost]).toEqual([5 + 8 - 0, 4 + 2]);
  expect([b!.won, b!.lost]).toEqual([4 + 5, 5]);
  expect(c).toMatchObject({ plans: 5, judged: 5, failures: { late: 5 }, won: 2, lost: 8 + 5 });
});

test("the table has 80 columns, and failures their reasons", () => {
  const text = comparisonText(
    { contestants: ["a", "b", "c"], judged: JUDGED, unread: [{ name: "x", unread: "broken" }] },
    80,
  );
  expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(text).toContain('c: 5 killed at the time limit. i1: killed, "it" says');
  expect(text).toContain("Not read: x: broken");
  expect(text.replaceAll("\n", " ")).toContain(
    "Bounds: 8 recomputed from certificates, 2 proven without one.",
  );
  const csv = [...comparisonCsv({ contestants: ["a", "b", "c"], judged: JUDGED, unread: [] })];
  expect(csv).toHaveLength(31);
  expect(csv[6]).toBe('i1,c,makespan,ms,,100,checked,,100,,3,late,"killed, ""it"" says"\n');
});

test("instances are files, folders and generators with seeds", async () => {
  folder.put("one.json", '{"mode":"placement"');
  folder.put(
    "two.yaml",
    "mode: batch\nexclusive: true\nresources: [{id: m}]\ntasks: [{id: t, runtime: 1s}]\n",
  );
  const named = await sourcesOf([
    folder.path,
    `${folder.path}/two.yaml`,
    "unrelated:tasks=3,resources=2,seed=4..6",
    "unrelated:resources=2,tasks=3,seed=5",
  ]);
  expect(named.map(({ name }) => name)).toEqual([
    "one",
    "two.yaml",
    "two.yaml-2",
    "unrelated-3x2-seed4",
    "unrelated-3x2-seed5",
    "unrelated-3x2-seed6",
    "unrelated-3x2-seed5-2",
  ]);
  expect(await named[0]!.read()).toMatchObject({ name: "one", unread: expect.any(String) });
  expect(await named[4]!.read()).toMatchObject({ document: { name: "unrelated-3x2-seed5" } });
});

test.each([
  ["nothing.yaml", "There is no nothing.yaml"],
  ["unrelatd:tasks=3,resources=2", "Maybe name a generator: gap-a"],
  ["unrelated:tasks=3", '"resources=" says nothing'],
  ["unrelated:tasks=3,resources=2,seed=9..1", '"seed=9..1" says nothing'],
  ["unrelated:tasks=3,resources=2,seed=", '"seed=" says nothing'],
  ["unrelated:tasks=3,tasks=4,resources=2", '"tasks=4" says nothing'],
  ["unrelated:tasks=3,resources=2,size=4", '"size=4" says nothing'],
  ["unrelated:tasks=3,resources=0", "resources: expected an integer from 1"],
  ["night:tasks=3,resources=2,kinds=2", "has no kinds"],
])("%s is answered by a sentence", async (word, sentence) => {
  expect((await thrownBy(() => sourcesOf([word]))).message).toContain(sentence);
});
