import { expect, test } from "vitest";
import { bestPeerValue, certifiedGap, isMet, isProven, quoted } from "../../bench/judge.ts";
import type { Answer, Goal } from "../../bench/rows.ts";

const answer = (of: Partial<Answer>): Answer => ({ seconds: 1, termination: "time-limit", ...of });
const met = (goal: Goal, of: Partial<Answer>, peers = {}) =>
  isMet({ goal, limit: 10 }, [answer(of)], peers, { unit: "USD", perUnit: 1, sense: "min" });

test("the middle run is quoted, by gap and then by seconds", () => {
  const runs = [0.2, 0.1, 0.3].map((gap) => answer({ gap }));
  expect(quoted(runs)?.gap).toBe(0.2);
  expect(quoted([answer({ gap: 0, seconds: 3 }), answer({ gap: 0, seconds: 2 })])?.seconds).toBe(2);
  expect(quoted([answer({}), answer({ gap: 1 })])?.gap).toBe(1);
  expect(quoted([])).toBeUndefined();
});

test("a proof is an equal bound of Berth's own, in time", () => {
  const goal: Goal = { kind: "proven", within: 5 };
  const proof = { value: 7, bound: 7, proof: "ours", secondsToGoal: 4 } as const;
  expect(met(goal, proof)).toBe(true);
  expect(met(goal, { ...proof, secondsToGoal: 6 })).toBe(false);
  expect(met(goal, { ...proof, proof: "claimed" })).toBe(false);
  expect(met(goal, { ...proof, bound: 6 })).toBe(false);
  expect(isProven(answer({ termination: "optimal" }))).toBe(false);
});

test("a gap counts only to the bound that a certificate proves, within the limit and the memory", () => {
  const goal: Goal = { kind: "gap", atMost: 0.01, mostMemory: 100 };
  const reached = { value: 1000, bound: 1000, certified: 990, secondsToGoal: 9, memoryMiB: 90 };
  expect(certifiedGap(answer(reached))).toBe(0.01);
  expect(met(goal, reached)).toBe(true);
  expect(met(goal, { ...reached, certified: 989 })).toBe(false);
  expect(met(goal, { ...reached, secondsToGoal: 11 })).toBe(false);
  expect(met(goal, { ...reached, memoryMiB: 101 })).toBe(false);
  const io: Goal = { kind: "gap", atMost: 0.01, mostIo: 30 };
  expect(met(io, { ...reached, readSeconds: 30, writeSeconds: 1 })).toBe(true);
  expect(met(io, { ...reached, readSeconds: 1, writeSeconds: 31 })).toBe(false);
  const { certified: _, ...uncertified } = reached;
  expect(met(goal, uncertified)).toBe(false);
});

test("no worse than peers compares verified values, and nothing with nobody", () => {
  const goal: Goal = { kind: "not-worse" };
  const peers = {
    highs: answer({ value: 5 }),
    scip: answer({ bound: 1 }),
    "cp-sat": { absent: "" },
  };
  expect(bestPeerValue(peers)).toBe(5);
  expect(met(goal, { value: 5 }, peers)).toBe(true);
  expect(met(goal, { value: 6 }, peers)).toBe(false);
  expect(met(goal, {}, peers)).toBe(false);
  expect(met(goal, { value: 6 }, { scip: answer({}) })).toBeUndefined();
});

test("a value goal wants both ends", () => {
  const goal: Goal = { kind: "value", atMost: 10, boundAbove: 8 };
  expect(met(goal, { value: 10, bound: 9 })).toBe(true);
  expect(met(goal, { value: 10, bound: 8 })).toBe(false);
  expect(met(goal, { value: 11, bound: 9 })).toBe(false);
  expect(met(goal, {})).toBe(false);
});
