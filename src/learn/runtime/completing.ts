import {
  type Completion,
  estimate,
  fitCompletion,
  MOST_CELLS,
  withCells,
} from "../completion/fit.ts";
import type { FeatureFrame } from "../features/frame.ts";
import type { Known, Learner, Said } from "./types.ts";

/** Matrix completion: low-rank by kernels, with side features of tasks and kinds. */
export const completionLearner: Learner = {
  name: "completion",
  spread: "stretch",
  supports: (rows) =>
    rows < 10
      ? "fewer than 10 rows"
      : rows <= MOST_CELLS || `more than ${MOST_CELLS} rows: its time grows with their cube`,
  fit: (frame, target, seed) => {
    const completion = fitCompletion(frame, target, seed);
    return {
      learned: { kind: "completion", completion },
      ask: (asked, known) => askCompletion(completion, asked, known),
    };
  },
};

/** `known`: cells measured since, of the tasks that are asked for. */
export function askCompletion(completion: Completion, asked: FeatureFrame, known?: Known): Said {
  const held = known === undefined ? completion : withCells(completion, known.frame, known.target);
  const { mean, deviation } = estimate(held, asked);
  return { middle: mean, spread: deviation };
}
