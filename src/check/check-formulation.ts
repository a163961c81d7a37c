import { formulate } from "../../models/formulate.ts";
import { mayFallByRounding, targetParts } from "../instance/objectives/kinds.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { type Checked, readFormulationProof } from "../plan/certificate/check.ts";
import { treeBound } from "../program/proven-bound.ts";

/** True if a certificate is a proof over the program of its target. Untrusted. */
export function isFormulationProof(certificate: unknown): boolean {
  return Object(certificate).kind === "formulation";
}

/**
 * The bound that a proof over the target's program proves: the program is made anew from the instance, its multipliers are
 * checked in exact integers. Trusts the formulation, no solver. Never throws for what the certificate says.
 */
export function checkFormulation(
  instance: Instance,
  target: Target,
  certificate: unknown,
): Checked {
  const mayFall = targetParts(instance, target).some(mayFallByRounding);
  if (mayFall && instance.tasks.some(({ divisible }) => divisible)) {
    return { rejected: "shares may be rounded below the program's spread" };
  }
  const encoding = formulate(instance, target, []);
  if ("unsupported" in encoding) return { rejected: encoding.unsupported };
  const read = readFormulationProof(certificate, encoding.program);
  if ("rejected" in read) return read;
  const proven = treeBound(encoding.program, read.tree);
  const bound = proven && encoding.liftProven(proven);
  if (bound !== undefined && Number.isSafeInteger(bound)) return { bound };
  return { rejected: "its multipliers prove no bound" };
}
