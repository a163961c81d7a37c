import { expect, test } from "vitest";
import { leastCover, proveCover } from "../../../src/exact/boxes/cover.ts";
import { boxTreeBound } from "../../../src/util/box-tree.ts";
import type { WholeProgram } from "../../../src/util/duality.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";

/** Rows that ask for at least something, some with a part that takes away; ties, zeros and columns that are fixed. */
function randomProgram(random: Random): WholeProgram {
  const columns = random.int(1, 5);
  const rows = random.int(0, 4);
  const upper = Array.from({ length: columns }, () => random.int(0, 3));
  const entries = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => (random.int(0, 2) === 0 ? 0 : random.int(-2, 9))),
  );
  const flat = entries.map((row) =>
    row.flatMap((one, j) => (one === 0 ? [] : [[j, one] as const])),
  );
  const rowStart = [0];
  for (const row of flat) rowStart.push(rowStart[rowStart.length - 1] + row.length);
  return {
    ...{ columns, rows, upper, rowStart },
    objective: Array.from({ length: columns }, () => random.int(0, 6) * random.int(1, 3)),
    lower: upper.map((most) => random.int(0, Math.min(1, most))),
    rowLower: flat.map(() => random.int(-3, 20)),
    rowUpper: flat.map(() => Number.POSITIVE_INFINITY),
    columnIndex: flat.flat().map(([j]) => j),
    coefficient: flat.flat().map(([, one]) => one),
  };
}

/** The least objective over all whole points, by trying all; Infinity if there is none. */
function leastOf(program: WholeProgram): number {
  const { columns, rows, objective, lower, upper, rowLower, rowStart, columnIndex, coefficient } =
    program;
  const x = new Array<number>(columns).fill(0);
  const isIn = () =>
    Array.from({ length: rows }, (_, i) => i).every((i) => {
      let sum = 0;
      for (let k = rowStart[i]; k < rowStart[i + 1]; k++) sum += coefficient[k] * x[columnIndex[k]];
      return sum >= rowLower[i];
    });
  const walk = (j: number): number => {
    if (j === columns)
      return isIn() ? x.reduce((sum, one, k) => sum + one * objective[k], 0) : Infinity;
    let least = Infinity;
    for (x[j] = lower[j]; x[j] <= upper[j]; x[j]++) least = Math.min(least, walk(j + 1));
    return least;
  };
  return walk(0);
}

function done<T>(search: Generator<void, T, void>): T {
  for (;;) {
    const { done: isDone, value } = search.next();
    if (isDone === true) return value;
  }
}

test("the least whole point is that of trying all, and its proof is one of exactly that", () => {
  const random = makeRandom(first + 300);
  let [feasible, infeasible, split] = [0, 0, 0];
  for (let n = 0; n < drawn(6000); n++) {
    const program = randomProgram(random);
    const least = leastOf(program);
    const { best, isWhole } = done(leastCover(program, 1000));
    expect(isWhole).toBe(true);
    expect(best?.value ?? Infinity, JSON.stringify(program)).toBe(least);
    const refuted = least === Infinity ? 1000 : least - 1;
    const tree = done(proveCover(program, refuted, 1000));
    const bound = tree && boxTreeBound(program, tree);
    if (bound === undefined) expect.fail(JSON.stringify(program));
    if (tree !== undefined && "column" in tree) split++;
    if (bound !== "empty") {
      expect(bound.numerator > BigInt(refuted) * bound.denominator).toBe(true);
      // It proves no more than is true.
      expect(bound.numerator <= BigInt(Math.min(least, 1e9)) * bound.denominator).toBe(true);
    } else expect(least).toBe(Infinity);
    if (least === Infinity) infeasible++;
    else {
      feasible++;
      expect(done(proveCover(program, least, 1000))).toBeUndefined();
    }
  }
  expect(feasible).toBeGreaterThan(atLeast(1000));
  expect(infeasible).toBeGreaterThan(atLeast(1000));
  expect(split).toBeGreaterThan(atLeast(200));
});

test("without nodes nothing is claimed", () => {
  const program = randomProgram(makeRandom(3));
  expect(done(leastCover(program, 0))).toEqual({ isWhole: false });
  expect(done(proveCover(program, -1, 0))).toBeUndefined();
});
