import { type FeatureFrame, identities, takeRows } from "../features/frame.ts";
import { binColumns, cutCategories, cutNumbers } from "../trees/bins.ts";
import { boost } from "../trees/boost.ts";
import { predictForest } from "../trees/predict.ts";
import type { BoostOptions, Cut, Loss, TreeSum } from "../trees/types.ts";
import { foldsOf, parted } from "./folds.ts";
import type { Forests, Learner, Said } from "./types.ts";

/** Up to this many rows forests are grown again on all rows, with the number of trees that the held-out rows chose. */
const SMALL = 2000;
/** Bins of a column where rows are few: finer cuts would only follow noise. */
const FEW_BINS = 64;

/** Gradient-boosted trees: one forest for the mean of the logarithm, one for its 0.9 quantile. */
export const forestLearner: Learner = {
  name: "trees",
  spread: "shift",
  supports: (rows) => rows >= 10 || "fewer than 10 rows",
  fit: (frame, target, seed) => {
    const forests = fitForests(frame, target, seed);
    return {
      learned: { kind: "trees", forests },
      ask: (asked) => askForests(forests, asked),
    };
  },
};

function fitForests(frame: FeatureFrame, target: Float64Array, seed: number): Forests {
  return {
    middle: fitForest(frame, target, { kind: "squared" }, seed),
    upper: fitForest(frame, target, { kind: "quantile", q: 0.9 }, seed),
  };
}

export function askForests({ middle, upper }: Forests, asked: FeatureFrame): Said {
  // Both forests have the same cuts: they were made from the same columns.
  const binned = binColumns(asked.columns, middle.cuts);
  const said = predictForest(middle, binned);
  const above = predictForest(upper, binned);
  return { middle: said, spread: above.map((value, i) => Math.max(0, value - said[i])) };
}

/** Grown on four fifths of the cells until the other fifth has nothing from more trees. */
function fitForest(frame: FeatureFrame, target: Float64Array, loss: Loss, seed: number): TreeSum {
  const cuts = cutsOf(frame);
  const options = { ...settingsFor(frame.rows), loss };
  const { inside, outside } = parted(foldsOf(identities(frame), 5, seed), 0);
  const binned = (rows: Int32Array) => binColumns(takeRows(frame, rows).columns, cuts);
  const targets = (rows: Int32Array) => Float64Array.from(rows, (row) => target[row]);
  const part = boost(binned(outside), cuts, targets(outside), options, seed, {
    binned: binned(inside),
    target: targets(inside),
  });
  if (frame.rows > SMALL) return part.forest;
  const whole = { ...options, mostTrees: Math.ceil(1.1 * part.forest.trees.length) };
  return boost(binColumns(frame.columns, cuts), cuts, target, whole, seed).forest;
}

function cutsOf(frame: FeatureFrame): readonly Cut[] {
  return frame.features.map(({ type, levels }, c) =>
    type === "number"
      ? cutNumbers(frame.columns[c], frame.rows > MIDDLE ? undefined : FEW_BINS)
      : cutCategories(levels?.length ?? 0),
  );
}

/** Small tables want small leaves and slow steps; large ones have enough to say in fewer, larger trees. */
function settingsFor(rows: number): Omit<BoostOptions, "loss"> {
  if (rows <= SMALL) return SETTINGS.small;
  return rows <= MIDDLE ? SETTINGS.middle : SETTINGS.large;
}

const MIDDLE = 20_000;

const SETTINGS = {
  small: {
    leaves: 8,
    depth: 7,
    leastRows: 3,
    shrink: 1,
    rate: 0.06,
    mostTrees: 600,
    rowShare: 0.8,
    columnShare: 1,
    patience: 40,
  },
  middle: {
    leaves: 12,
    depth: 6,
    leastRows: 5,
    shrink: 1,
    rate: 0.1,
    mostTrees: 400,
    rowShare: 0.7,
    columnShare: 0.8,
    patience: 20,
  },
  large: {
    leaves: 31,
    depth: 6,
    leastRows: 20,
    shrink: 1,
    rate: 0.15,
    mostTrees: 120,
    rowShare: 0.6,
    columnShare: 0.8,
    patience: 15,
  },
} as const;
