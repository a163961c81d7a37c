import type { Target } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import type { Random } from "../../../src/util/random.ts";

/**
 * Sums of certificates, one for each term of a weighted target: the one that proves most, and some other one. `partsOf` gives
 * the certificates of a term alone.
 */
export async function sumCertificates(
  instance: Instance,
  target: Target,
  random: Random,
  partsOf: (own: Target) => Promise<readonly unknown[]>,
): Promise<readonly unknown[]> {
  const best: unknown[] = [];
  const other: unknown[] = [];
  for (const [index, term] of target.terms.entries()) {
    const own = { ...target, terms: [term] };
    const proven = (await partsOf(own)).flatMap((certificate) => {
      const checked = checkCertificate(instance, own, certificate);
      if ("rejected" in checked || checked.given !== undefined) return [];
      return [{ bound: checked.bound, part: { terms: [index], certificate } }];
    });
    proven.sort((a, b) => b.bound - a.bound);
    if (proven.length === 0) continue;
    best.push(proven[0].part);
    other.push(proven[random.int(0, proven.length - 1)].part);
  }
  return [best, other].map((parts) => ({ kind: "sum", parts }));
}
