import type { PackingCore } from "../../cores/packing.ts";
import type { Solver } from "../../program/types.ts";
import { fillOpen } from "./fill-open.ts";
import { openProgram } from "./open-set.ts";
import type { Use } from "./sequential.ts";

/** Room beyond what is asked for, from the tightest on. */
const SLACKS = [0, 0.001, 0.002, 0.003, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.05, 0.1, 0.2];

/** How much large tasks are favoured; where one filling leaves tasks over, another may not. */
const FAVOURS = [30, 0, 5, 15, 60, 120, 300];

/** Milliseconds for one choice of what is used. */
const TIME_LIMIT = 5000;

/** What choosing the used copies first knows. */
export interface Opened {
  /** The solver's lower bound on the sum of values and fixed costs, rounded safely. */
  readonly bound?: number;
  readonly uses: readonly Use[];
  /** Fixed costs of what was to be used. */
  readonly cost: number;
}

/**
 * Chooses which resource copies are used (see `openProgram`), then fills those, with ever more slack. Yields nothing
 * where the choice or the filling does not apply; the caller stops when `cost` is no better than its plan.
 */
export async function* openAndFill(
  core: PackingCore,
  solver: Solver,
  stopped: () => boolean,
): AsyncGenerator<Opened, void, void> {
  for (const slack of SLACKS) {
    const program = stopped() ? undefined : openProgram(core, slack);
    if (program === undefined) return;
    const options = { timeLimit: TIME_LIMIT };
    const result = await solver.solve(program, options, { shouldStop: stopped });
    if (result.point === undefined) return;
    const open = result.point.x.map(Math.round);
    const claim = slack === 0 ? result.dualBound : undefined;
    // Whole numbers up to what a solver may be wrong by.
    const bound = claim === undefined ? undefined : Math.ceil(claim - 1e-6 * (1 + Math.abs(claim)));
    for (const favour of FAVOURS) {
      const uses = stopped() ? undefined : fillOpen(core, open, favour);
      if (uses === undefined) return;
      yield { uses, cost: result.point.value, ...(bound === undefined ? {} : { bound }) };
    }
  }
}
