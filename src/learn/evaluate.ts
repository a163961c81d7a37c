import { joined, pick } from "../util/columns.ts";
import { type FeatureFrame, identities, takeRows } from "./features/frame.ts";
import type { History } from "./history.ts";
import { BASELINES } from "./runtime/baselines.ts";
import { type Calibration, calibrate, quantilesOf } from "./runtime/calibrate.ts";
import { foldsOf, parted } from "./runtime/folds.ts";
import { coverageOf, type Errors, errorsOf } from "./runtime/metrics.ts";
import { LEARNERS } from "./runtime/train.ts";
import type { Learner } from "./runtime/types.ts";

/** What is held out: single cells, whole tasks, whole kinds, or whole families. */
export const SPLITS = ["cells", "tasks", "kinds", "families"] as const;
export type SplitName = (typeof SPLITS)[number];

/** How one learner did on what one split held out, over all its folds and seeds. */
export interface Score {
  readonly split: SplitName;
  readonly learner: string;
  /** Why there is no score. */
  readonly skipped?: string;
  readonly errors?: Errors;
  /** Shares of true runtimes at or below the learner's p50 and p90: 0.5 and 0.9 are right. */
  readonly below50?: number;
  readonly below90?: number;
}

export interface EvaluateOptions {
  readonly seeds: readonly number[];
  /** Share of groups that a split holds out, for each seed; kinds and families are held out one by one. */
  readonly share: number;
  /** Name of the feature whose values are families. Default: the first text of tasks. */
  readonly family?: string;
}

/**
 * Judges every learner and every baseline on rows that it has not seen: for each split, what is held out is nowhere in the
 * rows it learns from, and its quantiles are calibrated by folds of those rows alone.
 */
export function evaluateHistory(history: History, options: EvaluateOptions): readonly Score[] {
  return SPLITS.flatMap((split) => {
    const rounds = roundsOf(history.frame, split, options);
    return [...LEARNERS, ...BASELINES].map((learner): Score => {
      const head = { split, learner: learner.name };
      if (typeof rounds === "string") return { ...head, skipped: rounds };
      const supported = learner.supports(history.frame.rows);
      if (supported !== true) return { ...head, skipped: supported };
      return { ...head, ...scoreOf(learner, history, rounds) };
    });
  });
}

/** Rows held out together, and the seed of that round. */
interface Round {
  readonly held: Int32Array;
  readonly shown: Int32Array;
  readonly seed: number;
}

function roundsOf(
  frame: FeatureFrame,
  split: SplitName,
  { seeds, share, family }: EvaluateOptions,
): readonly Round[] | string {
  const group = groupsOf(frame, split, family);
  if (typeof group === "string") return group;
  const groups = new Set(group).size;
  if (groups < 2) return `there is only one of the ${split}`;
  if (split === "cells" || split === "tasks") {
    const folds = Math.max(2, Math.round(1 / share));
    return seeds.map((seed) => {
      const { inside, outside } = parted(foldsOf(group, folds, seed), 0);
      return { held: inside, shown: outside, seed };
    });
  }
  return [...new Set(group)].map((one) => {
    const { inside, outside } = parted(group, one);
    return { held: inside, shown: outside, seed: seeds[0] };
  });
}

function groupsOf(
  frame: FeatureFrame,
  split: SplitName,
  family: string | undefined,
): Int32Array | string {
  if (split === "cells") return identities(frame);
  if (split === "tasks") return identities(frame, "task");
  if (split === "kinds") return identities(frame, "resource");
  const column = frame.features.findIndex(
    ({ name, side, type }) =>
      side === "task" &&
      (family === undefined
        ? type === "category"
        : name === family || name === `features.${family}`),
  );
  if (column < 0) {
    return family === undefined ? "no text of tasks names families" : `no task has ${family}`;
  }
  return identities({ features: [], rows: frame.rows, columns: [frame.columns[column]] });
}

function scoreOf(
  learner: Learner,
  { frame, target }: History,
  rounds: readonly Round[],
): Pick<Score, "errors" | "below50" | "below90"> {
  const parts = rounds.map(({ held, shown, seed }) => {
    const some = takeRows(frame, shown);
    const values = pick(target, shown);
    const said = learner.fit(some, values, seed).ask(takeRows(frame, held));
    const calibration = calibrated(learner, some, values, seed);
    return { middle: said.middle, ...quantilesOf(said, calibration), truth: pick(target, held) };
  });
  const truth = joined(parts.map((part) => part.truth));
  const p50 = joined(parts.map((part) => part.p50));
  return {
    errors: errorsOf(p50, truth),
    below50: coverageOf(p50, truth),
    below90: coverageOf(joined(parts.map((part) => part.p90)), truth),
  };
}

/** By what the learner says of folds of these rows, fitted without them. */
export function calibrated(
  learner: Learner,
  frame: FeatureFrame,
  target: Float64Array,
  seed: number,
): Calibration {
  const folds = frame.rows > 2500 ? 1 : 5;
  const fold = foldsOf(identities(frame), 5, seed);
  const parts = Array.from({ length: folds }, (_, held) => {
    const { inside, outside } = parted(fold, held);
    if (inside.length === 0 || outside.length === 0) return undefined;
    const fitted = learner.fit(takeRows(frame, outside), pick(target, outside), seed);
    return { said: fitted.ask(takeRows(frame, inside)), truth: pick(target, inside) };
  }).filter((part) => part !== undefined);
  const said = {
    middle: joined(parts.map((part) => part.said.middle)),
    spread: joined(parts.map((part) => part.said.spread)),
  };
  return calibrate(said, joined(parts.map((part) => part.truth)), learner.spread);
}
