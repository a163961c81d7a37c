import type { ClauseLog } from "../../plan/certificate/over-time/types.ts";
import { Log } from "./log.ts";
import { ClauseSolver } from "./solver.ts";
import type { InstanceModel } from "./types.ts";

/** What a climb tells: the least makespan that is left, with its proof where that is cheap, or a solution of the model. */
export interface Climbed {
  /** Units of the grid: no plan ends before. */
  readonly least?: number;
  readonly certificate?: ClauseLog;
  /** By job of the model: its start in units, and its placing. */
  readonly solution?: { readonly starts: readonly number[]; readonly placings: readonly number[] };
}

/** Contradictions of the first try at a limit further up, and how they grow. */
const TRY = { first: 150, growth: 1.3 } as const;

/** Part of the work so far that passes between two certificates. */
const CERTIFIED = 0.1;

/**
 * Refutes makespans from below, all clauses kept: one unit further each time, and twice as far once that was quick. `bounds` gives the least
 * makespan that others have not refuted and the largest that is still of use, in units, and is asked before each limit. Ends when they have
 * met, or with a solution of the model at the least: then the model has no more to say. Yields nothing between slices of work.
 */
export function* climb(
  model: InstanceModel,
  bounds: () => { readonly least: number; readonly most: number },
): Generator<Climbed | undefined, void, void> {
  const solver = new ClauseSolver(model, (...parts) => new Log(...parts, model));
  let [told, certifiedAt, step, budget] = [0, 0, 1, TRY.first];
  /** A solution ends here. */
  let found = Infinity;
  const tell = function* (most: number): Generator<Climbed> {
    const { least } = solver;
    if (least <= told) return;
    told = least;
    const isDue = least > most || solver.work - certifiedAt >= CERTIFIED * solver.work;
    const certificate = isDue ? solver.log?.certificate(least - 1) : undefined;
    if (isDue) certifiedAt = solver.work;
    yield { least, ...(certificate !== undefined && { certificate }) };
  };
  for (;;) {
    const asked = bounds();
    const most = Math.min(asked.most, found - 1, model.horizon);
    yield* tell(most);
    const least = Math.max(asked.least, solver.least);
    if (least > most) return;
    const limit = Math.min(most, least + step - 1);
    const before = solver.contradictions;
    const tried = solver.attempt(limit);
    const isTry = limit > least;
    let end = tried.next();
    while (end.done !== true && !(isTry && solver.contradictions - before > budget)) {
      yield undefined;
      if (limit > bounds().most) break;
      end = tried.next();
    }
    if (end.done !== true) {
      step = Math.max(1, Math.floor(step / 2));
      budget *= TRY.growth;
    } else if (end.value === "found") {
      found = solver.makespan;
      yield { solution: solver.solution() };
      step = Math.max(1, Math.floor(step / 2));
    } else {
      step *= 2;
    }
  }
}
