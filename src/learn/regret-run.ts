import { parseInstance } from "../instance/parse.ts";
import { targetsOf } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { Plan } from "../plan/types.ts";
import { calibrated } from "./evaluate.ts";
import { fillRuntimes, type Risk } from "./fill.ts";
import { type History, historyOf, type Measurement } from "./history.ts";
import { executed, hideCells } from "./regret.ts";
import { BASELINES } from "./runtime/baselines.ts";
import { quantilesOf } from "./runtime/calibrate.ts";
import type { Predictor } from "./runtime/model.ts";
import { LEARNERS } from "./runtime/train.ts";
import type { Learner } from "./runtime/types.ts";

/** What a plan made with predicted runtimes costs beside one made with true ones. */
export interface Regret {
  readonly learner: string;
  readonly risk: Risk;
  readonly seed: number;
  /** Hidden cells of task and kind, and of how many. */
  readonly hidden: number;
  readonly cells: number;
  /** Values in internal units: made with true runtimes, and made with predicted ones and executed with true ones. */
  readonly informed: number;
  readonly executed: number;
  /** executed / informed - 1. */
  readonly regret: number;
}

export interface RegretOptions {
  readonly share: number;
  readonly seeds: readonly number[];
  readonly risk: Risk;
  /** Plans for the first objective; undefined where there is no plan. */
  readonly solve: (instance: Instance) => Promise<Plan | undefined>;
}

/**
 * Hides a share of an instance's runtimes, lets every learner and baseline say them from the rest of a history, plans with
 * what they say and executes the plans with the true runtimes. Regret may be below 0: plans with true runtimes are no
 * better than their method. Throws UsageError where an executed plan no longer fits before a resource closes.
 */
export async function regretsOf(
  document: unknown,
  measurements: readonly Measurement[],
  { share, seeds, risk, solve }: RegretOptions,
): Promise<readonly Regret[]> {
  const truth = parseInstance(document);
  const [target] = targetsOf(truth);
  const best = await solve(truth);
  if (best === undefined) return [];
  const informed = evaluateTarget(truth, best, target);
  const regrets: Regret[] = [];
  for (const seed of seeds) {
    const left = hideCells(document, measurements, share, seed);
    const history = historyOf(left.measurements);
    for (const learner of [...LEARNERS, ...BASELINES]) {
      if (learner.supports(history.frame.rows) !== true) continue;
      const filled = fillRuntimes(left.document, predictorFrom(learner, history, seed), risk);
      const plan = await solve(parseInstance(filled.document));
      if (plan === undefined) continue;
      const value = evaluateTarget(truth, executed(plan, truth), target);
      const { hidden, cells } = left;
      const head = { learner: learner.name, risk, seed, hidden, cells };
      regrets.push({ ...head, informed, executed: value, regret: value / informed - 1 });
    }
  }
  return regrets;
}

/** A learner fitted to a history, with quantiles calibrated by folds of it. */
function predictorFrom(
  learner: Learner,
  { frame, target, unit }: History,
  seed: number,
): Predictor {
  const fitted = learner.fit(frame, target, seed);
  const calibration = calibrated(learner, frame, target, seed);
  return {
    unit,
    features: frame.features,
    ask: (asked, known) => quantilesOf(fitted.ask(asked, known), calibration),
  };
}
