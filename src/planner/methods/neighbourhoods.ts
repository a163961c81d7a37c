import { formulate } from "../../../models/formulate.ts";
import type { Scope } from "../../../models/pairs.ts";
import { PROGRAM } from "../../../models/rules.ts";
import { AdaptiveWeights } from "../../heuristics/lns/adaptive-weights.ts";
import { neighbourhoodSelector } from "../../heuristics/lns/neighbourhood.ts";
import type { Plan } from "../../plan/types.ts";
import type { SolveTermination } from "../../program/types.ts";
import { SolverError } from "../../util/errors.ts";
import { makeRandom } from "../../util/random.ts";
import { admittedLimits } from "../limits.ts";
import { solveCounted } from "../linear-solver.ts";
import type { Event, LevelEnd, LevelTask, Method } from "../method.ts";
import { shortfallNote } from "../shortfall.ts";
import { lostInRounding } from "./solver-events.ts";

/** Milliseconds for one neighbourhood; nodes under a work limit. */
const LIMIT = 800;
const NODES = 100;
/** Solves that broke, after which there are no more. */
const MOST_FAULTS = 3;
/** Parts in a row that no program or no solver took, after which there are no more: all sizes are at their least by then. */
const MOST_MISSES = 40;

/** How the program of a part ended: "missed" if there was none, or none that the solver takes. */
type End = "solved" | "stopped" | "missed" | "broken";

const ENDS: Readonly<Partial<Record<SolveTermination, End>>> = {
  optimal: "solved",
  "gap-reached": "solved",
  unsupported: "missed",
};

/**
 * Large-neighbourhood search (Shaw 1998, DOI 10.1007/3-540-49481-2_30): frees a part of the incumbent, leaves the rest
 * where it is, and hands the integer program of that part to the solver in a thread of its own. Every rule and every
 * limit of earlier levels stands in that program, and every plan passes the verifier.
 */
export const neighbourhoods: Method = {
  name: "neighbourhoods",
  role: "improve",
  about: "integer programs of parts of the best plan",
  uses: "solver",
  after: ["greedy"],
  source: "large neighbourhood",
  needsPlan: () => true,
  // A part takes the same time wherever it is, and what ends by itself ends soon.
  patience: () => ({ most: 400, stale: 60 }),
  handles: PROGRAM,
  events: partEvents,
};

async function* partEvents(task: LevelTask): AsyncGenerator<Event, LevelEnd | undefined> {
  const { incumbent } = task;
  const random = makeRandom(task.seed);
  const selector = neighbourhoodSelector(incumbent.instance, incumbent.target);
  const weights = new AdaptiveWeights();
  let [faults, misses] = [0, 0];
  while (faults < MOST_FAULTS && misses < MOST_MISSES) {
    const held = incumbent.plan?.plan;
    if (held === undefined) return undefined;
    const { kind, size } = weights.choose(random);
    const { scope } = selector.free(held, kind, size, random);
    const before = incumbent.value ?? Number.POSITIVE_INFINITY;
    const { end, plan, reason } = await solvePart(task, scope, held);
    if (task.clock.signal?.aborted) return undefined;
    faults += end === "broken" ? 1 : 0;
    misses = end === "missed" ? misses + 1 : 0;
    if (faults >= MOST_FAULTS || misses >= MOST_MISSES) {
      task.tell(`There are no more neighbourhoods: ${reason}`);
    }
    yield plan === undefined ? {} : { plan };
    const better = (incumbent.value ?? Number.POSITIVE_INFINITY) < before;
    weights.learn({ kind, better, solved: end === "solved" });
  }
  return { termination: "unsupported" };
}

/** How one part ended, and why if no program or no solver took it. */
interface Part {
  readonly end: End;
  readonly plan?: Plan;
  readonly reason?: string;
}

async function solvePart(task: LevelTask, scope: Scope, held: Plan): Promise<Part> {
  const { incumbent, clock, solver, seed } = task;
  const { instance, target } = incumbent;
  const encoding = formulate(instance, target, admittedLimits(incumbent), scope);
  // Too many order columns in this part; a smaller one may do.
  if ("unsupported" in encoding) return { end: "missed", reason: encoding.unsupported };
  // Under a work limit no clock may decide.
  const timeLimit = Math.min(LIMIT, clock.left() ?? LIMIT);
  const limits = clock.workLeft() === undefined ? { timeLimit } : { nodeLimit: NODES };
  try {
    const result = await solveCounted(
      solver,
      encoding.program,
      { gap: 0, seed, start: encoding.encode(held), ...limits },
      clock.signal === undefined ? {} : { signal: clock.signal },
      clock,
    );
    const found = result.point && encoding.decode(result.point.x);
    const { shortfall } = result;
    return {
      end: ENDS[result.termination] ?? "stopped",
      ...(found !== undefined && !lostInRounding(instance, found) && { plan: found }),
      ...(shortfall !== undefined && {
        reason: shortfallNote(solver, "the program of a part", encoding.program, shortfall),
      }),
    };
  } catch (error) {
    if (!(error instanceof SolverError)) throw error;
    return { end: "broken", reason: error.message };
  }
}
