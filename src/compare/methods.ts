import { plan } from "../planner/plan.ts";
import { checkMethodName } from "../planner/registry.ts";
import type { Outcome } from "../planner/types.ts";
import { InvariantError, SolverError } from "../util/errors.ts";
import { troubled } from "./answer.ts";
import type { Contestant, Played } from "./types.ts";

/** A method of Berth, by its name. Throws UsageError for an unknown one. */
export function methodContestant(method: string, name = method): Contestant {
  checkMethodName(method);
  return {
    name,
    async play({ instance }, { timeLimit, workLimit, seed, signal }) {
      const limit = workLimit === undefined ? { timeLimit } : { workLimit };
      const options = { method, ...limit, seed, ...(signal !== undefined && { signal }) };
      try {
        return answerOfOutcome(await plan(instance, options));
      } catch (error) {
        if (error instanceof SolverError) return troubled("crashed", error.message);
        if (error instanceof InvariantError) return troubled("fault", error.message);
        throw error;
      }
    },
  };
}

function answerOfOutcome({ plan: verified, levels, termination, notes }: Outcome): Played {
  const { bound, certified } = levels[0];
  const bounds = [bound, certified].filter((one) => one !== undefined);
  if (verified !== undefined) return { plan: verified.plan, bounds };
  const [note = `it ended without a plan (${termination})`] = notes;
  return { ...troubled(termination === "unsupported" ? "declined" : "none", note), bounds };
}
