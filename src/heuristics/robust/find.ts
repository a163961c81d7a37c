import type { Instance } from "../../instance/types.ts";
import type { Plan } from "../../plan/types.ts";
import { type RecoverScheduleOptions, recoverSchedule } from "./over-time/recover.ts";
import { recover } from "./placement/recover.ts";
import type { Recovered } from "./recovered.ts";

/** Looks for a recovery from every loss of the instance, for a plan without shares that keeps all other rules. */
export function findRecoveries(
  instance: Instance,
  plan: Plan,
  options: RecoverScheduleOptions = {},
): Recovered {
  if (instance.mode === "schedule") return recoverSchedule(instance, plan, options);
  const { nodeLimit } = options;
  return recover(instance, plan, nodeLimit === undefined ? {} : { nodeLimit });
}
