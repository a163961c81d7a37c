import { COMPARATORS } from "../heuristics/comparators/registry.ts";
import type { Heuristic } from "../heuristics/types.ts";
import { targetsOf } from "../instance/targets.ts";
import { unheard } from "../plan/traits.ts";
import { plan } from "../planner/plan.ts";
import { checkMethodName } from "../planner/registry.ts";
import type { Outcome } from "../planner/types.ts";
import { InvariantError, SolverError, UsageError } from "../util/errors.ts";
import { makeRandom } from "../util/random.ts";
import { troubled } from "./answer.ts";
import type { Contestant, Played, PlayLimits, Subject } from "./types.ts";

/** A method of Berth, by its name. Throws UsageError for an unknown one. */
export function methodContestant(method: string, name = method): Contestant {
  checkMethodName(method);
  const comparator = COMPARATORS.find((one) => one.name === method);
  return {
    name,
    async play(subject, limits) {
      try {
        if (comparator !== undefined) return playedAlone(comparator, subject, limits);
        const { timeLimit, workLimit, seed, signal } = limits;
        const limit = workLimit === undefined ? { timeLimit } : { workLimit };
        const options = { method, ...limit, seed, ...(signal !== undefined && { signal }) };
        return answerOfOutcome(await plan(subject.instance, options));
      } catch (error) {
        // The name is known, so it is the instance that the method cannot take.
        if (error instanceof UsageError) return troubled("declined", error.message);
        if (error instanceof SolverError) return troubled("crashed", error.message);
        if (error instanceof InvariantError) return troubled("fault", error.message);
        throw error;
      }
    },
  };
}

/** A scheduler of others without the first plan that `plan` may have of a list of its own. */
function playedAlone(
  { handles, supports, plans }: Heuristic,
  { instance }: Subject,
  { seed }: PlayLimits,
): Played {
  const [target] = targetsOf(instance);
  const reason = unheard([handles], { instance, target, limits: [] }) ?? supports(instance, target);
  if (reason !== true) return troubled("declined", reason);
  const [made] = plans(instance, target, makeRandom(seed));
  return made === undefined ? troubled("none", "some task found no room") : { plan: made };
}

function answerOfOutcome({ plan: verified, levels, termination, notes }: Outcome): Played {
  const { bound, certified } = levels[0];
  const bounds = [bound, certified].filter((one) => one !== undefined);
  if (verified !== undefined) return { plan: verified.plan, bounds };
  const [note = `it ended without a plan (${termination})`] = notes;
  return { ...troubled(termination === "unsupported" ? "declined" : "none", note), bounds };
}
