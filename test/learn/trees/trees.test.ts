import { expect, test } from "vitest";
import { binColumns, cutCategories, cutNumbers } from "../../../src/learn/trees/bins.ts";
import { boost, meanLoss, quantileOf } from "../../../src/learn/trees/boost.ts";
import { growTree } from "../../../src/learn/trees/grow.ts";
import { binStarts, fillHistogram, subtract } from "../../../src/learn/trees/histogram.ts";
import { predictForest } from "../../../src/learn/trees/predict.ts";
import { bestSplit } from "../../../src/learn/trees/split.ts";
import type { BoostOptions, Cut, Tree } from "../../../src/learn/trees/types.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { drawn } from "../../support/drawn.ts";

const GROW = { leaves: 8, depth: 7, leastRows: 1, shrink: 0 };
const BOOST: BoostOptions = {
  ...GROW,
  loss: { kind: "squared" },
  rate: 0.3,
  mostTrees: 20,
  rowShare: 1,
  columnShare: 1,
  patience: 5,
};

const numbers = (...values: number[]) => Float64Array.from(values);

function histogramOf(columns: Float64Array[], cuts: Cut[], gradient: Float64Array) {
  const binned = binColumns(columns, cuts);
  const starts = binStarts(cuts.map(({ bins }) => bins));
  const into = new Float64Array(2 * starts[cuts.length]);
  const order = gradient.map((_, i) => i);
  const which = Int32Array.from(cuts, (_, c) => c);
  fillHistogram(binned, which, starts, gradient, Int32Array.from(order), 0, order.length, into);
  return { histogram: into, starts, columns: which };
}

function randomColumns(random: Random, rows: number): { columns: Float64Array[]; cuts: Cut[] } {
  const few = Float64Array.from({ length: rows }, () => random.int(0, 5));
  const many = Float64Array.from({ length: rows }, () =>
    random.int(0, 9) === 0 ? Number.NaN : random.unit(),
  );
  const code = Float64Array.from({ length: rows }, () => random.int(-1, 6));
  return {
    columns: [few, many, code],
    cuts: [cutNumbers(few), cutNumbers(many), cutCategories(6)],
  };
}

test("bins part distinct values and keep missing ones and unknown categories apart", () => {
  const cut = cutNumbers(numbers(3, 1, Number.NaN, 2, 3));
  expect(cut).toEqual({ edges: [1.5, 2.5], bins: 4 });
  const { bins } = binColumns([numbers(0, 1.5, 2, 2.5, 99, Number.NaN)], [cut]);
  expect([...bins]).toEqual([1, 1, 2, 2, 3, 0]);
  expect([...binColumns([numbers(-1, 0, 1, 2)], [cutCategories(2)]).bins]).toEqual([0, 1, 2, 0]);
});

test("a bin is one more than the edges that lie below, whatever the scale", () => {
  for (let seed = 0; seed < drawn(60, 12); seed++) {
    const random = makeRandom(seed);
    const scale = 10 ** random.int(-12, 12);
    const draw = () =>
      random.int(0, 3) === 0 ? random.int(-3, 3) * scale : scale * Math.exp(20 * random.unit());
    const values = Float64Array.from({ length: random.int(1, 2000) }, draw);
    const cut = cutNumbers(values);
    const asked = Float64Array.from([...values, ...(cut.edges ?? []), Infinity, -Infinity, 0]);
    const { bins } = binColumns([asked], [cut]);
    expect(cut.bins).toBeLessThanOrEqual(255);
    asked.forEach((value, i) => {
      expect(bins[i]).toBe(1 + (cut.edges ?? []).filter((edge) => edge < value).length);
    });
  }
});

test("the best split of four rows, by hand", () => {
  // Gradients -1, -1, 2, 2 at 1, 2, 3, 4: cut behind 2, gain 4/2 + 16/2 - 4/4 = 9.
  const gradient = numbers(-1, -1, 2, 2);
  const column = numbers(1, 2, 3, 4);
  const cuts = [cutNumbers(column)];
  const { histogram, starts, columns } = histogramOf([column], cuts, gradient);
  const total = { gradient: 2, rows: 4 };
  expect(bestSplit(histogram, starts, columns, cuts, GROW, total)).toMatchObject({
    gain: 9,
    column: 0,
    at: 2,
  });
  // With three rows at least in a leaf nothing can be parted; with shrink 1 the gain is 4/3 + 16/3 - 4/5.
  const three = { ...GROW, leastRows: 3 };
  expect(bestSplit(histogram, starts, columns, cuts, three, total)).toBeUndefined();
  const shrunk = bestSplit(histogram, starts, columns, cuts, { ...GROW, shrink: 1 }, total);
  expect(shrunk?.gain).toBeCloseTo(4 / 3 + 16 / 3 - 4 / 5, 12);
});

test("missing values go to the side that they are like", () => {
  const column = numbers(1, 2, Number.NaN, Number.NaN);
  const cuts = [cutNumbers(column)];
  for (const [gradient, missingLeft] of [
    [numbers(5, -5, 5, 5), true],
    [numbers(5, -5, -5, -5), false],
  ] as const) {
    const { histogram, starts, columns } = histogramOf([column], cuts, gradient);
    const total = { gradient: gradient.reduce((a, b) => a + b, 0), rows: 4 };
    const split = bestSplit(histogram, starts, columns, cuts, GROW, total);
    expect(split).toMatchObject({ at: 1, missingLeft });
  }
});

test("categories are parted by what they mean, not by their codes", () => {
  const column = numbers(0, 1, 2, 3, 0, 1, 2, 3);
  const gradient = numbers(-1, 4, -1, 4, -1, 4, -1, 4);
  const cuts = [cutCategories(4)];
  const { histogram, starts, columns } = histogramOf([column], cuts, gradient);
  const split = bestSplit(histogram, starts, columns, cuts, GROW, { gradient: 12, rows: 8 });
  // Bins 1 and 3 (codes 0 and 2) on one side.
  expect([split?.set?.[0], split?.gain]).toEqual([0b1010, 16 / 4 + 256 / 4 - 144 / 8]);
});

test("the gain of the best split is the largest over all cuts and sides, by enumeration", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = makeRandom(seed);
    const rows = random.int(2, 12);
    const column = Float64Array.from({ length: rows }, () =>
      random.int(0, 4) === 0 ? Number.NaN : random.int(0, 4),
    );
    const gradient = Float64Array.from({ length: rows }, () => random.int(-3, 3));
    const sum = gradient.reduce((a, b) => a + b, 0);
    const score = (inside: (i: number) => boolean) => {
      const left = [...gradient].filter((_, i) => inside(i));
      const right = [...gradient].filter((_, i) => !inside(i));
      if (left.length === 0 || right.length === 0) return 0;
      const part = (side: number[]) => side.reduce((a, b) => a + b, 0) ** 2 / side.length;
      return part(left) + part(right) - (sum * sum) / rows;
    };
    let most = 0;
    for (const edge of [...column, Number.NEGATIVE_INFINITY]) {
      for (const missing of [true, false]) {
        most = Math.max(
          most,
          score((i) => (Number.isNaN(column[i]) ? missing : column[i] <= edge)),
        );
      }
    }
    const cuts = [cutNumbers(column)];
    const { histogram, starts, columns } = histogramOf([column], cuts, gradient);
    const found = bestSplit(histogram, starts, columns, cuts, GROW, { gradient: sum, rows });
    expect(found?.gain ?? 0).toBeCloseTo(most, 9);
  }
});

test("a child's histogram is the parent's less its sibling's", () => {
  const whole = numbers(5, 3, 2, 2);
  subtract(whole, numbers(1, 1, 2, 2));
  expect([...whole]).toEqual([4, 2, 0, 0]);
});

test("leaves hold every row once, and -G / (n + shrink)", () => {
  for (let seed = 0; seed < 40; seed++) {
    const random = makeRandom(seed);
    const rows = random.int(1, 200);
    const { columns, cuts } = randomColumns(random, rows);
    const gradient = Float64Array.from({ length: rows }, () => random.unit() - 0.5);
    const options = { leaves: random.int(2, 12), depth: 4, leastRows: random.int(1, 9), shrink: 1 };
    const binned = binColumns(columns, cuts);
    const order = Int32Array.from(gradient, (_, i) => i);
    const { tree, leaves } = growTree(
      binned,
      cuts,
      gradient,
      order,
      Int32Array.of(0, 1, 2),
      options,
    );
    expect(leaves.flatMap((leaf) => [...leaf.rows]).sort((a, b) => a - b)).toEqual([
      ...gradient.keys(),
    ]);
    const said = predictForest({ start: 0, cuts, trees: [tree] }, binned);
    for (const leaf of leaves) {
      if (leaves.length > 1) expect(leaf.rows.length).toBeGreaterThanOrEqual(options.leastRows);
      const sum = [...leaf.rows].reduce((total, row) => total + gradient[row], 0);
      expect(tree.value[leaf.node]).toBeCloseTo(-sum / (leaf.rows.length + 1), 12);
      // Walking the tree by bins leads every row to its leaf.
      for (const row of leaf.rows) expect(said[row]).toBe(tree.value[leaf.node]);
      expect(depthOf(tree, leaf.node)).toBeLessThanOrEqual(options.depth);
    }
  }
});

function depthOf(tree: Tree, node: number): number {
  let depth = 0;
  for (let at = node; at !== 0; depth++) {
    const below = at;
    at = tree.column.findIndex(
      (column, parent) =>
        column >= 0 && (tree.left[parent] === below || tree.left[parent] + 1 === below),
    );
  }
  return depth;
}

test("two boosted steps by hand", () => {
  // Targets 0 and 8 at 1 and 2. The mean is 4; each tree halves what is left (rate 1/2): 2, 6, then 1, 7.
  const column = numbers(1, 2);
  const cuts = [cutNumbers(column)];
  const binned = binColumns([column], cuts);
  const options = { ...BOOST, rate: 0.5, mostTrees: 2 };
  const { forest, trainLoss } = boost(binned, cuts, numbers(0, 8), options, 1);
  expect([...predictForest(forest, binned)]).toEqual([1, 7]);
  expect(trainLoss).toEqual([16, 4, 1]);
});

test("squared and pinball losses fall with every tree", () => {
  for (const loss of [
    { kind: "squared" },
    { kind: "quantile", q: 0.9 },
    { kind: "quantile", q: 0.5 },
  ] as const) {
    for (let seed = 0; seed < 20; seed++) {
      const random = makeRandom(seed);
      const { columns, cuts } = randomColumns(random, 150);
      const target = columns[0].map((value, i) => value + (columns[1][i] || 0) + random.unit());
      const { trainLoss } = boost(
        binColumns(columns, cuts),
        cuts,
        target,
        { ...BOOST, loss, rate: 0.2 },
        seed,
      );
      expect(trainLoss.length).toBeGreaterThan(5);
      trainLoss.forEach((value, k) => {
        if (k > 0) expect(value).toBeLessThanOrEqual(trainLoss[k - 1] + 1e-12);
      });
    }
  }
});

test("pinball losses and quantiles by hand", () => {
  expect(quantileOf(numbers(4, 1, 3, 2), 0.5)).toBe(2);
  expect(quantileOf(numbers(4, 1, 3, 2), 0.75)).toBe(3);
  expect(quantileOf(numbers(4, 1, 3, 2), 0.9)).toBe(4);
  // 0.9 x 2 too low, 0.1 x 1 too high, mean of two.
  const loss = { kind: "quantile", q: 0.9 } as const;
  expect(meanLoss(numbers(0, 3), numbers(2, 2), loss)).toBeCloseTo((1.8 + 0.1) / 2, 12);
});

test("a quantile forest keeps about its share of the targets at or below", () => {
  const random = makeRandom(3);
  const column = Float64Array.from({ length: 2000 }, () => random.unit());
  const target = column.map((value) => 3 * value + (1 + value) * random.unit());
  const cuts = [cutNumbers(column)];
  const options = {
    ...BOOST,
    leastRows: 50,
    mostTrees: 60,
    loss: { kind: "quantile", q: 0.9 } as const,
  };
  const binned = binColumns([column], cuts);
  const said = predictForest(boost(binned, cuts, target, options, 1).forest, binned);
  const share = target.filter((value, i) => value <= said[i]).length / 2000;
  expect(share).toBeGreaterThan(0.87);
  expect(share).toBeLessThan(0.93);
});

test("growing stops where held-out rows gain nothing, with the best number of trees", () => {
  const random = makeRandom(5);
  const { columns, cuts } = randomColumns(random, 300);
  const noise = Float64Array.from({ length: 300 }, () => random.unit());
  const binned = binColumns(columns, cuts);
  const apart = { binned, target: noise.map(() => random.unit()) };
  const options = { ...BOOST, mostTrees: 200 };
  const { forest, heldOutLoss } = boost(binned, cuts, noise, options, 1, apart);
  expect(heldOutLoss.length).toBeLessThan(100);
  expect(heldOutLoss[forest.trees.length]).toBe(Math.min(...heldOutLoss));
});

test("equal seeds give equal forests, also where trees see a part of rows and columns", () => {
  const { columns, cuts } = randomColumns(makeRandom(1), 100);
  const binned = binColumns(columns, cuts);
  const options = { ...BOOST, rowShare: 0.5, columnShare: 0.7 };
  const grown = (seed: number) => boost(binned, cuts, columns[0], options, seed).forest;
  expect(grown(4)).toEqual(grown(4));
  expect(grown(4)).not.toEqual(grown(5));
});
