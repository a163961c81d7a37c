import { formulate } from "../../../models/formulate.ts";
import { PROGRAM, PROGRAM_OVER_TIME } from "../../../models/rules.ts";
import { pairsWithin } from "../../bounds/prices/fixing.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import type { Incumbent } from "../incumbent.ts";
import { admittedLimits } from "../limits.ts";
import { type Event, goalReached, type LevelEnd, type LevelTask, type Method } from "../method.ts";
import { relaxationOf } from "../relaxation.ts";
import { costResolution } from "../resolution.ts";
import { timedEvents } from "./program-over-time.ts";
import { cannot, narrowing, solverEvents } from "./solver-events.ts";

/** The WASM heap of 2 GB holds about a million binary columns; larger programs abort it. */
const MAX_PAIRS = 1_000_000;

/** The integer program of the level, started from the best plan, in a thread of its own. */
export const milp: Method = {
  name: "milp",
  role: "complete",
  about: "the integer program, by the solver asked for",
  uses: "solver",
  after: ["greedy"],
  handles: [...PROGRAM, PROGRAM_OVER_TIME],
  events: (task) =>
    task.incumbent.instance.mode === "schedule" ? timedEvents(task) : programEvents(task),
};

/** The integer program of the level, with its relaxation before; a solver's claim is proven once the level has ended. */
async function* programEvents(task: LevelTask): AsyncGenerator<Event, LevelEnd> {
  const { incumbent } = task;
  const pairs = countPairs(incumbent.instance);
  if (pairs > MAX_PAIRS) return cannot(task, tooLarge(pairs));
  const { instance, target } = incumbent;
  const limits = admittedLimits(incumbent);
  const whole = formulate(instance, target, limits);
  if ("unsupported" in whole) return cannot(task, whole.unsupported);
  yield { work: 0, ...(await relaxationOf(task, whole, narrowing(incumbent))) };
  // Proofs with certificates are about the whole program; the solver gets what is left of it.
  const left = withoutHopeless(incumbent);
  const part = left === instance ? whole : formulate(left, target, limits);
  const end = yield* solverEvents(task, "unsupported" in part ? whole : part, true);
  if (end.termination !== "completed" || !losesInRounding(incumbent)) return end;
  if (goalReached(incumbent, task.goal)) return end;
  const within = formulate(withRoom(instance), target, incumbent.limits);
  if ("unsupported" in within) return end;
  yield* solverEvents(task, within, false);
  return incumbent.plan === undefined ? end : { termination: end.termination };
}

/**
 * The instance without pairs that only plans worse than the incumbent use, as far as a certified bound tells. After a loss
 * tasks may go where no such plan would have them, so with losses all pairs stay.
 */
function withoutHopeless({ instance, target, value, bound }: Incumbent): Instance {
  if (instance.robust !== undefined) return instance;
  if (value === undefined || bound?.certificate === undefined) return instance;
  const eligible = pairsWithin(instance, target, bound.certificate, value);
  return eligible === undefined
    ? instance
    : { ...instance, pairs: { ...instance.pairs, eligible } };
}

/**
 * Points lie on the limits and on the budget, and rounding shares to millionths carries the plan across. A second
 * program leaves room for that; it only serves to find plans.
 */
function losesInRounding({ instance, limits }: Incumbent): boolean {
  if (!instance.tasks.some(({ divisible }) => divisible)) return false;
  return limits.length > 0 || instance.budget !== undefined;
}

function withRoom(instance: Instance): Instance {
  if (instance.budget === undefined) return instance;
  const room = costResolution(instance);
  return { ...instance, budget: Math.max(0, instance.budget - room) };
}

/** Usable pairs of task copy and resource copy: the assignment columns of the plain program. */
function countPairs(instance: Instance): number {
  const usable = usablePairs(instance);
  const { tasks, resources } = instance;
  let pairs = 0;
  for (let t = 0; t < tasks.length; t++) {
    let copies = 0;
    for (let r = 0; r < resources.length; r++) {
      if (usable[t * resources.length + r]) copies += resources[r].count;
    }
    pairs += copies * tasks[t].count;
  }
  return pairs;
}

function tooLarge(pairs: number): string {
  return (
    `The plain program would have ${pairs.toLocaleString("en")} assignment columns, more than the ` +
    `${MAX_PAIRS.toLocaleString("en")} a WASM solver can hold; what other methods found stands.`
  );
}
