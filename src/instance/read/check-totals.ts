import { InstanceError } from "../../util/errors.ts";
import { OBJECTIVE_NAMES, objectiveOf } from "../objectives/registry.ts";
import { amountHint, totalHint } from "../overflow.ts";
import { targetsOf } from "../targets.ts";
import { FITS, worstAmount, worstTotal } from "../totals.ts";
import type { Instance } from "../types.ts";
import type { Report } from "./report.ts";

/** Says which totals of a sound instance could pass 2^53. */
export function checkTotals(report: Report, instance: Instance): void {
  for (const name of OBJECTIVE_NAMES) {
    if (objectiveOf(name).always !== true) continue;
    const worst = worstTotal(instance, { name });
    if (worst <= FITS) continue;
    const hint = totalHint(instance, { name }, worst);
    report.add("", `the total ${name} of all tasks could pass 2^53`, hint);
  }
  instance.dimensions.forEach(({ name }, d) => {
    const worst = worstAmount(instance, d);
    if (worst <= FITS) return;
    const message = `the total of ${name} over all tasks or resources could pass 2^53`;
    report.add("", message, amountHint(name, worst));
  });
  if (report.issues.length > 0) return;
  try {
    targetsOf(instance);
  } catch (error) {
    if (!(error instanceof InstanceError)) throw error;
    for (const { path, message, hint } of error.issues) report.add(path, message, hint);
  }
}
