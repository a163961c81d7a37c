import { expect, test } from "vitest";
import { PROFILE_AT, profilesOf, ratioOf } from "../../src/compare/profile.ts";
import type { JudgedRecord } from "../../src/compare/standing.ts";
import { comparisonText } from "../../src/compare/text.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawn } from "../support/drawn.ts";

const targetOf = (objective: string) =>
  targetsOf(
    parseInstance({
      mode: "batch",
      exclusive: true,
      objectives: [objective],
      resources: [{ id: "m" }],
      tasks: [{ id: "t", runtime: "1s", optional: true }],
    }),
  )[0]!;
const MAKESPAN = targetOf("makespan");
const THROUGHPUT = targetOf("throughput");

/** Values of a and b; undefined without a plan. */
function record(name: string, a?: number, b?: number, target = MAKESPAN): JudgedRecord {
  const run = (contestant: string, value: number | undefined) => ({
    ...{ contestant, seconds: 0 },
    ...(value === undefined
      ? { trouble: { kind: "none" as const, reason: "no plan" } }
      : { value }),
  });
  return { name, target, runs: [run("a", a), run("b", b)] };
}

test("profiles count who is near the best of them", () => {
  const judged = [
    record("one", 100, 101),
    record("two", 100, 105),
    record("three", 100, 100),
    record("four", undefined, 7),
    record("none"),
    // Ten of value against eight: a quarter more.
    record("most", -10_000, -8000, THROUGHPUT),
  ];
  const [a, b] = profilesOf(["a", "b"], judged);
  // Of five instances: a is best in four.
  expect(a!.within).toEqual([0.8, 0.8, 0.8, 0.8, 0.8, 0.8]);
  expect(b!.within).toEqual([0.4, 0.6, 0.8, 0.8, 1, 1]);
  const text = comparisonText({ contestants: ["a", "b"], judged, unread: [] }, 80);
  expect(text).toMatch(/^within +best +\+1 % +\+5 % +\+10 % +\+25 % +\+100 %$/m);
  expect(text).toMatch(/^b +40 % +60 % +80 % +80 % +100 % +100 %$/m);
});

test("a ratio that says nothing is infinite, and the best is 1 whatever it is", () => {
  expect(ratioOf(record("it", 0, 0), "a")).toBe(1);
  expect(ratioOf(record("it", 0, 5), "b")).toBe(Infinity);
  expect(ratioOf(record("it", undefined, 5), "a")).toBe(Infinity);
  expect(profilesOf(["a"], [record("none")])).toEqual([{ contestant: "a", within: [] }]);
});

test("profiles never fall, and somebody is best on each instance", () => {
  for (let seed = 1; seed <= drawn(200, 20); seed++) {
    const random = makeRandom(seed, 3);
    const value = () => (random.int(0, 4) === 0 ? undefined : random.int(0, 12));
    const judged = Array.from({ length: random.int(1, 6) }, (_, i) =>
      record(`${i}`, value(), value()),
    );
    const all = profilesOf(["a", "b"], judged).map(({ within }) => within);
    for (const within of all) expect(within).toEqual([...within].sort((x, y) => x - y));
    if (all[0]!.length === 0) continue;
    expect(all[0]).toHaveLength(PROFILE_AT.length);
    expect(all[0]![0]! + all[1]![0]!).toBeGreaterThanOrEqual(1 - 1e-9);
  }
});
