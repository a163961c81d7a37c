import { INSTANCE, TARGET } from "../instance/arguments.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { type Checked, checkCertificate } from "../plan/certificate/check.ts";
import { requireArgument } from "../util/arguments.ts";
import { checkFormulation, isFormulationProof } from "./check-formulation.ts";

/** What a certificate of any kind proves, and what the check trusts beside itself: nothing if absent. */
export type CheckedProof = Checked & { readonly trusts?: "formulation" };

/**
 * `checkCertificate` for every kind of certificate: a proof over the formulation is checked over the program made anew from the
 * instance. Never throws for what the certificate says.
 */
export function checkProof(instance: Instance, target: Target, certificate: unknown): CheckedProof {
  requireArgument("checkProof", INSTANCE, instance);
  requireArgument("checkProof", TARGET, target);
  if (!isFormulationProof(certificate)) return checkCertificate(instance, target, certificate);
  return { ...checkFormulation(instance, target, certificate), trusts: "formulation" };
}
