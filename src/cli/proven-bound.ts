import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { StatedBound } from "../io/plan-file.ts";
import { checkCertificate } from "../plan/certificate/check.ts";
import type { GivenLimit } from "../plan/certificate/types.ts";
import { gapBetween } from "../plan/gap.ts";
import type { Violation } from "../plan/types.ts";
import { formatValue } from "../plan/value-text.ts";
import { printedValue } from "../planner/objective-value.ts";
import { formatPercent } from "../report/format.ts";
import { InvariantError } from "../util/errors.ts";
import { checkFormulation, isFormulationProof } from "./check-formulation.ts";

/** What is known of a bound after the check, in printed units. */
export interface ProvenBound {
  /** "checked": recomputed from its certificate. "stated": the file's word, without proof. */
  readonly status: "checked" | "stated" | "none";
  readonly bound?: number;
  /** Only of a checked bound. */
  readonly gap?: number;
  /** What a checked bound trusts beside the checker: nothing if absent. */
  readonly trusts?: "formulation";
}

/**
 * Recomputes a bound from the certificate beside it. A certificate that is rejected, or that proves another bound than
 * the file states, is a broken rule; so is one that holds only within limits which the plan does not keep, by `internalOf`,
 * the plan's internal value of another objective. Throws InvariantError if a checked bound passes the plan's value.
 */
export function checkBound(
  instance: Instance,
  target: Target,
  value: number,
  stated: StatedBound | undefined,
  internalOf: (limit: GivenLimit) => number = () => Infinity,
): { readonly bound?: ProvenBound; readonly mismatch?: Violation } {
  const claim = stated?.value;
  if (stated?.certificate === undefined) {
    if (claim === undefined) return { bound: { status: "none" } };
    return { bound: { status: "stated", bound: claim / target.perUnit } };
  }
  const rule = `certificate of ${target.name}`;
  const { certificate } = stated;
  const overProgram = isFormulationProof(certificate);
  const check = overProgram ? checkFormulation : checkCertificate;
  const checked = check(instance, target, certificate);
  if ("rejected" in checked) return { mismatch: { rule, message: checked.rejected } };
  const passed = checked.given?.find((limit) => internalOf(limit) > limit.at_most);
  if (passed !== undefined) {
    const { objective, at_most } = passed;
    const message = `it speaks of plans with ${objective} of at most ${at_most}; this is none`;
    return { mismatch: { rule, message } };
  }
  if (checked.bound > value) {
    const found = `${checked.bound} for a plan of ${value}`;
    throw new InvariantError(`The certificate of ${target.name} proves a bound of ${found}.`);
  }
  const gap = gapBetween(value, checked.bound);
  const bound: ProvenBound = {
    status: "checked",
    bound: printedValue(target, checked.bound),
    ...(gap === undefined ? {} : { gap }),
    ...(overProgram ? { trusts: "formulation" } : {}),
  };
  const proven = (target.sense === "max" ? -checked.bound : checked.bound) + 0;
  if (claim === proven) return { bound };
  const told = claim === undefined ? "no bound" : `a bound of ${claim}`;
  const message = `the file states ${told}, the certificate proves ${proven}`;
  return { bound, mismatch: { rule, message } };
}

/** ", bound 12.5 USD checked, gap 0.1 %". */
export function boundText({ status, bound, gap, trusts }: ProvenBound, unit: string): string {
  if (bound === undefined) return ", no bound";
  const shown = `, bound ${formatValue(bound, unit)}`;
  if (status === "stated") return `${shown} stated without proof`;
  const open = gap === undefined ? "" : `, gap ${formatPercent(gap)}`;
  const over = trusts === undefined ? "" : " over the formulation of the integer program";
  return `${shown} checked${over}${open}`;
}
