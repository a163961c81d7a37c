import { isNeverNegative, type Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { SumProof } from "../plan/certificate/types.ts";
import type { Bound } from "../plan/types.ts";
import { safeNumber } from "./exact.ts";
import { certified } from "./prices/certified.ts";

/** What is known of one part of a weighted target: the best bound, and the best one with a certificate. */
interface Known {
  /** The part's own target: some terms of the whole, in its order. */
  readonly target: Target;
  readonly bound?: Bound | undefined;
  readonly certified?: Bound | undefined;
}

/**
 * What the bounds of its parts prove on a weighted target: their sum, first with a certificate that lists theirs, then without
 * one where that is more. The parts share out the terms of the target. Nothing where a part that can be negative has no bound.
 */
export function sumsOf(
  instance: Instance,
  target: Target,
  parts: readonly Known[],
): readonly Bound[] {
  const certified = certifiedSum(instance, target, parts);
  const stated = statedSum(parts);
  if (stated === undefined || (certified !== undefined && stated.value <= certified.value)) {
    return certified === undefined ? [] : [certified];
  }
  return certified === undefined ? [stated] : [certified, stated];
}

function certifiedSum(
  instance: Instance,
  target: Target,
  parts: readonly Known[],
): Bound | undefined {
  const proven = parts.flatMap(({ target: own, certified: bound }) => {
    const certificate = bound?.certificate;
    if (certificate === undefined) return [];
    return [{ terms: own.terms.map((term) => target.terms.indexOf(term)), certificate }];
  });
  if (proven.length === 0) return undefined;
  const certificate: SumProof = { kind: "sum", parts: proven };
  const sources = parts.flatMap((part) => part.certified?.source ?? []);
  const bound = certified(instance, target, namesOf(sources), certificate);
  return bound && { ...bound, given: [] };
}

function statedSum(parts: readonly Known[]): Bound | undefined {
  let sum = 0n;
  const sources: string[] = [];
  for (const { target, bound } of parts) {
    if (bound === undefined) {
      if (!isNeverNegative(target)) return undefined;
      continue;
    }
    if (bound.proof !== "ours" || (bound.given?.length ?? 0) > 0) return undefined;
    sum += BigInt(bound.value);
    sources.push(bound.source);
  }
  const value = safeNumber(sum);
  if (value === undefined || sources.length === 0) return undefined;
  return { value, source: namesOf(sources), proof: "ours", given: [] };
}

function namesOf(sources: readonly string[]): string {
  return [...new Set(sources)].join(" + ");
}
