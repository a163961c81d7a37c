import type { Completion } from "../completion/fit.ts";
import type { FeatureFrame } from "../features/frame.ts";
import type { TreeSum } from "../trees/types.ts";

/**
 * What a learner says of rows, as logarithms of milliseconds: the middle, and how far above it an upper end may lie, which
 * calibration turns into a quantile.
 */
export interface Said {
  readonly middle: Float64Array;
  /** Never negative. */
  readonly spread: Float64Array;
}

/** What was learned, in a form that a file can hold. */
export type Learned =
  | { readonly kind: "trees"; readonly forests: Forests }
  | { readonly kind: "completion"; readonly completion: Completion };

/** Measured cells beside those that a learner was fitted to; what cannot use them passes them over. */
export interface Known {
  readonly frame: FeatureFrame;
  /** Logarithm of milliseconds. */
  readonly target: Float64Array;
}

/** A learner after it has seen its rows. Baselines have nothing to keep. */
export interface Fitted {
  readonly learned?: Learned;
  ask(frame: FeatureFrame, known?: Known): Said;
}

/** Learns from rows with targets and says what others are. Equal seeds give equal answers. */
export interface Learner {
  readonly name: string;
  /** Whether its spread is to be shifted or stretched to hold a quantile. */
  readonly spread: "shift" | "stretch";
  /** True, or why it does not apply. */
  supports(rows: number): true | string;
  /** Requires a row. */
  fit(frame: FeatureFrame, target: Float64Array, seed: number): Fitted;
}

/** A forest for the middle and one for the ninth decile. */
export interface Forests {
  readonly middle: TreeSum;
  readonly upper: TreeSum;
}
