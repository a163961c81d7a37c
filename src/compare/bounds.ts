import { checkProof } from "../check/proof.ts";
import { isNeverNegative, type Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { Bound } from "../plan/types.ts";
import { InvariantError } from "../util/errors.ts";
import type { KnownBound } from "./types.ts";

/**
 * The best of bounds that hold for every plan, of equal ones a checked one. A solver's claim counts for nothing; each certificate is recomputed here. Throws
 * InvariantError for a certificate that proves nothing.
 */
export function bestKnown(
  instance: Instance,
  target: Target,
  bounds: readonly Bound[],
  before?: KnownBound,
): KnownBound | undefined {
  const zero: KnownBound = { value: 0, status: "checked", source: "never negative" };
  const first = before ?? (isNeverNegative(target) ? zero : undefined);
  return bounds.reduce((best: KnownBound | undefined, bound) => {
    // What cannot be better need not be checked.
    const isOld = best !== undefined && bound.value <= best.value && best.status === "checked";
    const known = isOld ? undefined : knownOf(instance, target, bound);
    if (known === undefined) return best;
    if (best === undefined || known.value > best.value) return known;
    return known.value === best.value && known.status === "checked" ? known : best;
  }, first);
}

function knownOf(instance: Instance, target: Target, bound: Bound): KnownBound | undefined {
  const { certificate, value, source, proof, given = [] } = bound;
  if (certificate === undefined) {
    return proof === "ours" && given.length === 0 ? { value, status: "proven", source } : undefined;
  }
  const checked = checkProof(instance, target, certificate);
  if ("rejected" in checked) {
    throw new InvariantError(
      `The certificate of ${source} for ${target.name} proves nothing: ${checked.rejected}`,
    );
  }
  const isForAll = (checked.given ?? []).length === 0;
  return isForAll ? { value: checked.bound, status: "checked", source } : undefined;
}
