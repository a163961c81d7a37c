import type { ObjectRef } from "../objects/objects.ts";

/**
 * What became of an object that is not simply changed as the plan says: it is not touched though the plan would ("not written"), the
 * change allows more than the plan ("looser"), or there is nothing to do now ("stays").
 */
export type OutVerdict = "not written" | "looser" | "stays";

/** Verdicts after which the cluster may not do what the plan says. */
export const OUT_LOSSES: readonly OutVerdict[] = ["not written", "looser"];

/** One verdict with its reason. */
export interface OutFinding extends Pick<ObjectRef, "kind" | "namespace" | "name"> {
  readonly verdict: OutVerdict;
  readonly what: string;
}

/** A finding on an object. */
export function outFinding(
  { kind, namespace, name }: ObjectRef,
  verdict: OutVerdict,
  what: string,
): OutFinding {
  return { verdict, kind, ...(namespace !== undefined && { namespace }), name, what };
}
