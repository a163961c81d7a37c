import { WITH_RECOVERIES } from "../heuristics/handles.ts";
import { findRecoveries } from "../heuristics/robust/find.ts";
import { lossName, withoutLosses } from "../instance/losses.ts";
import type { Instance } from "../instance/types.ts";
import { unheard } from "../plan/traits.ts";
import type { Plan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";

/**
 * A plan that comes without recoveries, as from a CSV file, with those that a search finds, and a sentence on that; they are
 * verified like any others. The search needs a plan that keeps all other rules.
 */
export function withFoundRecoveries(
  instance: Instance,
  plan: Plan,
): { readonly plan: Plan; readonly note?: string } {
  const { robust } = instance;
  if (robust === undefined || plan.recoveries !== undefined) return { plan };
  if (!verify(withoutLosses(instance), plan).ok) return { plan };
  const missing = "The plan came without recoveries";
  const unknown = unheard(WITH_RECOVERIES, { instance });
  if (unknown !== undefined) {
    return { plan, note: `${missing}, and none are looked for where ${unknown}.` };
  }
  const found = findRecoveries(instance, plan);
  if ("plan" in found) {
    return { plan: found.plan, note: `${missing}; Berth found one from every loss.` };
  }
  const why = found.why === "impossible" ? "there is none" : "none was found";
  return { plan, note: `${missing}, and ${why} for ${lossName(instance, robust, found.loss)}.` };
}
