import { INSTANCE } from "../instance/arguments.ts";
import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import { requireArgument } from "../util/arguments.ts";
import { defined } from "../util/defined.ts";
import { PLAN } from "./arguments.ts";
import { RULES } from "./rules/registry.ts";
import { makeAudit, type ReportViolation, type Site } from "./rules/rule.ts";
import { STRUCTURE, soundPart } from "./rules/structure.ts";
import type { Plan, VerifiedPlan, Violation } from "./types.ts";

/** A verified plan, or every violation found. */
export type Verification =
  | { readonly ok: true; readonly plan: VerifiedPlan }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/** Violations of one rule that are told one by one; the others are counted in a last line. */
export const TOLD_PER_RULE = 1000;

/**
 * Checks a plan against every rule of its instance, in exact integers and without trust in its form.
 * The verified plan is a copy, so that later writes to the given columns do not reach it.
 * Rules see the well-formed pieces even if others are malformed; only columns that do not fit
 * together end the check early. O(n log n).
 */
export function verify(instance: Instance, plan: Plan): Verification {
  requireArgument("verify", INSTANCE, instance);
  requireArgument("verify", PLAN, plan);
  const violations: Violation[] = [];
  const sound = collect(instance, STRUCTURE, violations, (report) =>
    soundPart(instance, plan, report),
  );
  if (sound === undefined) return { ok: false, violations };
  const audit = makeAudit(instance, sound);
  for (const { name, modes, check } of RULES) {
    if (modes?.includes(instance.mode) === false) continue;
    collect(instance, name, violations, (report) => check(audit, report));
  }
  if (violations.length > 0) return { ok: false, violations };
  return {
    ok: true,
    plan: Object.freeze({ instance, plan: Object.freeze(sound) }) as VerifiedPlan,
  };
}

function collect<T>(
  instance: Instance,
  rule: string,
  violations: Violation[],
  run: (report: ReportViolation) => T,
): T {
  let count = 0;
  const result = run((message, site = {}) => {
    count++;
    if (count > TOLD_PER_RULE) return;
    violations.push({ rule, message: message(), ...fieldsOf(instance, site) });
  });
  if (count > TOLD_PER_RULE) {
    violations.push({ rule, message: `and ${count - TOLD_PER_RULE} more` });
  }
  return result;
}

/** Where a violation is, in ids and in units that people read. */
function fieldsOf(
  instance: Instance,
  { task, resource, time, dimension, amount, limit, unit }: Site,
): Omit<Violation, "rule" | "message"> {
  const own = dimension === undefined ? undefined : instance.dimensions[dimension];
  const isWhole = unit !== undefined || own?.unit === "MiB";
  const counted = (value: number | undefined) =>
    value === undefined || isWhole ? value : value / 1000;
  return defined({
    task: task === undefined ? undefined : taskCopyId(instance, task),
    resource: resource === undefined ? undefined : resourceCopyId(instance, resource),
    time_ms: time,
    dimension: own?.name,
    amount: counted(amount),
    limit: counted(limit),
    unit: unit ?? (own?.unit === "MiB" ? "MiB" : own?.name),
  });
}
