import { isNeverNegative, type TargetTerm } from "../../instance/targets.ts";
import { CertificateRejection, readInteger, readMap, refuseOthers } from "./reading.ts";

/**
 * The bound that a sum proves, see `SumProof`: that of each part on the terms that it names, by `boundOf`. Throws Rejection if a
 * term comes twice, or if one that can be negative does not come.
 */
export function sumBound(
  terms: readonly TargetTerm[],
  certificate: Readonly<Record<string, unknown>>,
  boundOf: (terms: readonly TargetTerm[], part: unknown) => bigint,
): bigint {
  refuseOthers(certificate, ["kind", "parts"]);
  const { parts } = certificate;
  if (!Array.isArray(parts) || parts.length === 0 || parts.length > terms.length) {
    throw new CertificateRejection("parts are no list of some terms");
  }
  const seen = new Set<number>();
  let sum = 0n;
  for (const item of Array.from(parts, (one: unknown) => readMap(one, "a part"))) {
    refuseOthers(item, ["terms", "certificate"]);
    if (!Array.isArray(item.terms) || item.terms.length === 0) {
      throw new CertificateRejection("a part names no terms");
    }
    const own = Array.from(item.terms, (one: unknown) => readInteger(one, 0, "a term"));
    for (const index of own) {
      if (index >= terms.length || seen.has(index)) {
        throw new CertificateRejection("a term is none of the target, or comes twice");
      }
      seen.add(index);
    }
    sum += boundOf(
      own.map((index) => terms[index]),
      item.certificate,
    );
  }
  terms.forEach((term, index) => {
    if (!seen.has(index) && !isNeverNegative({ terms: [term] })) {
      throw new CertificateRejection(
        `nothing is said of ${term.objective.name}, which can be negative`,
      );
    }
  });
  return sum;
}
