import fc from "fast-check";
import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { atLeast, drawn } from "../../support/drawn.ts";

function instanceOf(runtimes: readonly (readonly (number | null)[])[], more: object = {}) {
  const columns = runtimes[0]?.length ?? 1;
  return parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: Array.from({ length: columns }, (_, r) => ({ id: `r${r}` })),
    tasks: runtimes.map((row, t) => ({
      id: `t${t}`,
      runtime: row.map((one) => (one === null ? null : `${one}ms`)),
    })),
    ...more,
  });
}

function check(instance: ReturnType<typeof instanceOf>, certificate: object) {
  return checkCertificate(instance, targetsOf(instance)[0], certificate);
}

/** Over all assignments. */
function leastMakespan(runtimes: readonly (readonly (number | null)[])[]): number {
  const load = new Array<number>(runtimes[0].length).fill(0);
  const place = (t: number): number => {
    if (t === runtimes.length) return Math.max(...load);
    let best = Number.POSITIVE_INFINITY;
    runtimes[t].forEach((one, r) => {
      if (one === null) return;
      load[r] += one;
      best = Math.min(best, place(t + 1));
      load[r] -= one;
    });
    return best;
  };
  return place(0);
}

const value = fc.option(fc.integer({ min: 0, max: 12 }), { freq: 8 });
const tables = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 }), fc.constantFrom(1, 3))
  .chain(([columns, rows, unit]) =>
    fc.array(
      fc
        .array(value, { minLength: columns, maxLength: columns })
        .map((row) => row.map((one) => (one === null ? null : unit * one))),
      { minLength: rows, maxLength: rows },
    ),
  )
  .filter((table) => table.every((row) => row.some((one) => one !== null)));

test("nothing above the least makespan is ever proven, on unrelated resources either", () => {
  let proven = 0;
  fc.assert(
    fc.property(tables, (table) => {
      const instance = instanceOf(table);
      const least = leastMakespan(table);
      for (let refuted = 0; refuted <= least + 2; refuted++) {
        const checked = check(instance, { kind: "reachable-sums", refuted });
        if (!("bound" in checked)) continue;
        expect(checked.bound).toBe(refuted + 1);
        expect(checked.bound).toBeLessThanOrEqual(least);
        proven++;
      }
    }),
    { numRuns: drawn(400) },
  );
  expect(proven).toBeGreaterThan(atLeast(300));
});

test("by hand: of four or more equal copies every number is within reach", () => {
  const counted = (
    counts: readonly (readonly [count: number, runtime: number])[],
    copies: number,
  ) =>
    parseInstance({
      mode: "batch",
      exclusive: true,
      objectives: ["makespan"],
      resources: [{ id: "r", count: copies }],
      tasks: counts.map(([count, runtime], t) => ({ id: `t${t}`, count, runtime: `${runtime}ms` })),
    });
  const least = (instance: ReturnType<typeof counted>, value: number) => {
    expect(check(instance, { kind: "reachable-sums", refuted: value - 1 })).toEqual({
      bound: value,
    });
    expect(check(instance, { kind: "reachable-sums", refuted: value })).toHaveProperty("rejected");
  };
  // Each copy takes 13 and two of four 5s.
  least(
    counted(
      [
        [4, 5],
        [2, 13],
      ],
      2,
    ),
    23,
  );
  // Two of six, three of nine; five and six of eleven.
  least(
    counted(
      [
        [6, 5],
        [3, 13],
      ],
      3,
    ),
    23,
  );
  least(
    counted(
      [
        [9, 5],
        [3, 29],
      ],
      3,
    ),
    44,
  );
  least(counted([[11, 5]], 2), 30);
  // Two entries of equal runtimes are one kind.
  least(
    counted(
      [
        [2, 5],
        [2, 5],
        [2, 13],
      ],
      2,
    ),
    23,
  );
});

const three = instanceOf([4, 4, 4, 1].map((one) => [one, one]));

test("by hand: two loads of at most 7 are sums of at most 5, which is 10 of 13", () => {
  expect(check(three, { kind: "reachable-sums", refuted: 7 })).toEqual({ bound: 8 });
  expect(check(three, { kind: "reachable-sums", refuted: 8 })).toHaveProperty("rejected");
});

test.each([
  ["a larger limit", { refuted: 20 }],
  ["no limit", {}],
  ["a fraction", { refuted: 6.5 }],
  ["a negative limit", { refuted: -1 }],
  ["a text", { refuted: "7" }],
  ["more than it is", { refuted: 7, prices: [1] }],
  ["a limit beyond tables", { refuted: Number.MAX_SAFE_INTEGER }],
])("is rejected: %s", (_, parts) => {
  expect(check(three, { kind: "reachable-sums", ...parts })).toHaveProperty("rejected");
});

test.each([
  ["another objective", { objectives: ["completion-time"] }],
  ["optional tasks", { tasks: [{ id: "t", runtime: "9ms", optional: true }] }],
  ["shares", { tasks: [{ id: "t", runtime: "9ms", divisible: true }] }],
  ["replicas", { tasks: [{ id: "t", runtime: "9ms", replicas: 2 }] }],
])("does not speak of %s", (_, more) => {
  const instance = instanceOf([[9, 9]], more);
  expect(check(instance, { kind: "reachable-sums", refuted: 1 })).toHaveProperty("rejected");
});
