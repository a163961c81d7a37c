import { plan } from "../../src/planner/plan.ts";
import type { PreparePeer } from "./types.ts";

/** Berth's own greedy method, beside the method that is measured: what lists alone bring. */
export const greedy: PreparePeer = (instance, target) => {
  if (target.terms.length > 1) return "greedy stands beside single objectives";
  const objectives = target.terms.map(({ objective }) => objective);
  return async (seconds, seed, learn) => {
    const timeLimit = seconds * 1000;
    const outcome = await plan(instance, { timeLimit, seed, objectives, method: "greedy" });
    if (outcome.plan !== undefined) learn({ plan: outcome.plan.plan });
    return outcome.levels[0].termination;
  };
};
