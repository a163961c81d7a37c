import { expect, test } from "vitest";
import type { UnitRecord } from "../../src/batch/record.ts";
import { allot, isDone, isOpen, type Standing, spentTime, usedIn } from "../../src/batch/rounds.ts";

/** A unit with a time of its own, and what its rounds took in seconds. */
function standing(time: number | undefined, ...seconds: readonly number[]): Standing {
  const rounds = seconds.map((one, i) => ({ round: i + 1, seconds: one, work: 10, gain: 1000 }));
  const record: UnitRecord = {
    ...{ name: "u", key: "k", inputs: [], levels: [], final: false, status: "planned" },
    rounds,
  };
  return {
    unit: {
      ...{ name: "u", file: "u.yaml", options: {}, found: "in-folder" },
      ...(time !== undefined && { time }),
    },
    ...(rounds.length > 0 && { record }),
  };
}

test("a unit has in a round what the rounds before it left of its time, however often it is asked", () => {
  const own = (round: number, one: Standing) => allot(round, [one], [one], {}, undefined, 1);
  expect(own(1, standing(5000))).toEqual([{ timeLimit: 5000 }]);
  expect(own(2, standing(5000, 2))).toEqual([{ timeLimit: 3000 }]);
  // Round 2 is known already: what it took is not taken twice.
  expect(own(2, standing(5000, 2, 1))).toEqual([{ timeLimit: 3000 }]);
  expect(own(1, standing(5000, 2, 1))).toEqual([{ timeLimit: 5000 }]);
  expect(own(3, standing(5000, 2, 1))).toEqual([{ timeLimit: 2000 }]);
  expect(own(3, standing(5000, 2, 4))).toEqual([{ timeLimit: 0 }]);
  expect(own(3, standing(undefined, 2, 1))).toEqual([{}]);
});

test("a unit takes part while a tenth of a second of its time is left", () => {
  expect(isOpen(standing(5000), 1)).toBe(true);
  expect(isOpen(standing(5000, 4.9), 2)).toBe(true);
  expect(isOpen(standing(5000, 4.901), 2)).toBe(false);
  // What has done a round takes part in it when it is gone through again.
  expect(isOpen(standing(5000, 4, 2), 2)).toBe(true);
  expect(isOpen(standing(5000, 4, 2), 3)).toBe(false);
  expect([1, 2, 3].map((round) => isDone(standing(5000, 4, 2), round))).toEqual([
    true,
    true,
    false,
  ]);
});

test("work that earlier rounds used is gone, that of this round and later ones is not", () => {
  const one = standing(undefined, 1, 1, 1);
  const work = (round: number) =>
    allot(round, [one], [one], { workLimit: 1000 }, undefined, 1)[0].workLimit;
  const [first, second, third] = [1, 2, 3].map((round) => work(round) ?? 0);
  const fresh = standing(undefined);
  const [alone] = allot(1, [fresh], [fresh], { workLimit: 1000 }, undefined, 1);
  expect(first).toBe(alone.workLimit);
  const known = standing(undefined, 1);
  const [next] = allot(2, [known], [known], { workLimit: 1000 }, undefined, 1);
  expect(second).toBe(next.workLimit);
  expect(third).toBeGreaterThan(0);
  expect(spentTime([one, known])).toBe(4000);
  expect(usedIn([one, known], 1)).toEqual({ milliseconds: 2000, work: 20 });
});
