import { joined, pick } from "../../util/columns.ts";
import { UsageError } from "../../util/errors.ts";
import { identities, takeRows } from "../features/frame.ts";
import type { History } from "../history.ts";
import { BASELINES, countOf } from "./baselines.ts";
import { type Calibration, calibrate } from "./calibrate.ts";
import { completionLearner } from "./completing.ts";
import { foldsOf, parted } from "./folds.ts";
import { forestLearner } from "./forests.ts";
import { type Errors, errorsOf } from "./metrics.ts";
import type { RuntimeModel } from "./model.ts";
import type { Fitted, Learner, Said } from "./types.ts";

/** What is compared; the best of the first two is kept. */
export const LEARNERS: readonly Learner[] = [completionLearner, forestLearner];

/** How one learner did on rows that it had not seen. */
export interface LearnerTrial {
  readonly name: string;
  /** Why it was not tried. */
  readonly skipped?: string;
  readonly errors?: Errors;
}

export interface Training {
  readonly model: RuntimeModel;
  readonly trials: readonly LearnerTrial[];
  readonly repeats: Repeats;
}

/** Cells that were measured more than once. */
export interface Repeats {
  readonly cells: number;
  /** The longest over the shortest runtime of one cell; at least 1. */
  readonly apart: number;
}

const FOLDS = 5;
/** Above this many rows one fold tells enough, and the model that did not see it is kept. */
const MOST_CROSSED = 2500;

/**
 * Learns a runtime model: every learner is tried on folds of cells it has not seen, the one with the least mean error of
 * logarithms is fitted to all rows, and its quantiles are calibrated by what it said of the folds. Baselines are tried
 * beside. Equal seeds give equal models, whatever the order of rows. Throws UsageError if no learner applies.
 */
export function trainRuntimes(history: History, seed: number): Training {
  const { frame, target, unit } = history;
  const fold = foldsOf(identities(frame), FOLDS, seed);
  const tried = [...LEARNERS, ...BASELINES].map((learner) =>
    tryLearner(learner, history, fold, seed),
  );
  const able = tried.filter(({ learner, errors }) => LEARNERS.includes(learner) && errors);
  const [best] = able.sort((a, b) => (a.errors as Errors).log - (b.errors as Errors).log);
  if (best?.calibration === undefined) {
    const reasons = tried.flatMap(({ learner, skipped }) =>
      LEARNERS.includes(learner) ? [`${learner.name}: ${skipped}`] : [],
    );
    throw new UsageError(
      `No learner applies to ${frame.rows} rows: ${reasons.join("; ")}.\n` +
        "Maybe give more measurements, of more than one task or kind.",
    );
  }
  const fitted =
    frame.rows > MOST_CROSSED ? (best.fitted as Fitted) : best.learner.fit(frame, target, seed);
  if (fitted.learned === undefined) throw new UsageError(`${best.learner.name} cannot be kept.`);
  const trials = tried.map(({ learner, skipped, errors }) => ({
    name: learner.name,
    ...(skipped === undefined ? {} : { skipped }),
    ...(errors === undefined ? {} : { errors }),
  }));
  const model: RuntimeModel = {
    unit,
    features: frame.features,
    learned: fitted.learned,
    calibration: best.calibration,
    trained: {
      rows: frame.rows,
      tasks: countOf(frame, "task"),
      kinds: countOf(frame, "resource"),
      seed,
      medianError: (best.errors as Errors).median,
    },
  };
  return { model, trials, repeats: repeatsOf(history) };
}

function repeatsOf({ frame, target }: History): Repeats {
  const cell = identities(frame);
  const rows = new Int32Array(frame.rows);
  const low = new Float64Array(frame.rows).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(frame.rows).fill(Number.NEGATIVE_INFINITY);
  cell.forEach((at, row) => {
    rows[at]++;
    low[at] = Math.min(low[at], target[row]);
    high[at] = Math.max(high[at], target[row]);
  });
  const most = rows.reduce(
    (most, count, at) => Math.max(most, count > 1 ? high[at] - low[at] : 0),
    0,
  );
  return { cells: rows.filter((count) => count > 1).length, apart: Math.exp(most) };
}

interface Tried {
  readonly learner: Learner;
  readonly skipped?: string;
  readonly errors?: Errors;
  readonly calibration?: Calibration;
  /** What the last fold left out. */
  readonly fitted?: Fitted;
}

function tryLearner(
  learner: Learner,
  { frame, target }: History,
  fold: Int32Array,
  seed: number,
): Tried {
  const supported = learner.supports(frame.rows);
  if (supported !== true) return { learner, skipped: supported };
  const folds = frame.rows > MOST_CROSSED ? 1 : FOLDS;
  const parts: { readonly said: Said; readonly target: Float64Array }[] = [];
  let fitted: Fitted | undefined;
  for (let held = 0; held < folds; held++) {
    const { inside, outside } = parted(fold, held);
    if (inside.length === 0 || outside.length === 0) continue;
    fitted = learner.fit(takeRows(frame, outside), pick(target, outside), seed);
    parts.push({ said: fitted.ask(takeRows(frame, inside)), target: pick(target, inside) });
  }
  if (parts.length === 0) return { learner, skipped: "all rows are of one cell" };
  const truth = joined(parts.map((part) => part.target));
  const said = {
    middle: joined(parts.map((part) => part.said.middle)),
    spread: joined(parts.map((part) => part.said.spread)),
  };
  return {
    learner,
    errors: errorsOf(said.middle, truth),
    calibration: calibrate(said, truth, learner.spread),
    ...(fitted === undefined ? {} : { fitted }),
  };
}
