import type { Feature, FeatureFrame } from "../features/frame.ts";
import type { RuntimeUnit } from "../history.ts";
import { type Calibration, type Quantiles, quantilesOf } from "./calibrate.ts";
import { askCompletion } from "./completing.ts";
import { askForests } from "./forests.ts";
import type { Known, Learned } from "./types.ts";

/** A trained runtime model: what it looks at, what it learned, and how sure it was found to be. */
export interface RuntimeModel {
  readonly unit: RuntimeUnit;
  readonly features: readonly Feature[];
  readonly learned: Learned;
  readonly calibration: Calibration;
  readonly trained: {
    readonly rows: number;
    /** As the features tell them apart. */
    readonly tasks: number;
    readonly kinds: number;
    readonly seed: number;
    /** Of the relative error on rows that it had not seen. */
    readonly medianError: number;
  };
}

/** Anything that says runtimes of rows with features that it knows. */
export interface Predictor {
  readonly unit: RuntimeUnit;
  readonly features: readonly Feature[];
  ask(frame: FeatureFrame, known?: Known): Quantiles;
}

export function predictorOf(model: RuntimeModel): Predictor {
  return {
    unit: model.unit,
    features: model.features,
    ask: (frame, known) => askModel(model, frame, known),
  };
}

/** Quantiles of log milliseconds for the rows of a frame with the model's features. */
export function askModel(
  { learned, calibration }: RuntimeModel,
  frame: FeatureFrame,
  known?: Known,
): Quantiles {
  const said =
    learned.kind === "trees"
      ? askForests(learned.forests, frame)
      : askCompletion(learned.completion, frame, known);
  return quantilesOf(said, calibration);
}
