import { expect, test } from "vitest";
import { judgeSubject } from "../../src/compare/compare.ts";
import { methodContestant } from "../../src/compare/methods.ts";
import { policyContestant } from "../../src/compare/policy.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { POLICIES } from "../../src/simulate/policies/registry.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { randomSchedule } from "../support/random-schedule.ts";

const LIMITS = { timeLimit: 1000, workLimit: 20, bound: 1000, seed: 1 };

/** A host of four, on which wide waits for a: the best makespan is 35 s less 10 of long beside a. */
const document = {
  mode: "batch",
  objectives: ["makespan"],
  resources: [{ id: "node", capacity: { cpu: 4 } }],
  tasks: [
    { id: "a", demand: { cpu: 3 }, runtime: "10s" },
    { id: "wide", demand: { cpu: 4 }, runtime: "5s" },
    { id: "long", demand: { cpu: 1 }, runtime: "20s" },
    { id: "short", demand: { cpu: 1 }, runtime: "10s" },
  ],
};

test("policies are contestants, each with the plan of what happens", async () => {
  const subject = { name: "four", instance: parseInstance(document), document };
  const contestants = POLICIES.map(({ name }) => policyContestant(name));
  const { runs } = await judgeSubject(subject, contestants, LIMITS);
  expect(runs.map(({ contestant, value }) => [contestant, value])).toEqual([
    ["fifo", 35_000],
    ["sjf", 35_000],
    ["first-fit", 25_000],
    ["best-fit", 25_000],
    ["easy", 35_000],
    ["conservative", 35_000],
  ]);
  expect(() => policyContestant("lifo")).toThrow('There is no policy "lifo"');
});

test("plans of policies and of HEFT keep every rule that they have heard of", async () => {
  const seen = { plans: 0, declined: 0 };
  for (let seed = 1; seed <= drawn(100, 12); seed++) {
    const drawnDocument = randomSchedule(makeRandom(seed));
    const subject = { name: "it", instance: parseInstance(drawnDocument), document: drawnDocument };
    const contestants = [
      ...POLICIES.map(({ name }) => policyContestant(name)),
      methodContestant("heft"),
    ];
    const { runs } = await judgeSubject(subject, contestants, LIMITS);
    for (const { trouble, contestant } of runs) {
      if (contestant === "heft") {
        expect(["declined", "none", undefined]).toContain(trouble?.kind);
        continue;
      }
      // They know of no deadlines and no ends of windows.
      expect(["declined", "rule", undefined]).toContain(trouble?.kind);
      if (trouble?.kind === "rule")
        expect(trouble.reason).toMatch(/deadline|until|available|window/i);
      if (trouble === undefined) seen.plans++;
      if (trouble?.kind === "declined") seen.declined++;
    }
  }
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(atLeast(20));
});
