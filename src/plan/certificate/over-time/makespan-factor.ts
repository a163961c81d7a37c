import type { Target } from "../../../instance/targets.ts";
import { CertificateRejection } from "../reading.ts";

/** The factor of a target of a single makespan. Throws Rejection for others. */
export function makespanFactor({ terms, name }: Target): number {
  if (terms.length !== 1 || terms[0].objective.name !== "makespan") {
    throw new CertificateRejection(`it does not bound ${name}`);
  }
  return terms[0].factor;
}
