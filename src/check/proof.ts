import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { type Checked, checkCertificate } from "../plan/certificate/check.ts";
import { checkFormulation, isFormulationProof } from "./check-formulation.ts";

/** What a certificate of any kind proves, and what the check trusts beside itself: nothing if absent. */
export type CheckedProof = Checked & { readonly trusts?: "formulation" };

/**
 * `checkCertificate` for every kind of certificate: a proof over the formulation is checked over the program made anew from the
 * instance. Never throws for what the certificate says.
 */
export function checkProof(instance: Instance, target: Target, certificate: unknown): CheckedProof {
  if (!isFormulationProof(certificate)) return checkCertificate(instance, target, certificate);
  return { ...checkFormulation(instance, target, certificate), trusts: "formulation" };
}

const FROM_0 = new Set([
  "completion-time",
  "makespan",
  "cost",
  "balance",
  "spread",
  "weighted-completion",
  "weighted-tardiness",
  "late-tasks",
  "energy",
  "migrations",
]);

/** True if no plan has an internal value below 0, whatever it is a plan of: sums and maxima of what is never negative. */
export function isNeverNegative({ terms }: Target): boolean {
  return terms.every(({ objective }) => FROM_0.has(objective.name));
}
